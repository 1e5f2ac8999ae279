namespace HealthProbe.Tests;

public class HelpTextTests
{
    private readonly string[] _lines = new WrittenCommand().Printed("--help").Split('\n');

    [Theory]
    [InlineData("  -t, --timeout <duration>", "longest one attempt may take, everything included [1s]")]
    [InlineData("  -o, --output <format>", "text, json, or github for annotations of a workflow [text]")]
    [InlineData("  -q, --quiet", "print nothing: the exit code is the answer")]
    [InlineData("  -v, --verbose", "print the healthy answers too, and each attempt")]
    [InlineData("  -h, --help", "print this")]
    [InlineData("      --version", "print the version")]
    public void Says_what_an_option_does(string syntax, string description) =>
        _lines.Should().ContainSingle(line => line.StartsWith(syntax + ' ', StringComparison.Ordinal) && line.EndsWith("  " + description, StringComparison.Ordinal));

    [Fact]
    public void Lines_the_descriptions_up() =>
        _lines.Where(line => line.StartsWith("  -", StringComparison.Ordinal) || line.StartsWith("      --", StringComparison.Ordinal))
            .Select(line => line.LastIndexOf("  ", StringComparison.Ordinal))
            .Distinct().Should().ContainSingle();

    [Fact]
    public void Fits_a_terminal() => _lines.Should().OnlyContain(line => line.Length <= 120 && !line.Any(char.IsControl)).And.HaveCountLessThan(66);

    [Fact]
    public void Keeps_to_itself_what_nobody_is_to_write() => _lines.Should().NotContain(line => line.Contains("--first", StringComparison.Ordinal));
}
