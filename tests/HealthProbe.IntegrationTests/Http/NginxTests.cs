using System.Security.Cryptography.X509Certificates;
using HealthProbe.Protocols.Http;

namespace HealthProbe.IntegrationTests.Http;

public class NginxTests
{
    [NginxFact(Timeout = 30_000)]
    public async Task A_real_server_is_asked_in_every_way()
    {
        using var certificates = new Certificates();
        using X509Certificate2 certificate = certificates.Sign("127.0.0.1");
        await using Nginx nginx = await Nginx.StartAsync(certificate);
        var tls = new TlsOptions { Roots = certificates.Roots };
        foreach (Way way in Enum.GetValues<Way>())
        {
            foreach (string origin in (string[])[$"http://127.0.0.1:{nginx.Port}", $"https://127.0.0.1:{nginx.TlsPort}"])
            {
                (await AskAsync("/health", new HttpOptions { Json = [Json("status=UP"), Json("$.checks[0].name=db")] })).Should().Be("status 200");
                (await AskAsync("/health", new HttpOptions { Method = "HEAD" })).Should().Be("status 200");
                (await AskAsync("/health", new HttpOptions { Method = "HEAD", Contains = "UP" })).Should().Be("the body does not contain \"UP\"");
                (await AskAsync("/moved", new HttpOptions())).Should().Be($"status 301 to {origin}/health: ask that address, or write --follow");
                (await AskAsync("/moved", new HttpOptions { Follow = true, Contains = "UP" })).Should().Be($"redirected to {origin}/health: status 200");
                (await AskAsync("/down", new HttpOptions())).Should().Be("status 503");
                (await AskAsync("/private", new HttpOptions())).Should().Be("status 401 (write --user name:password, or allow this path)");
                (await AskAsync("/private", new HttpOptions { User = "me:secret" })).Should().Be("status 200");
                (await AskAsync("/private", new HttpOptions { User = "me:wrong" })).Should().Be("status 401 (the server rejects the credentials)");
                (await AskAsync("/health", new HttpOptions { ExpectedHeaders = [new HeaderCheck("content-type", "application/json")] })).Should().Be("status 200");
                (await AskAsync("/health", new HttpOptions { Headers = [new("Accept-Encoding", "gzip")], Contains = "UP" }))
                    .Should().Be("the body is encoded as \"gzip\": write -H 'Accept-Encoding: identity'");

                async Task<string> AskAsync(string path, HttpOptions options) =>
                    (await Question.AskAsync(way, Question.ProbeOf(origin + path, new ProbeOptions { Http = options, Tls = tls }), Question.Patience)).Detail;
            }
        }

        nginx.AccessLog.Should().Contain("\"GET /health HTTP/1.1\" 200").And.Contain("\"healthprobe/").And.NotContain("\" 400 ");
    }

    [NginxFact(Timeout = 30_000)]
    public async Task A_status_of_400_from_a_TLS_port_names_the_cause_in_its_body()
    {
        using var certificates = new Certificates();
        using X509Certificate2 certificate = certificates.Sign("127.0.0.1");
        await using Nginx nginx = await Nginx.StartAsync(certificate);
        var options = new ProbeOptions { Tls = new TlsOptions { Roots = certificates.Roots } };
        foreach (Way way in Enum.GetValues<Way>())
        {
            (await Question.AskAsync(way, $"http://127.0.0.1:{nginx.TlsPort}/health", options)).Detail
                .Should().Be("status 400 (the server expects TLS on this port: write https://)");
            (await Question.AskAsync(way, $"https://127.0.0.1:{nginx.MutualTlsPort}/health", options)).Detail
                .Should().Be("status 400 (the server requires a client certificate: write --cert and --key)");
        }
    }

    private static JsonCheck Json(string text) => JsonCheck.TryParse(text, out JsonCheck? check, out _) ? check : throw new ArgumentException(text);
}
