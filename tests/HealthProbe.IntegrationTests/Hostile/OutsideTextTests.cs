using System.Buffers.Binary;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HealthProbe.Cli;
using HealthProbe.IntegrationTests.Http;
using HealthProbe.Protocols.Http;
using HealthProbe.Tests;

namespace HealthProbe.IntegrationTests.Hostile;

/// <summary>
/// No text that a peer, a certificate, a file or a path contains reaches a line of the command as it is: not as text, not as JSON, not in a
/// workflow of GitHub.
/// </summary>
public sealed class OutsideTextTests : IDisposable
{
    private const int Limit = 60_000;

    private static readonly Dictionary<string, Func<string, byte[]>> Replies = new()
    {
        ["smtp greeting"] = text => Utf8($"220 {text}\r\n"),
        ["smtp refusal"] = text => Utf8($"554 {text}\r\n"),
        ["smtp other"] = Utf8,
        ["nats version"] = text => Utf8($"INFO {{\"version\":\"{JavaScriptEncoder.Default.Encode(text)}\"}}\r\n"),
        ["nats refusal"] = text => Utf8($"-ERR '{text}'\r\n"),
        ["nats other"] = text => Utf8($"INFO {text}\r\n"),
        ["mqtt other"] = Utf8,
        ["amqp other"] = text => Utf8($"AMQP{text}"),
        ["amqp version"] = text => AmqpStart(Utf8(text)),
        ["redis refusal"] = text => Utf8($"-ERR {text}\r\n"),
        ["redis password"] = text => Utf8($"-NOAUTH {text}\r\n"),
        ["redis loading"] = text => Utf8($"-LOADING {text}\r\n"),
        ["redis other"] = text => Utf8($"+{text}\r\n"),
        ["postgres refusal"] = text => PostgresError("57P03", text),
        ["postgres password"] = text => PostgresError("28P01", text),
        ["postgres version"] = text => [.. "R\0\0\0\x08\0\0\0\0"u8, .. Postgres('S', [.. "server_version\0"u8, .. Utf8(text), 0]), .. "Z\0\0\0\x05I"u8],
        ["postgres old refusal"] = text => [(byte)'E', .. Utf8(text), (byte)'\n', 0],
        ["postgres other"] = Utf8,
        ["memcached version"] = text => Utf8($"VERSION {text}\r\n"),
        ["memcached refusal"] = text => Utf8($"SERVER_ERROR {text}\r\n"),
        ["memcached other"] = Utf8,
        ["mysql version"] = text => MySqlWords.Greeting(text, "mysql_native_password"),
        ["mysql plugin"] = text => [.. MySqlWords.Greeting("8.0", text), .. MySqlWords.Switch(2, text)],
        ["mysql refusal"] = text => MySqlWords.Error(0, 1040, text),
        ["mysql other"] = Utf8,
        ["tcp greeting"] = Utf8,
        ["grpc status"] = text => GrpcTrailers(("grpc-status", text)),
        ["grpc message"] = text => GrpcTrailers(("grpc-status", "14"), ("grpc-message", text)),
        ["grpc encoded message"] = text => GrpcTrailers(("grpc-status", "14"), ("grpc-message", Uri.EscapeDataString(text))),
        ["grpc other"] = Utf8,
        ["http reason"] = text => Utf8($"HTTP/1.1 503 {text}\r\nContent-Length: 0\r\n\r\n"),
        ["http status line"] = text => Utf8($"HTTP/1.1 {text}\r\n\r\n"),
        ["http other"] = Utf8,
        ["http header"] = text => Utf8($"HTTP/1.1 200 OK\r\nX-Version: {text}\r\nContent-Length: 0\r\n\r\n"),
        ["http header name"] = text => Utf8($"HTTP/1.1 200 OK\r\n{text}: 1\r\nContent-Length: 0\r\n\r\n"),
        ["http length"] = text => Utf8($"HTTP/1.1 200 OK\r\nContent-Length: {text}\r\n\r\n"),
        ["http coding"] = text => Utf8($"HTTP/1.1 200 OK\r\nX-Version: 1\r\nTransfer-Encoding: {text}\r\n\r\n"),
        ["http content coding"] = text => Utf8($"HTTP/1.1 200 OK\r\nX-Version: 1\r\nContent-Encoding: {text}\r\nContent-Length: 1\r\n\r\nx"),
        ["http location"] = text => Utf8($"HTTP/1.1 302 Found\r\nLocation: {text}\r\nContent-Length: 0\r\n\r\n"),
        ["http location host"] = text => Utf8($"HTTP/1.1 302 Found\r\nLocation: http://{text}/\r\nContent-Length: 0\r\n\r\n"),
        ["http location zone"] = text => Utf8($"HTTP/1.1 302 Found\r\nLocation: http://[fe80::1%25{text}]/\r\nContent-Length: 0\r\n\r\n"),
        ["http body"] = text => Body(text),
        ["http value"] = text => Body($"{{\"status\":\"{JavaScriptEncoder.Default.Encode(text)}\"}}"),
        ["http raw value"] = text => Body($"{{\"status\":\"{text}\"}}"),
    };

