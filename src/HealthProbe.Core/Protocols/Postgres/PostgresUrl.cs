using System.Text;

namespace HealthProbe.Protocols.Postgres;

/// <summary>
/// What a connection URI says besides host and port (libpq, section "Connection URIs"). The password is never used, and most parameters
/// matter only to lasting sessions.
/// </summary>
internal sealed class PostgresUrl
{
    // Nearly every server has a user and a database of this name: one that it does not have leaves a line in its log.
    private const string DefaultName = "postgres";

    private const string Require = "require";

    // The server would cut it, and name in its messages what nobody knows for a secret.
    private const int MaxNameBytes = 63;

    public PostgresUrl(Target target)
    {
        int query = target.PathAndQuery.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? target.PathAndQuery : target.PathAndQuery[..query];
        GivenUser = Uri.UnescapeDataString((target.UserInfo ?? "").Split(':')[0]);
        User = GivenUser.Length == 0 ? DefaultName : GivenUser;
        Database = path.Length <= 1 ? DefaultName : Uri.UnescapeDataString(path[1..]);
        ReadQuery(query < 0 ? "" : target.PathAndQuery[(query + 1)..]);
    }

    /// <summary>The user of the startup message.</summary>
    public string User { get; }

    /// <summary>The user that the URI names; empty for none.</summary>
    public string GivenUser { get; }

    /// <summary>The database of the startup message.</summary>
    public string Database { get; }

    /// <summary>Whether the connection must use TLS.</summary>
    public bool UsesTls => SslMode is Require or "no-verify" or "verify-ca" or "verify-full";

    private string SslMode { get; set; } = "";

    // Its file is the client's; --cacert names the probe's.
    private bool NamesRoots { get; set; }

    /// <summary>What is wrong and what to write, or null if nothing is.</summary>
    public string? Error => !IsName(User) || !IsName(Database) ? "the name of the user or of the database is none: write it without %00, and shorter than 64 bytes"
        : UsesTls || SslMode is "" or "disable" or "allow" or "prefer" ? null
        : $"sslmode {Quoted.Of(SslMode)} is unknown: write disable, allow, prefer, require, verify-ca or verify-full";

    /// <summary>
    /// What <c>sslmode</c> means in libpq: <c>require</c> verifies nothing until a root certificate is named, and then the chain, as
    /// <c>verify-ca</c> does; <c>verify-full</c>
    /// verifies the name too. No password is sent, so a certificate that is not verified gives nothing away.
    /// </summary>
    public TlsOptions Apply(TlsOptions options) => SslMode switch
    {
        Require or "no-verify" when options.Roots is null && !NamesRoots => options with { Insecure = true },
        Require or "no-verify" or "verify-ca" => options with { AcceptsAnyName = true },
        _ => options,
    };

    // As libpq reads them: the last one counts, and ssl=true is for URLs of JDBC.
    private void ReadQuery(string query)
    {
        foreach (string parameter in query.Split('&'))
        {
            SslMode = parameter == "ssl=true" ? Require
                : parameter.StartsWith("sslmode=", StringComparison.Ordinal) ? Uri.UnescapeDataString(parameter["sslmode=".Length..])
                : SslMode;
            NamesRoots |= parameter.StartsWith("sslrootcert=", StringComparison.Ordinal);
        }
    }

    private static bool IsName(string name) => Encoding.UTF8.GetByteCount(name) <= MaxNameBytes && !name.Contains('\0', StringComparison.Ordinal);
}
