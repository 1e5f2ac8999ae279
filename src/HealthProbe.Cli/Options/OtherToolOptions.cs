namespace HealthProbe.Cli.Options;

/// <summary>The options of curl, wget, nc, wait-for-it and other tools that people type from habit, and what to use here.</summary>
internal static class OtherToolOptions
{
    private const string Timeout = "use --timeout <duration>";
    private const string Wait = "use --wait <duration>";
    private const string Port = "use <host>:<port>";
    private const string Quiet = "remove it; healthprobe prints only the reason of a failure";
    private const string Status = "remove it; an HTTP status outside 200 to 299 is unhealthy";
    private const string Proxy = "remove it; healthprobe never uses a proxy";
    private const string Body = "remove it; healthprobe never prints a body";
    private const string Address = "use an address in place of the name";

    private static readonly Dictionary<string, string> Advices = new()
    {
        ["-f"] = Status, ["--fail"] = Status, ["--fail-with-body"] = Status,
        ["-s"] = Quiet, ["--silent"] = Quiet, ["-S"] = Quiet, ["--show-error"] = Quiet, ["-nv"] = Quiet, ["--no-verbose"] = Quiet,
        ["-m"] = Timeout, ["--max-time"] = Timeout, ["--connect-timeout"] = Timeout, ["-connect-timeout"] = Timeout, ["-rpc-timeout"] = Timeout,
        ["--retry"] = Wait, ["--retry-delay"] = Wait, ["--retry-max-time"] = Wait, ["--retry-connrefused"] = Wait, ["--retry-all-errors"] = Wait, ["--tries"] = Wait,
        ["-I"] = "use --method HEAD", ["--head"] = "use --method HEAD", ["--request"] = "use --method <name>",
        ["-u"] = "use --user <name:password>",
        ["--location"] = "use --follow",
        ["-A"] = "use --header \"User-Agent: <text>\"", ["--user-agent"] = "use --header \"User-Agent: <text>\"",
        ["-b"] = "use --header \"Cookie: <text>\"", ["--cookie"] = "use --header \"Cookie: <text>\"",
        ["--data-raw"] = "use --data <text>", ["--data-binary"] = "use --data <text>", ["--post-data"] = "use --data <text>",
        ["--oauth2-bearer"] = "use --header \"Authorization: Bearer <token>\"",
        ["--no-check-certificate"] = "use --insecure", ["--ca-certificate"] = "use --cacert <file>",
        ["--resolve"] = "use the address as the target, with --header \"Host: <name>\" and --sni <name>",
        ["-x"] = Proxy, ["--proxy"] = Proxy, ["--noproxy"] = Proxy, ["--no-proxy"] = Proxy,
        ["-O"] = Body, ["--output-document"] = Body, ["--spider"] = Body,
        ["-4"] = Address, ["--ipv4"] = Address, ["-6"] = Address, ["--ipv6"] = Address,
        ["--url"] = "use the URL without an option",
        ["-p"] = Port, ["-P"] = Port, ["--port"] = Port, ["--host"] = Port,
        ["-z"] = "remove it; nothing is sent to a tcp target",
        ["--strict"] = "remove it; a command runs only after success",
        ["-addr"] = "use grpc://<host>:<port>", ["--addr"] = "use grpc://<host>:<port>",
        ["-service"] = "use grpc://<host>:<port>/<service>", ["--service"] = "use grpc://<host>:<port>/<service>",
        ["-?"] = "use --help",
    };

    /// <summary>Returns what to do instead of writing this option, or null if no other tool has it.</summary>
    public static string? Advice(string option) => Advices.GetValueOrDefault(option);
}
