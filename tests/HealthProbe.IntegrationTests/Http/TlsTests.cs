using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HealthProbe.IntegrationTests.Http;

public sealed class TlsTests : IDisposable
{
    private const int Limit = 20_000;

    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread, "127.0.0.1")]
    [InlineData(Way.Asynchronously, "127.0.0.1")]
    [InlineData(Way.OnTheCallingThread, "localhost")]
    [InlineData(Way.Asynchronously, "localhost")]
    public async Task Is_healthy_when_the_certificate_is_trusted_and_for_that_host(Way way, string host)
    {
        using X509Certificate2 certificate = _certificates.Sign(host);
        await using ScriptedServer server = Serve(certificate);

        Outcome outcome = await AskAsync(way, host, server, new TlsOptions { Roots = _certificates.Roots });

        outcome.Should().Be(Outcome.Healthy("status 200") with { Elapsed = outcome.Elapsed });
    }

    [Theory(Timeout = Limit)]
    [InlineData(-10, -1, "the certificate expired on ")]
    [InlineData(1, 10, "the certificate is not valid before ")]
    public async Task Says_when_the_certificate_is_out_of_date(int fromDays, int toDays, string start)
    {
        using X509Certificate2 certificate = _certificates.Sign("127.0.0.1", fromDays, toDays);
        await using ScriptedServer server = Serve(certificate);
        foreach (Way way in Enum.GetValues<Way>())
        {
            Outcome outcome = await AskAsync(way, "127.0.0.1", server, new TlsOptions { Roots = _certificates.Roots });

            outcome.Reason.Should().Be(Reason.Tls);
            outcome.Detail.Should().StartWith(start);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Says_whom_the_certificate_is_for()
    {
        using X509Certificate2 certificate = _certificates.Sign("shop.example");
        await using ScriptedServer server = Serve(certificate);

        Outcome outcome = await AskAsync(Way.OnTheCallingThread, "127.0.0.1", server, new TlsOptions { Roots = _certificates.Roots });

        (outcome.Reason, outcome.Detail).Should().Be((Reason.Tls, "the certificate is valid for \"shop.example\", not for 127.0.0.1; set --sni to a name in the certificate"));
        TlsOptions named = new() { Roots = _certificates.Roots, ServerName = "shop.example" };
        (await AskAsync(Way.OnTheCallingThread, "127.0.0.1", server, named)).IsHealthy.Should().BeTrue();
    }

    [Fact(Timeout = Limit)]
    public async Task Says_that_the_certificate_is_not_trusted()
    {
        using var others = new Certificates("Another CA");
        using X509Certificate2 certificate = _certificates.Sign("127.0.0.1");
        await using ScriptedServer server = Serve(certificate);

        Outcome outcome = await AskAsync(Way.Asynchronously, "127.0.0.1", server, new TlsOptions { Roots = others.Roots });

        outcome.Reason.Should().Be(Reason.Tls);
        outcome.Detail.Should().Be("the certificate is not trusted: unknown CA \"CN=Test CA\"; set --cacert to a file that contains it");
    }

    [Fact(Timeout = Limit)]
    public async Task Accepts_any_certificate_only_when_it_was_told_to_and_says_so()
    {
        using X509Certificate2 certificate = _certificates.Sign("shop.example", -10, -1);
        await using ScriptedServer server = Serve(certificate);

        Outcome outcome = await AskAsync(Way.OnTheCallingThread, "127.0.0.1", server, new TlsOptions { Insecure = true });

        outcome.Should().Be(Outcome.Healthy("status 200, certificate not verified") with { Elapsed = outcome.Elapsed });
    }

    [Theory(Timeout = Limit)]
    [InlineData(10, 9, true)]
    [InlineData(10, 11, false)]
    public async Task Wants_the_certificate_to_last(int lasts, int wanted, bool isHealthy)
    {
        using X509Certificate2 certificate = _certificates.Sign("127.0.0.1", toDays: lasts);
        await using ScriptedServer server = Serve(certificate);

        Outcome outcome = await AskAsync(Way.OnTheCallingThread, "127.0.0.1", server, new TlsOptions { Roots = _certificates.Roots, CertificateDays = wanted });

        outcome.IsHealthy.Should().Be(isHealthy);
        outcome.Detail.Should().Be(isHealthy ? "status 200" : string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"the certificate expires on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd} (9.9 days left); --cert-days requires 11"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Shows_its_own_certificate_when_it_is_asked(Way way)
    {
        using X509Certificate2 certificate = _certificates.Sign("127.0.0.1");
        using X509Certificate2 own = _certificates.Sign("prober");
        string? seen = null;
        await using ScriptedServer server = Serve(certificate, shown => seen = shown?.Subject);

        Outcome outcome = await AskAsync(way, "127.0.0.1", server, new TlsOptions { Roots = _certificates.Roots, ClientCertificate = own });

        outcome.IsHealthy.Should().BeTrue(outcome.Detail);
        seen.Should().Be("CN=prober");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Says_that_the_server_does_not_speak_TLS(Way way)
    {
        await using var server = new ScriptedServer((stream, stop) => stream.WriteAsync("220 mail.example ESMTP\r\n"u8.ToArray(), stop).AsTask());

        Outcome outcome = await AskAsync(way, "127.0.0.1", server, new TlsOptions());

        outcome.Reason.Should().Be(Reason.Tls);
        outcome.Detail.Should().Contain("not speak TLS");
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Ends_on_time_when_the_handshake_never_does(Way way)
    {
        await using var server = new ScriptedServer((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, stop));

        Outcome outcome = await AskAsync(way, "127.0.0.1", server, new TlsOptions(), TimeSpan.FromMilliseconds(300));

        outcome.Reason.Should().Be(Reason.Timeout);
        outcome.Detail.Should().EndWith(" within 300ms");
        outcome.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    private static ScriptedServer Serve(X509Certificate2 certificate, Action<X509Certificate?>? onClient = null) => new(async (stream, stop) =>
    {
        await using var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateRequired = onClient is not null,
                    RemoteCertificateValidationCallback = (_, shown, _, _) => IsSeen(shown, onClient),
                },
                stop);
            await ScriptedServer.ReadRequestAsync(secured, stop);
            await secured.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), stop);
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
        }
    });

    private static bool IsSeen(X509Certificate? shown, Action<X509Certificate?>? onClient)
    {
        onClient?.Invoke(shown);
        return true;
    }

    private static Task<Outcome> AskAsync(Way way, string host, ScriptedServer server, TlsOptions tls, TimeSpan? timeout = null) =>
        Question.AskAsync(way, Question.ProbeOf($"https://{host}:{server.Port}/", new ProbeOptions { Tls = tls }), timeout ?? Question.Patience);
}
