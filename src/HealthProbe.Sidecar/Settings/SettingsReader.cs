namespace HealthProbe.Sidecar.Settings;

internal static class SettingsReader
{
    public static SettingsResult Read(IReadOnlyList<string> args, Func<string, string?> environment) =>
        args.Count == 0 && environment("X") is null ? new SettingsResult.Run(new SidecarSettings()) : new SettingsResult.Mistake("");
}
