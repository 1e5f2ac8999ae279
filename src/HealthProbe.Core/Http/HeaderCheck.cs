namespace HealthProbe.Http;

/// <summary>A header that the answer must have.</summary>
/// <param name="Name">Its name, in any case.</param>
/// <param name="Value">Its exact value, or null for any.</param>
public sealed record HeaderCheck(string Name, string? Value)
{
    /// <summary>Checks the answer's headers.</summary>
    /// <returns>Null when it holds, otherwise what was found.</returns>
    internal string? MistakeIn(HttpResponseHead head)
    {
        List<string> values = [.. head.Headers.Where(header => header.Key.Equals(Name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)];
        return values.Count == 0 ? $"no header {Name}"
            : Value is null || values.Contains(Value) ? null
            : $"header {Name} is {Quoted.Of(values[0])}, not {Quoted.Of(Value)}";
    }
}
