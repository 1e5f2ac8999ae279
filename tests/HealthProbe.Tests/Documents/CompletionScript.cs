using HealthProbe.Protocols;

namespace HealthProbe.Tests.Documents;

/// <summary>What the completions of all shells are made of.</summary>
/// <param name="Ask">The help of the command.</param>
/// <param name="Listen">The help of <c>healthprobe listen</c>.</param>
/// <param name="Protocols">The protocols of targets.</param>
internal sealed record CompletionScript(HelpPage Ask, HelpPage Listen, ProtocolRegistry Protocols)
{
    public const string Origin = "Made from healthprobe --help: change the program, and run HEALTHPROBE_APPROVE=1 dotnet test tests/HealthProbe.Tests";

    /// <summary>The options of both, each once.</summary>
    public IEnumerable<HelpOption> All => Ask.Options.Concat(Listen.Options).DistinctBy(option => option.Name);

    /// <summary>How each kind of target begins.</summary>
    public string Schemes => Words(Protocols.Schemes.Select(scheme => $"{scheme}://"));

    public static string Words(IEnumerable<string> words) => string.Join(' ', words);
}
