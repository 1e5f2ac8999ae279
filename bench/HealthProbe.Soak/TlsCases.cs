using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using HealthProbe.IntegrationTests.Hostile;
using HealthProbe.IntegrationTests.Http;

namespace HealthProbe.Soak;

/// <summary>A server inside TLS, whose side of the conversation breaks off after any of its bytes.</summary>
internal sealed class TlsCases : IDisposable
{
    // A signature is a few bytes shorter or longer each time.
    private const int Varying = 8;

    private static readonly string[] Insecure = ["--insecure"];
    private static readonly byte[] Answer = [.. "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8];

    private readonly Certificates _certificates = new();
    private readonly X509Certificate2 _certificate;

    public TlsCases() => _certificate = _certificates.Sign("127.0.0.1");

    /// <summary>The server sends at least one byte more. Known once <see cref="Ready"/> was asked.</summary>
    public int Longest { get; private set; }

    public Case Ready => new("the answer", "https", [Case.Healthy], () => Serve(int.MaxValue, resets: false), Insecure);

    /// <summary>Silence where the handshake should begin, and records that never come to an end.</summary>
    public static IEnumerable<Case> Floods =>
    [
        Of("silence", ["timeout"], () => ScriptedServer.ThatSendsByteByByte(default, TimeSpan.Zero)),
        Of("a record without end", ["tls", "closed"], () => ScriptedServer.ThatNeverEnds((byte[])[22, 3, 3, 255, 255], new byte[64 * 1024])),
        Of("a handshake without end", ["tls", "closed", "timeout"], () => ScriptedServer.ThatNeverEnds((byte[])[22, 3, 3, 64, 0, 2, 255, 255, 255], new byte[64 * 1024])),
        Of("warnings without end", ["tls", "closed", "timeout"], () => ScriptedServer.ThatNeverEnds(default, (byte[])[21, 3, 3, 0, 2, 1, 90])),
        Of("plain HTTP", ["tls"], () => ScriptedServer.ThatClosesAfter("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray())),
    ];

    /// <summary>Breaks off after each n-th byte.</summary>
    public IEnumerable<Case> Broken(int step) => Enumerable.Range(0, Longest / step).Select(index => BrokenAfter(index * step, resets: index % 2 == 0));

    public Case BrokenAfter(int length, bool resets) => Of($"{(resets ? "reset" : "closed")} after {length} bytes", ["tls", "closed"], () => Serve(length, resets));

    public void Dispose()
    {
        _certificate.Dispose();
        _certificates.Dispose();
    }

    private static Case Of(string name, string[] reasons, Func<ScriptedServer> serve) => new(name, "https", reasons, serve, Insecure);

    private ScriptedServer Serve(int most, bool resets) => new(async (connection, stop) =>
    {
        await using var cut = new CutStream(new NetworkStream(connection), most);
        using var tls = new SslStream(cut);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, stop);
            await tls.WriteAsync(Answer, stop);
            Longest = Longest == 0 ? cut.Written - Varying : Longest;
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            connection.LingerState = new LingerOption(resets, 0);
        }

        if (!resets)
        {
            connection.Shutdown(SocketShutdown.Send);
            byte[] received = new byte[4096];
            while (await connection.ReceiveAsync(received, stop) > 0)
            {
            }
        }
    });
}
