using System.Text;
using HealthProbe.Protocols;
using HealthProbe.Protocols.Grpc.Http2;

namespace HealthProbe.Tests.Protocols.Grpc.Http2;

public class Http2ExchangeTests
{
    private const string Settings = "000000040000000000";
    private const string Head = "000001010400000001" + "88";
    private const string LastHead = "000001010500000001" + "88";
    private const string Interim = "000005010400000001" + "0803313030";
    private const string Done = "000000000100000001";
    private const string Body = "000003000100000001616263";

    [Theory]
    [InlineData("an answer in one frame", Settings + Head + Body, "abc")]
    [InlineData("an answer in many", Settings + Head + "00000100000000000161" + "000000000000000001" + "000002000100000001" + "6263", "abc")]
    [InlineData("padding", Settings + "000005010c00000001" + "0388000000" + "000006000900000001" + "02616263" + "0000", "abc")]
    [InlineData("a priority", Settings + "000006012400000001" + "000000000088" + Body, "abc")]
    [InlineData("padding and a priority", Settings + "000008012c00000001" + "0100000000008800" + Body, "abc")]
    [InlineData("a head in two frames", Settings + "000000010000000001" + "000001090400000001" + "88" + Body, "abc")]
    [InlineData("nothing but a head", Settings + LastHead, "")]
    [InlineData("a head that ends the stream in two frames", Settings + "000000010100000001" + "000001090400000001" + "88", "")]
    [InlineData("trailers", Settings + Head + "000003000000000001616263" + LastHead, "abc")]
    [InlineData("an interim answer before it", Settings + "000005010400000001" + "0803313033" + Head + Body, "abc")]
    [InlineData("a window update and a frame of an unknown type", Settings + "00000408000000000000010000" + "000002630000000001" + "0000" + Head + Done, "")]
    [InlineData("settings acknowledged", Settings + "000000040100000000" + Head + Done, "")]
    [InlineData("settings of every kind", "00001e040000000000" + "000100001000" + "000200000000" + "00047fffffff" + "000500ffffff" + "00ff00000000" + Head + Done, "")]
    [InlineData("a goodbye that still answers us", Settings + "000008070000000000" + "0000000100000000" + Head + Done, "")]
    public void A_response_is_read(string what, string answer, string body) => Run(answer).Should().Be(Outcome.Healthy("body " + body), what);

    [Theory]
    [InlineData("000000040000000001", "the response is not HTTP/2: received \"?????????\"")]
    [InlineData("000000060000000000", "the response is not HTTP/2: received \"?????????\"")]
    [InlineData("010000040000000000", "the response is not HTTP/2: received \"?????????\"")]
    [InlineData("160301", "the response is not HTTP/2: received \"???\"")]
    [InlineData("150301000202460000", "the server sent a TLS alert to plain HTTP/2; use grpcs://")]
    [InlineData("485454502f312e3120343030204261640d0a436f6e6e", "the response is HTTP, not HTTP/2: received \"HTTP/1.1 400 Bad\"")]
    [InlineData(Settings + "004001000000000001", "an HTTP/2 frame of 16385 bytes")]
    [InlineData(Settings + "000001010c00000001" + "05", "an HTTP/2 frame with more padding than bytes")]
    [InlineData(Settings + "000000010c00000001", "an HTTP/2 frame with more padding than bytes")]
    [InlineData(Settings + "000001000000000001" + "61", "an HTTP/2 answer without a head")]
    [InlineData(Settings + "000000010400000001", "an HTTP/2 answer without a status")]
    [InlineData(Settings + "000005010500000001" + "0803313030", "an HTTP/2 answer without a status")]
    [InlineData(Settings + "000001010000000001" + "88" + Settings, "an HTTP/2 head without an end")]
    [InlineData(Settings + "000001010000000001" + "88" + "000000090400000003", "an HTTP/2 head without an end")]
    [InlineData(Settings + "000001010400000003" + "88", "an HTTP/2 frame that nobody asked for")]
    [InlineData(Settings + "000004050400000001" + "00000002", "an HTTP/2 frame that nobody asked for")]
    [InlineData(Settings + "000001090400000001" + "88", "an HTTP/2 frame that nobody asked for")]
    [InlineData(Settings + "000000030000000001", "an HTTP/2 frame that is too short")]
    [InlineData(Settings + "000004070000000000" + "00000000", "an HTTP/2 frame that is too short")]
    [InlineData(Settings + Head + Head, "HTTP/2 trailers that do not end the response")]
    [InlineData(Settings + "000000040000000001", "an HTTP/2 frame of settings that are not valid")]
    [InlineData("00000504000000000000020000000000", "an HTTP/2 frame of settings that are not valid")]
    [InlineData(Settings + "000006040100000000" + "000200000000", "an HTTP/2 frame of settings that are not valid")]
    [InlineData("000006040000000000" + "000200000002", "an HTTP/2 frame of settings that are not valid")]
    [InlineData("000006040000000000" + "000480000000", "an HTTP/2 frame of settings that are not valid")]
    [InlineData("000006040000000000" + "000500003fff", "an HTTP/2 frame of settings that are not valid")]
    [InlineData("000006040000000000" + "000501000000", "an HTTP/2 frame of settings that are not valid")]
    [InlineData(Settings + "000001060000000000" + "00", "an HTTP/2 frame of a wrong size")]
    [InlineData(Settings + "000008060000000001" + "0000000000000000", "an HTTP/2 frame of a wrong size")]
    [InlineData(Settings + "000003080000000000" + "000001", "an HTTP/2 frame of a wrong size")]
    public void Bytes_that_are_not_the_protocol_are_a_protocol_error(string answer, string detail) =>
        Run(answer).Should().Be(Outcome.Unhealthy(Reason.Protocol, detail));

