using System.Text;
using HealthProbe.Http2;
using HealthProbe.Network;

namespace HealthProbe.Tests.Http2;

public class Http2ExchangeTests
{
    private const string Settings = "000000040000000000";
    private const string Head = "000001010400000001" + "88";
    private const string LastHead = "000001010500000001" + "88";
    private const string Done = "000000000100000001";

    private byte[] _sent = [];

    [Theory]
    [InlineData("an answer in one frame", Settings + Head + "000003000100000001616263", "abc")]
    [InlineData("an answer in many", Settings + Head + "00000100000000000161" + "000000000000000001" + "000002000100000001" + "6263", "abc")]
    [InlineData("padding", Settings + "000005010c00000001" + "0388000000" + "000006000900000001" + "02616263" + "0000", "abc")]
    [InlineData("a priority", Settings + "000006012400000001" + "000000000088" + "000003000100000001616263", "abc")]
    [InlineData("padding and a priority", Settings + "000008012c00000001" + "0100000000008800" + "000003000100000001616263", "abc")]
    [InlineData("a head in two frames", Settings + "000000010000000001" + "000001090400000001" + "88" + "000003000100000001616263", "abc")]
    [InlineData("nothing but a head", Settings + LastHead, "")]
    [InlineData("an interim answer before it", Settings + "000005010400000001" + "0803313033" + Head + "000003000100000001616263", "abc")]
    [InlineData("a window update and a frame of an unknown type", Settings + "00000408000000000000010000" + "000002630000000001" + "0000" + Head + Done, "")]
    [InlineData("settings acknowledged", Settings + "000000040100000000" + Head + Done, "")]
    [InlineData("a goodbye that still answers us", Settings + "000008070000000000" + "0000000100000000" + Head + Done, "")]
    public async Task Reads(string what, string answer, string body) =>
        Encoding.ASCII.GetString([.. (await AskAsync(answer)).Body]).Should().Be(body, what);

    [Theory]
    [InlineData("000000040000000001", "not HTTP/2: heard \"?????????\"")]
    [InlineData("000000060000000000", "not HTTP/2: heard \"?????????\"")]
    [InlineData("010000040000000000", "not HTTP/2: heard \"?????????\"")]
    [InlineData("160301", "not HTTP/2: heard \"???\"")]
    [InlineData("150301000202460000", "TLS, not plain HTTP/2: write the scheme that ends in s")]
    [InlineData("485454502f312e3120343030204261640d0a", "not HTTP/2: heard \"HTTP/1.1 400 Bad??\"")]
    [InlineData(Settings + "004001000000000001", "an HTTP/2 frame of 16385 bytes")]
    [InlineData(Settings + "000001010c00000001" + "05", "an HTTP/2 frame with more padding than bytes")]
    [InlineData(Settings + "000000010c00000001", "an HTTP/2 frame with more padding than bytes")]
    [InlineData(Settings + "000001000000000001" + "61", "an HTTP/2 answer without a head")]
    [InlineData(Settings + "000000010400000001", "an HTTP/2 answer without a status")]
    [InlineData(Settings + "000001010000000001" + "88" + Settings, "an HTTP/2 head without an end")]
    [InlineData(Settings + "000001010000000001" + "88" + "000000090400000003", "an HTTP/2 head without an end")]
    [InlineData(Settings + "000001010400000003" + "88", "an HTTP/2 frame that nobody asked for")]
    [InlineData(Settings + "000004050400000001" + "00000002", "an HTTP/2 frame that nobody asked for")]
    [InlineData(Settings + "000001090400000001" + "88", "an HTTP/2 frame that nobody asked for")]
    [InlineData(Settings + "000000030000000001", "an HTTP/2 frame that is too short")]
    [InlineData(Settings + "000004070000000000" + "00000000", "an HTTP/2 frame that is too short")]
    public async Task Says_what_is_not_the_protocol(string answer, string mistake) =>
        (await this.Awaiting(test => test.AskAsync(answer)).Should().ThrowAsync<ProtocolException>()).WithMessage(mistake);

