using HealthProbe.EndToEndTests.Running;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class MistakeTests(PublishedBinaries binaries)
{
    private const string NoPort = "is not a port: write a number from 1 to 65535";
    private const string NoDuration = "is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s";
    private const string EmptyHost = "the host is empty: write a name or an address, such as 127.0.0.1:8000";
    private const string NoName = "is not a host name: write letters, digits, hyphens and dots (an international name as xn--…)";

    [BinaryTheory(Timeout = 10_000)]
    [Both("127.0.0.1 0", $"\"0\" {NoPort}")]
    [Both("127.0.0.1 65536", $"\"65536\" {NoPort}")]
    [Both("127.0.0.1 abc", $"\"abc\" {NoPort}")]
    [Both("127.0.0.1:-1", "the port of \"127.0.0.1\" is not a number: write a number from 1 to 65535")]
    [Both("[suggest] 127.0.0.1", $"\"[suggest]\" {NoName}")]
    [Both(":", EmptyHost)]
    [Both(" 80", EmptyHost)]
    [Both("tcp://", EmptyHost)]
    [Both("::1:8000", "\"::1:8000\" is ambiguous: put the IPv6 address in brackets, such as [::1]:8000")]
    [Both("127.1 80", "\"127.1\" is not an IPv4 address: write four numbers such as 127.0.0.1")]
    [Both("a\nb 80", $"\"a?b\" {NoName}")]
    [Both("中文 80", $"\"中文\" {NoName}")]
    [Both("--unknown", "unknown option \"--unknown\": see healthprobe --help")]
    [Both("--timout 1s", "unknown option \"--timout\": did you mean --timeout?")]
    [Both("-t -1s", $"--timeout: \"-1s\" {NoDuration}")]
    [Both("-t 25h", $"--timeout: \"25h\" {NoDuration}")]
    [Both("-t 0", $"--timeout: \"0\" {NoDuration}")]
    [Both("-t", "--timeout has no value: write --timeout <duration>")]
    [Both("-w30s", "unknown option \"-w…\": separate -w from its value; use -w <duration>")]
    [Both("-fsS http://127.0.0.1/", "unknown option \"-fsS\": remove it; none of these options is needed")]
    [Both("-q=1", "--quiet takes no value: write --quiet")]
    [Both("-q -v", "--quiet and --verbose cannot both hold: write one of them")]
    [Both("-h db", "--help and --version ask nothing: write them alone, and a host without an option")]
    [Both("${NO_SUCH_VARIABLE}", "the variable NO_SUCH_VARIABLE is not set: set it, or write ${NO_SUCH_VARIABLE:-default}")]
    [Both("127.0.0.1 80 90", "\"127.0.0.1\" among several targets is not clear: write each as host:port or as a URL")]
    public async Task Says_in_one_line_what_to_write_instead(Edition edition, string arguments, string line)
    {
        ProcessRun run = await binaries.RunAsync(edition, arguments.Split(' '));

        (run with { Elapsed = default }).Should().Be(new ProcessRun(1, "", $"healthprobe: {line}\n", default));
    }

    // These lines grow with the program, and other tests hold their wording.
    [BinaryTheory(Timeout = 10_000)]
    [Both("gopher://127.0.0.1", "healthprobe: unknown scheme \"gopher\": write ")]
    [Both("-o xml", "healthprobe: --output: \"xml\" is not a format: write ")]
    [Both("@/etc/hosts", "healthprobe: \"@/etc/hosts\" is not a host: write ")]
    [Both("--", "healthprobe: ")]
    public async Task Never_takes_a_mistake_for_healthy(Edition edition, string arguments, string start)
    {
        ProcessRun run = await binaries.RunAsync(edition, arguments.Split(' '));

        run.ExitCode.Should().Be(1);
        run.Output.Should().BeEmpty();
        run.Error.Should().StartWith(start).And.MatchRegex(@"^[^\n]{1,240}\n$");
    }

    [BinaryTheory(Timeout = 10_000)]
    [Both("")]
    [Both("tcp://")]
    [Both("-t")]
    [Both("--")]
    [Both("127.0.0.1:")]
    [Both("${")]
    public async Task Cuts_an_argument_of_100_KB_short(Edition edition, string start)
    {
        ProcessRun run = await binaries.RunAsync(edition, start + new string('a', 100_000));

        run.ExitCode.Should().Be(1);
        run.Output.Should().BeEmpty();
        run.Error.Should().MatchRegex(@"^healthprobe: [^\n]{10,240}\n$");
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Refuses_an_argument_that_is_not_UTF8(Edition edition)
    {
        ProcessRun run = await binaries.RunInShellAsync(edition, "exec \"$0\" $'127.0.0.\\xff\\xfe'");

        (run with { Elapsed = default }).Should().Be(
            new ProcessRun(1, "", "healthprobe: argument 1 is not valid UTF-8 text: write it in plain ASCII\n", default));
    }

    [BinaryTheory(Timeout = 10_000)]
    [Both("tcp://user:secret@127.0.0.1:0")]
    [Both("gopher://user:secret@127.0.0.1:70")]
    [Both("tcp://user:secret@127.0.0.1:80/path?token=secret")]
    [Both("user:secret@127.0.0.1")]
    [Both("--unknown=secret")]
    public async Task Never_prints_a_secret(Edition edition, string argument)
    {
        ProcessRun run = await binaries.RunAsync(edition, argument);

        run.ExitCode.Should().Be(1);
        run.Output.Should().BeEmpty();
        run.Error.Should().MatchRegex(@"^healthprobe: [^\n]{10,300}\n$").And.NotContain("secret");
    }
}
