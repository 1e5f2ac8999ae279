namespace HealthProbe;

/// <summary>The answer to one attempt. <c>default</c> is unhealthy with <see cref="Reason.Error"/>: what was never asked is not healthy.</summary>
public readonly record struct Outcome
{
    private readonly Reason _reason;
    private readonly string? _detail;
    private readonly string? _summary;

    private Outcome(bool isHealthy, Reason reason, string? detail, string? summary)
    {
        _summary = summary;
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

    /// <summary>The outcome in a word or two, equal for equal outcomes: what a wait sums up by. The reason's name unless the probe knows better, such as <c>status 503</c>.</summary>
    public string Summary => IsHealthy ? "healthy" : _summary ?? ReasonName.Of(Reason);

    /// <summary>How long the attempt took; zero until <see cref="Prober"/> has measured it.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>
    /// The opposite, for one who waits for a target to go away. What says nothing about the target stays a failure: an unknown name, a question that was
    /// not permitted, an error on this side.
    /// </summary>
    public Outcome Inverted() => IsHealthy ? Unhealthy(Reason.Error, "still healthy", "still healthy") with { Elapsed = Elapsed }
        : Reason is Reason.Dns or Reason.Denied or Reason.Error ? this
        : Healthy(Detail) with { Elapsed = Elapsed };

    /// <summary>A healthy answer.</summary>
    /// <param name="detail">What is worth knowing all the same, such as the server's version.</param>
    public static Outcome Healthy(string detail = "") => new(true, Reason.None, detail, null);

    /// <summary>An unhealthy answer.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="detail">What happened, in words for a person.</param>
    /// <param name="summary">The <see cref="Summary"/>, where the reason's name says too little.</param>
    public static Outcome Unhealthy(Reason reason, string detail, string? summary = null) => new(false, reason, detail, summary);
}
