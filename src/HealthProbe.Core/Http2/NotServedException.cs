namespace HealthProbe.Http2;

/// <summary>The server speaks the protocol, and has told us that it will not answer this request.</summary>
internal sealed class NotServedException(string message) : Exception(message);
