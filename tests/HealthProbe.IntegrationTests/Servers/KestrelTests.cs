using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HealthProbe.IntegrationTests.Http;
using HealthProbe.Protocols.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthProbe.IntegrationTests.Servers;

/// <summary>gRPC and HTTP as Kestrel speaks them, whose ports may be for one version of HTTP alone.</summary>
public sealed class KestrelTests : IDisposable
{
    private const int Limit = 30_000;

    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_health_service_is_healthy_and_receives_metadata_and_credentials(Way way)
    {
        IHeaderDictionary received = new HeaderDictionary();
        await using WebApplication server = await StartAsync(HttpProtocols.Http2, null, request => received = request.Headers);
        var options = new HttpOptions { User = "me:secret", Headers = [new("X-Tenant", "shop")] };

        Outcome outcome = await Question.AskAsync(way, $"grpc://127.0.0.1:{PortOf(server)}", new ProbeOptions { Http = options });

        outcome.Should().Be(Outcome.Healthy("SERVING") with { Elapsed = outcome.Elapsed });
        (received["X-Tenant"].ToString(), received.Authorization.ToString()).Should().Be(("shop", "Basic bWU6c2VjcmV0"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_port_without_TLS_that_is_not_for_HTTP_2_alone_says_so(Way way)
    {
        await using WebApplication server = await StartAsync(HttpProtocols.Http1AndHttp2, null);

        Outcome outcome = await Question.AskAsync(way, $"grpc://127.0.0.1:{PortOf(server)}");

        (outcome.Reason, outcome.Detail).Should().Be(
            (Reason.Protocol, "the port speaks HTTP/1.1: HTTP/2 needs TLS there (grpcs://), or a port for HTTP/2 alone (Kestrel: Protocols Http2)"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task HTTP_1_1_to_a_port_for_HTTP_2_alone_says_so(Way way)
    {
        await using WebApplication server = await StartAsync(HttpProtocols.Http2, null);

        Outcome outcome = await Question.AskAsync(way, $"http://127.0.0.1:{PortOf(server)}/health");

        (outcome.Reason, outcome.Detail).Should().Be((Reason.Status, "status 400 (the port is for HTTP/2 alone: ask grpc://, or a port for HTTP/1.1)"));
    }

    [Theory(Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task A_port_with_TLS_is_healthy_only_if_it_negotiates_HTTP_2(Way way)
    {
        using X509Certificate2 certificate = _certificates.Sign("127.0.0.1");
        var options = new ProbeOptions { Tls = new TlsOptions { Roots = _certificates.Roots } };
        await using WebApplication both = await StartAsync(HttpProtocols.Http1AndHttp2, certificate);
        await using WebApplication first = await StartAsync(HttpProtocols.Http1, certificate);
        await using var none = new ScriptedServer(async (stream, stop) =>
        {
            await using var secured = new SslStream(stream);
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            _ = await secured.ReadAsync(new byte[1], stop);
        });

        (await Question.AskAsync(way, $"grpcs://127.0.0.1:{PortOf(both)}", options)).Detail.Should().Be("SERVING");
        Outcome other = await Question.AskAsync(way, $"grpcs://127.0.0.1:{PortOf(first)}", options);
        Outcome nothing = await Question.AskAsync(way, $"grpcs://127.0.0.1:{none.Port}", options);

        (other.Reason, other.Detail).Should().Be((Reason.Tls, "no application protocol in common (ALPN)"));
        (nothing.Reason, nothing.Detail).Should().Be((Reason.Tls, "the server does not negotiate h2 over TLS (ALPN), which the protocol requires"));
    }

    private static async Task<WebApplication> StartAsync(HttpProtocols protocols, X509Certificate2? certificate, Action<Microsoft.AspNetCore.Http.HttpRequest>? onRequest = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        WebApplication server = builder.Build();
        server.Run(async context =>
        {
            onRequest?.Invoke(context.Request);
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, 1 });
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await server.StartAsync();
        return server;
    }

    private static int PortOf(WebApplication server) =>
        new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
}
