using System.Diagnostics.CodeAnalysis;

namespace HealthProbe.Cli;

/// <summary>
/// The road of <c>HEALTHCHECK CMD ["/healthprobe"]</c>, which runs every few seconds in every container: no option, no variable, no parser.
/// It takes only what <see cref="CommandLine"/> reads in the same way, which a property test proves; docs/decisions/0003 says what it
/// saves.
/// </summary>
internal static class ShortRoad
{
    public static bool TryRead(string[] args, Func<string, string?> environment, [NotNullWhen(true)] out Target? target)
    {
        target = null;
        return args.Length <= 2
            && Array.TrueForAll(args, IsPlain)
            && !Variables.AnyIsSet(environment)
            && TargetArguments.TryReadOne(args, out target);
    }

    // An option, a variable reference and a subcommand are for the parser.
    private static bool IsPlain(string arg) => !arg.StartsWith('-') && !arg.Contains('$', StringComparison.Ordinal) && arg != CommandLine.ListenName;
}
