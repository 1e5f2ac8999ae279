namespace HealthProbe.Sidecar.Settings;

/// <summary>The help, made from the table of settings.</summary>
internal static class HelpText
{
    private const string Usage =
        """
        Stands beside an application and answers whether it is live, ready and healthy; with metrics.

        Usage: healthprobe-sidecar [options]
        """;

    private const string Notes =
        """

        A duration is 500ms, 1.5s, 2m, 1m30s, or a number of seconds. A dependency may go on, in quotes:
        "db=tcp://db:5432;critical=false;timeout=500ms;period=10s;failures=3;successes=1". ${NAME} in an
        argument is replaced from the environment. Each option is also read from there, --port from
        HEALTHPROBE_SIDECAR_PORT, and from the file, {"port": 8000}; option wins over variable over file.
        """;

    public static string Text { get; } = Written();

    private static string Written()
    {
        (string Heading, IReadOnlyList<(string Syntax, string Description)> Options)[] groups =
        [
            ("Answers:", [.. SettingsTable.Answers.Select(Line)]),
            ("Workers:", [.. SettingsTable.Workers.Select(Line)]),
            ("Application and dependencies:", [.. SettingsTable.Application.Select(Line)]),
            ("Program:",
            [
                .. SettingsTable.Program.Append(ConfigFile.Setting).Select(Line),
                ("      --print-config", "print what applies, as such a file, without secrets"),
                ("  -h, --help", "print this"),
                ("      --version", "print the version"),
            ]),
        ];
        int width = groups.SelectMany(group => group.Options).Max(option => option.Syntax.Length);
        IEnumerable<string> lines = groups.SelectMany(group => group.Options.Select(option => $"{option.Syntax.PadRight(width)}  {option.Description}").Prepend(group.Heading));
        return string.Join('\n', lines.Prepend(Usage).Append(Notes));
    }

    private static (string Syntax, string Description) Line(Setting setting)
    {
        string alias = setting.Alias is null ? "    " : $"{setting.Alias}, ";
        string value = setting.Placeholder is null ? "" : $" <{setting.Placeholder}>";
        string usual = setting.Default is null or "0" ? "" : $" [{setting.Default}]";
        return ($"  {alias}{setting.Flag}{value}", $"{setting.Description}{usual}");
    }
}
