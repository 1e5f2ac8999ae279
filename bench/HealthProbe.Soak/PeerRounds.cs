namespace HealthProbe.Soak;

/// <summary>Every protocol against every hostile peer, one after the other, so that times can be measured.</summary>
internal static class PeerRounds
{
    private static readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(300);

    /// <param name="round">Who asks.</param>
    /// <param name="seeds">How often each kind of nonsense is made anew.</param>
    /// <param name="tlsStep">TLS breaks off after each so many bytes.</param>
    public static async Task RunAsync(Round round, int seeds, int tlsStep)
    {
        foreach (Protocol protocol in Cases.Protocols)
        {
            await AskAsync(round, [.. Cases.Ready(protocol), .. Cases.Refused(protocol), .. Cases.Slow(protocol), .. Cases.Broken(protocol), .. Cases.Floods(protocol)]);
            await AskAsync(round, Enumerable.Range(0, seeds).SelectMany(seed => Cases.Nonsense(protocol, seed)));
        }

        using var tls = new TlsCases();
        await AskAsync(round, [tls.Ready]);
        await AskAsync(round, [.. tls.Broken(tlsStep), .. TlsCases.Floods]);
    }

    private static async Task AskAsync(Round round, IEnumerable<Case> cases)
    {
        foreach (Case each in cases)
        {
            await round.AskAsync([each], _timeout, json: (round.Healthy + round.Unhealthy) % 3 != 0);
        }
    }
}
