using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests;
using HealthProbe.IntegrationTests.Http;

namespace HealthProbe.EndToEndTests;

/// <summary>TLS in the static binary, where no library can be loaded and no CA bundle is there unless the image has one.</summary>
[Collection(EndToEnd.Name)]
public sealed class TlsInAnEmptyRootTests(PublishedBinaries binaries) : IDisposable
{
    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task Trusts_a_CA_that_it_was_given()
    {
        using var root = new EmptyRoot(binaries);
        root.Write("ca.pem", _certificates.Authority.ExportCertificatePem());
        await using ScriptedServer server = Serve("web.internal", "200 OK");

        ProcessRun run = await root.RunAsync($"https://web.internal:{server.Port}/", "--cacert", "/etc/ca.pem");

        (run with { Elapsed = default }).Should().Be(new ProcessRun(0, "", "", default));
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task Says_that_the_image_has_no_CA_bundle()
    {
        using var root = new EmptyRoot(binaries);
        await using ScriptedServer server = Serve("127.0.0.1", "200 OK");

        ProcessRun run = await root.RunAsync($"https://127.0.0.1:{server.Port}/");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex(
            $@"^unhealthy https://127\.0\.0\.1:{server.Port}/: the certificate is not trusted: no CA certificates found; copy a CA bundle to /etc/ssl/certs/ca-certificates\.crt, or set --cacert \(\d+\.\d ms\)\n$");
    }

    [NativeTheory("chroot", Need.Root, Timeout = 10_000)]
    [InlineData("ssl/certs/ca-certificates.crt")]
    [InlineData("pki/tls/certs/ca-bundle.crt")]
    [InlineData("ssl/cert.pem")]
    public async Task Trusts_the_CA_bundle_of_the_image(string file)
    {
        using var others = new Certificates("Another CA");
        using var root = new EmptyRoot(binaries);
        root.Write(file, string.Join('\n', others.Authority.ExportCertificatePem(), _certificates.Authority.ExportCertificatePem()));
        await using ScriptedServer server = Serve("127.0.0.1", "200 OK");

        (await root.RunAsync($"https://127.0.0.1:{server.Port}/")).ExitCode.Should().Be(0);
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task Trusts_nothing_else_than_the_bundle()
    {
        using var others = new Certificates("Another CA");
        using var root = new EmptyRoot(binaries);
        root.Write("ssl/certs/ca-certificates.crt", others.Authority.ExportCertificatePem());
        await using ScriptedServer server = Serve("127.0.0.1", "200 OK");

        ProcessRun run = await root.RunAsync($"https://127.0.0.1:{server.Port}/");

        run.ExitCode.Should().Be(1);
        run.Output.Should().Contain("the certificate is not trusted: unknown CA \"CN=Test CA\"; set --cacert to a file that contains it");
    }

    [NativeTheory("chroot", Need.Root, Timeout = 10_000)]
    [InlineData("200 OK\r\nWWW-Authenticate: Negotiate\r\nContent-Encoding: gzip", 0)]
    [InlineData("401 Unauthorized\r\nWWW-Authenticate: Negotiate, NTLM", 1)]
    [InlineData("200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense", 0)]
    public async Task Survives_what_a_server_may_offer(string answer, int exitCode)
    {
        using var root = new EmptyRoot(binaries);
        await using ScriptedServer server = Serve("127.0.0.1", answer);

        (await root.RunAsync($"https://127.0.0.1:{server.Port}/", "--insecure")).ExitCode.Should().Be(exitCode);
    }

    [NativeFact("chroot", Need.Root, Timeout = 10_000)]
    public async Task Ends_on_time_when_the_handshake_never_does()
    {
        using var root = new EmptyRoot(binaries);
        await using var server = new ScriptedServer((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, stop));

        ProcessRun run = await root.RunAsync($"https://127.0.0.1:{server.Port}/", "--timeout", "300ms");

        run.ExitCode.Should().Be(1);
        run.Output.Should().Contain("no end of the TLS handshake within 300ms");
        run.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1));
    }

    private ScriptedServer Serve(string name, string answer)
    {
        X509Certificate2 certificate = _certificates.Sign(name);
        return new ScriptedServer(async (stream, stop) =>
        {
            await using var secured = new SslStream(stream);
            try
            {
                await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
                await ScriptedServer.ReadRequestAsync(secured, stop);
                await secured.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\n\r\n"), stop);
            }
            catch (AuthenticationException)
            {
            }
        });
    }
}
