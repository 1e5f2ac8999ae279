using System.CommandLine;

namespace HealthProbe.Cli;

/// <summary>The help: one screen, made from the options themselves.</summary>
internal static class HelpText
{
    private const string Usage =
        """
        Asks whether something is healthy: exit code 0 when it is, 1 and the reason when it is not.

        Usage:
          healthprobe [<host> [<port>]] [options]     default: 127.0.0.1 8000
          healthprobe <target>... [options]

        Targets:
          host:port, [::1]:port, :port, port, host    a TCP connection is accepted
          tcp://host:port                             the same

        Options:
        """;

    private const string Notes =
        """

        Every option is also read from the environment: HEALTHPROBE_TIMEOUT for --timeout, and so on;
        HEALTHPROBE_TARGET holds targets. In an argument, ${NAME} and ${NAME:-default} are replaced.
        A duration is 500ms, 1.5s, 2m, 1m30s, or a number of seconds.
        """;

    public static string Of(RootCommand command)
    {
        IEnumerable<(string Syntax, string? Description)> options = command.Options.Where(option => !option.Hidden).Select(option => (Syntax(option), option.Description)).ToList();
        int width = options.Max(option => option.Syntax.Length);
        return string.Join('\n', options.Select(option => $"  {option.Syntax.PadRight(width)}  {option.Description}").Prepend(Usage).Append(Notes));
    }

    private static string Syntax(Option option)
    {
        string alias = option.Aliases.FirstOrDefault() is string shortName ? $"{shortName}, " : "    ";
        string value = option.HelpName is null ? "" : $" <{option.HelpName}>";
        return $"{alias}{option.Name}{value}";
    }
}
