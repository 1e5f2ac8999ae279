namespace HealthProbe.Protocols.Http;

/// <summary>A header that the response must have.</summary>
/// <param name="Name">Its name, in any case.</param>
/// <param name="Value">Its exact value, or null for any.</param>
public sealed record HeaderCheck(string Name, string? Value)
{
    /// <summary>Evaluates the check on the headers of a response.</summary>
    /// <returns>Null if the response meets the check; otherwise the difference.</returns>
    internal string? Evaluate(HttpResponseHead head)
    {
        List<string> values = [.. head.Values(Name)];
        return values.Count == 0 ? $"no header {Name}"
            : Value is null || values.Contains(Value) ? null
            : $"header {Name} is {Quoted.Of(values[0])}, not {Quoted.Of(Value)}";
    }
}
