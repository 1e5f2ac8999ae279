using System.Text.RegularExpressions;
using HealthProbe.Tests;

namespace HealthProbe.IntegrationTests.Documents;

/// <summary>SECURITY.md names the test that holds each promise.</summary>
public class SecurityPageTests
{
    private static readonly string Page = File.ReadAllText(ApprovedFile.PathOf("SECURITY.md"));

    [Fact]
    public void Each_promise_names_a_test_that_exists()
    {
        string[] named = [.. Regex.Matches(Page, "`(?<test>[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+){2,})`").Select(match => match.Groups["test"].Value).Where(name => name.Any(char.IsAsciiLetterLower))];
        string tests = string.Join('\n', Directory.GetFiles(ApprovedFile.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));

        named.Should().HaveCountGreaterThan(30).And.OnlyHaveUniqueItems();
        named.Where(name => !Regex.IsMatch(tests, $@"public (async Task|void) {name}\(")).Should().BeEmpty();
    }

    [Fact]
    public void Each_row_of_promises_names_a_test() =>
        Page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| promise", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))
            .Should().HaveCountGreaterThan(15).And.OnlyContain(line => Regex.IsMatch(line, "`[A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+`"));
}
