namespace HealthProbe.Sidecar.Answers;

/// <summary>One answer, whole.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The body.</param>
/// <param name="ContentType">Its media type.</param>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body, string ContentType = Answer.Json)
{
    public const string Json = "application/json";

    /// <summary>What follows the body, so that many responses can share the body.</summary>
    public ReadOnlyMemory<byte> Tail { get; init; }

    /// <summary>The methods that are allowed, where another was used.</summary>
    public string? Allow { get; init; }

    /// <summary>After how many seconds to come again, where there were too many requests.</summary>
    public string? RetryAfter { get; init; }
}