    private static readonly ProbeOptions[] Options =
    [
        new() { Expect = "+PONG"u8.ToArray() },
        new()
        {
            Http = new HttpOptions { Contains = "expected", Json = [Json("status=UP")], ExpectedHeaders = [new HeaderCheck("X-Version", "1")], Follow = true, Status = Status("200") },
        },
        new() { Http = new HttpOptions { Json = [Json("status=UP")], Follow = false } },
        new() { Http = new HttpOptions { Contains = "expected" } },
    ];

    private readonly Certificates _certificates = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("healthprobe-");

    public static TheoryData<string> Places => [.. Replies.Keys];

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory(Timeout = Limit), MemberData(nameof(Places))]
    public async Task In_an_answer_is_quoted(string place)
    {
        string scheme = place.Split(' ')[0];
        foreach (string text in OutsideText.All)
        {
            await using var server = ScriptedServer.ThatClosesAfter(Replies[place](text));
            foreach (ProbeOptions options in Options.Where(options => scheme is "http" || options == Options[0]))
            {
                await CheckAsync($"{scheme}://127.0.0.1:{server.Port}", options, text);
            }
        }
    }

    [Fact(Timeout = Limit)]
    public async Task In_a_certificate_is_quoted()
    {
        foreach (string text in OutsideText.All)
        {
            using X509Certificate2 certificate = Sign(text);
            await using var server = new IntegrationTests.ScriptedServer(async (stream, stop) =>
            {
                await using var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            });

            await CheckAsync($"https://127.0.0.1:{server.Port}", new ProbeOptions { Tls = new TlsOptions { Roots = _certificates.Roots } }, text);
            await CheckAsync($"https://127.0.0.1:{server.Port}", new ProbeOptions(), text);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task In_a_path_is_quoted()
    {
        foreach (string text in OutsideText.All)
        {
            string path = Uri.EscapeDataString(text);
            await CheckAsync($"file://{_folder.FullName}/{path}", new ProbeOptions(), text);
            await CheckAsync($"unix://{_folder.FullName}/{path}", new ProbeOptions(), text);
            await CheckAsync("http://db/", new ProbeOptions { Http = new HttpOptions { UnixSocket = $"{_folder.FullName}/{text}" } }, text);
            await CheckAsync("grpc://db/", new ProbeOptions { Http = new HttpOptions { UnixSocket = $"{_folder.FullName}/{text}" } }, text);
            Directory.CreateDirectory($"{_folder.FullName}/{text}");
            await CheckAsync($"file://{_folder.FullName}/{path}", new ProbeOptions { MaxAge = TimeSpan.FromTicks(1) }, text);
            await CheckAsync($"unix://{_folder.FullName}/{path}", new ProbeOptions(), text);
        }
    }

    private static async Task CheckAsync(string written, ProbeOptions options, string text)
    {
        if (!Target.TryParse(written, out Target? target, out string? mistake))
        {
            OutsideText.ShouldBeSafe(WorkflowCommands.DefuseInline(mistake), text);
            return;
        }

        Outcome outcome = await new Prober().ProbeAsync(ProbeFactory.Create(target, options), Question.Patience);

        outcome.Detail.Should().NotBe("not asked");
        var result = new WaitResult(outcome, outcome.Elapsed, 1, outcome.IsHealthy ? [] : [new Phase(outcome.Summary, outcome.Elapsed)]);
        foreach (bool isWait in new[] { false, true })
        {
            ShouldBeVisible(OutcomeWriter.Text(target, result, isWait), text);
            ShouldBeVisible(OutcomeWriter.Progress(target, new WaitProgress(outcome, outcome.Elapsed, 0, true, false), 1), text);
            OutsideText.ShouldHaveOneCommand(OutcomeWriter.GitHub(target, result, isWait), text);
            OutsideText.ShouldHaveOneCommand(WorkflowCommands.Defuse(OutcomeWriter.Progress(target, new WaitProgress(outcome, outcome.Elapsed, 0, true, false), 1)), text);
            string json = OutcomeWriter.Json(target, result, isWait);
            ShouldBeVisible(json, text);
            using var document = JsonDocument.Parse(json);
            ShouldBeVisible(document.RootElement.GetProperty("detail").GetString()!, text);
        }

        // Without GitHub, ## is plain text.
        static void ShouldBeVisible(string line, string text) => OutsideText.ShouldBeSafe(line.Replace("##[", "", StringComparison.Ordinal), text);
    }

    private X509Certificate2 Sign(string text)
    {
        using var key = ECDsa.Create();
        var issuer = new X500DistinguishedNameBuilder();
        issuer.AddCommonName(text);
        var request = new CertificateRequest(issuer.Build(), key, HashAlgorithmName.SHA256);

        // A DNS name is an IA5String, and any of its bytes may stand in one.
        byte[] name = [.. Utf8(text).Select(b => (byte)(b & 0x7f))];
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", [0x30, (byte)(name.Length + 2), 0x82, (byte)name.Length, .. name], critical: false));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 signed = request.Create(_certificates.Authority, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Body(string text) => Utf8($"HTTP/1.1 200 OK\r\nX-Version: 1\r\nContent-Length: {Encoding.UTF8.GetByteCount(text)}\r\n\r\n{text}");

    private static byte[] Postgres(char type, byte[] payload)
    {
        byte[] message = [(byte)type, 0, 0, 0, 0, .. payload];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), message.Length - 1);
        return message;
    }

    private static byte[] PostgresError(string code, string text) => Postgres('E', [.. "SFATAL\0C"u8, .. Utf8(code), 0, (byte)'M', .. Utf8(text), 0, 0]);

    private static byte[] AmqpStart(byte[] version)
    {
        byte[] table = [.. "\x07version"u8, (byte)'S', 0, 0, 0, (byte)version.Length, .. version];
        byte[] payload = [0, 10, 0, 10, 0, 9, 0, 0, 0, (byte)table.Length, .. table, 0, 0, 0, 0, 0, 0, 0, 0];
        return [1, 0, 0, 0, 0, 0, (byte)payload.Length, .. payload, 0xce];
    }

    // Literal header fields without indexing (RFC 7541 section 6.2.2), behind the status from the static table.
    private static byte[] GrpcTrailers(params (string Name, string Value)[] fields)
    {
        byte[] block = [0x88, .. fields.SelectMany(field => (byte[])[0, (byte)field.Name.Length, .. Utf8(field.Name), (byte)Utf8(field.Value).Length, .. Utf8(field.Value)])];
        return [.. GrpcWords.Greeting, 0, 0, (byte)block.Length, 1, 5, 0, 0, 0, 1, .. block];
    }

    private static JsonCheck Json(string text) => JsonCheck.TryParse(text, out JsonCheck? check, out _) ? check : throw new ArgumentException(text);

    private static StatusRanges Status(string text) => StatusRanges.TryParse(text, out StatusRanges? ranges) ? ranges : throw new ArgumentException(text);
}
