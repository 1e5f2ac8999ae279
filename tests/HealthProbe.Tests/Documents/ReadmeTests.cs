using System.Text.RegularExpressions;
using HealthProbe.Cli;

namespace HealthProbe.Tests.Documents;

/// <summary>The command lines of README.md, read as the program reads them.</summary>
public partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(ApprovedFile.PathOf("README.md"));

    public static TheoryData<string> CommandLines => [.. CommandLine().Matches(Readme).Select(match => match.Groups["arguments"].Value)];

    [Theory, MemberData(nameof(CommandLines))]
    public void Shows_no_command_line_that_is_an_error(string written)
    {
        string[] arguments = [.. Words().Matches(written).Select(match => match.Value.Trim('"')).Where(word => word != "/ca.pem" && word != "--cacert")];

        Invocation invocation = arguments is ["listen", .. string[] rest] ? new ListenCommandLine(_ => null).Read(rest) : new WrittenCommand().Read(arguments);

        invocation.Should().NotBeOfType<Invocation.Mistake>(written);
    }

    [Fact]
    public void Shows_command_lines() => CommandLines.Should().HaveCountGreaterThan(8);

    [Fact]
    public void Dockerfile_lines_of_a_HEALTHCHECK_are_no_error()
    {
        MatchCollection checks = Regex.Matches(Readme, """^\+?HEALTHCHECK .*CMD (?<json>\["/healthprobe".*\])$""", RegexOptions.Multiline);
        checks.Should().HaveCount(2);
        checks.Select(check => System.Text.Json.JsonSerializer.Deserialize<string[]>(check.Groups["json"].Value)![1..])
            .Should().AllSatisfy(arguments => new WrittenCommand().Read(arguments).Should().BeOfType<Invocation.Probe>());
    }

    [GeneratedRegex("^healthprobe(?<arguments>(?: [^#<\\n]*)?)(?:#.*)?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CommandLine();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();
}
