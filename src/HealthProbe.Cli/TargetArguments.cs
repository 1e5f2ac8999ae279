using System.Diagnostics.CodeAnalysis;
using HealthProbe.Protocols;

namespace HealthProbe.Cli;

/// <summary>What the arguments that are not options mean: <c>[host [port]]</c>, or targets.</summary>
internal static class TargetArguments
{
    /// <summary>Reads at most two arguments as one target; false when they are several or wrong.</summary>
    public static bool TryReadOne(IReadOnlyList<string> args, [NotNullWhen(true)] out Target? target)
    {
        bool isOne = TryRead(args, null, out IReadOnlyList<Target>? targets, out _) && targets.Count == 1;
        target = isOne ? targets![0] : null;
        return isOne;
    }

    /// <summary>Reads the arguments as targets of the protocols of a registry; null for the default one.</summary>
    public static bool TryRead(
        IReadOnlyList<string> args, ProtocolRegistry? protocols, [NotNullWhen(true)] out IReadOnlyList<Target>? targets, [NotNullWhen(false)] out string? mistake)
    {
        targets = null;
        switch (args)
        {
            case []:
                targets = [Default];
                mistake = null;
                return true;

            case [string host, string port] when !IsComplete(host) && !IsComplete(port):
                if (Target.TryParse(host, port, out Target? pair, out mistake))
                {
                    targets = [pair];
                }

                return targets is not null;

            default:
                return TryReadEach(args, protocols, out targets, out mistake);
        }
    }

    private static Target Default =>
        Target.TryParse($"{Target.DefaultHost}:{Target.DefaultPort}", out Target? target, out _) ? target : throw new InvalidOperationException();

    private static bool TryReadEach(
        IReadOnlyList<string> args, ProtocolRegistry? protocols, [NotNullWhen(true)] out IReadOnlyList<Target>? targets, [NotNullWhen(false)] out string? mistake)
    {
        var read = new List<Target>(args.Count);
        targets = read;
        foreach (string arg in args)
        {
            // What is not a target may be a part of a connection string, and is not quoted below.
            if (!Target.TryParse(arg, out Target? target, out mistake, protocols))
            {
                return false;
            }

            // Among several, "db 5432 cache" could mean anything: each must say its own port.
            if (args.Count > 1 && !IsComplete(arg))
            {
                mistake = $"{Quoted.Of(arg)} among several targets is not clear: write each as host:port or as a URL";
                return false;
            }

            read.Add(target);
        }

        mistake = null;
        return true;
    }

    // Says its own port or scheme. "::1" has colons and is a host.
    private static bool IsComplete(string arg)
    {
        if (arg.Contains("://", StringComparison.Ordinal) || arg.Contains("]:", StringComparison.Ordinal))
        {
            return true;
        }

        int colon = arg.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && colon == arg.LastIndexOf(':');
    }
}
