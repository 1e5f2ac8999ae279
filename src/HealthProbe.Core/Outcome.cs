namespace HealthProbe;

/// <summary>The answer to one attempt. <c>default</c> is unhealthy with <see cref="Reason.Error"/>: what was never asked is not healthy.</summary>
public readonly record struct Outcome
{
    private readonly Reason _reason;
    private readonly string? _detail;

    private Outcome(bool isHealthy, Reason reason, string? detail)
    {
        IsHealthy = isHealthy;
        _reason = reason;
        _detail = detail;
    }

    /// <summary>Whether the target is healthy.</summary>
    public bool IsHealthy { get; }

    /// <summary><see cref="Reason.None"/> when healthy, never otherwise.</summary>
    public Reason Reason => IsHealthy ? Reason.None : _reason == Reason.None ? Reason.Error : _reason;

    /// <summary>What happened, in words for a person; empty when there is nothing to add. Holds no secrets.</summary>
    public string Detail => _detail ?? (IsHealthy ? "" : "not asked");

    /// <summary>How long the attempt took; zero until <see cref="Prober"/> has measured it.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>A healthy answer.</summary>
    /// <param name="detail">What is worth knowing all the same, such as the server's version.</param>
    public static Outcome Healthy(string detail = "") => new(true, Reason.None, detail);

    /// <summary>An unhealthy answer.</summary>
    public static Outcome Unhealthy(Reason reason, string detail) => new(false, reason, detail);
}
