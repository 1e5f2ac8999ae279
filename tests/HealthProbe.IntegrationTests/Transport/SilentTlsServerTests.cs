using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HealthProbe.IntegrationTests.Http;

namespace HealthProbe.IntegrationTests.Transport;

public sealed class SilentTlsServerTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory(Timeout = 30_000)]
    [InlineData(Way.OnTheCallingThread, "https")]
    [InlineData(Way.Asynchronously, "https")]
    [InlineData(Way.OnTheCallingThread, "grpcs")]
    [InlineData(Way.Asynchronously, "grpcs")]
    [InlineData(Way.OnTheCallingThread, "rediss")]
    [InlineData(Way.Asynchronously, "rediss")]
    [InlineData(Way.OnTheCallingThread, "smtps")]
    [InlineData(Way.Asynchronously, "smtps")]
    [InlineData(Way.OnTheCallingThread, "amqps")]
    [InlineData(Way.Asynchronously, "amqps")]
    public async Task Silence_after_the_handshake_is_a_timeout(Way way, string scheme)
    {
        using X509Certificate2 certificate = _certificates.Sign("127.0.0.1");
        await using var server = new ScriptedServer(async (stream, stop) =>
        {
            await using var secured = new SslStream(stream);
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, ApplicationProtocols = [SslApplicationProtocol.Http2] }, stop);
            await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, stop);
        });
        var options = new ProbeOptions { Tls = new TlsOptions { Roots = _certificates.Roots } };

        Outcome outcome = await Question.AskAsync(way, Question.ProbeOf($"{scheme}://127.0.0.1:{server.Port}", options), Timeout);

        outcome.Reason.Should().Be(Reason.Timeout, outcome.Detail);
        outcome.Detail.Should().EndWith(" within 500ms");
    }
}
