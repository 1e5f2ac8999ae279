using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HealthProbe.IntegrationTests.Http;

namespace HealthProbe.IntegrationTests.Pairwise;

/// <summary>HTTP servers that behave as the path of the request says, without TLS and behind three certificates.</summary>
internal sealed class HttpPeers : IAsyncDisposable
{
    public static readonly TimeSpan SlowAnswer = TimeSpan.FromMilliseconds(400);

    private const string Up = "{\"status\":\"UP\"}";

    private readonly Certificates _authority = new();
    private readonly Certificates _other = new("Another CA");
    private readonly List<X509Certificate2> _certificates = [];
    private readonly Dictionary<string, ScriptedServer> _servers;

    public HttpPeers(int closedPort)
    {
        CaFile = Path.GetTempFileName();
        File.WriteAllText(CaFile, _authority.Authority.ExportCertificatePem());
        _certificates.AddRange([_authority.Sign("127.0.0.1"), _authority.Sign("shop.example"), _other.Sign("127.0.0.1")]);
        var trusted = new ScriptedServer(Secured(_certificates[0], (stream, stop) => ServeAsync(stream, "", stop)));
        _servers = new()
        {
            ["http"] = new ScriptedServer((stream, stop) => ServeAsync(stream, $"https://127.0.0.1:{trusted.Port}/up", stop)),
            ["trusted"] = trusted,
            ["wrong name"] = new ScriptedServer(Secured(_certificates[1], (stream, stop) => ServeAsync(stream, "", stop))),
            ["untrusted"] = new ScriptedServer(Secured(_certificates[2], (stream, stop) => ServeAsync(stream, "", stop))),
        };
        ClosedPort = closedPort;
    }

    public string CaFile { get; }

    private int ClosedPort { get; }

    /// <summary>The URL of a behavior.</summary>
    /// <param name="server">http, trusted, wrong name or untrusted.</param>
    /// <param name="path">Without its slash; <c>refused</c> is a port where nobody listens.</param>
    public string Url(string server, string path) =>
        $"{(server == "http" ? "http" : "https")}://127.0.0.1:{(path == "refused" ? ClosedPort : _servers[server].Port)}/{path}";

    public async ValueTask DisposeAsync()
    {
        foreach (ScriptedServer server in _servers.Values)
        {
            await server.DisposeAsync();
        }

        _certificates.ForEach(certificate => certificate.Dispose());
        _authority.Dispose();
        _other.Dispose();
        File.Delete(CaFile);
    }

    private static Func<Stream, CancellationToken, Task> Secured(X509Certificate2 certificate, Func<Stream, CancellationToken, Task> serve) => async (stream, stop) =>
    {
        await using var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
            return;
        }

        await serve(tls, stop);
    };

    private async Task ServeAsync(Stream stream, string elsewhere, CancellationToken stop)
    {
        string path = (await ScriptedServer.ReadRequestAsync(stream, stop)).Split(' ')[1];
        string? answer = path switch
        {
            "/up" => Answer("200 OK", Up),
            "/down" => Answer("503 Service Unavailable", "{\"status\":\"DOWN\"}"),
            "/not-found" => Answer("404 Not Found", ""),
            "/text" => Answer("200 OK", "not JSON"),
            "/moved" => Answer("302 Found", "", "Location: /up\r\n"),
            "/moved-away" => Answer("302 Found", "", $"Location: http://127.0.0.1:{ClosedPort}/\r\n"),
            "/moved-to-tls" => Answer("302 Found", "", $"Location: {elsewhere}\r\n"),
            "/garbage" => "SSH-2.0-OpenSSH_9.2\r\n",
            "/half" => $"HTTP/1.1 200 OK\r\nX-Version: 2\r\nContent-Length: 100\r\n\r\n{Up}",
            "/slow" => Answer("200 OK", Up),
            _ => null,
        };
        await Task.Delay(path == "/slow" ? SlowAnswer : TimeSpan.Zero, stop);
        if (answer is not null)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop);
        }

        if (path is "/half" or "/silent")
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
    }

    private static string Answer(string status, string body, string header = "") =>
        $"HTTP/1.1 {status}\r\nX-Version: 2\r\n{header}Content-Length: {body.Length}\r\n\r\n{body}";
}