    [Theory]
    [InlineData(Settings + "000008070000000000" + "0000000000000000", "the server is going away: NO_ERROR")]
    [InlineData(Settings + "00000b070000000000" + "000000010000000b" + "626164", "the server is going away: ENHANCE_YOUR_CALM, \"bad\"")]
    [InlineData(Settings + "000004030000000001" + "00000007", "the server refused the request: REFUSED_STREAM")]
    [InlineData(Settings + "000004030000000001" + "00000063", "the server gave up the request: error 99")]
    public async Task Says_that_the_server_does_not_serve_it(string answer, string mistake) =>
        (await this.Awaiting(test => test.AskAsync(answer)).Should().ThrowAsync<NotServedException>()).WithMessage(mistake);

    [Fact]
    public async Task Answers_settings_and_a_ping()
    {
        await AskAsync(Settings + "000008060000000000" + "0102030405060708" + Head + Done);

        Convert.ToHexString(_sent).Should().EndWith("000000040100000000" + "000008060100000000" + "0102030405060708");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData(Settings)]
    [InlineData(Settings + "0000")]
    [InlineData(Settings + Head)]
    [InlineData(Settings + Head + "000003000100000001" + "6162")]
    public async Task Notices_an_early_end(string answer) => await this.Awaiting(test => test.AskAsync(answer)).Should().ThrowAsync<EndOfStreamException>();

    [Fact]
    public async Task Sends_the_request_in_one_piece()
    {
        await AskAsync(Settings + LastHead);

        Convert.ToHexString(_sent).Should().StartWith(
            Convert.ToHexString("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8)
            + "000006040000000000" + "000200000000" // no push
            + "00000E010400000001" + "00" + "07" + Convert.ToHexString(":method"u8) + "04" + Convert.ToHexString("POST"u8)
            + "000001000100000001" + "01");
    }

    [Fact]
    public async Task Sends_a_long_body_in_frames_that_everybody_takes()
    {
        await AskAsync(Settings + LastHead, new byte[Frame.LargestPayload + 1]);

        string sent = Convert.ToHexString(_sent);
        sent.Should().Contain("004000000000000001" + new string('0', 2 * Frame.LargestPayload) + "000001000100000001" + "00");
        sent.Should().NotContain("004000000100000001");
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "an answer of more than 100 bytes")]
    public async Task Bounds_the_body(int length, string? mistake) =>
        (await MistakeAsync(Settings + Head + $"0000{length:x2}000100000001" + new string('0', 2 * length))).Should().Be(mistake);

    [Theory]
    [InlineData(998, null)]
    [InlineData(999, "more than 1000 HTTP/2 frames")]
    public async Task Bounds_the_number_of_frames(int between, string? mistake) =>
        (await MistakeAsync(Settings + string.Concat(Enumerable.Repeat("000000630000000000", between)) + LastHead)).Should().Be(mistake);

    [Fact]
    public async Task Takes_the_largest_frame_that_it_allows() =>
        (await MistakeAsync(Settings + "004000630000000000" + new string('0', 2 * Frame.LargestPayload) + LastHead)).Should().BeNull();

    private async Task<string?> MistakeAsync(string answer)
    {
        try
        {
            await AskAsync(answer);
            return null;
        }
        catch (ProtocolException e)
        {
            return e.Message;
        }
    }

    private Task<Http2Answer> AskAsync(string answer) => AskAsync(answer, [1]);

    private async Task<Http2Answer> AskAsync(string answer, byte[] body)
    {
        using var stream = new CannedStream(Convert.FromHexString(answer));
        Http2Answer read = await new Http2Exchange(stream, 100).AskAsync([(":method", "POST")], body, CancellationToken.None);
        _sent = stream.Sent;
        return read;
    }
}
