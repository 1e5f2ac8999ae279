using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class EnvironmentTests(PublishedBinaries binaries)
{
    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Takes_its_target_and_options_from_the_environment(Edition edition)
    {
        using var port = new ClosedPort();
        var variables = new Dictionary<string, string>
        {
            ["HEALTHPROBE_TARGET"] = $"127.0.0.1:{port.Number}",
            ["HEALTHPROBE_OUTPUT"] = "json",
            ["HEALTHPROBE_TIMEOUT"] = "500ms",
        };

        ProcessRun run = await binaries.RunAsync(edition, variables);

        run.ExitCode.Should().Be(1);
        run.Output.Should().StartWith($$"""{"target":"tcp://127.0.0.1:{{port.Number}}","healthy":false,"reason":"refused",""");
        run.Error.Should().BeEmpty();
    }

    [BinaryTheory(Timeout = 10_000), Both]
    public async Task Lets_an_argument_win_over_the_environment(Edition edition)
    {
        using var open = new OpenPort();
        using var closed = new ClosedPort();
        var variables = new Dictionary<string, string> { ["HEALTHPROBE_TARGET"] = $"127.0.0.1:{closed.Number}" };

        ProcessRun run = await binaries.RunAsync(edition, variables, "127.0.0.1", $"{open.Number}");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [BinaryTheory(Timeout = 10_000)]
    [Both("127.0.0.1:${PORT}")]
    [Both("127.0.0.1:${PORT:-1}")]
    [Both("${NO_SUCH_HOST:-127.0.0.1}:${PORT}")]
    [Both("tcp://127.0.0.1:${PORT}")]
    public async Task Replaces_variables_in_an_argument(Edition edition, string written)
    {
        using var port = new OpenPort();
        var variables = new Dictionary<string, string> { ["PORT"] = $"{port.Number}" };

        ProcessRun run = await binaries.RunAsync(edition, variables, written);

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [BinaryTheory(Timeout = 10_000)]
    [Both("HEALTHPROBE_TIMEOUT", "soon", "HEALTHPROBE_TIMEOUT: \"soon\" is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s")]
    [Both("HEALTHPROBE_QUIET", "maybe", "HEALTHPROBE_QUIET: \"maybe\" is neither on nor off: write true or false")]
    [Both("HEALTHPROBE_TARGET", "db:0", "HEALTHPROBE_TARGET: \"0\" is not a port: write a number from 1 to 65535")]
    public async Task Names_the_variable_that_is_wrong(Edition edition, string name, string value, string line)
    {
        ProcessRun run = await binaries.RunAsync(edition, new Dictionary<string, string> { [name] = value });

        (run with { Elapsed = default }).Should().Be(new ProcessRun(1, "", $"healthprobe: {line}\n", default));
    }

    // A health check gets the environment of the application's container: what is meant for the application must not reach the probe.
    [NativeTheory(Timeout = 10_000)]
    [InlineData("DOTNET_GCHeapHardLimit", "800000")]
    [InlineData("DOTNET_GCHeapHardLimitPercent", "1")]
    [InlineData("DOTNET_gcServer", "1")]
    [InlineData("DOTNET_gcConcurrent", "1")]
    [InlineData("DOTNET_STARTUP_HOOKS", "/no/such/hook.dll")]
    [InlineData("DOTNET_EnableDiagnostics", "1")]
    [InlineData("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0")]
    [InlineData("CORECLR_ENABLE_PROFILING", "1")]
    [InlineData("CORECLR_PROFILER_PATH", "/no/such/profiler.so")]
    [InlineData("LANG", "tr_TR.UTF-8")]
    [InlineData("LC_ALL", "de_DE.UTF-8")]
    [InlineData("http_proxy", "http://127.0.0.1:1")]
    [InlineData("ALL_PROXY", "socks5://127.0.0.1:1")]
    [InlineData("LD_PRELOAD", "/no/such/library.so")]
    [InlineData("HEALTHPROBE_PORT", "tcp://10.0.0.1:80")]
    public async Task Answers_whatever_the_environment_of_the_application_says(string name, string value)
    {
        using var open = new OpenPort();
        using var closed = new ClosedPort();
        var variables = new Dictionary<string, string> { [name] = value };

        ProcessRun healthy = await binaries.RunAsync(Edition.Native, variables, "127.0.0.1", $"{open.Number}");
        ProcessRun refused = await binaries.RunAsync(Edition.Native, variables, "-t", "1.5s", "127.0.0.1", $"{closed.Number}");

        (healthy with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
        refused.ExitCode.Should().Be(1);
        refused.Output.Should().MatchRegex($@"^unhealthy tcp://127\.0\.0\.1:{closed.Number}: connection refused \(\d+\.\d ms\)\n$");
        refused.Error.Should().BeEmpty();
    }

    [NativeFact("env", Timeout = 10_000)]
    public async Task Answers_in_an_environment_without_a_single_variable()
    {
        using var port = new OpenPort();

        ProcessRun run = await ProcessRun.StartAsync("env", ["-i", binaries.Native, "-t", "500ms", $"127.0.0.1:{port.Number}"]);

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }
}
