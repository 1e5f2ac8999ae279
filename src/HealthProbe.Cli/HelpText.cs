using System.CommandLine;

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
          tcp://host:port, host:port, [::1]:port, :port, port, host   the connection is accepted
          unix:///path                                                the same, on a Unix socket
          listen://host:port                                          a socket listens there and its queue is not full (Linux)
          file:///path                                                the file exists
          http://host:port/path, https://host:port/path               the status is 200 to 299
          grpc://host:port/package.Service, grpcs://…                 the gRPC health check answers SERVING
          postgres://host, postgres://host/name?sslmode=require       it takes connections, as pg_isready asks
          mysql://host, mariadb://host                                it greets, and answers a login, accepted or not
          redis://host, rediss://host                                 it answers PING, if only to ask for a password
          amqp://host, amqps://host                                   it answers with Connection.Start
          mqtt://host, mqtts://host                                   it answers CONNECT, accepted or not
          memcached://host, nats://host, smtp://host, smtps://host    it says VERSION, INFO, 220

        Options:
        """;

    private const string Notes =
        """

        A duration is 500ms, 1.5s, 2m, 1m30s, or a number of seconds. In an argument, ${NAME} and ${NAME:-default}
        are replaced from the environment. Each option but --invert is also read from it, such as HEALTHPROBE_TIMEOUT;
        the targets from HEALTHPROBE_TARGET. After --, a command takes this program's place once healthy.
        """;

    public static string Of(RootCommand command)
    {
        List<(string Syntax, string? Description)> options = [.. command.Options.Where(option => !option.Hidden).Select(option => (Syntax(option), option.Description))];
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
