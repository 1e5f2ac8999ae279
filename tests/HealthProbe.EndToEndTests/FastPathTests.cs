using System.Text.RegularExpressions;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

/// <summary>The part of the native binary that runs before libc and the runtime.</summary>
[Collection(EndToEnd.Name)]
public sealed partial class FastPathTests(PublishedBinaries binaries)
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK";

    // Any variable of this name's beginning turns the fast path off.
    private static readonly Dictionary<string, string> WithoutFastPath = new() { ["HEALTHPROBE_X"] = "1" };

    private static readonly string[] TcpCalls = ["clock_gettime", "socket", "connect", "ppoll", "getsockname", "clock_gettime", "exit_group"];

    private static readonly string[] HttpCalls =
        ["clock_gettime", "socket", "connect", "ppoll", "sendto", "ppoll", "recvfrom", "clock_gettime", "exit_group"];

    public static TheoryData<bool, string[]> Responses => new()
    {
        { true, [Ok] },
        { false, [Ok] },
        { true, [Ok[..5], Ok[5..30], Ok[30..]] },
        { true, ["HTTP/1.1 200 OK\r\n\r\n", "body", "more"] },
        { true, ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n"] },
        { true, ["HTTP/1.1 204 No Content\r\n\r\n"] },
        { true, ["HTTP/1.1 100 Continue\r\n\r\n", Ok] },
        { true, ["HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"] },
        { true, ["HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy"] },
        { true, [$"HTTP/1.1 200 OK\r\nX: {new string('x', 6000)}\r\n", "Content-Length: 0\r\n\r\n"] },
        { true, ["HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc"] },
        { true, ["HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n"] },
        { true, ["HTTP/1.1 2"] },
        { true, ["SSH-2.0-OpenSSH_9.2\r\n"] },
        { true, [] },
        { false, [] },
        { false, ["HTTP/1.1 200 OK\r\n"] },
        { false, ["HTTP/1.1 500 Oops\r\nContent-Length: 10\r\n\r\nhalf"] },
    };

    [NativeTheory("strace", Timeout = 20_000)]
    [InlineData("tcp://127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1:{0}/health")]
    public async Task A_healthy_check_makes_only_these_system_calls(string target)
    {
        using var server = new RecordingServer(closes: false, Ok);
        using var folder = new TemporaryFolder();
        string log = folder.PathOf("calls");

        ProcessRun run = await ProcessRun.StartAsync(
            "strace", ["-o", log, binaries.Native, target.Replace("{0}", $"{server.Port}", StringComparison.Ordinal)]);

        run.ExitCode.Should().Be(0, run.Output + run.Error);
        string[] calls = [.. (await File.ReadAllLinesAsync(log)).Select(line => line.Split('(')[0]).Where(call => !call.StartsWith('+'))];
        calls.Should().Equal(["execve", .. target.StartsWith("tcp", StringComparison.Ordinal) ? TcpCalls : HttpCalls]);
    }

    [NativeTheory(Timeout = 30_000)]
    [MemberData(nameof(Responses))]
    public async Task The_server_sees_one_request_and_the_user_the_same_line_as_without_the_fast_path(bool closes, string[] pieces)
    {
        using var server = new RecordingServer(closes, pieces);
        string[] arguments = ["-t", closes ? "5s" : "500ms", $"http://127.0.0.1:{server.Port}/health?a=b"];

        ProcessRun with = await binaries.RunAsync(Edition.Native, arguments);
        List<string> requests = [.. server.Requests];
        ProcessRun without = await binaries.RunAsync(Edition.Native, WithoutFastPath, arguments);

        requests.Should().ContainSingle();
        server.Requests.Should().Equal(requests[0], requests[0]);
        (with.ExitCode, WithoutTimes(with.Output), with.Error).Should().Be((without.ExitCode, WithoutTimes(without.Output), without.Error));
    }

    [NativeTheory(Timeout = 30_000)]
    [InlineData("redis", "+PONG\r\n")]
    [InlineData("redis", "+PO", "NG\n")]
    [InlineData("redis", "+PONGO\r\n")]
    [InlineData("redis", "-NOAUTH Authentication required.\r\n")]
    [InlineData("redis", "-LOADING Redis is loading the dataset in memory\r\n")]
    [InlineData("redis", "+PON")]
    [InlineData("redis", "HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("memcached", "VERSION 1.6.18\r\n")]
    [InlineData("memcached", "VER", "SION 1.6.18\r\n")]
    [InlineData("memcached", "ERROR\r\n")]
    [InlineData("memcached", "SERVER_ERROR out of memory\r\n")]
    public async Task Redis_and_memcached_are_judged_as_without_the_fast_path(string scheme, params string[] pieces)
    {
        using var server = new RecordingServer(closes: true, pieces);
        string[] arguments = ["-t", "5s", $"{scheme}://127.0.0.1:{server.Port}"];

        ProcessRun with = await binaries.RunAsync(Edition.Native, arguments);
        List<string> requests = [.. server.Requests];
        ProcessRun without = await binaries.RunAsync(Edition.Native, WithoutFastPath, arguments);

        requests.Should().ContainSingle();
        server.Requests.Should().Equal(requests[0], requests[0]);
        (with.ExitCode, WithoutTimes(with.Output), with.Error).Should().Be((without.ExitCode, WithoutTimes(without.Output), without.Error));
    }

    [NativeFact(Timeout = 20_000)]
    public async Task The_timeout_covers_the_fast_path_and_the_command_together()
    {
        using var server = new RecordingServer(closes: false);

        ProcessRun run = await binaries.RunAsync(Edition.Native, "-t", "300ms", $"http://127.0.0.1:{server.Port}/");

        run.Output.Should().MatchRegex(@"^unhealthy http://127\.0\.0\.1:\d+/: no .* within 300ms \(3\d\d\.\d ms\)\n$");
        server.Requests.Should().ContainSingle();
    }

    [NativeFact(Timeout = 20_000)]
    public async Task A_body_without_an_end_takes_neither_the_verdict_nor_more_than_the_timeout()
    {
        using var server = new RecordingServer(closes: false, "HTTP/1.1 200 OK\r\n\r\n");

        ProcessRun run = await binaries.RunAsync(Edition.Native, "-t", "200ms", $"http://127.0.0.1:{server.Port}/");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        server.Requests.Should().ContainSingle();
    }

    [NativeTheory("bash", Timeout = 20_000)]
    [InlineData("ulimit -n 4")]
    [InlineData("ulimit -d 2048")]
    [InlineData("ulimit -v 16384")]
    [InlineData("export DOTNET_GCHeapHardLimit=1")]
    public async Task A_healthy_target_is_healthy_where_the_runtime_cannot_start(string limit)
    {
        using var server = new RecordingServer(closes: false, Ok);
        foreach (string target in (string[])[$"127.0.0.1:{server.Port}", $"http://127.0.0.1:{server.Port}/"])
        {
            ProcessRun run = await binaries.RunInShellAsync(Edition.Native, $"{limit}; exec \"$0\" \"$@\"", target);

            (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default), target);
        }
    }

    [NativeTheory("objdump", Timeout = 60_000)]
    [InlineData("healthprobe_HealthProbe_Cli_FastPath_", null)]
    [InlineData("healthprobe_HealthProbe_Cli_Program__Main", "RhpNewFast")]
    [InlineData("HealthProbe_Core_HealthProbe_Transport_AsyncOnlyStream__get_Length", "RhpThrowEx")]
    [InlineData("HealthProbe_Core_HealthProbe_Duration__Format", "Memmove")]
    public async Task The_build_refuses_a_method_that_needs_the_runtime(string method, string? used)
    {
        string compiled = Repository.PathOf("artifacts/build/obj/HealthProbe.Cli/release_linux-x64/native/healthprobe.o");

        ProcessRun run = await ProcessRun.StartAsync(
            Repository.PathOf("src/HealthProbe.Cli/FastPath/check.sh"), [compiled, method], limit: TimeSpan.FromSeconds(50));

        run.ExitCode.Should().Be(used is null ? 0 : 1, run.Output + run.Error);
        run.Output.Should().MatchRegex(used is null ? "^$" : $"{used}.*, which is not there before the runtime starts");
    }

    private static string WithoutTimes(string line) => Time().Replace(line, "(…)");

    [GeneratedRegex(@"\([\d.]+ m?s\)")]
    private static partial Regex Time();
}
