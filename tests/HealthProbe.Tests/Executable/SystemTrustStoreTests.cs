using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using HealthProbe.Executable;
using HealthProbe.Network;
using HealthProbe.Tests.Network;

namespace HealthProbe.Tests.Executable;

public sealed class SystemTrustStoreTests : IDisposable
{
    private static readonly X509Certificate2 Root = Pki.Authority("CN=Root");
    private static readonly X509Certificate2 Other = Pki.Authority("CN=Other");

    private readonly string _folder = Directory.CreateTempSubdirectory("healthprobe-roots-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_the_issuers_are_loaded_at_first()
    {
        SystemTrustStore store = Store(Write("bundle", Other, Root));

        store.LoadIssuersOf([Pki.Leaf(Root)]).Should().ContainSingle().Which.Should().Be(Root);
        store.LoadAll().Should().Equal(Other, Root);
        store.Error.Should().BeNull();
    }

    [Fact]
    public void Several_directories_are_read()
    {
        string directories = string.Join(':', Directory.CreateDirectory(At("a")).FullName, At("nowhere"), Directory.CreateDirectory(At("b")).FullName);
        Write("a/one.pem", Root);
        Write("b/two.pem", Other);
        File.WriteAllText(At("b/README"), "no certificate");

        SystemTrustStore store = Store(null, directories);

        store.LoadAll().Should().Equal(Root, Other);
        store.Error.Should().Be($"SSL_CERT_DIR: {Quoted.Of(At("nowhere"))}: there is no such directory");
    }

    [Fact]
    public void The_first_bundle_that_exists_is_read_without_the_variables()
    {
        Write("second", Root);

        new SystemTrustStore("", "", [At("first"), At("second")], Soon()).LoadAll().Should().Equal(Root);
    }

    [Fact]
    public void It_is_told_that_there_is_nothing()
    {
        var store = new SystemTrustStore(null, null, [At("first")], Soon());

        Validate(store).Should().Be("the certificate is not trusted: no CA certificates found; copy a CA bundle to /etc/ssl/certs/ca-certificates.crt, or set --cacert");
    }

    [Theory]
    [InlineData("nowhere", "there is no such file")]
    [InlineData("empty", "it contains no certificate")]
    [InlineData("truncated", "it contains no certificate")]
    public void It_is_told_what_is_wrong_with_a_file(string name, string why)
    {
        File.WriteAllText(At("empty"), "\n");
        File.WriteAllText(At("truncated"), Root.ExportCertificatePem()[..200]);

        Validate(Store(At(name))).Should().Be($"the certificate is not trusted: SSL_CERT_FILE: {Quoted.Of(At(name))}: {why}");
    }

    [Fact]
    public void A_certificate_that_does_not_load_hides_no_other()
    {
        File.WriteAllText(At("bundle"), $"{Root.ExportCertificatePem().Insert(60, "AAAA")}\n{Root.ExportCertificatePem()}");

        Validate(Store(At("bundle"))).Should().BeNull();
    }

    [Fact]
    public void A_byte_order_mark_and_the_labels_of_OpenSSL_are_read()
    {
        string pem = Root.ExportCertificatePem();
        File.WriteAllText(At("bundle"), "\uFEFF" + pem.Replace("CERTIFICATE", "X509 CERTIFICATE", StringComparison.Ordinal));

        Validate(Store(At("bundle"))).Should().BeNull();
    }

    [Fact]
    public async Task A_pipe_is_read_once_and_kept()
    {
        string pipe = Pipe();
        SystemTrustStore store = Store(pipe);
        Task writing = Task.Run(() => File.WriteAllText(pipe, Root.ExportCertificatePem()));

        store.LoadIssuersOf([Pki.Leaf(Other)]).Should().BeEmpty();
        await writing;

        store.LoadAll().Should().Equal(Root);
        Validate(store).Should().BeNull();
    }

    [Fact]
    public void A_pipe_that_nobody_writes_to_does_not_outlive_the_timeout()
    {
        long start = Stopwatch.GetTimestamp();

        Validate(Store(Pipe())).Should().Be($"the certificate is not trusted: SSL_CERT_FILE: {Quoted.Of(At("pipe"))}: no end of the data within 1s");

        Stopwatch.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    private string Pipe()
    {
        using Process made = Process.Start("mkfifo", At("pipe"));
        made.WaitForExit();
        return At("pipe");
    }

    private static string? Validate(SystemTrustStore store) =>
        new CertificateValidator(new TlsOptions { Anchors = store }, "web.test", Pki.Now).Validate(Pki.Leaf(Root), []);

    private static SystemTrustStore Store(string? file, string? directories = null) => new(file, directories, [], Soon());

    private static Deadline Soon() => new(TimeSpan.FromSeconds(1), TimeProvider.System);

    private string At(string name) => Path.Combine(_folder, name);

    private string Write(string name, params X509Certificate2[] certificates)
    {
        File.WriteAllText(At(name), string.Join('\n', certificates.Select(certificate => certificate.ExportCertificatePem())));
        return At(name);
    }
}
