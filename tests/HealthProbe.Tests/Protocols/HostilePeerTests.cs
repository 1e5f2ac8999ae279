using System.Security.Cryptography;
using HealthProbe.Protocols;
using HealthProbe.Protocols.Amqp;
using HealthProbe.Protocols.Memcached;
using HealthProbe.Protocols.Mqtt;
using HealthProbe.Protocols.MySql;
using HealthProbe.Protocols.Nats;
using HealthProbe.Protocols.Postgres;
using HealthProbe.Protocols.Redis;
using HealthProbe.Protocols.Smtp;
using HealthProbe.Tests.Protocols.MySql;

namespace HealthProbe.Tests.Protocols;

/// <summary>What every exchange must survive, however the bytes are split.</summary>
public class HostilePeerTests
{
    private static readonly Peer[] Peers =
    [
        new(
            AmqpProtocol.Name,
            () => new AmqpExchange(),
            [1, 0, 0, 0, 0, 0, 18, 0, 10, 0, 10, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xCE],
            [1, 0, 0, 0, 0, 127, 255],
            [.. "endless "u8],
            [1, 0, 0, 255, 255, 255, 255, 0, 10, 0, 10]),
        new(MemcachedProtocol.Name, () => new MemcachedExchange(), [.. "VERSION 1.6.18\r\n"u8], [.. "VERSION "u8], [.. "endless "u8], [.. "VERSION "u8, .. new byte[1024]]),
        new(MqttProtocol.Name, () => new MqttExchange(), [0x20, 2, 0, 5], [0x20], [.. "endless "u8], [0x20, 255, 255, 255, 127, 0]),
        new(
            MySqlProtocol.Name,
            () => new MySqlExchange(),
            [.. MySqlPackets.Greeting(), .. MySqlPackets.Error(2, 1045, "#28000Access denied")],
            MySqlPackets.Greeting(),
            MySqlPackets.Packet(2, 1),
            [255, 255, 255, 0, 10]),
        new(
            NatsProtocol.Name,
            () => new NatsExchange(),
            [.. "INFO {\"version\":\"2.9.10\",\"tls_required\":true}\r\n"u8],
            [.. "INFO {"u8],
            [.. "endless "u8],
            [.. "INFO "u8, .. Enumerable.Repeat((byte)'[', 1024)]),
        new(
            PostgresProtocol.Name,
            () => new PostgresExchange(new PostgresUrl(Target.TryParse("postgres://db", out Target? target, out _) ? target : throw new InvalidOperationException())),
            [(byte)'R', 0, 0, 0, 23, 0, 0, 0, 10, .. "SCRAM-SHA-256\0\0"u8],
            [(byte)'R', 0, 0, 0, 8, 0, 0, 0, 0],
            [(byte)'S', 0, 0, 0, 8, (byte)'a', 0, (byte)'b', 0],
            [(byte)'R', 127, 255, 255, 255, 0, 0, 0, 10]),
        new(RedisProtocol.Name, () => new RedisExchange(), [.. "+PONG\r\n"u8], [.. "-ERR "u8], [.. "endless "u8], [.. "$999999999999\r\nPONG"u8]),
        new(SmtpProtocol.Name, () => new SmtpExchange(), [.. "220-mail.example.com\r\n220 ready\r\n"u8], [.. "220-"u8], [.. "endless\r\n220-"u8], [.. "220 "u8, .. new byte[1024]]),
    ];

