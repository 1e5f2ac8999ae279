namespace HealthProbe.Cli;

/// <summary>Where a story is told: on a terminal the last line is redrawn in place; in a log there are only whole lines.</summary>
internal sealed class StoryTerminal(StandardStream stream)
{
    private const string EraseLine = "\r\e[2K";

    private bool _isDrawn;

    // Asked for only when a wait is told: to ask starts much of the console.
    private static bool Redraws { get; } = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    /// <summary>A line that stays.</summary>
    public void Line(string line)
    {
        stream.Write($"{(_isDrawn ? EraseLine : "")}{line}\n");
        _isDrawn = false;
    }

    /// <summary>A line that the next one takes the place of; nothing in a log.</summary>
    public void Redraw(string line)
    {
        if (Redraws)
        {
            stream.Write(EraseLine + line);
            _isDrawn = true;
        }
    }

    /// <summary>A line that says only that the wait goes on: a terminal shows that already.</summary>
    public void SignOfLife(string line)
    {
        if (!Redraws)
        {
            Line(line);
        }
    }
}
