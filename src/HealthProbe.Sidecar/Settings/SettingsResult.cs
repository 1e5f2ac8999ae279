namespace HealthProbe.Sidecar.Settings;

/// <summary>What was written on the command line: settings to run with, a text to print, or a mistake.</summary>
internal abstract record SettingsResult
{
    internal sealed record Run(SidecarSettings Settings) : SettingsResult;

    internal sealed record Print(string Text) : SettingsResult;

    internal sealed record Mistake(string Text) : SettingsResult;
}
