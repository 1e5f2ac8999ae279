namespace HealthProbe.Protocols.Http;

/// <summary>The status line and the headers of a response.</summary>
internal sealed record HttpResponseHead(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>The first value of a header, or null.</summary>
    public string? Header(string name) => Values(name).FirstOrDefault();

    /// <summary>The values of a header, one for each line of it.</summary>
    public IEnumerable<string> Values(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);
}
