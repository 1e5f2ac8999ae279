using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HealthProbe.Network;

namespace HealthProbe.Tests.Network;

/// <summary>
/// What <see cref="CertificateValidator"/> says of certificates made in memory. CraftedChainTests has those that openssl makes.
/// </summary>
public class CertificateValidatorTests
{
    private static readonly X509Certificate2 Root = Pki.Authority("CN=Root");
    private static readonly X509Certificate2 Intermediate = Pki.Authority("CN=Intermediate", Root);

    [Fact]
    public void A_chain_to_an_anchor_is_valid() => Validate(Pki.Leaf(Intermediate), [Intermediate], [Root]).Should().BeNull();

    [Fact]
    public void An_intermediate_may_be_the_anchor() => Validate(Pki.Leaf(Intermediate), [], [Intermediate]).Should().BeNull();

    [Fact]
    public void An_anchor_ends_the_path_although_the_server_sent_a_root_that_is_unknown()
    {
        using X509Certificate2 unknown = Pki.Authority("CN=Unknown");
        using X509Certificate2 intermediate = Pki.Authority("CN=Intermediate", unknown);

        Validate(Pki.Leaf(intermediate), [intermediate, unknown], [intermediate]).Should().BeNull();
    }

    [Fact]
    public void A_self_signed_certificate_may_be_the_anchor()
    {
        using X509Certificate2 self = Pki.Create("CN=web", null, -1, 10, Names("web.test"), new X509BasicConstraintsExtension(true, false, 0, true));

        Validate(self, [], [self]).Should().BeNull();
        Validate(self, [], [Root]).Should().Be("the certificate is not trusted: it is self-signed; set --cacert to a file that contains it");
    }

    [Theory]
    [InlineData(-20, -1, "the certificate expired on 2026-06-14")]
    [InlineData(1, 20, "the certificate is not valid before 2026-06-16")]
    public void A_leaf_out_of_its_time_is_told_with_the_date(int from, int to, string error) =>
        Validate(Pki.Leaf(Root, fromDays: from, toDays: to), [], [Root]).Should().Be(error);

    [Theory]
    [InlineData(-20, -1, "the CA certificate \"CN=Odd\" expired on 2026-06-14")]
    [InlineData(1, 20, "the CA certificate \"CN=Odd\" is not valid before 2026-06-16")]
    public void An_authority_out_of_its_time_is_named_with_the_date(int from, int to, string error)
    {
        using X509Certificate2 odd = Pki.Authority("CN=Odd", Root, from, to);
        using X509Certificate2 oddRoot = Pki.Authority("CN=Odd", null, from, to);

        Validate(Pki.Leaf(odd), [odd], [Root]).Should().Be(error);
        Validate(Pki.Leaf(oddRoot), [], [oddRoot]).Should().Be(error);
    }

    [Fact]
    public void An_unknown_authority_is_named() => Validate(Pki.Leaf(Intermediate), [], [Pki.Authority("CN=Other")])
        .Should().Be("the certificate is not trusted: unknown CA \"CN=Intermediate\"; set --cacert to a file that contains it");

    [Theory]
    [InlineData("web.test", "web.test", true)]
    [InlineData("WEB.test", "web.TEST", true)]
    [InlineData("*.web.test", "a.web.test", true)]
    [InlineData("*.web.test", "a.b.web.test", false)]
    [InlineData("*.web.test", "web.test", false)]
    [InlineData("web.test", "web.test.", true)]
    [InlineData("web.test", "other.test", false)]
    [InlineData("10.1.2.3", "10.1.2.3", false)]
    [InlineData("web.test", "no name at all", false)]
    [InlineData("web.test", "", false)]
    public void The_name_must_be_one_of_the_certificate(string inCertificate, string asked, bool isFor)
    {
        string? error = Validate(Pki.Leaf(Root, inCertificate), [], [Root], asked);

        error.Should().Be(isFor ? null : $"the certificate is valid for \"{inCertificate}\", not for {asked}; set --sni to a name in the certificate");
    }

    [Fact]
    public void The_common_name_is_no_name() => Validate(Pki.Create("CN=web.test", Root, -1, 10), [], [Root])
        .Should().Be("the certificate has no subject alternative names, only the common name \"web.test\"; replace it, or skip verification with -k");

    [Theory]
    [InlineData(13.9999, 14, "the certificate expires on 2026-06-29 (13.9 days left); --cert-days requires 14")]
    [InlineData(14, 14, null)]
    [InlineData(1.04, 2, "the certificate expires on 2026-06-16 (1 days left); --cert-days requires 2")]
    [InlineData(0.5, 1, "the certificate expires on 2026-06-16 (12 h left); --cert-days requires 1")]
    [InlineData(0.01, 1, "the certificate expires on 2026-06-15 (14 min left); --cert-days requires 1")]
    [InlineData(-0.01, 1, "the certificate expired on 2026-06-15")]
    public void The_days_that_are_left_are_never_rounded_up_to_those_required(double left, int required, string? error)
    {
        using X509Certificate2 leaf = Pki.Leaf(Root, toDays: left);

        Validate(leaf, [], new TlsOptions { Roots = [Root], CertificateDays = required }).Should().Be(error);
        Validate(leaf, [], new TlsOptions { Insecure = true, CertificateDays = required }).Should().Be(error);
    }

