namespace HealthProbe.Sidecar.Settings;

/// <summary>What the command line, the environment and the file ask for together.</summary>
internal abstract record SettingsResult
{
    /// <summary>Run with these settings.</summary>
    internal sealed record Run(SidecarSettings Settings) : SettingsResult;

    /// <summary>Print the help, the version or the effective settings: exit code 0.</summary>
    internal sealed record Print(string Text) : SettingsResult;

    /// <summary>
    /// Do not start: one line, without the program's name, that says which setting of which source is wrong and what to write instead.
    /// </summary>
    internal sealed record Mistake(string Text) : SettingsResult;
}
