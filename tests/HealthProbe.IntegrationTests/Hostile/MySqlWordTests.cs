using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Hostile;

/// <summary>What each packet of a MySQL server means, also of those that are not installed here.</summary>
public class MySqlWordTests
{
    private static readonly byte[] Greeting = MySqlWords.Greeting("8.0.36", "caching_sha2_password");
    private static readonly byte[] Denied = MySqlWords.Error(2, 1045, "#28000Access denied for user 'healthprobe'");

    public static TheoryData<byte[], Reason, string> Words { get; } = new()
    {
        { [.. Greeting, .. Denied], Reason.None, "MySQL 8.0.36" },
        { [.. Greeting, .. MySqlWords.Packet(2, 0, 0, 0, 2, 0, 0, 0)], Reason.None, "MySQL 8.0.36" },
        { [.. MySqlWords.Greeting("5.5.5-10.4.32-MariaDB", "mysql_native_password"), .. Denied], Reason.None, "MariaDB 10.4.32-MariaDB" },
        { [.. MySqlWords.Greeting("11.4.2-MariaDB-ubu2404", ""), .. Denied], Reason.None, "MariaDB 11.4.2-MariaDB-ubu2404" },
        { [.. MySqlWords.Packet(0, [9, .. "3.20.32\0"u8, .. new byte[13]]), .. Denied], Reason.None, "MySQL 3.20.32" },
        { [.. Greeting, .. MySqlWords.Error(2, 3159, "#HY000Connections using insecure transport are prohibited")], Reason.None, "MySQL 8.0.36" },
        { [.. Greeting, .. MySqlWords.Error(2, 1040, "#08004Too many connections")], Reason.NotReady, "error 1040: \"Too many connections\"" },
        { [.. Greeting, .. MySqlWords.Error(2, 1053, "#08S01Server shutdown in progress")], Reason.NotReady, "error 1053: \"Server shutdown in progress\"" },
        { [.. Greeting, .. MySqlWords.Error(2, 3032, "#HY000The server is currently in offline mode")], Reason.NotReady, "error 3032: \"The server is currently in offline mode\"" },
        { MySqlWords.Error(0, 1040, "#08004Too many connections"), Reason.NotReady, "error 1040: \"Too many connections\"" },
        { MySqlWords.Error(0, 1129, "Host 'a' is blocked"), Reason.NotReady, "error 1129: \"Host 'a' is blocked\"" },
        { MySqlWords.Error(0, 1130, "Host 'a' is not allowed to connect"), Reason.Denied, "error 1130: \"Host 'a' is not allowed to connect\"" },
        { MySqlWords.Error(0, 1105, ""), Reason.NotReady, "error 1105: \"\"" },
        { [.. "SSH-2.0-OpenSSH_9.2\r\n"u8], Reason.Protocol, "not MySQL: heard \"SSH-2.0-OpenSSH_9.2??\"" },
        { [.. "220 mail.example.com ESMTP\r\n"u8], Reason.Protocol, "not MySQL: heard \"220 mail.example.com ESMTP??\"" },
        { MySqlWords.Packet(0, 10, 8, 0), Reason.Protocol, "not MySQL: heard \"???\"" },
        { MySqlWords.Packet(1, [10, .. "8.0.36\0"u8, .. new byte[20]]), Reason.Protocol, "not MySQL: heard \"?????8.0.36?????????????????????\"" },
        { Greeting, Reason.Closed, "connection closed before the answer was complete" },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Words))]
    public async Task Means(byte[] word, Reason reason, string detail)
    {
        await using var server = ScriptedServer.ThatClosesAfter(word);
        foreach (Way way in Enum.GetValues<Way>())
        {
            Outcome outcome = await Question.AskAsync(way, $"mysql://127.0.0.1:{server.Port}");

            outcome.Detail.Should().Be(detail);
            outcome.Reason.Should().Be(reason);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("mysql_native_password", 0)]
    [InlineData("caching_sha2_password", 0)]
    [InlineData("sha256_password", 0)]
    [InlineData("client_ed25519", 64)]
    [InlineData("dialog", 1)]
    [InlineData("mysql_clear_password", 1)]
    [InlineData("parsec", 0, 96)]
    public async Task Answers_each_plugin_in_the_length_that_it_expects(string plugin, params int[] lengths)
    {
        foreach (Way way in Enum.GetValues<Way>())
        {
            var heard = new List<int>();
            await using var server = new ScriptedServer(async (connection, stop) =>
            {
                await connection.SendAsync(Greeting, stop);
                await ReadAsync(connection, 1, stop);
                await connection.SendAsync(MySqlWords.Switch(2, plugin), stop);
                heard.Add((await ReadAsync(connection, 3, stop)).Length);
                byte number = 4;
                foreach (int _ in lengths[1..])
                {
                    await connection.SendAsync(MySqlWords.Packet(number, 1, (byte)'?'), stop);
                    heard.Add((await ReadAsync(connection, (byte)(number + 1), stop)).Length);
                    number += 2;
                }

                await connection.SendAsync(MySqlWords.Error(number, 1045, "Access denied"), stop);
            });

            (await Question.AskAsync(way, $"mysql://127.0.0.1:{server.Port}")).IsHealthy.Should().BeTrue();

            heard.Should().Equal(lengths);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Logs_in_as_healthprobe_without_a_password_and_quits(Way way)
    {
        byte[] login = [];
        byte[] last = [];
        await using (var server = new ScriptedServer(async (connection, stop) =>
        {
            await connection.SendAsync(Greeting, stop);
            login = await ReadAsync(connection, 1, stop);
            await connection.SendAsync(MySqlWords.Packet(2, 0, 0, 0, 2, 0, 0, 0), stop);
            last = await ReadAsync(connection, 0, stop);
        }))
        {
            (await Question.AskAsync(way, $"mysql://user:secret@127.0.0.1:{server.Port}/app")).IsHealthy.Should().BeTrue();
            while (last.Length == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5));
            }
        }

        login[32..].Should().Equal("healthprobe\0\0caching_sha2_password\0"u8.ToArray());
        last.Should().Equal(1);
    }

    private static async Task<byte[]> ReadAsync(Socket connection, byte number, CancellationToken stop)
    {
        await using var stream = new NetworkStream(connection);
        byte[] head = new byte[4];
        await stream.ReadExactlyAsync(head, stop);
        head[3].Should().Be(number);
        byte[] payload = new byte[head[0]];
        await stream.ReadExactlyAsync(payload, stop);
        return payload;
    }
}
