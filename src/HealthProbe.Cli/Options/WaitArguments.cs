using System.CommandLine;

namespace HealthProbe.Cli.Options;

/// <summary>The options of how long to ask, how often, and what the answers add up to.</summary>
internal sealed class WaitArguments(OptionFactory option)
{
    private readonly Option<TimeSpan> _timeout = option.Timeout =
        option.Value("--timeout", ["-t"], "duration", "longest one attempt may take, everything included [1s]", Prober.DefaultTimeout, ValueReader.Duration);

    private readonly Option<TimeSpan?> _wait =
        option.Value("--wait", ["-w"], "duration", "keep asking until healthy, at most this long", null, ValueReader.OptionalDuration);

    private readonly Option<TimeSpan?> _interval =
        option.Value("--interval", ["-i"], "duration", "pause between attempts [1s]", null, ValueReader.OptionalDuration);

    private readonly Option<bool> _backoff = option.Flag("--backoff", [], "double the pause after each failed attempt");
    private readonly Option<TimeSpan?> _maxInterval = option.Value("--max-interval", [], "duration", "longest pause with --backoff [30s]", null, ValueReader.OptionalDuration);
    private readonly Option<int> _successes = option.Value("--successes", [], "n", "healthy only after n healthy answers in a row [1]", 1, ValueReader.Count);
    private readonly Option<bool> _any = option.Flag("--any", [], "one healthy target is enough");
    private readonly Option<bool> _invert = option.FlagOfCommandLine("--invert", "healthy when the target is not, to wait for it to go away");
    private readonly Option<TimeSpan?> _maxLatency =
        option.Value("--max-latency", [], "duration", "a healthy answer slower than this is unhealthy", null, ValueReader.OptionalDuration);

    public IReadOnlyList<Option> All => [_timeout, _wait, _interval, _backoff, _maxInterval, _successes, _any, _invert, _maxLatency];

    /// <summary>The option that no variable takes the place of.</summary>
    public Option Invert => _invert;

    /// <summary>Fills in its part of the settings.</summary>
    public ProbeSettings Read(ParseResult result, ProbeSettings settings, out string? mistake)
    {
        bool repeats = result.GetValue(_wait) is not null || result.GetValue(_successes) > 1;
        mistake = !repeats && IsGiven(result, _interval) ? "--interval has nothing to repeat: write --wait <duration> too"
            : !repeats && IsGiven(result, _backoff) ? "--backoff has nothing to repeat: write --wait <duration> too"
            : IsGiven(result, _maxInterval) && !result.GetValue(_backoff) ? "--max-interval has no use without --backoff: write both"
            : null;
        var defaults = new WaitOptions();
        TimeSpan interval = result.GetValue(_interval) ?? defaults.Interval;
        TimeSpan maxInterval = result.GetValue(_maxInterval) ?? defaults.MaxInterval;
        mistake ??= IsGiven(result, _maxInterval) && maxInterval < interval
            ? $"--max-interval {Duration.Format(maxInterval)} is shorter than --interval {Duration.Format(interval)}; set --max-interval to {Duration.Format(interval)} or more"
            : null;
        return settings with
        {
            Any = result.GetValue(_any),
            Invert = result.GetValue(_invert),
            MaxLatency = result.GetValue(_maxLatency),
            Wait = defaults with
            {
                Limit = result.GetValue(_wait),
                Timeout = result.GetValue(_timeout),
                Interval = interval,
                Backoff = result.GetValue(_backoff),
                MaxInterval = maxInterval,
                Successes = result.GetValue(_successes),
            },
        };
    }

    // From the environment of an image they may wait for a use.
    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
