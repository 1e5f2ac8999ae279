namespace HealthProbe;

/// <summary>Recognizes the connection strings of database clients, which contain passwords and are not targets.</summary>
internal static class ConnectionString
{
    private const string Jdbc = "jdbc:";
    private const string Redis = "redis://host:6379";
    private const string Postgres = "postgres://host:5432";
    private const string MySql = "mysql://host:3306";

    /// <summary>
    /// Returns what the text is and the URL to use in its place, without any part of the text; null for a text that is no connection
    /// string.
    /// </summary>
    public static string? Describe(string text)
    {
        if (text.StartsWith(Jdbc, StringComparison.OrdinalIgnoreCase))
        {
            string driver = text[Jdbc.Length..].Split(':')[0].ToLowerInvariant();
            return $"a JDBC URL is not a target; use {(driver is "postgresql" ? Postgres : driver is "mysql" or "mariadb" ? MySql : "tcp://host:port")}";
        }

        // In a URL, an equals sign stands in the query. A word that a variable made may look like an option.
        int end = text.AsSpan().IndexOfAny('/', '?');
        string start = end < 0 ? text : text[..end];
        return start.Contains('=', StringComparison.Ordinal) && !start.StartsWith('-') ? $"a connection string is not a target; use {UrlFor(start)}" : null;
    }

    private static string UrlFor(string text)
    {
        string[] keys = [.. text.Split(';', ',', ' ').Select(pair => pair.Split('=')[0].Trim().ToLowerInvariant())];
        return keys.Contains("driver") || keys.Contains("dsn") ? $"the URL of the protocol, such as {Postgres} or {MySql}"
            : keys.Contains("host") ? Postgres
            : keys.Contains("server") || keys.Contains("source") ? $"{MySql}, {Postgres}, or tcp://host:1433 for SQL Server"
            : text.Contains(',', StringComparison.Ordinal) && !text.Contains(';', StringComparison.Ordinal) ? Redis
            : "host:port or a URL such as http://host:port/path";
    }
}
