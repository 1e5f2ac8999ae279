using System.Collections.Concurrent;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.IntegrationTests.Sidecar.Dependencies;

/// <summary>Dependencies that are asked every 50 ms, and what became of each.</summary>
internal sealed class Watched : IAsyncDisposable
{
    private const string Often = ";period=50ms;failures=2;backoff=false";

    private readonly ConcurrentDictionary<string, int> _answers = new();

    public Watched(params string[] texts)
        : this(TimeProvider.System, texts)
    {
    }

    public Watched(TimeProvider time, params string[] texts)
    {
        Monitor = new DependencyMonitor([.. texts.Select(Read)], time);
        foreach (Dependency dependency in Monitor.Dependencies)
        {
            dependency.Answered += (each, _, _) => _answers.AddOrUpdate(each.Settings.Name, 1, (_, count) => count + 1);
        }

        Monitor.Start();
    }

    public DependencyMonitor Monitor { get; }

    public Dependency this[string name] => Monitor.Dependencies.Single(each => each.Settings.Name == name);

    public int Answers(string name) => _answers.GetValueOrDefault(name);

    /// <summary>Waits until the whole is so.</summary>
    public Task BecomesAsync(HealthStatus status) => HappensAsync(() => Monitor.Status == status, () => $"{status} is expected of {Text()}");

    /// <summary>Waits until a dependency has given so many more answers.</summary>
    public Task AnswersAsync(string name, int more)
    {
        int enough = Answers(name) + more;
        return HappensAsync(() => Answers(name) >= enough, () => $"{name} has given {Answers(name)} answers of {enough}");
    }

    public ValueTask DisposeAsync() => Monitor.DisposeAsync();

    private static DependencySettings Read(string text) =>
        DependencyParser.TryParse(text + Often, out DependencySettings? settings, out string? mistake) ? settings : throw new ArgumentException(mistake);

    private static async Task HappensAsync(Func<bool> hasHappened, Func<string> what)
    {
        var start = System.Diagnostics.Stopwatch.StartNew();
        while (!hasHappened())
        {
            start.Elapsed.Should().BeLessThan(Question.Patience, "{0}", what());
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    private string Text() => string.Join(", ", Monitor.Dependencies.Select(each => $"{each.Settings.Name} {each.State.Status} {each.State.Last?.Detail}"));
}
