namespace HealthProbe.Sidecar.Settings;

/// <summary>
/// Reads the settings from their three sources: a flag wins over a variable, a variable over the file, and the file over the default.
/// </summary>
internal static class SettingsReader
{
    public static SettingsResult Read(IReadOnlyList<string> args, Func<string, string?> environment) =>
        !Flags.TryRead(args, environment, out Flags? flags, out string? mistake) ? new SettingsResult.Mistake(mistake)
        : flags.PrintsHelp ? new SettingsResult.Print(HelpText.Text)
        : flags.PrintsVersion ? new SettingsResult.Print($"healthprobe-sidecar {ProductVersion.Text}")
        : !TryReadFile(flags, environment, out ConfigFile? file, out mistake) ? new SettingsResult.Mistake(mistake!)
        : Read(setting => flags.Of(setting) ?? EnvironmentSource.Of(setting, environment) ?? file?.Of(setting), flags.PrintsConfig);

    private static SettingsResult Read(Func<Setting, Given?> source, bool printsConfig)
    {
        var settings = new SidecarSettings();
        var given = new List<Given>();
        foreach (Setting setting in SettingsTable.All)
        {
            if (source(setting) is not Given each)
            {
                continue;
            }

            settings = setting.Apply(settings, each.Texts, out string? mistake);
            if (mistake is not null)
            {
                return new SettingsResult.Mistake($"{each.Where}: {mistake}");
            }

            given.Add(each);
        }

        return Contradiction.In(settings, given) is string contradiction ? new SettingsResult.Mistake(contradiction)
            : printsConfig ? new SettingsResult.Print(EffectiveSettings.Written(settings, given))
            : new SettingsResult.Run(settings);
    }

    private static bool TryReadFile(Flags flags, Func<string, string?> environment, out ConfigFile? file, out string? mistake)
    {
        (file, mistake) = (null, null);
        string? variable = environment(ConfigFile.Setting.Variable);
        return flags.Config is string path ? ConfigFile.TryRead(path, ConfigFile.Setting.Flag, out file, out mistake)
            : string.IsNullOrEmpty(variable) || ConfigFile.TryRead(variable, ConfigFile.Setting.Variable, out file, out mistake);
    }
}
