using HealthProbe.Executable;
using HealthProbe.IntegrationTests.Servers;
using HealthProbe.IntegrationTests.Sidecar;
using HealthProbe.Network;

namespace HealthProbe.IntegrationTests.Tls;

/// <summary>
/// Chains that openssl makes, sent by its server. What <c>openssl verify</c> and curl say of each stands beside what HealthProbe says.
/// </summary>
public sealed class CraftedChainTests(CraftedChains chains) : IClassFixture<CraftedChains>
{
    private const int Limit = 60_000;
    private const string Curl = "curl";
    private const string Replace = "; replace it, or skip verification with -k";
    private const string AddIt = "; set --cacert to a file that contains it";

    /// <summary>The leaf, what is sent with it, the anchors, and what is wrong; then whether curl and openssl accept it.</summary>
    public static TheoryData<string, string, string, string, bool> Cases => new()
    {
        { "good", "int", "root", "", true },
        { "direct", "", "root", "", true },
        { "good", "int", "bundle", "", true },
        { "pss", "rsa-int", "root", "", true },
        { "ed25519", "int", "root", "", true },

        // Anchors that are no roots, that only the bundle has, or that are written in another way.
        { "good", "", "int", "", true },
        { "good", "int", "int", "", true },
        { "good", "", "good", "", true },
        { "good", "", "bundle", "", true },
        { "good", "cross-int", "bundle", "", true },
        { "good", "int", "printable-root", "", true },
        { "good", "int", "upper-root", "", true },
        { "good", "int", "spaced-root", "", true },
        { "good", "int", "trusted-root", "", true },
        { "good", "int", "marked-root", "", true },
        { "self", "", "self", "", true },

        { "self", "", "root", "the certificate is not trusted: it is self-signed" + AddIt, false },
        { "foreign", "", "root", "the certificate is not trusted: unknown CA \"CN=Foreign\"" + AddIt, false },
        { "good", "", "root", "the certificate is not trusted: unknown CA \"CN=Intermediate\"" + AddIt, false },
        { "expired", "int", "root", "the certificate expired on {yesterday}", false },
        { "under-expired-int", "expired-int", "root", "the CA certificate \"CN=Expired intermediate\" expired on {yesterday}", false },
        { "under-expired-root", "", "expired-root", "the CA certificate \"CN=Expired root\" expired on {yesterday}", false },
        { "under-no-sign", "no-sign-int", "root", "the CA certificate \"CN=No signing\" is not valid for signing certificates (key usage)", false },
        { "under-not-a-ca", "not-a-ca", "root", "the CA certificate \"CN=Not a CA\" is not a CA certificate", false },
        { "under-named", "named-int", "root", "a name in the certificate is outside the name constraints of its CA", false },
        { "under-short", "below-short short-int", "root", "the certificate chain is longer than the CA certificate \"CN=Short\" permits (path length)", false },
        { "client-only", "int", "root", "the certificate is not valid for server authentication (extended key usage)", false },
        { "critical", "int", "root", "the certificate has a critical extension that is not supported", false },
        { "bad-signature", "int", "root", "the signature of the certificate does not match the CA \"CN=Intermediate\"", false },
        { "md5", "rsa-int", "root", "the certificate has an MD5 signature" + Replace, false },
        { "sha1", "int", "root", "the certificate has a SHA-1 signature" + Replace, false },
        { "under-sha1", "sha1-int", "root", "the CA certificate \"CN=SHA-1 intermediate\" has a SHA-1 signature" + Replace, false },
        { "pss-sha1", "rsa-int", "root", "the certificate has a SHA-1 signature" + Replace, false },
        { "rsa1024", "int", "root", "the certificate has an RSA key of 1024 bits, less than 2048" + Replace, false },
        { "under-rsa1024", "rsa1024-int", "root", "the CA certificate \"CN=Short RSA\" has an RSA key of 1024 bits, less than 2048" + Replace, false },
        { "under-p192", "p192-int", "root", "the CA certificate \"CN=P-192\" has an elliptic curve key of 192 bits, less than 224" + Replace, false },

        // No curve in common: such a key never gets as far as its certificate.
        { "p192", "int", "root", "handshake failure: no cipher suite or version in common, or the server requires a client certificate; set --cert", false },
        { "other-name", "int", "root", "the certificate is valid for \"other.test, *.sub.test, 10.1.2.3\", not for web.test; set --sni to a name in the certificate", false },

        // Stricter than the two: RFC 9525, section 6, and the requirements of the CA/Browser Forum.
        { "common-name", "int", "root", "the certificate has no subject alternative names, only the common name \"web.test\"" + Replace, true },
        { "ca-leaf", "int", "root", "the certificate is a CA certificate, not one of a server" + Replace, true },

        // Less strict: the key of a root that somebody trusts may be of its time.
        { "under-rsa1024-root", "", "rsa1024-root", "", false },
    };

