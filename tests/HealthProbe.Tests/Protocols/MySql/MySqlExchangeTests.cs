using HealthProbe.Protocols.MySql;

namespace HealthProbe.Tests.Protocols.MySql;

public class MySqlExchangeTests
{
    private static readonly byte[] Ok = MySqlPackets.Packet(2, 0, 0, 0, 2, 0, 0, 0);
    private static readonly byte[] Denied = MySqlPackets.Error(2, 1045, "#28000Access denied for user 'healthprobe'");

    public static TheoryData<byte[], Reason, string> Rows { get; } = new()
    {
        { [.. MySqlPackets.Greeting(), .. Denied], Reason.None, "MySQL 8.0.36" },
        { [.. MySqlPackets.Greeting(), .. Ok], Reason.None, "MySQL 8.0.36" },
        { [.. MySqlPackets.Greeting("5.5.5-10.4.32-MariaDB", "mysql_native_password"), .. Denied], Reason.None, "MariaDB 10.4.32-MariaDB" },
        { [.. MySqlPackets.Greeting("11.4.2-MariaDB-ubu2404", ""), .. Denied], Reason.None, "MariaDB 11.4.2-MariaDB-ubu2404" },
        { [.. MySqlPackets.Packet(0, [9, .. "3.20.32\0"u8, .. new byte[13]]), .. Denied], Reason.None, "MySQL 3.20.32" },
        { [.. MySqlPackets.Greeting(), .. MySqlPackets.Error(2, 1040, "#08004Too many connections")], Reason.NotReady, "error 1040: \"Too many connections\"" },
        { [.. MySqlPackets.Greeting(), .. MySqlPackets.Error(2, 1130, "Host 'a' is not allowed to connect")], Reason.Denied, "error 1130: \"Host 'a' is not allowed to connect\"" },
        { MySqlPackets.Error(0, 1040, "#08004Too many connections"), Reason.NotReady, "error 1040: \"Too many connections\"" },
        { MySqlPackets.Error(0, 1129, "Host 'a' is blocked"), Reason.NotReady, "error 1129: \"Host 'a' is blocked\"" },
        { MySqlPackets.Error(0, 1130, "Host 'a' is not allowed to connect"), Reason.Denied, "error 1130: \"Host 'a' is not allowed to connect\"" },
        { MySqlPackets.Error(0, 1105, ""), Reason.NotReady, "error 1105: \"\"" },
        { [.. "220 mail.example.com ESMTP\r\n"u8], Reason.Protocol, "the response is not MySQL: received \"220 mail.example.com ESMTP\"" },
        { MySqlPackets.Packet(0, 10, 8, 0), Reason.Protocol, "the response is not MySQL: received \"???????\"" },
        { MySqlPackets.Packet(1, [10, .. "8.0.36\0"u8, .. new byte[20]]), Reason.Protocol, "the response is not MySQL: received \"?????8.0.36?????????????????????\"" },
        { MySqlPackets.Greeting(), Reason.Closed, "connection closed before the response was complete" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Means(byte[] word, Reason reason, string detail) => Words.Mean(() => new MySqlExchange(), word, reason, detail);

    [Theory]
    [InlineData(1044, true)]
    [InlineData(1045, true)]
    [InlineData(1049, true)]
    [InlineData(1251, true)]
    [InlineData(1275, true)]
    [InlineData(1524, true)]
    [InlineData(1698, true)]
    [InlineData(1862, true)]
    [InlineData(3118, true)]
    [InlineData(3159, true)]
    [InlineData(3955, true)]
    [InlineData(4151, true)]
    [InlineData(1037, false)]
    [InlineData(1040, false)]
    [InlineData(1041, false)]
    [InlineData(1053, false)]
    [InlineData(1129, false)]
    [InlineData(1130, false)]
    [InlineData(1135, false)]
    [InlineData(1152, false)]
    [InlineData(1203, false)]
    [InlineData(1226, false)]
    [InlineData(1927, false)]
    [InlineData(3032, false)]
    [InlineData(3168, false)]
    [InlineData(0, false)]
    [InlineData(65535, false)]
    public void Only_an_error_that_denies_this_login_is_healthy(int code, bool isHealthy) =>
        ExchangeRun.OutcomeOf(() => new MySqlExchange(), [.. MySqlPackets.Greeting(), .. MySqlPackets.Error(2, code, "#HY000no")]).IsHealthy.Should().Be(isHealthy);

    [Fact]
    public void Every_code_that_is_not_listed_is_unhealthy()
    {
        int[] healthy = [.. Enumerable.Range(0, 65536).Where(code =>
            ExchangeRun.Of(new MySqlExchange(), [MySqlPackets.Greeting(), MySqlPackets.Error(2, code, "")], closes: true).Outcome!.Value.IsHealthy)];

        healthy.Should().Equal(1044, 1045, 1049, 1251, 1275, 1524, 1698, 1862, 3118, 3159, 3955, 4151);
    }

    [Fact]
    public void The_login_is_that_of_healthprobe_without_a_password_and_ends_with_quit()
    {
        ExchangeRun.Ending ending = ExchangeRun.Of(new MySqlExchange(), [MySqlPackets.Greeting(), Ok], closes: false);

        ending.Sent.Should().Equal((byte[])[67, 0, 0, 1, 1, 0x82, 8, 0, 0, 0, 0, 1, 33, .. new byte[23], .. "healthprobe\0\0caching_sha2_password\0"u8]);
        ending.CloseMessage.Should().Equal(1, 0, 0, 0, 1);
    }

    [Fact]
    public void A_login_that_is_denied_needs_no_quit() =>
        ExchangeRun.Of(new MySqlExchange(), [MySqlPackets.Greeting(), Denied], closes: false).CloseMessage.Should().BeEmpty();

    [Theory]
    [InlineData("mysql_native_password", 0)]
    [InlineData("caching_sha2_password", 0)]
    [InlineData("sha256_password", 0)]
    [InlineData("client_ed25519", 64)]
    [InlineData("dialog", 1)]
    [InlineData("mysql_clear_password", 1)]
    [InlineData("parsec", 0, 96)]
    public void Each_plugin_gets_a_response_of_the_length_that_it_expects(string plugin, params int[] lengths)
    {
        byte[][] questions = [.. lengths[1..].Select((_, turn) => MySqlPackets.Packet((byte)(4 + (2 * turn)), 1, (byte)'?'))];
        byte[] denied = MySqlPackets.Error((byte)(4 + (2 * questions.Length)), 1045, "Access denied");

        ExchangeRun.Ending ending = ExchangeRun.Of(new MySqlExchange(), [MySqlPackets.Greeting(), MySqlPackets.Switch(2, plugin), .. questions, denied], closes: false);

        ending.Outcome!.Value.IsHealthy.Should().BeTrue();
        byte[][] responses = [.. lengths.Select((length, turn) => MySqlPackets.Packet((byte)(3 + (2 * turn)), new byte[length]))];
        ending.Sent[71..].Should().Equal(responses.SelectMany(response => response));
    }

    [Fact]
    public void A_login_without_end_is_a_protocol_error() =>
        ExchangeRun.OutcomeOf(() => new MySqlExchange(), [.. MySqlPackets.Greeting(), .. Enumerable.Range(1, 100).SelectMany(turn => MySqlPackets.Packet((byte)(2 * turn), 1, (byte)'?'))])
            .Should().Be(Outcome.Unhealthy(Reason.Protocol, "a login of more than 16 packets"));
}
