using System.Runtime.InteropServices;
using System.Text;
using HealthProbe.Cli.FastPath;

namespace HealthProbe.Tests.FastPath;

/// <summary>Which heads the fast path takes for healthy, and how much of the body it then knows to be missing.</summary>
public unsafe class HttpHeadTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [Theory]
    [InlineData(Ok + "Content-Length: 3\r\n\r\nOK\n", 0)]
    [InlineData(Ok + "Content-Length: 3\r\n\r\nOK\n\n", 0)]
    [InlineData(Ok + "content-length:3\r\n\r\n", 3)]
    [InlineData(Ok + "Content-Length: 0\r\n\r\n", 0)]
    [InlineData(Ok + "\r\n", long.MaxValue)]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n", 0)]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0)]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n", long.MaxValue)]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n50\r\n\r\n", long.MaxValue)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 0)]
    [InlineData("HTTP/1.0 299 \r\nX: \u00e9\r\n\r\n", long.MaxValue)]
    [InlineData("HTTP/1.1 200\r\nServer: a b\r\nX-Y_Z:\r\n\r\n", long.MaxValue)]
    public void A_plain_head_with_a_status_of_200_to_299_is_healthy(string received, long remaining)
    {
        Read(received).Should().Be((ResponseState.Healthy, remaining));

        for (int length = 0; length < received.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 3; length++)
        {
            Read(received[..length]).State.Should().NotBe(ResponseState.Healthy, $"only {length} bytes were received");
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n")]
    [InlineData("HTTP/1.1 301 Moved\r\n")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n")]
    [InlineData("HTTP/2.0 200 OK\r\n")]
    [InlineData("HTTP/1.2 200 OK\r\n")]
    [InlineData("http/1.1 200 OK\r\n")]
    [InlineData("ICY 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\n")]
    [InlineData("HTTP/1.1 200 O\u0001K\r\n")]
    [InlineData(Ok + "Content-Length: 3\n")]
    [InlineData(Ok + "Content-Length: 3\r\nContent-Length: 3\r\n")]
    [InlineData(Ok + "Content-Length: 03\r\n")]
    [InlineData(Ok + "Content-Length: 3, 3\r\n")]
    [InlineData(Ok + "Content-Length: -1\r\n")]
    [InlineData(Ok + "Content-Length: 9999999999\r\n")]
    [InlineData(Ok + "Content-Length : 3\r\n")]
    [InlineData(Ok + " folded\r\n")]
    [InlineData(Ok + "no colon\r\n")]
    [InlineData(Ok + ": no name\r\n")]
    [InlineData(Ok + "X: a\rb\r\n")]
    [InlineData(Ok + "X: \u001b[31m\r\n")]
    [InlineData(Ok + "Transfer-Encoding: gzip\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n")]
    public void Every_other_head_is_for_the_command(string received) => Read(received).State.Should().Be(ResponseState.Other);

    private static (ResponseState State, long Remaining) Read(string received)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(received);
        byte* memory = (byte*)NativeMemory.Alloc((nuint)bytes.Length + 1);
        try
        {
            bytes.CopyTo(new Span<byte>(memory, bytes.Length));
            ResponseState state = HttpHead.Read(new Text(memory, bytes.Length), out long remaining);
            return (state, remaining);
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }
}
