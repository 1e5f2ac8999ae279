namespace HealthProbe.Tests.Documents;

/// <summary>What the completions of all shells are made of.</summary>
/// <param name="Ask">The help of the command.</param>
/// <param name="Listen">The help of <c>healthprobe listen</c>.</param>
internal sealed record CompletionScript(HelpPage Ask, HelpPage Listen)
{
    public const string Origin = "Made from healthprobe --help: change the program, and run HEALTHPROBE_APPROVE=1 dotnet test tests/HealthProbe.Tests";

    /// <summary>The options of both, each once.</summary>
    public IEnumerable<HelpOption> All => Ask.Options.Concat(Listen.Options).DistinctBy(option => option.Name);

    public static string Words(IEnumerable<string> words) => string.Join(' ', words);
}
