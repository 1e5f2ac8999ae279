using System.Net;

namespace HealthProbe.IntegrationTests.Waiting;

public class WaitForTests
{
    [Fact(Timeout = 10_000)]
    public async Task Waits_as_the_readme_shows()
    {
        await using var server = new ScriptedServer(ScriptedServer.AnswersStatus(() => 200));
        string api = $"http://127.0.0.1:{server.Port}/health";

        WaitResult result = await WaitFor.HealthyAsync(api, TimeSpan.FromMinutes(2));

        (result.Outcome.IsHealthy ? "up" : result.Outcome.Detail).Should().Be("up");
        result.Attempts.Should().Be(1);
    }

    [Fact(Timeout = 20_000)]
    public async Task Sees_a_server_that_comes_up_late()
    {
        using var closed = new ClosedPort(IPAddress.Loopback);
        int port = closed.Port;
        closed.Dispose();
        Task<WaitResult> wait = WaitFor.HealthyAsync($"http://127.0.0.1:{port}/", TimeSpan.FromSeconds(15));
        int answers = 0;
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        await using var server = new ScriptedServer(ScriptedServer.AnswersStatus(() => ++answers == 1 ? 503 : 200), new IPEndPoint(IPAddress.Loopback, port));

        WaitResult result = await wait;

        result.Outcome.IsHealthy.Should().BeTrue();
        result.Phases.Select(phase => phase.Summary).Should().Equal("refused", "status 503");
        result.Attempts.Should().Be(3);
    }

    [Fact(Timeout = 10_000)]
    public async Task Says_what_to_write_instead_of_what_is_no_target() =>
        (await FluentActions.Awaiting(() => WaitFor.HealthyAsync("db:port", TimeSpan.FromSeconds(1))).Should().ThrowAsync<ArgumentException>())
            .WithMessage("the port of \"db\" is not a number: write a number from 1 to 65535*");
}
