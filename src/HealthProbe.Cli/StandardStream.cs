using System.Text;

namespace HealthProbe.Cli;

/// <summary>Standard output and standard error as plain bytes. One that is closed or full loses the text, never the exit code.</summary>
internal sealed class StandardStream(Func<Stream> open)
{
    public static StandardStream Output { get; } = new(Console.OpenStandardOutput);

    public static StandardStream Error { get; } = new(Console.OpenStandardError);

    public void WriteLine(string line) => Write(line + '\n');

    public void Write(string text)
    {
        try
        {
            using Stream stream = open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
            // What .NET makes of a descriptor that is closed.
        }
    }
}
