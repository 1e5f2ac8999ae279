using System.Text;

namespace HealthProbe.Postgres;

/// <summary>What a connection URI says besides host and port (libpq, section "Connection URIs"). The password is never used, and other parameters than <c>sslmode</c> concern clients that stay.</summary>
internal sealed class PostgresUrl
{
    // Nearly every server has a user and a database of this name: one that it does not have leaves a line in its log.
    private const string UsualName = "postgres";

    // The server would cut it, and name in its messages what nobody knows for a secret.
    private const int LongestName = 63;

    public PostgresUrl(Target target)
    {
        int query = target.PathAndQuery.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? target.PathAndQuery : target.PathAndQuery[..query];
        GivenUser = Uri.UnescapeDataString((target.UserInfo ?? "").Split(':')[0]);
        User = GivenUser.Length == 0 ? UsualName : GivenUser;
        Database = path.Length <= 1 ? UsualName : Uri.UnescapeDataString(path[1..]);
        SslMode = query < 0 ? "" : ReadSslMode(target.PathAndQuery[(query + 1)..]);
    }

    /// <summary>Who is said to ask.</summary>
    public string User { get; }

    /// <summary>The user that the URI names; empty for none.</summary>
    public string GivenUser { get; }

    /// <summary>The database that is asked for.</summary>
    public string Database { get; }

    /// <summary>Whether the connection must be inside TLS. The certificate is then verified whole, as by <c>verify-full</c>, unless the options say otherwise.</summary>
    public bool IsSecured => SslMode is "require" or "verify-ca" or "verify-full";

    private string SslMode { get; }

    /// <summary>What to write instead, or null when all is right.</summary>
    public string? Mistake => IsName(User) && IsName(Database)
        ? SslMode is "" or "disable" or "allow" or "prefer" || IsSecured ? null
            : $"sslmode {Quoted.Of(SslMode)} is unknown: write disable, allow, prefer, require, verify-ca or verify-full"
        : "the name of the user or of the database is none: write it without %00, and shorter than 64 bytes";

    // As libpq reads them: the last one counts, and ssl=true is for the sake of JDBC.
    private static string ReadSslMode(string query)
    {
        string mode = "";
        foreach (string parameter in query.Split('&'))
        {
            mode = parameter == "ssl=true" ? "require"
                : parameter.StartsWith("sslmode=", StringComparison.Ordinal) ? Uri.UnescapeDataString(parameter["sslmode=".Length..])
                : mode;
        }

        return mode;
    }

    private static bool IsName(string name) => Encoding.UTF8.GetByteCount(name) <= LongestName && !name.Contains('\0', StringComparison.Ordinal);
}
