using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace HealthProbe.Soak;

/// <summary>Runs commands, one after the other, through <c>bench/ask.c</c>: started from this process they would inherit its peak of memory, and their times would hold its pauses.</summary>
internal sealed class Asker : IDisposable
{
    private readonly Process _helper;
    private readonly Stream _answers;

    /// <param name="helper">The path of the compiled helper.</param>
    public Asker(string helper)
    {
        var start = new ProcessStartInfo(helper) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("HEALTHPROBE_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        _helper = Process.Start(start)!;
        _answers = new BufferedStream(_helper.StandardOutput.BaseStream);
    }

    public async Task<Answer> AskAsync(IEnumerable<string> command)
    {
        await _helper.StandardInput.WriteAsync(string.Join('\t', command) + '\n');
        await _helper.StandardInput.FlushAsync();
        long[] figures = [.. (await ReadLineAsync()).Split('\t').Select(figure => long.Parse(figure, CultureInfo.InvariantCulture))];
        byte[] output = new byte[figures[3]];
        await _answers.ReadExactlyAsync(output);
        return new Answer((int)figures[0], TimeSpan.FromMicroseconds(figures[1]), figures[2] * 1024, Encoding.UTF8.GetString(output));
    }

    public void Dispose()
    {
        _helper.StandardInput.Dispose();
        _helper.WaitForExit();
        _answers.Dispose();
        _helper.Dispose();
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (true)
        {
            await _answers.ReadExactlyAsync(one);
            if (one[0] == '\n')
            {
                return line.ToString();
            }

            line.Append((char)one[0]);
        }
    }
}
