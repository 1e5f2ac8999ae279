using System.Globalization;
using System.Text;
using System.Text.Json;
using HealthProbe.Sidecar.Answers;
using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Logging;
using HealthProbe.Sidecar.Metrics;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Sidecar.Statsd;
using HealthProbe.Sidecar.Workers;
using HealthProbe.Tests.Sidecar.Dependencies;

namespace HealthProbe.Tests.Sidecar.Logging;

/// <summary>Text of a peer never forges a line, moves a cursor, or reverses what is read, wherever it is shown.</summary>
public class OutsideTextTests
{
    private const int Rounds = 300;

    private static readonly string[] Pieces =
        ["\r", "\n", "\x1b[2J", "\x85", "\x9b", "\x7f", "\0", "\u202E", "\u2066", "\u2028", "\u2029", "\u00AD", "\uFEFF", "\uD800", "\uDC00", "##[error]", "::", "\"", "\\", "ü", "😀", "a", " "];

    [Fact]
    public async Task No_place_of_the_sidecar_shows_it()
    {
        var random = new Random(18_10);
        for (int i = 0; i < Rounds; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));

            foreach ((string place, string shown) in await ShowAsync(text))
            {
                shown.EnumerateRunes().Where(IsUnsafe).Should().BeEmpty("{0} shows {1}", place, Convert.ToHexString(Encoding.UTF8.GetBytes(text)));
            }
        }
    }

    [Theory]
    [InlineData("plain text, 100 %", "plain text, 100 %")]
    [InlineData("größe 😀", "größe 😀")]
    [InlineData("a\r\n2026 info live\x1b[2J\u202Eb", "a??2026 info live?[2J?b")]
    public void A_line_keeps_letters_and_loses_the_rest(string text, string line) => OneLine.Format(text).Should().Be(line);

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_letter() => OneLine.Format("\uD800x").Should().Be("?x");

    // Lines end with a line feed, which the caller has removed.
    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static async Task<IReadOnlyList<(string Place, string Shown)>> ShowAsync(string text)
    {
        var time = new SteppedTime();
        var probe = new Repeating(time, TimeSpan.Zero, Outcome.Unhealthy(Reason.Body, text));
        var settings = new SidecarSettings
        {
            Verbosity = 1,
            Dependencies = [new DependencySettings { Name = "db", Target = "tcp://db:1", Probe = probe }],
            WorkerProbe = new DependencySettings { Name = "workers", Target = "tcp://db:1", Probe = probe },
        };
        await using var monitor = new DependencyMonitor(settings.Dependencies, time);
        await using var workers = new DependencyMonitor([settings.WorkerProbe], time);
        await using var application = new ApplicationReadiness(settings, time);
        using var count = new WorkerCount(settings, time);
        var state = new HealthState(new WorkerGate(settings, count, workers.Dependencies[0]), monitor, application);
        using var plain = new MemoryStream();
        using var json = new MemoryStream();
        var logs = new List<EventLog>();
        foreach ((Stream output, LogFormat format) in ((Stream, LogFormat)[])[(plain, LogFormat.Text), (json, LogFormat.Json)])
        {
            var log = new EventLog(output, format, time);
            logs.Add(log);
            var lines = new StateLog(log, state, settings, time);
            monitor.Dependencies[0].Answered += lines.Answered;
            workers.Dependencies[0].Answered += lines.Answered;
            count.Changed += lines.WorkersChanged;
        }

        OnThisThread.Start(monitor);
        OnThisThread.Start(workers);
        count.Apply(Encoding.UTF8.GetBytes($"{text}.workers:1|g|#{text}\n{text}:{text}|g\nworkers:2|{text}"));
        time.Advance(TimeSpan.FromSeconds(20));
        foreach (EventLog log in logs)
        {
            await log.DisposeAsync();
        }

        IEnumerable<string> health = Strings(new HealthDocument(state, 500, null, time).Create(showsDetails: true).Body);
        IEnumerable<string> ready = Strings(StatusDocument.Create(state.Readiness, state.Detail(state.Readiness)).Body);
        IEnumerable<string> live = Strings(Whole(FixedAnswers.NoWorkersBecause(state.Detail(Readiness.NoWorkers))));
        string[] plainLines = Lines(plain.ToArray());
        plainLines.Should().OnlyContain(line => line.StartsWith("0001-", StringComparison.Ordinal) || line.StartsWith("20", StringComparison.Ordinal));
        return
        [
            .. plainLines.Select(line => ("log", line)),
            .. Lines(json.ToArray()).SelectMany(line => Strings(Encoding.UTF8.GetBytes(line))).Select(value => ("JSON log", value)),
            .. Lines(new MetricsDocument(state, count, monitor.Dependencies).Render().Body.ToArray()).Select(line => ("metrics", line)),
            .. health.Select(value => ("health", value)),
            .. ready.Select(value => ("readyz", value)),
            .. live.Select(value => ("live", value)),
        ];
    }

    private static byte[] Whole(Answer answer) => [.. answer.Body.Span, .. answer.Tail.Span];

    private static string[] Lines(byte[] text) => Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static List<string> Strings(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        var strings = new List<string>();
        Collect(document.RootElement);
        return strings;

        void Collect(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                strings.Add(element.GetString()!);
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    strings.Add(property.Name);
                    Collect(property.Value);
                }
            }
        }
    }
}