    [ServerTheory(Curl, Curl, Timeout = Limit)]
    [MemberData(nameof(Cases))]
    public async Task Are_accepted_or_refused_with_the_reason(string leaf, string sent, string anchors, string error, bool isAcceptedByOthers)
    {
        string expected = error.Replace("{yesterday}", DateTime.UtcNow.AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        string intermediates = chains.Join(sent.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        string bundle = chains.PathOf($"{anchors}.pem");
        await using OpenSslServer server = await StartAsync(leaf, sent, intermediates);
        TlsOptions system = new() { Anchors = new SystemTrustStore(bundle, null, [], Soon()) };
        TlsOptions given = new() { Roots = CertificateFiles.ReadRoots(bundle, Soon(), out _) };

        foreach (TlsOptions tls in (TlsOptions[])[system, given])
        {
            foreach (Way way in Enum.GetValues<Way>())
            {
                Outcome outcome = await AskAsync(way, server, tls);

                outcome.Detail.Should().Be(expected.Length == 0 ? "status 200" : expected);
                outcome.Reason.Should().Be(expected.Length == 0 ? Reason.None : Reason.Tls);
            }
        }

        (await AcceptsAsync(Curl, "-sS", "--cacert", bundle, "--resolve", $"web.test:{server.Port}:127.0.0.1", $"https://web.test:{server.Port}/")).Should().Be(isAcceptedByOthers);
        string[] untrusted = sent.Length == 0 ? [] : ["-untrusted", intermediates];
        (await AcceptsAsync("openssl", ["verify", "-auth_level", "2", "-partial_chain", "-purpose", "sslserver", "-verify_hostname", "web.test",
            "-CAfile", bundle, .. untrusted, chains.PathOf($"{leaf}.pem")])).Should().Be(isAcceptedByOthers);
    }

    [ServerTheory(Curl, Curl, Timeout = Limit)]
    [InlineData("expired", "int")]
    [InlineData("rsa1024", "int")]
    [InlineData("under-p192", "p192-int")]
    [InlineData("md5", "rsa-int")]
    [InlineData("self", "")]
    [InlineData("common-name", "int")]
    [InlineData("bad-signature", "int")]
    public async Task Are_accepted_without_verification(string leaf, string sent)
    {
        await using OpenSslServer server = await StartAsync(leaf, sent, chains.Join(sent.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        foreach (Way way in Enum.GetValues<Way>())
        {
            (await AskAsync(way, server, new TlsOptions { Insecure = true })).Detail.Should().Be("status 200, certificate not verified");
        }
    }

    private static Deadline Soon() => new(TimeSpan.FromSeconds(5), TimeProvider.System);

    private static async Task<bool> AcceptsAsync(string program, params string[] arguments) => (await ToolRun.RunAsync(program, arguments)).ExitCode == 0;

    private static Task<Outcome> AskAsync(Way way, OpenSslServer server, TlsOptions tls) =>
        Question.AskAsync(way, $"https://127.0.0.1:{server.Port}/", new ProbeOptions { Tls = tls with { ServerName = "web.test" } });

    private Task<OpenSslServer> StartAsync(string leaf, string sent, string intermediates) => OpenSslServer.StartAsync(
        chains.PathOf($"{leaf}.pem"), chains.PathOf($"{leaf}.key"), sent.Length == 0 ? [] : ["-cert_chain", intermediates]);
}