    [Theory]
    [InlineData(Settings + "000008070000000000" + "0000000000000000", "the server is going away: NO_ERROR")]
    [InlineData(Settings + "00000b070000000000" + "000000010000000b" + "626164", "the server is going away: ENHANCE_YOUR_CALM, \"bad\"")]
    [InlineData(Settings + "000004030000000001" + "00000007", "the server refused the request: REFUSED_STREAM")]
    [InlineData(Settings + "000004030000000001" + "00000063", "the server gave up the request: error 99")]
    public void A_request_that_the_server_rejects_is_not_ready(string answer, string detail) => Run(answer).Should().Be(Outcome.Unhealthy(Reason.NotReady, detail));

    [Theory]
    [InlineData("000008070000000000" + "000000000000000d")]
    [InlineData(Settings + "000008070000000000" + "000000000000000d")]
    [InlineData(Settings + "000004030000000001" + "0000000d")]
    public void A_port_that_requires_HTTP_1_1_says_where_HTTP_2_is_spoken(string answer) => Run(answer).Should().Be(Outcome.Unhealthy(
        Reason.Protocol, "the port speaks HTTP/1.1: HTTP/2 needs TLS there (grpcs://), or a port for HTTP/2 alone (Kestrel: Protocols Http2)"));

    [Fact]
    public void Settings_and_a_ping_are_acknowledged_and_a_goaway_closes()
    {
        ExchangeRun.Ending ending = ExchangeRun.Of(Create(), [Convert.FromHexString(Settings + "000008060000000000" + "0102030405060708" + Head + Done)], closes: false);

        Convert.ToHexString(ending.Sent).Should().EndWith("000000040100000000" + "000008060100000000" + "0102030405060708");
        Convert.ToHexString(ending.CloseMessage).Should().Be("000008070000000000" + "0000000000000000");
    }

    [Theory]
    [InlineData(Settings + Head + Body)]
    [InlineData(Settings + Head + "000003000000000001616263" + LastHead)]
    public void A_response_that_is_cut_after_any_byte_is_closed(string answer) => ExchangeRun.AssertClosedWhenCut(() => Create(), Convert.FromHexString(answer));

    [Theory]
    [InlineData("", "response")]
    [InlineData("0000", "response")]
    [InlineData(Settings, "complete response")]
    [InlineData(Settings + Head, "complete response")]
    public void A_timeout_reports_how_far_the_response_came(string answer, string waitingFor) =>
        ExchangeRun.Of(Create(), [Convert.FromHexString(answer)], closes: false).WaitingFor.Should().Be(waitingFor);

