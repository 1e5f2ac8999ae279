using System.Text;
using HealthProbe.Protocols;

namespace HealthProbe.Tests.Protocols;

public class ReceiveBufferTests
{
    private readonly ReceiveBuffer _buffer = new();

    [Theory]
    [InlineData("PONG\r\nrest", "PONG", "rest")]
    [InlineData("PONG\nrest", "PONG", "rest")]
    [InlineData("\r\n", "", "")]
    [InlineData("\n", "", "")]
    [InlineData("a\rb\n", "a\rb", "")]
    public void A_line_is_consumed_with_its_end(string received, string line, string rest)
    {
        _buffer.Append(Encoding.ASCII.GetBytes(received));

        _buffer.TryReadLine(10, out ReadOnlySpan<byte> read).Should().BeTrue();

        Encoding.ASCII.GetString(read).Should().Be(line);
        Encoding.ASCII.GetString(_buffer.Span).Should().Be(rest);
        _buffer.Error.Should().BeNull();
    }

    [Theory]
    [InlineData("1234")]
    [InlineData("1234\r")]
    public void An_incomplete_line_stays(string received)
    {
        _buffer.Append(Encoding.ASCII.GetBytes(received));

        _buffer.TryReadLine(4, out _).Should().BeFalse();

        _buffer.Length.Should().Be(received.Length);
        _buffer.Error.Should().BeNull();
        _buffer.Append("\n"u8);
        _buffer.TryReadLine(4, out ReadOnlySpan<byte> line).Should().BeTrue();
        Encoding.ASCII.GetString(line).Should().Be("1234");
    }

    [Theory]
    [InlineData("12345\n")]
    [InlineData("12345\r\n")]
    [InlineData("123456")]
    public void A_line_that_is_too_long_is_an_error(string received)
    {
        _buffer.Append(Encoding.ASCII.GetBytes(received));

        _buffer.TryReadLine(4, out _).Should().BeFalse();

        _buffer.Error.Should().Be("a line of more than 4 bytes");
    }

    [Fact]
    public void Exactly_the_bytes_asked_for_are_consumed_once_they_are_there()
    {
        _buffer.Append("abc"u8);
        _buffer.TryRead(4, out _).Should().BeFalse();
        _buffer.Append("de"u8);

        _buffer.TryRead(4, out ReadOnlySpan<byte> bytes).Should().BeTrue();

        Encoding.ASCII.GetString(bytes).Should().Be("abcd");
        Encoding.ASCII.GetString(_buffer.Span).Should().Be("e");
    }

    [Fact]
    public void Bytes_beyond_the_budget_are_an_error_even_if_they_are_consumed_as_they_come()
    {
        for (int i = 0; i < ReceiveBuffer.DefaultBudget; i += 1024)
        {
            _buffer.Append(new byte[1024]);
            _buffer.Consume(1024);
        }

        _buffer.Error.Should().BeNull();
        _buffer.Append([1]);

        _buffer.Error.Should().Be("a response of more than 64 KiB");
    }

    [Fact]
    public void A_body_may_raise_the_budget()
    {
        _buffer.Allow(1024);

        _buffer.Append(new byte[ReceiveBuffer.DefaultBudget + 1024]);

        _buffer.Error.Should().BeNull();
    }

    [Fact]
    public void A_read_of_no_bytes_is_the_end_of_the_stream()
    {
        _buffer.Append("a"u8);
        _buffer.IsEnded.Should().BeFalse();

        _buffer.Append(0);

        _buffer.IsEnded.Should().BeTrue();
        _buffer.Length.Should().Be(1);
    }
}
