using System.Diagnostics.CodeAnalysis;
using HealthProbe.Listening;

namespace HealthProbe.Cli;

/// <summary>
/// What the arguments of <c>healthprobe listen</c> mean: <c>[host [port]]</c>, <c>host:port</c> or a port. Other than a target's, the port
/// may be 0.
/// </summary>
internal static class ListenAddress
{
    // Stands for the half that was not written, while Target reads the other: its rules for hosts and ports are the ones that hold here.
    private const string AnyPort = "1";

    public static bool TryRead(IReadOnlyList<string> args, out string host, out int port, [NotNullWhen(false)] out string? mistake)
    {
        (host, port) = (HealthListener.DefaultHost, HealthListener.DefaultPort);
        mistake = args.FirstOrDefault(arg => arg.Contains("://", StringComparison.Ordinal)) is string url ? $"{Quoted.Of(url)} is a target: write where to listen as host:port"
            : args.Count > 2 ? $"{Quoted.Of(args[2])} is one argument too many: write healthprobe listen <host> <port>"
            : null;
        return mistake is null && args switch
        {
            [] => true,
            [string only] => Split(only) is var (before, after) && TryReadHost(before, ref host, out mistake) && TryReadPort(after, ref port, out mistake),
            _ => TryReadHost(args[0], ref host, out mistake) && TryReadPort(args[1], ref port, out mistake),
        };
    }

    private static (string? Host, string? Port) Split(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isPort = !text.AsSpan().ContainsAnyExceptInRange('0', '9');
        bool isBoth = colon >= 0 && (colon == text.IndexOf(':', StringComparison.Ordinal) || text[..colon].EndsWith(']'));
        return isPort ? (null, text) : isBoth ? (colon == 0 ? null : text[..colon], text[(colon + 1)..]) : (text, null);
    }

    private static bool TryReadHost(string? text, ref string host, [NotNullWhen(false)] out string? mistake)
    {
        mistake = null;
        if (text is not null && Target.TryParse(text, AnyPort, out Target? target, out mistake))
        {
            host = target.Host;
        }

        return mistake is null;
    }

    private static bool TryReadPort(string? text, ref int port, [NotNullWhen(false)] out string? mistake)
    {
        mistake = null;
        if (text == "0")
        {
            port = 0;
        }
        else if (text is not null && Target.TryParse(HealthListener.DefaultHost, text, out Target? target, out mistake))
        {
            port = target.Port;
        }

        return mistake is null;
    }
}
