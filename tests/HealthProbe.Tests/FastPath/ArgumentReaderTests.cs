using System.Net;

namespace HealthProbe.Tests.FastPath;

/// <summary>What the fast path reads, and what it leaves to the command.</summary>
public class ArgumentReaderTests
{
    private const string V4 = "127.0.0.1";

    [Theory]
    [InlineData(V4, 8000)]
    [InlineData(V4, 8080, "8080")]
    [InlineData(V4, 8080, ":8080")]
    [InlineData(V4, 8080, V4, "8080")]
    [InlineData("10.1.2.3", 8000, "10.1.2.3")]
    [InlineData("10.1.2.3", 65535, "10.1.2.3:65535")]
    [InlineData(V4, 80, "localhost", "80")]
    [InlineData(V4, 80, "0.0.0.0", "80")]
    [InlineData("::1", 80, "::1", "80")]
    [InlineData("::1", 80, "::", "80")]
    [InlineData("::1", 80, "[::1]:80")]
    [InlineData("::1", 8000, "[::1]")]
    [InlineData("2001:db8::7:8", 80, "[2001:db8::7:8]:80")]
    [InlineData("2001:db8:1:2:3:4:5:6", 80, "[2001:DB8:1:2:3:4:5:6]:80")]
    [InlineData("fe80::", 80, "fe80::", "80")]
    [InlineData(V4, 8000, "tcp://127.0.0.1")]
    [InlineData(V4, 80, "tcp://127.0.0.1:80/")]
    [InlineData(V4, 80, "-q", "127.0.0.1:80")]
    [InlineData(V4, 80, "127.0.0.1:80", "--quiet", "-t", "1s")]
    public void A_literal_address_is_connected_to(string address, int port, params string[] arguments)
    {
        NativeArguments.Read read = NativeArguments.Parse(arguments)!;

        Address(read).Should().Be(new IPEndPoint(IPAddress.Parse(address), port));
        read.Request.Should().BeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/health", "GET /health HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n")]
    [InlineData("http://127.0.0.1", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")]
    [InlineData("http://127.0.0.1:80/", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")]
    [InlineData("http://[::1]:80", "GET / HTTP/1.1\r\nHost: [::1]\r\n")]
    [InlineData("http://[::1]:81?a=b#c", "GET /?a=b HTTP/1.1\r\nHost: [::1]:81\r\n")]
    [InlineData("http://localhost:81/a%20b", "GET /a%20b HTTP/1.1\r\nHost: localhost:81\r\n")]
    public void A_request_names_the_host_as_it_was_written(string target, string begins) =>
        NativeArguments.Parse([target])!.Request.Should().Be(begins + "User-Agent: healthprobe/0.0.0\r\nAccept: */*\r\nConnection: close\r\n\r\n");

    [Fact]
    public void A_Unix_socket_is_connected_to()
    {
        NativeArguments.Read read = NativeArguments.Parse(["unix:///run/app.sock"])!;

        read.Address.Should().Equal([1, 0, .. "/run/app.sock\0"u8]);
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("2", 2000)]
    [InlineData("1.5s", 1500)]
    [InlineData("0.25", 250)]
    [InlineData("1m", 60_000)]
    [InlineData("24h", 86_400_000)]
    public void A_timeout_is_read_in_each_spelling(string value, int milliseconds)
    {
        foreach (string[] option in (string[][])[["-t", value], ["--timeout", value], [$"--timeout={value}"], [$"-t={value}"], [$"--timeout:{value}"]])
        {
            NativeArguments.Parse(option)!.Timeout.Should().Be(TimeSpan.FromMilliseconds(milliseconds), string.Join(' ', option));
        }
    }

    [Theory]
    [InlineData("${PORT}")]
    [InlineData("127.0.0.1:${PORT}")]
    [InlineData("127.0.0.1", "${PORT:-1}")]
    [InlineData("tcp://127.0.0.1:${NONE:-8080}")]
    [InlineData("tcp://${NONE:-127.0.0.1}:${PORT}")]
    [InlineData("tcp://127.0.0.1:${EMPTY:-8080}")]
    public void A_variable_is_replaced(params string[] arguments) =>
        Address(NativeArguments.Parse(arguments, new Dictionary<string, string> { ["PORT"] = "8080", ["EMPTY"] = "" })!).Port.Should().Be(8080);

    [Theory]
    [InlineData("db")]
    [InlineData("db", "80")]
    [InlineData("LOCALHOST")]
    [InlineData("127.1")]
    [InlineData("127.0.0.01")]
    [InlineData("127.0.0.256")]
    [InlineData("1.2.3.4.5")]
    [InlineData("0")]
    [InlineData("080")]
    [InlineData("65536")]
    [InlineData("")]
    [InlineData("::1")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("[::1")]
    [InlineData("[::1]80")]
    [InlineData("[fe80::1%eth0]:80")]
    [InlineData("[::ffff:1.2.3.4]:80")]
    [InlineData("[::ffff:102:304]:80")]
    [InlineData("0::", "80")]
    [InlineData("0:0:0:0:0:0:0:0", "80")]
    [InlineData("[1::2::3]:80")]
    [InlineData("[1:2:3:4:5:6:7]:80")]
    [InlineData("[1:2:3:4:5:6:7:8:9]:80")]
    [InlineData("[12345::]:80")]
    [InlineData("[1:]:80")]
    [InlineData("127.0.0.1:80", "127.0.0.1:81")]
    [InlineData("127.0.0.1:80", "81")]
    [InlineData("a", "b", "c")]
    [InlineData("listen")]
    [InlineData("--")]
    [InlineData("-h")]
    [InlineData("-v", "80")]
    [InlineData("-q", "-q")]
    [InlineData("-q", "--quiet")]
    [InlineData("-t")]
    [InlineData("-t1s")]
    [InlineData("-t", "1s", "-t", "2s")]
    [InlineData("--timeout=")]
    [InlineData("-t", "0")]
    [InlineData("-t", "25h")]
    [InlineData("-t", "1m30s")]
    [InlineData("-t", "1.s")]
    [InlineData("-t", ".5s")]
    [InlineData("-t", "-1s")]
    [InlineData("-t", "1d")]
    [InlineData("--timeouts=1s")]
    [InlineData("https://127.0.0.1")]
    [InlineData("HTTP://127.0.0.1")]
    [InlineData("http://user@127.0.0.1")]
    [InlineData("http://127.0.0.1/a b")]
    [InlineData("http://127.0.0.1/%zz")]
    [InlineData("http://127.0.0.1/%2")]
    [InlineData("http://127.0.0.1/\u00e9")]
    [InlineData("tcp://127.0.0.1:80/a")]
    [InlineData("unix:///")]
    [InlineData("unix://run/a")]
    [InlineData("unix:///run/a%20b")]
    [InlineData("unix:///run/")]
    [InlineData("rediss://127.0.0.1")]
    [InlineData("redis://127.0.0.1/0")]
    [InlineData("redis://:secret@127.0.0.1")]
    [InlineData("$PORT")]
    [InlineData("${NONE}")]
    [InlineData("${PORT")]
    [InlineData("$${PORT}")]
    [InlineData("${1}")]
    [InlineData("${OPTION}")]
    [InlineData("${PORT:-${PORT}}")]
    public void Everything_else_is_for_the_command(params string[] arguments) =>
        NativeArguments.Parse(arguments, new Dictionary<string, string> { ["PORT"] = "8080", ["OPTION"] = "-q" }).Should().BeNull();

    [Fact]
    public void A_long_argument_is_for_the_command() => NativeArguments.Parse([$"http://127.0.0.1/{new string('a', 2000)}"]).Should().BeNull();

    [Theory]
    [InlineData("HEALTHPROBE_TIMEOUT", "1s", false)]
    [InlineData("HEALTHPROBE_ANYTHING", "1", false)]
    [InlineData("HEALTHPROBE_TARGET", "", true)]
    [InlineData("MY_HEALTHPROBE_TARGET", "db", true)]
    public void A_variable_that_configures_the_command_turns_the_fast_path_off(string name, string value, bool isRead) =>
        (NativeArguments.Parse([], new Dictionary<string, string> { [name] = value }) is not null).Should().Be(isRead);

    private static IPEndPoint Address(NativeArguments.Read read) =>
        new(new IPAddress(read.Family == 2 ? read.Address.AsSpan(4, 4) : read.Address.AsSpan(8, 16)), (read.Address[2] << 8) + read.Address[3]);
}
