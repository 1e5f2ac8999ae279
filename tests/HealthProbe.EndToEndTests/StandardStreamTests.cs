using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class StandardStreamTests(PublishedBinaries binaries)
{
    private const string NoStream = "exec \"$0\" \"$@\" <&- >&- 2>&-";

    [BinaryTheory(Timeout = 10_000)]
    [Both("exec \"$0\" \"$@\" >&-")]
    [Both("exec \"$0\" \"$@\" >/dev/full")]
    [Both("exec \"$0\" \"$@\" >/dev/null 2>&- <&-")]
    [Both(NoStream)]
    public async Task Keeps_its_answer_when_standard_output_is_closed_or_full(Edition edition, string script)
    {
        using var open = new OpenPort();
        using var closed = new ClosedPort();

        ProcessRun healthy = await binaries.RunInShellAsync(edition, script, "-v", $"127.0.0.1:{open.Number}");
        ProcessRun refused = await binaries.RunInShellAsync(edition, script, "127.0.0.1", $"{closed.Number}");
        ProcessRun named = await binaries.RunInShellAsync(edition, script, "-v", $"127.0.0.1:{open.Number}", $"localhost:{open.Number}");

        (healthy with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        (refused with { Elapsed = default }).Should().Be(new ProcessRun(1, "", "", default));
        (named with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [BinaryTheory(Timeout = 10_000)]
    [Both("exec \"$0\" \"$@\" 2>&-")]
    [Both("exec \"$0\" \"$@\" 2>/dev/full")]
    [Both(NoStream)]
    public async Task Ends_a_mistake_with_exit_code_1_when_standard_error_is_closed_or_full(Edition edition, string script)
    {
        ProcessRun run = await binaries.RunInShellAsync(edition, script, "127.0.0.1", "0");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(1, "", "", default));
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Keeps_its_answer_when_the_reader_of_its_output_has_gone(Edition edition)
    {
        using var port = new ClosedPort();

        ProcessRun run = await binaries.RunInShellAsync(
            edition, "{ until ! echo 2>/dev/null; do :; done; \"$0\" \"$@\"; echo \"exit code $?\" >&2; } | exec true", "127.0.0.1", $"{port.Number}");

        run.Error.Should().Be("exit code 1\n");
    }
}