    [Fact]
    public void The_request_is_sent_in_one_piece() => Convert.ToHexString(Create().Opening.Span).Should().Be(
        Convert.ToHexString("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8)
        + "000006040000000000" + "000200000000" // no push
        + "00000E010400000001" + "00" + "07" + Convert.ToHexString(":method"u8) + "04" + Convert.ToHexString("POST"u8)
        + "000001000100000001" + "01");

    [Fact]
    public void A_long_body_is_sent_in_frames_that_every_server_accepts()
    {
        string sent = Convert.ToHexString(Create(body: new byte[Frame.MaxPayloadBytes + 1]).Opening.Span);

        sent.Should().Contain("004000000000000001" + new string('0', 2 * Frame.MaxPayloadBytes) + "000001000100000001" + "00");
        sent.Should().NotContain("004000000100000001");
    }

    [Fact]
    public void A_long_head_is_sent_in_frames_that_every_server_accepts()
    {
        string sent = Convert.ToHexString(new Http2Exchange([("a", new string('b', Frame.MaxPayloadBytes))], new byte[1], 1, _ => default).Opening.Span);

        sent.Contains("004000010000000001" + "000161", StringComparison.Ordinal).Should().BeTrue();
        sent.EndsWith("6262" + "000006090400000001" + "626262626262" + "000001000100000001" + "00", StringComparison.Ordinal).Should().BeTrue();
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "an answer of more than 100 bytes")]
    public void The_body_has_a_limit(int length, string? error) =>
        Error(Settings + Head + $"0000{length:x2}000100000001" + new string('0', 2 * length)).Should().Be(error);

    [Fact]
    public void The_largest_frame_that_was_agreed_is_read() => Error(Settings + "004000630000000000" + new string('0', 2 * Frame.MaxPayloadBytes) + LastHead).Should().BeNull();

    [Fact]
    public void Ten_interim_responses_are_skipped()
    {
        string most = string.Concat(Enumerable.Repeat(Interim, 10));

        Error(Settings + most + LastHead).Should().BeNull();
        Error(Settings + most + Interim + LastHead).Should().Be("more than 10 interim responses");
    }

    [Theory]
    [InlineData(Interim, "more than 10 interim responses")]
    [InlineData("000000630000000000", "a response of more than 64 KiB")]
    [InlineData(Settings, "a response of more than 64 KiB")]
    [InlineData("000008060000000000" + "0102030405060708", "a response of more than 64 KiB")]
    [InlineData("000000000000000001", "an HTTP/2 answer without a head")]
    [InlineData(Head + "000000000000000001", "HTTP/2 trailers that do not end the response")]
    public void A_server_that_sends_without_end_is_a_protocol_error(string repeated, string detail) =>
        ExchangeRun.OutcomeOfEndless(() => Create(), Convert.FromHexString(Settings), Convert.FromHexString(repeated)).Should().Be(Outcome.Unhealthy(Reason.Protocol, detail));

    [Fact]
    public void A_head_without_an_end_is_a_protocol_error() =>
        ExchangeRun.OutcomeOfEndless(() => Create(), Convert.FromHexString(Settings + "000001010000000001" + "88"), Convert.FromHexString("000001090000000001" + "88"))
            .Should().Be(Outcome.Unhealthy(Reason.Protocol, "a response of more than 64 KiB"));

    private static string? Error(string answer)
    {
        Outcome outcome = ExchangeRun.Of(Create(), [Convert.FromHexString(answer)], closes: true).Outcome!.Value;
        return outcome.IsHealthy ? null : outcome.Detail;
    }

    private static Outcome Run(string answer) => ExchangeRun.OutcomeOf(() => Create(), Convert.FromHexString(answer));

    private static Http2Exchange Create(byte[]? body = null) => new(
        [(":method", "POST")], body ?? [1], 100, response => Outcome.Healthy($"body {Encoding.ASCII.GetString(response.Body.Span)}"));
}
