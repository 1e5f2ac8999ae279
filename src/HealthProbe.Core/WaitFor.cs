namespace HealthProbe;

/// <summary>Waiting in one line: for a test, a migration, or a program that needs its database.</summary>
public static class WaitFor
{
    /// <summary>Asks once a second, with a timeout of one second each, until the target is healthy.</summary>
    /// <param name="target">What to ask, such as <c>http://api/health</c> or <c>db:5432</c>.</param>
    /// <param name="limit">The longest wait, more than zero; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result: look at its outcome. An unhealthy one says why, and what the time went on.</returns>
    /// <exception cref="ArgumentException">The target is not one; the message says what to write instead.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task<WaitResult> HealthyAsync(string target, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (limit != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        }

        return Target.TryParse(target, out Target? parsed, out string? mistake)
            ? new Waiter(new Prober()).WaitAsync(ProbeFactory.Create(parsed, new ProbeOptions()), new WaitOptions { Limit = limit }, null, cancellationToken)
            : throw new ArgumentException(mistake, nameof(target));
    }
}
