namespace HealthProbe.Sidecar.Application;

/// <summary>What the application said of its own readiness.</summary>
/// <param name="IsReady">It answered 200 with JSON.</param>
/// <param name="Json">Its JSON as UTF-8; empty when it sent none.</param>
/// <param name="Text">Its text, where it is no JSON; null when it sent none.</param>
internal sealed record ApplicationAnswer(bool IsReady, ReadOnlyMemory<byte> Json, string? Text);