    public static TheoryData<string> Names => [.. Peers.Select(peer => peer.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_response_in_pieces_is_healthy(string name) => Outcome(name, Find(name).Response).IsHealthy.Should().BeTrue();

    [Theory, MemberData(nameof(Names))]
    public void A_response_that_is_cut_is_closed(string name) => ExchangeRun.AssertClosedWhenCut(Find(name).Create, Find(name).Response);

    [Theory, MemberData(nameof(Names))]
    public void A_response_without_end_is_a_protocol_error(string name) =>
        ExchangeRun.OutcomeOfEndless(Find(name).Create, Find(name).Beginning, Find(name).Repeated).Reason.Should().Be(Reason.Protocol);

    [Theory, MemberData(nameof(Names))]
    public void A_response_that_announces_more_than_it_sends_is_unhealthy(string name) =>
        Outcome(name, Find(name).Oversized).Reason.Should().BeOneOf([Reason.Protocol, Reason.Closed]);

    [Theory, MemberData(nameof(Names))]
    public void Random_bytes_are_unhealthy(string name)
    {
        for (int blocks = 1; blocks <= 20; blocks++)
        {
            byte[] random = [.. Enumerable.Range(0, blocks).SelectMany(block => SHA512.HashData([(byte)blocks, (byte)block]))];

            Outcome(name, random).Reason.Should().BeOneOf([Reason.Protocol, Reason.Closed], $"the bytes were {Convert.ToHexString(random)}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_closed_without_a_response(string name) => Outcome(name, []).Detail.Should().Be("connection closed without a response");

    [Theory, MemberData(nameof(Names))]
    public void HTTP_is_recognized(string name) => Outcome(name, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray())
        .Should().Be(HealthProbe.Outcome.Unhealthy(Reason.Protocol, $"the response is HTTP, not {name}: received \"HTTP/1.1 400 Bad Request\""));

    [Theory, MemberData(nameof(Names))]
    public void SSH_is_recognized(string name) => Outcome(name, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"u8.ToArray())
        .Should().Be(HealthProbe.Outcome.Unhealthy(Reason.Protocol, $"the response is SSH, not {name}: received \"SSH-2.0-OpenSSH_9.2p1 Debian-2\""));

    [Theory, MemberData(nameof(Names))]
    public void HTTP_2_is_recognized_while_the_server_waits(string name) =>
        Waiting(name, [0, 0, 18, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]).Should().Be(HealthProbe.Outcome.Unhealthy(Reason.Protocol, $"the response is HTTP/2, not {name}"));

    [Theory, MemberData(nameof(Names))]
    public void FastCGI_is_recognized_while_the_server_waits(string name)
    {
        Outcome? outcome = Waiting(name, [1, 11, 0, 0, 0, 8, 0, 0, 65, 0, 0, 0, 0, 0, 0, 0]);

        outcome.Should().Be(HealthProbe.Outcome.Unhealthy(Reason.Protocol, $"the response is FastCGI, not {name}"));
    }

    [Theory, MemberData(nameof(Names))]
    public void MySQL_is_recognized_while_the_server_waits(string name)
    {
        Outcome? outcome = Waiting(name, MySqlPackets.Greeting());

        outcome.Should().Be(name == MySqlProtocol.Name ? null : HealthProbe.Outcome.Unhealthy(Reason.Protocol, $"the response is MySQL, not {name}"));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_TLS_alert_is_recognized(string name) =>
        Outcome(name, [0x15, 3, 3, 0, 2, 2, 0x46]).Should().Be(HealthProbe.Outcome.Unhealthy(Reason.Protocol, $"the server sent a TLS alert to plain {name}"));

    private static Peer Find(string name) => Array.Find(Peers, peer => peer.Name == name)!;

    private static Outcome Outcome(string name, byte[] response) => ExchangeRun.OutcomeOf(Find(name).Create, response);

    // The server neither sends more nor closes.
    private static Outcome? Waiting(string name, byte[] response)
    {
        Outcome? whole = ExchangeRun.Of(Find(name).Create(), [response], closes: false).Outcome;
        ExchangeRun.Of(Find(name).Create(), response.Select(each => new[] { each }), closes: false).Outcome.Should().Be(whole);
        return whole;
    }

    /// <summary>The server of one protocol.</summary>
    /// <param name="Name">The protocol's name.</param>
    /// <param name="Create">Creates its exchange.</param>
    /// <param name="Response">The shortest response that means healthy; without its last byte it is not one.</param>
    /// <param name="Beginning">A part of a response.</param>
    /// <param name="Repeated">What can follow it for ever without completing it.</param>
    /// <param name="Oversized">The beginning of a response that announces more than anybody can hold.</param>
    private sealed record Peer(string Name, Func<IExchange> Create, byte[] Response, byte[] Beginning, byte[] Repeated, byte[] Oversized);
}
