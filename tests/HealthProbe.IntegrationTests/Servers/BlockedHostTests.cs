using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Servers;

/// <summary>
/// A server that blocks a host after three connection errors in a row. It counts them only for an address that is not loopback and that it
/// can turn into a name
/// and back: so it runs in a network namespace with such an address, and sees a hosts file of its own.
/// </summary>
public sealed class BlockedHostTests : IDisposable
{
    private const int Limit = 240_000;
    private const int Port = 3306;
    private const int Probes = 30;
    private const string Address = "10.77.0.1";
    private const string Refused = "Access denied for user 'healthprobe'";
    private const string Aborted = "Aborted connection";

    private readonly string _folder = Installed.Find(MariaDb.Program) is null ? "" : MariaDb.NewDatabase();
    private RunningServer? _server;

    public void Dispose() => _server?.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [ServerTheory(MariaDb.Program, MariaDb.Package, inANamespace: true, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public Task Ten_times_as_many_probes_as_block_a_host_do_not_and_three_naive_ones_do(Way way) => Task.Run(() => NetworkNamespace.Run(() =>
    {
        StartServer();

        AskOften(way);
        Becomes($"YES\t0\t0\t0\t{Probes}", Counters);
        Becomes($"Aborted_clients\t0\nAborted_connects\t{Probes}", AbortedConnections);
        Becomes(Probes, () => LogLines(Refused), "the log says who it was");
        LogLines(Aborted).Should().Be(0);

        Ask("FLUSH HOSTS; CREATE USER healthprobe");
        AskOften(way);
        Counters().Should().Be("YES\t0\t0\t0\t0");
        AbortedConnections().Should().Be($"Aborted_clients\t0\nAborted_connects\t{Probes}", "a user of that name leaves no trace");

        for (int i = 0; i < 3; i++)
        {
            ReadTheGreetingAndHangUp();
        }

        Becomes("YES\t3\t0\t3\t0", Counters);
        Becomes(3, () => LogLines(Aborted), "only who hangs up is logged so");
        LogLines(Refused).Should().Be(Probes);
        Outcome blocked = AskHere(way);
        blocked.Reason.Should().Be(Reason.NotReady, blocked.Detail);
        blocked.Detail.Should().Be("error 1129: \"Host '10.77.0.1' is blocked because of many connection error…\"");
        return true;
    }));

    [ServerTheory(MariaDb.Program, MariaDb.Package, inANamespace: true, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public Task No_way_to_log_in_blocks_the_host(Way way) => Task.Run(() => NetworkNamespace.Run(() =>
    {
        StartServer();
        Ask("SET GLOBAL max_connect_errors = 1; INSTALL SONAME 'auth_ed25519'; INSTALL SONAME 'auth_pam'");
        foreach (string login in (string[])["BY 'secret'", "VIA ed25519 USING PASSWORD('secret')", "VIA pam", "VIA unix_socket"])
        {
            Ask($"FLUSH HOSTS; CREATE OR REPLACE USER healthprobe IDENTIFIED {login}");

            // The first error would block the second probe. Each refusal of PAM takes two seconds.
            for (int i = 0; i < 2; i++)
            {
                Outcome outcome = AskHere(way);
                outcome.IsHealthy.Should().BeTrue("{0} said {1}", login, outcome.Detail);
            }

            Counters().Should().StartWith("YES\t0\t0\t0\t", login);
        }

        return true;
    }));

    [ServerTheory(MariaDb.Program, MariaDb.Package, inANamespace: true, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public Task Says_that_nobody_may_log_in_from_this_host(Way way) => Task.Run(() => NetworkNamespace.Run(() =>
    {
        StartServer();
        Ask("DROP USER app; FLUSH PRIVILEGES");

        Outcome outcome = AskHere(way);

        outcome.Reason.Should().Be(Reason.Denied);
        outcome.Detail.Should().Be("error 1130: \"Host 'prober.test' is not allowed to connect to this MariaDB…\"");
        return true;
    }));

    private static void ReadTheGreetingAndHangUp()
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Parse(Address), Port);
        client.GetStream().ReadExactly(new byte[60]);
    }

    // On this thread, because another is not in the namespace.
    private static Outcome AskHere(Way way) => Question.AskHere(way, $"mysql://{Address}:{Port}");

    private static void AskOften(Way way)
    {
        for (int i = 0; i < Probes; i++)
        {
            Outcome outcome = AskHere(way);
            outcome.IsHealthy.Should().BeTrue("probe {0} said {1}", i, outcome.Detail);
        }
    }

    // The server counts, and its log is read, after it has answered.
    private static void Becomes<T>(T expected, Func<T> actual, string because = "")
    {
        long start = Stopwatch.GetTimestamp();
        while (!Equals(actual(), expected) && Stopwatch.GetElapsedTime(start) < Question.Patience)
        {
            Thread.Sleep(20);
        }

        actual().Should().Be(expected, because);
    }

    private void StartServer()
    {
        MariaDb.Run("ip", "address", "add", $"{Address}/32", "dev", "lo");
        string hosts = Path.Combine(_folder, "hosts");
        File.WriteAllText(hosts, $"127.0.0.1 localhost\n{Address} prober.test\n");
        _server = RunningServer.Start("unshare", _folder, ["--mount", "sh", "-c", "mount --bind \"$0\" /etc/hosts && exec \"$@\"", hosts,
            Installed.Find(MariaDb.Program)!, .. MariaDb.Arguments(_folder, Address, Port)]);
        _server.HasWrittenAsync("ready for connections", MariaDb.TimeToStart).GetAwaiter().GetResult();
        Ask("CREATE USER app IDENTIFIED BY 'secret'");
    }

    private string Ask(string statement) => MariaDb.Ask(statement, $"--socket={_folder}/socket");

    /// <summary>
    /// Whether the name is valid, the errors that count, how often it was blocked, the errors of the handshake, and of logging in.
    /// </summary>
    private string Counters() => Ask(
        "SELECT host_validated, sum_connect_errors, count_host_blocked_errors, count_handshake_errors, count_authentication_errors + count_auth_plugin_errors "
        + $"FROM performance_schema.host_cache WHERE ip = '{Address}'");

    private string AbortedConnections() => Ask("SHOW GLOBAL STATUS WHERE variable_name IN ('Aborted_clients', 'Aborted_connects')");

    private int LogLines(string text) => _server!.Output.Split(text).Length - 1;
}
