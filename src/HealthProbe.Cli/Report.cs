namespace HealthProbe.Cli;

/// <summary>
/// Decides what is printed, and when: silence when healthy and asked once, a story while waiting, a verdict for each target.
/// </summary>
internal sealed class Report(ProbeSettings settings, TimeProvider time)
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly WaitLines _lines = new(settings);
    private readonly StoryTerminal _terminal = new(settings.Command.Count == 0 ? StandardStream.Output : StandardStream.Error);
    private readonly long _start = time.GetTimestamp();
    private int _waiting = settings.Targets.Count;

    private bool TellsStory => settings is { IsWait: true, Quiet: false } && settings.Output != OutputFormat.Json;

    /// <summary>Begins to give signs of life until disposed.</summary>
    public ITimer Begin() => time.CreateTimer(
        _ => GiveSignOfLife(), null, TellsStory ? SignOfLife : Timeout.InfiniteTimeSpan, TellsStory ? SignOfLife : Timeout.InfiniteTimeSpan);

    /// <summary>One more attempt of a target that is waited for.</summary>
    public void Attempt(Target target, WaitProgress progress)
    {
        if (!TellsStory)
        {
            return;
        }

        lock (_lock)
        {
            if (_lines.Add(target, progress) is not var (line, stays))
            {
                return;
            }

            if (stays)
            {
                _terminal.Line(Line(line));
            }
            else
            {
                _terminal.Redraw(Line(line));
            }
        }
    }

    /// <summary>One target of a wait has its verdict.</summary>
    public void Ended(Target target, WaitResult result)
    {
        lock (_lock)
        {
            _waiting--;
            if (settings.IsWait && (result.Outcome.IsHealthy || !settings.Any))
            {
                Answer(target, result);
            }
        }
    }

    /// <summary>All targets have theirs: those that were not printed yet are, in the order they were written.</summary>
    public void End(IReadOnlyList<Target> targets, IReadOnlyList<WaitResult?> results, bool isHealthy)
    {
        for (int i = 0; i < targets.Count; i++)
        {
            bool isPrinted = settings.IsWait && (!settings.Any || results[i] is { Outcome.IsHealthy: true });
            bool isBeside = settings.Any && isHealthy && results[i] is not { Outcome.IsHealthy: true } && !settings.Verbose;
            if (results[i] is WaitResult result && !isPrinted && !isBeside)
            {
                Answer(targets[i], result);
            }
        }
    }

    /// <summary>The verdict on one target.</summary>
    public void Answer(Target target, WaitResult result)
    {
        if (settings.IsSilentAbout(result.Outcome))
        {
            return;
        }

        _terminal.Line(settings.Output switch
        {
            OutputFormat.Json => OutcomeWriter.Json(target, result, settings.IsWait, VerdictVariables.For(target, settings)),
            OutputFormat.GitHub => OutcomeWriter.GitHub(target, result, settings.IsWait, TextVariables(target)),
            _ => OutcomeWriter.Text(target, result, settings.IsWait, TextVariables(target)),
        });
    }

    private IReadOnlyList<string> TextVariables(Target target) => settings.Verbose ? VerdictVariables.For(target, settings) : [];

    private string Line(string line) => settings.Output == OutputFormat.GitHub ? WorkflowCommands.Defuse(line) : line;

    private void GiveSignOfLife()
    {
        lock (_lock)
        {
            if (_waiting > 0)
            {
                _terminal.SignOfLife(Line(_lines.StillWaiting(time.GetElapsedTime(_start), _waiting)));
            }
        }
    }
}
