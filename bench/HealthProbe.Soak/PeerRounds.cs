namespace HealthProbe.Soak;

/// <summary>Every protocol against every hostile peer, one after the other, so that times can be measured.</summary>
internal static class PeerRounds
{
    private const int MostRepetitions = 5;

    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(300);

    // Where a timeout would be a wrong answer, a busy machine must not make one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="round">Who asks.</param>
    /// <param name="seeds">How often each kind of nonsense is made anew.</param>
    /// <param name="tlsStep">TLS breaks off after each so many bytes.</param>
    public static async Task RunAsync(Round round, int seeds, int tlsStep)
    {
        using var tls = new TlsCases();
        await AskAsync(round, [tls.Ready]);
        List<Case> late = await AskAsync(
            round,
            [
                .. Cases.Protocols.SelectMany(protocol => (Case[])[.. Cases.Ready(protocol), .. Cases.Refused(protocol), .. Cases.Slow(protocol), .. Cases.Broken(protocol), .. Cases.Floods(protocol)]),
                .. Cases.Protocols.SelectMany(protocol => Enumerable.Range(0, seeds).SelectMany(seed => Cases.Nonsense(protocol, seed))),
                .. tls.Broken(tlsStep),
                .. TlsCases.Floods,
            ]);

        // A busy machine holds up any one run, and for a while every one; it does not hold up the same one each time.
        for (int i = 0; i < MostRepetitions && late.Count > 0; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            late = await AskAsync(round, late);
        }

        round.Complaints.AddRange(late.Select(each => $"{each}: late each time"));
    }

    private static async Task<List<Case>> AskAsync(Round round, List<Case> cases)
    {
        List<Case> late = [];
        for (int i = 0; i < cases.Count; i++)
        {
            if (!await round.AskAsync([cases[i]], cases[i].Reasons.Contains("timeout") ? Timeout : Patience, json: i % 3 != 0))
            {
                late.Add(cases[i]);
            }
        }

        return late;
    }
}
