using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Application;

/// <summary>Asks the application's ready URL. However many want to know, it is asked once at a time, and all of them hear that answer.</summary>
internal sealed class ApplicationReadiness(SidecarSettings settings, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Prober _prober = new(time);
    private Task<ApplicationAnswer>? _asked;

    /// <summary>Asks; the answer comes within <see cref="SidecarSettings.ApplicationTimeout"/>, whatever the application does.</summary>
    /// <returns>The answer; null when there is no such URL.</returns>
    public async ValueTask<ApplicationAnswer?> AskAsync() =>
        settings.ApplicationHealthReadyUrl is Target target ? await AskOnceAsync(target).ConfigureAwait(false) : null;

    private Task<ApplicationAnswer> AskOnceAsync(Target target)
    {
        lock (_lock)
        {
            return _asked is { IsCompleted: false } ? _asked : _asked = AskNowAsync(target);
        }
    }

    private async Task<ApplicationAnswer> AskNowAsync(Target target)
    {
        var probe = new ApplicationProbe(target, new ProbeOptions { Tls = settings.ApplicationTls });
        Outcome outcome = await _prober.ProbeAsync(probe, settings.ApplicationTimeout).ConfigureAwait(false);
        if (probe.Head is not { } head || outcome.Reason == Reason.Timeout)
        {
            return new ApplicationAnswer(false, default, null);
        }

        (ReadOnlyMemory<byte> json, string? text) = ApplicationBody.Read(head.Header("Content-Type"), probe.Body);
        return new ApplicationAnswer(outcome.IsHealthy && json.Length > 0, json, text);
    }
}
