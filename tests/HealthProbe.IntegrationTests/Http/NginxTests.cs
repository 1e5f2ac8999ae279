using System.Security.Cryptography.X509Certificates;
using HealthProbe.Http;

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
                (await AskAsync("/health", new HttpOptions { Json = [Json("status=UP"), Json("checks.0.name=db")] })).Should().Be("status 200");
                (await AskAsync("/health", new HttpOptions { Method = "HEAD" })).Should().Be("status 200");
                (await AskAsync("/health", new HttpOptions { Method = "HEAD", Contains = "UP" })).Should().Be("the body does not contain \"UP\"");
                (await AskAsync("/moved", new HttpOptions())).Should().Be($"status 301 to {origin}/health: ask that address, or write --follow");
                (await AskAsync("/moved", new HttpOptions { Follow = true, Contains = "UP" })).Should().Be("status 200");
                (await AskAsync("/down", new HttpOptions())).Should().Be("status 503");
                (await AskAsync("/private", new HttpOptions())).Should().Be("status 401 (write --user name:password, or allow this path)");
                (await AskAsync("/private", new HttpOptions { User = "me:secret" })).Should().Be("status 200");
                (await AskAsync("/private", new HttpOptions { User = "me:wrong" })).Should().StartWith("status 401");
                (await AskAsync("/health", new HttpOptions { ExpectedHeaders = [new HeaderCheck("content-type", "application/json")] })).Should().Be("status 200");
                (await AskAsync("/health", new HttpOptions { Headers = [new("Accept-Encoding", "gzip")], Contains = "UP" })).Should().Be("the body does not contain \"UP\"");

                async Task<string> AskAsync(string path, HttpOptions options) =>
                    (await Question.AskAsync(way, Question.ProbeOf(origin + path, new ProbeOptions { Http = options, Tls = tls }), Question.Patience)).Detail;
            }
        }

        nginx.AccessLog.Should().Contain("\"GET /health HTTP/1.1\" 200").And.Contain("\"healthprobe/").And.NotContain("\" 400 ");
    }

    private static JsonCheck Json(string text) => JsonCheck.TryParse(text, out JsonCheck? check) ? check : throw new ArgumentException(text);
}
