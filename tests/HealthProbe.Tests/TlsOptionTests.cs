using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HealthProbe.Tests.Network;

namespace HealthProbe.Tests;

/// <summary>The files and names of the TLS options, as they are written on a command line.</summary>
public sealed class TlsOptionTests : IDisposable
{
    private const string Https = "https://web.test/";

    private static readonly X509Certificate2 Root = Pki.Authority("CN=Root");

    private readonly string _folder = Directory.CreateTempSubdirectory("healthprobe-tls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_client_certificate_is_sent_with_the_intermediates_of_its_file()
    {
        using X509Certificate2 intermediate = Pki.Authority("CN=Intermediate", Root);
        using X509Certificate2 client = Pki.Leaf(intermediate);
        string cert = Write("cert", client.ExportCertificatePem(), intermediate.ExportCertificatePem());

        TlsOptions tls = new WrittenCommand().Settings(Https, "--cert", cert, "--key", Write("key", KeyOf(client))).Probe.Tls;

        tls.ClientCertificate.Should().Be(client);
        tls.ClientCertificate!.HasPrivateKey.Should().BeTrue();
        tls.ClientCertificateChain.Should().Equal(intermediate);
    }

    [Fact]
    public void The_key_may_be_in_the_file_of_the_certificate()
    {
        using X509Certificate2 client = Pki.Leaf(Root);

        new WrittenCommand().Settings(Https, "--cert", Write("both", KeyOf(client), client.ExportCertificatePem())).Probe.Tls.ClientCertificate!.HasPrivateKey.Should().BeTrue();
    }

    [Fact]
    public void A_key_of_another_pair_is_told()
    {
        using X509Certificate2 client = Pki.Leaf(Root);
        using var rsa = RSA.Create(2048);
        string cert = Write("cert", client.ExportCertificatePem());
        foreach (string other in (string[])[KeyOf(Root), rsa.ExportPkcs8PrivateKeyPem()])
        {
            Mistake("--cert", cert, "--key", Write("key", other)).Should().Be("--key: the key in \"key\" does not belong to the certificate in \"cert\"; use the key that it was made with");
        }
    }

    [Fact]
    public void An_intermediate_that_is_the_first_in_the_file_is_told()
    {
        using X509Certificate2 client = Pki.Leaf(Root);
        string cert = Write("cert", Root.ExportCertificatePem(), client.ExportCertificatePem());

        Mistake("--cert", cert, "--key", Write("key", KeyOf(client)))
            .Should().Be("--key: the first certificate in \"cert\" is not the one of the key; put the client certificate first");
    }

    [Fact]
    public void An_encrypted_key_is_told()
    {
        using X509Certificate2 client = Pki.Leaf(Root);
        using ECDsa key = client.GetECDsaPrivateKey()!;
        string encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));

        Mistake("--cert", Write("cert", client.ExportCertificatePem()), "--key", Write("key", encrypted)).Should().Be("--key: \"key\" is encrypted; decrypt it with openssl pkey");
    }

    [Fact]
    public void A_file_without_a_certificate_or_key_is_told()
    {
        using X509Certificate2 client = Pki.Leaf(Root);
        string cert = Write("cert", client.ExportCertificatePem());

        Mistake("--cert", Write("key", KeyOf(client)), "--key", At("key")).Should().Be("--cert: \"key\" contains no certificate; use a PEM file");
        Mistake("--cert", cert).Should().Be("--cert: \"cert\" contains no private key; use a PEM file");
        Mistake("--cert", cert, "--key", cert).Should().Be("--cert: \"cert\" contains no private key; use a PEM file");
        Mistake("--cacert", Write("broken", client.ExportCertificatePem().Insert(60, "AAAA"))).Should().Be("--cacert: \"broken\" contains an invalid certificate; write it again from its source");
    }

    [Theory]
    [InlineData("--cacert")]
    [InlineData("--cert")]
    [InlineData("--header", "@")]
    [InlineData("--user", "@")]
    [InlineData("--data", "@")]
    public void A_pipe_that_nobody_writes_to_does_not_outlive_the_timeout(string option, string prefix = "")
    {
        using Process made = Process.Start("mkfifo", At("pipe"));
        made.WaitForExit();
        long start = Stopwatch.GetTimestamp();

        Mistake(option, prefix + At("pipe"), "--timeout", "200ms").Should().Be($"{option}: \"pipe\": no end of the data within 200ms");

        Stopwatch.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("--cacert", "/dev/zero", "it is larger than 1 MiB")]
    [InlineData("--header", "@/dev/zero", "it is larger than 1 MiB")]
    [InlineData("--cert", "/dev", "it is a directory")]
    [InlineData("--user", "@/dev", "it is a directory")]
    public void What_is_no_file_is_named(string option, string value, string why) =>
        Mistake(option, value).Should().Be($"{option}: \"{value.TrimStart('@')}\": {why}");

    [Theory]
    [InlineData("", "\"\" is not a host name")]
    [InlineData(".web.test", "\".web.test\" is not a host name")]
    [InlineData("a..b", "\"a..b\" is not a host name")]
    [InlineData("a\nb", "\"a?b\" is not a host name")]
    [InlineData("a b", "\"a b\" is not a host name")]
    [InlineData("http://a", "\"http://a\" is not a host name")]
    public void A_server_name_that_is_none_is_told(string name, string why) =>
        new WrittenCommand().Mistake(Https, "--sni", name).Should().Be($"--sni: {why}; use letters, digits, hyphens and dots");

    [Fact]
    public void A_server_name_that_is_too_long_is_told() =>
        new WrittenCommand().Mistake(Https, "--sni", new string('a', 300)).Should().StartWith("--sni: \"aaa").And.EndWith("is not a host name; use letters, digits, hyphens and dots");

    [Theory]
    [InlineData("bücher.test", "xn--bcher-kva.test")]
    [InlineData("WEB.test", "web.test")]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("my_web", "my_web")]
    public void A_server_name_is_sent_in_ascii(string name, string sent) => new WrittenCommand().Settings(Https, "--sni", name).Probe.Tls.ServerName.Should().Be(sent);

    private static string KeyOf(X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private string Mistake(params string[] arguments) => new WrittenCommand().Mistake([Https, .. arguments]).Replace(_folder + "/", "", StringComparison.Ordinal);

    private string At(string name) => Path.Combine(_folder, name);

    private string Write(string name, params string[] pem)
    {
        File.WriteAllText(At(name), string.Join('\n', pem));
        return At(name);
    }
}
