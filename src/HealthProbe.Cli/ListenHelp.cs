namespace HealthProbe.Cli;

/// <summary>The help of <c>healthprobe listen</c>.</summary>
internal static class ListenHelp
{
    public const string Text =
        """
        Opens a TCP port that means healthy, until SIGTERM or Ctrl-C: exit code 0. It accepts, closes, and sends nothing.

        Usage:
          healthprobe listen [<host> [<port>]] [options]     default: 127.0.0.1 9000

        Options:
              --while <target>       keep the port open only while this target is healthy, and print a line at each change
          -i, --interval <duration>  pause between two attempts of --while [1s]
          -t, --timeout <duration>   longest one attempt may take, everything included [1s]
          -h, --help                 print this

        The host 0.0.0.0 is every IPv4 address and :: every address of this machine; the port 0 is any that is free.
        The options are also read from HEALTHPROBE_WHILE, HEALTHPROBE_INTERVAL and HEALTHPROBE_TIMEOUT.
        """;
}
