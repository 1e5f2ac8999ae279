namespace HealthProbe.Sidecar;

/// <summary>It cannot start: the message is one line for the user, with what to do.</summary>
internal sealed class StartException(string message) : Exception(message);
