namespace HealthProbe.Cli.Options;

/// <summary>The options of curl, wget, nc, wait-for-it and other tools that people type from habit.</summary>
internal static class OtherToolOptions
{
    /// <summary>Returns what to do instead of writing this option, or null if no other tool has it.</summary>
    public static string? Advice(string option) => option switch
    {
        "-f" or "--fail" or "--fail-with-body" => "remove it; an HTTP status outside 200 to 299 is unhealthy",
        "-s" or "--silent" or "-S" or "--show-error" or "-nv" or "--no-verbose" => "remove it; healthprobe prints only the reason of a failure",
        "-m" or "--max-time" or "--connect-timeout" or "-connect-timeout" or "-rpc-timeout" => "use --timeout <duration>",
        "--retry" or "--retry-delay" or "--retry-max-time" or "--retry-connrefused" or "--retry-all-errors" or "--tries" => "use --wait <duration>",
        "-I" or "--head" => "use --method HEAD",
        "--request" => "use --method <name>",
        "-u" => "use --user <name:password>",
        "--location" => "use --follow",
        "-A" or "--user-agent" => "use --header \"User-Agent: <text>\"",
        "-b" or "--cookie" => "use --header \"Cookie: <text>\"",
        "--oauth2-bearer" => "use --header \"Authorization: Bearer <token>\"",
        "--data-raw" or "--data-binary" or "--post-data" => "use --data <text>",
        "--no-check-certificate" => "use --insecure",
        "--ca-certificate" => "use --cacert <file>",
        "--resolve" or "--connect-to" => "use the address as the target, with --header \"Host: <name>\" and --sni <name>",
        "-x" or "--proxy" or "--noproxy" or "--no-proxy" => "remove it; healthprobe never uses a proxy",
        "-O" or "--output-document" or "--spider" => "remove it; healthprobe never prints a body",
        "-4" or "--ipv4" or "-6" or "--ipv6" => "use an address in place of the name",
        "--url" => "use the URL without an option",
        "-p" or "-P" or "--port" or "--host" => "use <host>:<port>",
        "-z" => "remove it; nothing is sent to a tcp target",
        "--strict" => "remove it; a command runs only after success",
        "-addr" or "--addr" => "use grpc://<host>:<port>",
        "-service" or "--service" => "use grpc://<host>:<port>/<service>",
        "-?" => "use --help",
        _ => null,
    };
}
