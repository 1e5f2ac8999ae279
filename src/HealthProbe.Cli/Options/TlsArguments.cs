using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HealthProbe.Cli.Options;

/// <summary>The options of TLS.</summary>
internal sealed class TlsArguments(OptionFactory option)
{
    private readonly Option<bool> _insecure = option.Flag("--insecure", ["-k"], "accept any certificate");
    private readonly Option<X509Certificate2Collection?> _cacert = option.Value("--cacert", [], "file", "trust these CAs (PEM) instead of the system's", null, RootCertificates.Read);
    private readonly Option<string?> _cert = option.Value("--cert", [], "file", "client certificate (PEM)", null, ValueReader.Text);
    private readonly Option<string?> _key = option.Value("--key", [], "file", "its private key (PEM), where it is not in the same file", null, ValueReader.Text);
    private readonly Option<string?> _sni = option.Value("--sni", [], "name", "name to ask for and to verify", null, ValueReader.Text);
    private readonly Option<int> _certDays = option.Value("--cert-days", [], "n", "the certificate must be valid for n more days", 0, ReadDays);

    public IReadOnlyList<Option> All => [_insecure, _cacert, _cert, _key, _sni, _certDays];

    public TlsOptions Read(ParseResult result, out string? mistake)
    {
        mistake = null;
        string? cert = result.GetValue(_cert);
        string? key = result.GetValue(_key);
        if (cert is null && key is not null)
        {
            mistake = "--key has no --cert: write both";
        }
        else if (result.GetValue(_insecure) && result.GetValue(_cacert) is not null)
        {
            mistake = "--insecure accepts any certificate, so --cacert has no effect; remove one of them";
        }

        return new TlsOptions
        {
            Insecure = result.GetValue(_insecure),
            Roots = result.GetValue(_cacert),
            ClientCertificate = cert is null ? null : ReadCertificate(cert, key ?? cert, ref mistake),
            ServerName = result.GetValue(_sni),
            CertificateDays = result.GetValue(_certDays),
        };
    }

    private static X509Certificate2? ReadCertificate(string certPath, string keyPath, ref string? mistake)
    {
        string cert = Encoding.UTF8.GetString(FileContent.ReadFile(certPath, out string? certMistake));
        string key = Encoding.UTF8.GetString(FileContent.ReadFile(keyPath, out string? keyMistake));
        mistake ??= certMistake is null ? null : $"--cert: {certMistake}";
        mistake ??= keyMistake is null ? null : $"--key: {keyMistake}";
        if (mistake is not null)
        {
            return null;
        }

        try
        {
            return X509Certificate2.CreateFromPem(cert, key);
        }
        catch (CryptographicException)
        {
            mistake = $"--cert: {Quoted.Of(certPath)} is no certificate with its key: write PEM files for --cert and --key";
            return null;
        }
    }

    private static int ReadDays(string text, out string? mistake)
    {
        bool isDays = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= 3650;
        mistake = isDays ? null : $"{Quoted.Of(text)} is not a number of days: write 1 to 3650";
        return days;
    }
}
