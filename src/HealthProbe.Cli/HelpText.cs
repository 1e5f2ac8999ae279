using System.CommandLine;
using HealthProbe.Protocols;

namespace HealthProbe.Cli;

/// <summary>The help, made from the options themselves.</summary>
internal static class HelpText
{
    private const string Usage =
        """
        Asks whether something is healthy: exit code 0 when it is, 1 and the reason when it is not.

        Usage:
          healthprobe [<host> [<port>]] [options]                   default: 127.0.0.1 8000
          healthprobe <target>... [options] [-- <command> [<args>]]
          healthprobe listen [<host> [<port>]] [options]            the other side: see healthprobe listen --help

        Targets, healthy when:
        """;

    private const string Notes =
        """

        A duration is 500ms, 1.5s, 2m, 1m30s, or a number of seconds. In an argument, ${NAME} and ${NAME:-default}
        are replaced from the environment. Each option but --invert is also read from it, such as HEALTHPROBE_TIMEOUT;
        the targets from HEALTHPROBE_TARGET. After --, a command takes this program's place once healthy.
        """;

    public static string Of(RootCommand command, ProtocolRegistry protocols)
    {
        IEnumerable<string> targets = Rows(protocols.Protocols.Select(protocol => (protocol.FormatForms(), (string?)protocol.HealthyWhen)));
        IEnumerable<string> options = Rows(command.Options.Where(option => !option.Hidden).Select(option => (Syntax(option), option.Description)));
        return string.Join('\n', [Usage, .. targets, "", "Options:", .. options, Notes]);
    }

    private static IEnumerable<string> Rows(IEnumerable<(string Syntax, string? Description)> rows)
    {
        int width = rows.Max(row => row.Syntax.Length);
        return rows.Select(row => $"  {row.Syntax.PadRight(width)}  {row.Description}");
    }

    private static string Syntax(Option option)
    {
        string alias = option.Aliases.FirstOrDefault() is string shortName ? $"{shortName}, " : "    ";
        string value = option.HelpName is null ? "" : $" <{option.HelpName}>";
        return $"{alias}{option.Name}{value}";
    }
}
