using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Tests.Network;

public class ByteReaderTests
{
    [Theory]
    [InlineData("one\ntwo\n", "one|two")]
    [InlineData("one\r\n\r\ntwo\r\n", "one||two")]
    [InlineData("\n\r\n", "|")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("0123456789\n", "0123456789")]
    public async Task Takes_lines_one_after_the_other(string text, string lines)
    {
        ByteReader reader = Reader(text);

        var taken = new List<string>();
        foreach (string _ in lines.Split('|'))
        {
            taken.Add(Encoding.ASCII.GetString((await reader.ReadLineAsync(12, CancellationToken.None)).Span));
        }

        string.Join('|', taken).Should().Be(lines);
        reader.Buffered.Length.Should().Be(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Takes_lines_however_they_are_cut(int piece)
    {
        ByteReader reader = InPieces("one\ntwo\r\nthree\n", piece);

        foreach (string line in (string[])["one", "two", "three"])
        {
            Encoding.ASCII.GetString((await reader.ReadLineAsync(12, CancellationToken.None)).Span).Should().Be(line);
        }
    }

    [Theory]
    [InlineData("0123456789ab", 12)]
    [InlineData("0123456789abcdef\n", 12)]
    [InlineData("no end", 6)]
    public async Task Stops_at_a_line_that_is_longer_than_allowed(string text, int longest) =>
        (await FluentActions.Awaiting(async () => await InPieces(text, 1).ReadLineAsync(longest, CancellationToken.None)).Should().ThrowAsync<ProtocolException>())
            .WithMessage("a line without an end");

    [Fact]
    public async Task Stops_where_its_buffer_ends_whatever_is_allowed() =>
        await FluentActions.Awaiting(async () => await Reader(new string('a', 100_000)).ReadLineAsync(100_000, CancellationToken.None)).Should().ThrowAsync<ProtocolException>();

    [Fact]
    public async Task Notices_a_line_that_ends_early() =>
        await FluentActions.Awaiting(async () => await Reader("one").ReadLineAsync(12, CancellationToken.None)).Should().ThrowAsync<EndOfStreamException>();

    [Fact]
    public async Task Takes_what_is_there_and_nothing_after_the_end()
    {
        ByteReader reader = Reader("line\nabc");
        await reader.ReadLineAsync(12, CancellationToken.None);
        byte[] some = new byte[2];

        (await reader.ReadAsync(some, CancellationToken.None)).Should().Be(2);
        (await reader.ReadAsync(some, CancellationToken.None)).Should().Be(1);
        (await reader.ReadAsync(some, CancellationToken.None)).Should().Be(0);
    }

    [Fact]
    public async Task Fills_a_place_whole_or_says_that_it_cannot()
    {
        byte[] four = new byte[4];
        ByteReader reader = InPieces("abcdef", 1);

        await reader.ReadExactlyAsync(four, CancellationToken.None);
        four.Should().Equal("abcd"u8.ToArray());
        await FluentActions.Awaiting(async () => await reader.ReadExactlyAsync(four, CancellationToken.None)).Should().ThrowAsync<EndOfStreamException>();
    }

    [Theory]
    [InlineData(new byte[] { 0x15, 3 }, "TLS, not plain Redis: write the scheme that ends in s")]
    [InlineData(new byte[] { 0x15, 3, 1, 0, 2 }, "TLS, not plain Redis: write the scheme that ends in s")]
    [InlineData(new byte[] { 0x15 }, "not Redis: heard \"?\"")]
    [InlineData(new byte[] { 0x15, 4 }, "not Redis: heard \"??\"")]
    [InlineData(new byte[] { 0x41, 3 }, "not Redis: heard \"A?\"")]
    [InlineData(new byte[0], "not Redis: heard \"\"")]
    public void Says_what_was_heard(byte[] taken, string message) => Reader("").Unlike("Redis", taken).Message.Should().Be(message);

    private static ByteReader Reader(string text) => new(new CannedStream(Encoding.ASCII.GetBytes(text)));

    private static ByteReader InPieces(string text, int piece) => new(new PiecewiseStream(Encoding.ASCII.GetBytes(text), piece));

    // As from a peer that sends a little at a time.
    private sealed class PiecewiseStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
