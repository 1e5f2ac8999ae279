using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HealthProbe.Executable;
using HealthProbe.IntegrationTests.Http;
using HealthProbe.IntegrationTests.Servers;
using HealthProbe.IntegrationTests.Sidecar;
using HealthProbe.Network;

namespace HealthProbe.IntegrationTests.Tls;

/// <summary>What servers offer and require besides a certificate, and what they refuse.</summary>
public sealed class HandshakeTests(CraftedChains chains) : IClassFixture<CraftedChains>
{
    private const int Limit = 60_000;
    private const string Program = "openssl";
    private const string Required = "certificate required: the server requires a client certificate; set --cert";

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData("-tls1_3", Required)]
    [InlineData("-tls1_2", "handshake failure: no cipher suite or version in common, or the server requires a client certificate; set --cert")]
    public async Task A_client_certificate_that_the_server_requires_is_told(string version, string detail)
    {
        await using OpenSslServer server = await StartAsync(version, "-Verify", "2", "-CAfile", chains.PathOf("root.pem"), "-verify_return_error", "-alpn", "h2");
        foreach (Way way in Enum.GetValues<Way>())
        {
            foreach (string scheme in (string[])["https", "rediss", "grpcs"])
            {
                Outcome outcome = await Question.AskAsync(way, $"{scheme}://127.0.0.1:{server.Port}", Insecure);

                (outcome.Reason, outcome.Detail).Should().Be((Reason.Tls, detail), "{0} {1}", way, scheme);
            }
        }
    }

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData("-tls1_3")]
    [InlineData("-tls1_2")]
    public async Task A_client_certificate_of_an_unknown_authority_is_told(string version)
    {
        await using OpenSslServer server = await StartAsync(version, "-Verify", "2", "-CAfile", chains.PathOf("root.pem"), "-verify_return_error");
        foreach (Way way in Enum.GetValues<Way>())
        {
            Outcome outcome = await Question.AskAsync(way, $"https://127.0.0.1:{server.Port}", WithClient(chains.PathOf("foreign.pem"), "foreign"));

            (outcome.Reason, outcome.Detail).Should().Be((Reason.Tls, "the server rejected the client certificate, or requires one (unknown CA); set --cert"));
        }
    }

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData("-tls1_3")]
    [InlineData("-tls1_2")]
    public async Task The_intermediates_of_the_client_certificate_are_sent(string version)
    {
        await using OpenSslServer server = await StartAsync(version, "-Verify", "2", "-CAfile", chains.PathOf("root.pem"), "-verify_return_error");
        foreach (Way way in Enum.GetValues<Way>())
        {
            Outcome alone = await Question.AskAsync(way, $"https://127.0.0.1:{server.Port}", WithClient(chains.PathOf("good.pem"), "good"));
            Outcome chain = await Question.AskAsync(way, $"https://127.0.0.1:{server.Port}", WithClient(chains.Join("good", "int"), "good"));

            alone.Reason.Should().Be(Reason.Tls);
            chain.Detail.Should().Be("status 200, certificate not verified");
        }
    }

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData("good", "ECDHE-ECDSA-CHACHA20-POLY1305")]
    [InlineData("good", "ECDHE-ECDSA-AES256-SHA")]
    [InlineData("good", "ECDHE-ECDSA-AES128-SHA256")]
    [InlineData("rsa-int", "AES128-GCM-SHA256")]
    [InlineData("rsa-int", "AES256-SHA")]
    [InlineData("rsa-int", "DHE-RSA-AES128-GCM-SHA256")]
    public async Task A_cipher_suite_that_curl_takes_is_taken(string certificate, string suite)
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync(
            chains.PathOf($"{certificate}.pem"), chains.PathOf($"{certificate}.key"), "-tls1_2", "-cipher", suite);
        foreach (Way way in Enum.GetValues<Way>())
        {
            (await Question.AskAsync(way, $"https://127.0.0.1:{server.Port}", Insecure)).Detail.Should().Be("status 200, certificate not verified");
        }

        (await ToolRun.RunAsync("curl", ["-sSk", $"https://127.0.0.1:{server.Port}/"])).ExitCode.Should().Be(0);
    }

    [ServerTheory(Program, Program, Timeout = Limit)]
    [InlineData("-tls1_2 -cipher NULL-SHA256@SECLEVEL=0", "handshake failure: no cipher suite or version in common, or the server requires a client certificate; set --cert")]
    [InlineData("-tls1_2 -cipher ECDHE-ECDSA-NULL-SHA@SECLEVEL=0", "handshake failure: no cipher suite or version in common, or the server requires a client certificate; set --cert")]
    [InlineData("-tls1_1 -cipher DEFAULT@SECLEVEL=0", "the TLS handshake failed: the server does not speak TLS, or no version in common")]
    [InlineData("-servername web.test -cert2 {cert} -key2 {key} -servername_fatal", "unrecognized name: the server has no certificate for this name; set --sni")]
    public async Task What_the_server_has_not_in_common_is_told(string options, string detail)
    {
        string[] all = options.Replace("{cert}", chains.PathOf("good.pem"), StringComparison.Ordinal).Replace("{key}", chains.PathOf("good.key"), StringComparison.Ordinal).Split(' ');
        await using OpenSslServer server = await OpenSslServer.StartAsync(chains.PathOf("good.pem"), chains.PathOf("good.key"), all);
        foreach (Way way in Enum.GetValues<Way>())
        {
            Outcome outcome = await Question.AskAsync(way, $"https://localhost:{server.Port}", Insecure);

            (outcome.Reason, outcome.Detail).Should().Be((Reason.Tls, detail));
        }
    }

    [ServerFact(Program, Program)]
    public void An_Ed25519_key_of_the_client_is_told()
    {
        string cert = chains.PathOf("ed25519.pem");

        CertificateFiles.ReadClient(cert, chains.PathOf("ed25519.key"), new Deadline(TimeSpan.FromSeconds(5), TimeProvider.System), out string? mistake).Should().BeNull();

        mistake.Should().Be($"--key: Ed25519 and Ed448 keys are not supported ({Quoted.Of(cert)}); use an RSA or EC key");
    }

    /// <summary>Extensions whose content is arbitrary, in a certificate that the server uses.</summary>
    [Fact(Timeout = Limit)]
    public async Task Any_extension_is_an_outcome_and_ends_nothing()
    {
        string[] extensions =
        [
            "2.5.29.37", "2.5.29.32", "2.5.29.36", "2.5.29.33", "2.5.29.54", "1.3.6.1.4.1.311.21.10", "2.5.29.17", "2.5.29.30", "2.5.29.19", "2.5.29.14",
            "2.5.29.35", "2.5.29.31", "1.3.6.1.5.5.7.1.1",
        ];
        byte[][] contents = [[], [0x30, 0x03, 0x02, 0x01], [0x30, 0x05, 0x87, 0x03, 10, 1, 2], [0x30, 0x04, 0x82, 0x02, 0xC3, 0xBC], [0x05, 0x00], [0x30, 0x80], RandomNumberGenerator.GetBytes(40)];
        foreach (string extension in extensions)
        {
            foreach (byte[] content in contents)
            {
                using X509Certificate2 certificate = Create(extension, content);
                await using ScriptedServer server = Serve(certificate);
                foreach (TlsOptions tls in (TlsOptions[])[new() { Insecure = true }, new() { Roots = [certificate] }])
                {
                    Outcome outcome = await Question.AskAsync(Way.OnTheCallingThread, $"https://127.0.0.1:{server.Port}", new ProbeOptions { Tls = tls });

                    outcome.Reason.Should().BeOneOf([Reason.None, Reason.Tls], "{0} {1}: {2}", extension, Convert.ToHexString(content), outcome.Detail);
                }
            }
        }
    }

    private static ProbeOptions Insecure => new() { Tls = new TlsOptions { Insecure = true } };

    private static X509Certificate2 Create(string extension, byte[] content)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=odd", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension(new Oid(extension), content, critical: false));
        using X509Certificate2 signed = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pkcs12), null);
    }

    private static ScriptedServer Serve(X509Certificate2 certificate) => new(async (stream, stop) =>
    {
        await using var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            await ScriptedServer.ReadRequestAsync(secured, stop);
            await secured.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
        }
        catch (AuthenticationException)
        {
        }
    });

    private ProbeOptions WithClient(string cert, string key)
    {
        X509Certificate2Collection client = CertificateFiles.ReadClient(cert, chains.PathOf($"{key}.key"), new Deadline(TimeSpan.FromSeconds(5), TimeProvider.System), out string? mistake)!;
        mistake.Should().BeNull();
        return new ProbeOptions { Tls = new TlsOptions { Insecure = true, ClientCertificate = client[0], ClientCertificateChain = [.. client.Skip(1)] } };
    }

    private Task<OpenSslServer> StartAsync(params string[] options) => OpenSslServer.StartAsync(
        chains.PathOf("good.pem"), chains.PathOf("good.key"), options);
}
