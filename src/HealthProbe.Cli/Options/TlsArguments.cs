using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Cli.Options;

/// <summary>The options of TLS.</summary>
internal sealed class TlsArguments(OptionFactory option)
{
    private readonly Option<bool> _insecure = option.Flag("--insecure", ["-k"], "accept any certificate");
    private readonly Option<X509Certificate2Collection?> _cacert =
        option.Value("--cacert", [], "file", "trust these CAs (PEM) instead of the system's", null, CertificateFiles.ReadRoots);

    private readonly Option<string?> _cert = option.Value("--cert", [], "file", "client certificate (PEM)", null, ValueReader.Text);
    private readonly Option<string?> _key = option.Value("--key", [], "file", "its private key (PEM), where it is not in the same file", null, ValueReader.Text);
    private readonly Option<string?> _sni = option.Value("--sni", [], "name", "name to ask for and to verify", null, ReadServerName);
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

        Deadline deadline = option.GetDeadline(result.GetValue);
        X509Certificate2Collection? client = cert is null ? null : CertificateFiles.ReadClient(cert, key ?? cert, deadline, out mistake);
        TlsOptions tls = SystemTrustStore.CreateOptions(deadline) with
        {
            Insecure = result.GetValue(_insecure),
            ClientCertificate = client?[0],
            ClientCertificateChain = client is null ? null : [.. client.Skip(1)],
            ServerName = result.GetValue(_sni),
            CertificateDays = result.GetValue(_certDays),
        };
        return result.GetValue(_cacert) is X509Certificate2Collection roots ? tls with { Roots = roots } : tls;
    }

    // RFC 5890: a name outside ASCII is sent and verified in its A-label form.
    private static string? ReadServerName(string text, out string? mistake)
    {
        string name = text;
        try
        {
            name = Ascii.IsValid(text) ? text : new IdnMapping().GetAscii(text);
        }
        catch (ArgumentException)
        {
            // Not a name in any script: the check below reports it.
        }

        _ = Target.TryParse(name, "1", out Target? target, out _);
        bool isName = target is not null && Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4;
        mistake = isName ? null : $"{Quoted.Of(text)} is not a host name; use letters, digits, hyphens and dots";
        return target?.Host;
    }

    private static int ReadDays(string text, out string? mistake)
    {
        bool isDays = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= 3650;
        mistake = isDays ? null : $"{Quoted.Of(text)} is not a number of days: write 1 to 3650";
        return days;
    }
}
