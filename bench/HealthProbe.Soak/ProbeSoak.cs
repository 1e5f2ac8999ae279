namespace HealthProbe.Soak;

/// <summary>Many probes, several at a time, of servers that answer, refuse, break off, talk nonsense, flood and say nothing. The seed says which.</summary>
internal sealed class ProbeSoak(string helper, string healthprobe, int count, int seed) : IDisposable
{
    private const int AtATime = 4;

    private readonly TlsCases _tls = new();
    private int _left = count;

    /// <returns>Whether every answer was right.</returns>
    public async Task<bool> RunAsync()
    {
        Round[] rounds = [.. Enumerable.Range(0, AtATime).Select(_ => new Round(helper, healthprobe, isTimed: false))];
        long start = TimeProvider.System.GetTimestamp();
        _left--;
        await rounds[0].AskAsync([_tls.Ready], TimeSpan.FromSeconds(5), json: true);
        await Task.WhenAll(rounds.Select((round, index) => Task.Run(() => RunAsync(round, new Random((seed * AtATime) + index)))));
        foreach (string complaint in rounds.SelectMany(round => round.Complaints).Take(20))
        {
            Console.WriteLine(complaint);
        }

        Console.WriteLine($"probes: seed {seed}: {Round.Summary(rounds)}; {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s");
        foreach (Round round in rounds)
        {
            round.Dispose();
        }

        return rounds.All(round => round.Complaints.Count == 0);
    }

    public void Dispose() => _tls.Dispose();

    private static T Pick<T>(Random random, IEnumerable<T> from) => random.GetItems<T>([.. from], 1)[0];

    private async Task RunAsync(Round round, Random random)
    {
        while (Interlocked.Decrement(ref _left) >= 0)
        {
            bool json = random.Next(2) == 0;
            switch (random.Next(1000))
            {
                case < 20:
                    await round.AskAsync([Pick(random, Cases.Slow(Any(random)))], TimeSpan.FromMilliseconds(random.Next(50, 200)), json);
                    break;
                case < 50:
                    await round.AskAsync([Pick(random, Cases.Floods(Any(random)))], TimeSpan.FromMilliseconds(200), json);
                    break;
                case < 100:
                    int length = random.Next(2 * _tls.Longest);
                    await round.AskAsync([length < _tls.Longest ? _tls.BrokenAfter(length, resets: length % 2 == 0) : _tls.Ready], TimeSpan.FromSeconds(5), json);
                    break;
                case < 200:
                    await round.AskAsync([.. Enumerable.Range(0, random.Next(2, 6)).Select(_ => Quick(random))], TimeSpan.FromSeconds(5), json: true, any: random.Next(3) == 0);
                    break;
                default:
                    await round.AskAsync([Quick(random)], TimeSpan.FromSeconds(5), json);
                    break;
            }
        }
    }

    private static Protocol Any(Random random) => Pick(random, Cases.Protocols);

    // More than half are healthy.
    private static Case Quick(Random random) => random.Next(20) switch
    {
        < 11 => Pick(random, Cases.Ready(Any(random))),
        < 14 => Pick(random, Cases.Refused(Any(random))),
        < 18 => Pick(random, Cases.Broken(Any(random))),
        _ => Pick(random, Cases.Nonsense(Any(random), random.Next())),
    };
}
