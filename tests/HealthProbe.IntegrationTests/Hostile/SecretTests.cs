using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HealthProbe.IntegrationTests.Hostile;

/// <summary>What of a URL that holds a password is sent.</summary>
public class SecretTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("postgres://app:secret@{0}/shop?password=secret&sslpassword=secret", "\0\0\0\u0020\0\u0003\0\0user\0app\0database\0shop\0\0")]
    [InlineData("postgres://:secret@{0}", "\0\0\0\u0029\0\u0003\0\0user\0postgres\0database\0postgres\0\0")]
    [InlineData("redis://app:secret@{0}/0?password=secret", "*1\r\n$4\r\nPING\r\n")]
    public async Task Sends_no_password(string target, string sent)
    {
        foreach (Way way in Enum.GetValues<Way>())
        {
            var heard = new MemoryStream();
            await using (var server = new ScriptedServer(async (connection, stop) => await ListenAsync(connection, heard, stop)))
            {
                string asked = string.Format(CultureInfo.InvariantCulture, target, $"127.0.0.1:{server.Port}");
                (await Question.AskAsync(way, asked)).Reason.Should().Be(Reason.Closed);
            }

            Encoding.Latin1.GetString(heard.ToArray()).Should().Be(sent);
        }
    }

    private static async Task ListenAsync(Socket connection, MemoryStream heard, CancellationToken stop)
    {
        byte[] received = new byte[1024];
        while (await connection.ReceiveAsync(received, stop) is > 0 and int count)
        {
            heard.Write(received, 0, count);
            connection.Shutdown(SocketShutdown.Send);
        }
    }
}