    [Fact]
    public void The_days_count_for_the_whole_chain()
    {
        using X509Certificate2 ending = Pki.Authority("CN=Ending", Root, -100, 5);
        TlsOptions options = new() { Roots = [Root], CertificateDays = 14 };

        Validate(Pki.Leaf(ending), [ending], options).Should().Be("the CA certificate \"CN=Ending\" expires on 2026-06-20 (5 days left); --cert-days requires 14");
        Validate(Pki.Leaf(ending), [ending], options with { CertificateDays = 4 }).Should().BeNull();
    }

    [Fact]
    public void Without_verification_anything_is_valid()
    {
        using X509Certificate2 expired = Pki.Leaf(Root, "other.test", -20, -10);

        Validate(expired, [], new TlsOptions { Insecure = true }).Should().BeNull();
    }

    [Theory]
    [InlineData("2.5.29.37")]
    [InlineData("2.5.29.32")]
    [InlineData("2.5.29.36")]
    [InlineData("2.5.29.33")]
    [InlineData("2.5.29.54")]
    [InlineData("1.3.6.1.4.1.311.21.10")]
    public void A_policy_that_does_not_parse_is_malformed(string extension) =>
        Validate(Pki.Leaf(Root, more: new X509Extension(new Oid(extension), [0x30, 0x03, 0x02, 0x01], critical: false)), [], [Root])
            .Should().Be(CertificateValidator.MalformedMessage);

    [Theory]
    [InlineData(new byte[] { 0x30, 0x05, 0x87, 0x03, 10, 1, 2 })]
    [InlineData(new byte[] { 0x30, 0x04, 0x82, 0x02, 0xC3, 0xBC })]
    [InlineData(new byte[] { 0x30, 0x7F })]
    [InlineData(new byte[] { })]
    public void Alternative_names_that_do_not_parse_are_malformed(byte[] names) =>
        Validate(Pki.Create("CN=web.test", Root, -1, 10, new X509Extension(new Oid("2.5.29.17"), names, critical: false)), [], [Root])
            .Should().Be(CertificateValidator.MalformedMessage);

    /// <summary>Bytes of a certificate are changed at random; some of them still load.</summary>
    [Fact]
    public void Never_throws_whatever_the_server_sends()
    {
        var random = new Random(20260615);
        using X509Certificate2 leaf = Pki.Leaf(
            Intermediate,
            more:
            [
                new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false),
                new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true),
                new X509Extension(new Oid("2.5.29.32"), [0x30, 0x06, 0x30, 0x04, 0x06, 0x02, 0x2A, 0x03], critical: false),
                new X509Extension(new Oid("2.5.29.36"), [0x30, 0x03, 0x80, 0x01, 0x05], critical: true),
                new X509Extension(new Oid("2.5.29.54"), [0x02, 0x01, 0x05], critical: true),
                new X509BasicConstraintsExtension(false, false, 0, critical: true),
                new X509SubjectKeyIdentifierExtension([1, 2, 3, 4], critical: false),
            ]);
        long start = Stopwatch.GetTimestamp();
        int loaded = 0;
        for (int round = 0; round < 5_000 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10); round++)
        {
            X509Certificate2 mutatedIntermediate = Mutated(Intermediate, random);
            using X509Certificate2 mutated = Mutated(leaf, random);
            loaded += mutated.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span) ? 0 : 1;

            // The mutated certificate as its own anchor gets past the signature, to all that comes after it.
            foreach (X509Certificate2Collection anchors in (X509Certificate2Collection[])[[Root], [mutated], [mutatedIntermediate]])
            {
                Validate(mutated, [mutatedIntermediate], new TlsOptions { Roots = anchors, CertificateDays = 1 });
            }

            Validate(mutated, [mutatedIntermediate], new TlsOptions { Insecure = true, CertificateDays = 1 });
        }

        loaded.Should().BeGreaterThan(100);
    }

    private static X509Certificate2 Mutated(X509Certificate2 certificate, Random random)
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            byte[] der = certificate.RawData;
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                der[random.Next(der.Length)] = (byte)random.Next(256);
            }

            try
            {
                return X509CertificateLoader.LoadCertificate(der);
            }
            catch (CryptographicException)
            {
                // OpenSSL does not load it in a handshake either.
            }
        }

        return X509CertificateLoader.LoadCertificate(certificate.RawData);
    }

    private static X509Extension Names(string name)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        return names.Build();
    }

    private static string? Validate(X509Certificate2 certificate, X509Certificate2Collection sent, X509Certificate2Collection anchors, string name = "web.test") =>
        Validate(certificate, sent, new TlsOptions { Roots = anchors }, name);

    private static string? Validate(X509Certificate2 certificate, X509Certificate2Collection sent, TlsOptions options, string name = "web.test") =>
        new CertificateValidator(options, name, Pki.Now).Validate(certificate, sent);
}
