using System.Globalization;
using System.Net;

namespace HealthProbe.IntegrationTests.Pairwise;

/// <summary>
/// Each pair of an option's values, variables and peers, through the command's entry: the exit code is 0 only where the peer met what was
/// asked.
/// bench/pairwise.sh runs each combination of three.
/// </summary>
public class PairwiseTests
{
    private const int Limit = 3_600_000;

    private static readonly int Strength = int.Parse(Environment.GetEnvironmentVariable("HEALTHPROBE_PAIRWISE") ?? "2", CultureInfo.InvariantCulture);

    [Fact(Timeout = Limit)]
    public async Task Exit_code_is_0_only_where_an_HTTP_peer_met_what_was_asked()
    {
        await using var open = new AcceptingServer(IPAddress.Loopback);
        using var closed = new ClosedPort(IPAddress.Loopback);
        await using var peers = new HttpPeers(closed.Port);

        await CheckAsync([.. HttpCase.All(Strength).Select(each => each.Run(peers, open.Port, closed.Port))]);
    }

    [Fact(Timeout = Limit)]
    public async Task Exit_code_is_0_only_where_a_peer_of_another_protocol_met_what_was_asked()
    {
        await using var open = new AcceptingServer(IPAddress.Loopback);
        using var closed = new ClosedPort(IPAddress.Loopback);
        Dictionary<(string, string), Hostile.ScriptedServer> servers = ProtocolCase.Serve();
        try
        {
            await CheckAsync([.. ProtocolCase.All(Strength).Select(each => each.Run(servers, open.Port, closed.Port))]);
        }
        finally
        {
            await Task.WhenAll(servers.Values.Select(server => server.DisposeAsync().AsTask()));
        }
    }

    private static async Task CheckAsync(IReadOnlyList<CommandRun> runs)
    {
        // A generator that seldom makes a healthy run, or one that is refused, proves nothing.
        runs.Count(run => !run.IsUsageError && run.IsHealthy == true).Should().BeGreaterThan(runs.Count / 20);
        runs.Count(run => !run.IsUsageError && run.IsHealthy == false).Should().BeGreaterThan(runs.Count / 10);

        (await CommandRun.AllAsync(runs)).Should().BeEmpty("{0} command lines are run", runs.Count);
    }
}
