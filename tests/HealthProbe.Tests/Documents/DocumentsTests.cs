using System.Text.RegularExpressions;
using HealthProbe.Cli;
using HealthProbe.Protocols;
using SidecarHelp = HealthProbe.Sidecar.Settings.HelpText;

namespace HealthProbe.Tests.Documents;

/// <summary>
/// The completions and manual pages are what the programs' own definitions make of them: with HEALTHPROBE_APPROVE=1 the tests rewrite them.
/// </summary>
public class DocumentsTests
{
    private static readonly HelpPage Ask = HelpPage.Of(new WrittenCommand().Printed("--help"));
    private static readonly HelpPage Listen = HelpPage.Of(ListenHelp.Text);
    private static readonly CompletionScript Script = new(Ask, Listen, ProtocolRegistry.Default);

    [Fact]
    public void The_completion_of_bash_knows_every_option() => ApprovedFile.Verify("completions/healthprobe.bash", BashCompletion.Of(Script));

    [Fact]
    public void The_completion_of_zsh_knows_every_option() => ApprovedFile.Verify("completions/_healthprobe", ZshCompletion.Of(Script));

    [Fact]
    public void The_completion_of_fish_knows_every_option() => ApprovedFile.Verify("completions/healthprobe.fish", FishCompletion.Of(Script));

    [Fact]
    public void The_manual_page_of_the_command_says_what_its_help_says() =>
        ApprovedFile.Verify("man/healthprobe.1", ManualPages.OfHealthprobe(Ask, Listen, Examples()));

    [Fact]
    public void The_manual_page_of_the_sidecar_says_what_its_help_says() =>
        ApprovedFile.Verify("man/healthprobe-sidecar.1", ManualPages.OfSidecar(HelpPage.Of(SidecarHelp.Text)));

    [Fact]
    public void The_formats_that_are_suggested_are_those_that_are_understood()
    {
        HelpOption output = Ask.Options.Single(option => option.Name == "--output");
        string[] formats = [.. CompletedValue.ChoicesOf(output)];

        new WrittenCommand().Mistake("--output", "x").Should().EndWith($"write {string.Join(", ", formats[..^1])} or {formats[^1]}");
    }

    [Fact]
    public void The_methods_that_are_suggested_are_understood() =>
        CompletedValue.ChoicesOf(Ask.Options.Single(option => option.Name == "--method"))
            .Should().NotBeEmpty().And.OnlyContain(method => new WrittenCommand().Settings("http://a", "--method", method).Probe.Http.Method == method);

    [Fact]
    public void The_targets_that_are_suggested_are_understood() =>
        Script.Schemes.Split(' ').Select(scheme => new WrittenCommand().Read($"{scheme}{(scheme is "unix://" or "file://" ? "/a" : "a:1")}"))
            .Should().HaveCountGreaterThan(15).And.AllBeOfType<Invocation.Probe>();

    [Fact]
    public void The_table_of_targets_contains_every_protocol() =>
        ApprovedFile.VerifyPart("docs/targets.md", "<!-- The protocols of the program -->\n", "<!-- -->", TargetTable.Of(ProtocolRegistry.Default));

    [Fact]
    public void The_README_lists_the_targets_of_the_help()
    {
        IEnumerable<string> rows = new WrittenCommand().Printed("--help").Split('\n').SkipWhile(line => line != "Targets, healthy when:").Skip(1).TakeWhile(line => line.Length > 0);

        ApprovedFile.VerifyPart("README.md", "Targets, healthy when:\n", "\nOptions:", string.Concat(rows.Select(row => $"{row}\n")));
    }

    // README.md shows the usual command lines in the first block of its chapter Use.
    private static string[] Examples()
    {
        string readme = File.ReadAllText(ApprovedFile.PathOf("README.md"));
        return Regex.Match(readme, @"^## Use\n\n```\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Groups["lines"].Value.TrimEnd().Split('\n');
    }
}
