using HealthProbe.Cli;
using HealthProbe.Protocols;
using HealthProbe.Sidecar.Settings;
using HealthProbe.Tests.Documents;

namespace HealthProbe.Tests.Protocols;

/// <summary>A protocol that is registered is known everywhere.</summary>
public class ProtocolRegistryTests
{
    private static readonly Protocol Own = new()
    {
        Name = "Own",
        Schemes = [new("own", 4711), new("owns", 4712) { IsTls = true }],
        Shape = TargetShape.Url,
        HealthyWhen = "the server knows the word",
        Uses = OptionUse.Text,
        Validate = target => target.PathAndQuery == "/wrong" ? "the path is wrong" : null,
        CreateProbe = check => new OwnProbe(check),
    };

    private static readonly ProtocolRegistry Protocols = ProtocolRegistry.Default.With(Own);

    private readonly CommandLine _command = new(_ => null, Protocols);

    [Fact]
    public void The_parser_takes_its_port_path_and_check()
    {
        Target.TryParse("own://a/b", out Target? target, out _, Protocols).Should().BeTrue();
        Target.TryParse("own://a/wrong", out _, out string? mistake, Protocols).Should().BeFalse();

        target!.ToString().Should().Be("own://a:4711/b");
        mistake.Should().Be("the path is wrong");
    }

    [Fact]
    public void The_list_of_an_unknown_scheme_contains_it()
    {
        Target.TryParse("gopher://a", out _, out string? unknown, Protocols).Should().BeFalse();
        Target.TryParse("onws://a", out _, out string? misspelled, Protocols).Should().BeFalse();

        unknown.Should().StartWith("unknown scheme \"gopher\": write tcp, ").And.EndWith(", sftp, own or owns");
        misspelled.Should().Be("unknown scheme \"onws\": did you mean owns?");
    }

    [Fact]
    public void The_command_takes_its_target_and_its_options()
    {
        _command.Read(["own://a", "--expect", "x"]).Should().BeOfType<Invocation.Probe>();
        _command.Read(["owns://a", "--insecure"]).Should().BeOfType<Invocation.Probe>();
    }

    [Fact]
    public void A_useless_option_names_it()
    {
        Message("http://a", "--expect", "x").Should().Be("--expect is for tcp, unix, own and owns targets, and there is none: write one such as tcp://host/");
        Message("own://a", "--insecure").Should()
            .Be("--insecure is for https, grpcs, rediss, valkeys, amqps, mqtts, smtps, owns and postgres (with ?sslmode=require) targets, and there is none: write one such as https://host/");
        Message("own://a", "--max-age", "1s").Should().Be("--max-age is for file targets, and there is none: write one such as file:///path");
    }

    [Fact]
    public void The_help_lists_it() => Help().Split('\n').Should().ContainSingle(line =>
        line.StartsWith("  own://host, owns://host  ", StringComparison.Ordinal) && line.EndsWith("  the server knows the word", StringComparison.Ordinal));

    [Fact]
    public void The_completions_and_the_manual_page_contain_it()
    {
        HelpPage listen = HelpPage.Of(ListenHelp.Text);
        var script = new CompletionScript(HelpPage.Of(Help()), listen, Protocols);

        new[] { BashCompletion.Of(script), ZshCompletion.Of(script), FishCompletion.Of(script) }.Should().OnlyContain(text => text.Contains("sftp:// own:// owns://", StringComparison.Ordinal));
        ManualPages.OfHealthprobe(HelpPage.Of(Help()), listen, []).Should().Contain("own://host, owns://host");
    }

    [Fact]
    public void The_documentation_contains_it() => TargetTable.Of(Protocols).Should().Contain("| `own://`, `owns://` | 4711, 4712 | the server knows the word |\n");

    [Fact]
    public void The_sidecar_takes_it_as_a_dependency_and_not_as_a_worker_probe()
    {
        DependencyParser.TryParse("a=own://b", out DependencySettings? settings, out _, Protocols).Should().BeTrue();
        DependencyParser.TryParse("a=own://b;insecure=true", out _, out string? useless, Protocols).Should().BeFalse();
        DependencyParser.TryParseWorkerProbe("own://b", out _, out string? mistake, Protocols).Should().BeFalse();

        settings!.Target.Should().Be("own://b:4711");
        settings.Probe.Should().BeOfType<OwnProbe>();
        useless.Should().StartWith("a: insecure is of no use for own: ");
        mistake.Should().Be("\"own://b:4711\" is a dependency, and liveness never looks at one: write --dependency <name>=own://…");
    }

    [Fact]
    public void Its_probe_is_created_with_what_its_scheme_means()
    {
        Create("own://a").Should().BeEquivalentTo(new { IsTls = false, TlsScheme = "owns" });
        Create("owns://a").Should().BeEquivalentTo(new { IsTls = true, TlsScheme = (string?)null });
    }

    [Fact]
    public void A_scheme_that_is_registered_elsewhere_is_an_error_of_the_caller() =>
        FluentActions.Invoking(() => ProtocolRegistry.Default.CreateProbe(Parse("own://a"), new ProbeOptions())).Should().Throw<ArgumentException>();

    [Fact]
    public void No_scheme_is_registered_twice() => ProtocolRegistry.Default.Schemes.Should().OnlyHaveUniqueItems();

    private static Check Create(string url) => ((OwnProbe)Protocols.CreateProbe(Parse(url), new ProbeOptions())).Check;

    private static Target Parse(string url) => Target.TryParse(url, out Target? target, out string? mistake, Protocols) ? target : throw new ArgumentException(mistake);

    private string Help() => _command.Read(["--help"]).Should().BeOfType<Invocation.Print>().Subject.Text;

    private string Message(params string[] arguments) => _command.Read(arguments).Should().BeOfType<Invocation.Mistake>().Subject.Text;

    private sealed class OwnProbe(Check check) : IProbe
    {
        public Check Check => check;

        public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken) => default;
    }
}
