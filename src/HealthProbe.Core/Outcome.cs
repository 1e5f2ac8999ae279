namespace HealthProbe;

/// <summary>
/// The answer to one attempt. <c>default</c> is unhealthy with <see cref="Reason.Error"/>: what was never asked is not healthy.
/// </summary>
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

    /// <summary>
    /// The outcome in a word or two, equal for equal outcomes: what a wait sums up by. The reason's name unless the probe knows better,
    /// such as <c>status 503</c>.
    /// </summary>
    public string Summary => IsHealthy ? "healthy" : _summary ?? ReasonName.Of(Reason);

    /// <summary>How long the attempt took; zero until <see cref="Prober"/> has measured it.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>
    /// Whether the outcome shows that nothing accepts at the target: no response to a connection attempt, a host that the network calls
    /// unreachable, a file
    /// or socket that does not exist. Null where the reason decides.
    /// </summary>
    internal bool? IsGone { get; init; }

    /// <summary>
    /// The opposite, to wait for a target to go away. Healthy is an outcome in which nothing accepts at the target, or in which the target
    /// itself reports
    /// that it is not ready. Every other outcome stays unhealthy with its reason, because it does not show that the target is gone.
    /// </summary>
    public Outcome Inverted() => IsHealthy ? Unhealthy(Reason.Error, "still up, expected to be gone", "still up") with { Elapsed = Elapsed }
        : IsGone ?? Reason is Reason.Refused or Reason.Closed or Reason.Status or Reason.Body or Reason.NotReady or Reason.Stale
            ? Healthy(Detail.Length == 0 ? "gone, as expected" : $"gone, as expected: {Detail}") with { Elapsed = Elapsed }
        : this;

    /// <summary>Whether both print the same.</summary>
    public bool Equals(Outcome other) =>
        (IsHealthy, Reason, Detail, Summary, Elapsed) == (other.IsHealthy, other.Reason, other.Detail, other.Summary, other.Elapsed);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsHealthy, Reason, Detail, Elapsed);

    /// <summary>A healthy answer.</summary>
    /// <param name="detail">What is worth knowing all the same, such as the server's version.</param>
    public static Outcome Healthy(string detail = "") => new(true, Reason.None, detail, null);

    /// <summary>An unhealthy answer.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="detail">What happened, in words for a person.</param>
    /// <param name="summary">The <see cref="Summary"/>, where the reason's name says too little.</param>
    public static Outcome Unhealthy(Reason reason, string detail, string? summary = null) => new(false, reason, detail, summary);
}
