using HealthProbe.Cli.Options;

namespace HealthProbe.Tests;

public class EscapedTextTests
{
    [Theory]
    [InlineData("PING", "50494E47")]
    [InlineData(@"PING\r\n", "50494E470D0A")]
    [InlineData(@"\t\0\\", "09005C")]
    [InlineData(@"\x00\xff\xAbc", "00FFAB63")]
    [InlineData(@"\\r\\x41", "5C725C783431")]
    [InlineData("größe", "6772C3B6C39F65")]
    [InlineData("@/etc/hostname", "402F6574632F686F73746E616D65")]
    public void Reads_escapes(string text, string bytes)
    {
        Convert.ToHexString(EscapedText.Read(text, out string? mistake)).Should().Be(bytes);
        mistake.Should().BeNull();
    }

    [Theory]
    [InlineData(@"a\qb", @"\q")]
    [InlineData(@"a\", @"\")]
    [InlineData(@"a\\\", @"\")]
    [InlineData(@"\N", @"\N")]
    [InlineData(@"\x4", @"\x")]
    [InlineData(@"\x4g", @"\x")]
    [InlineData(@"\x+4", @"\x")]
    [InlineData(@"\u0041", @"\u")]
    public void Says_what_to_write_instead_of_an_unknown_escape(string text, string shown)
    {
        EscapedText.Read(text, out string? mistake);

        mistake.Should().Be($"\"{shown}\" is not an escape: write \\r, \\n, \\t, \\0, \\xHH, or \\\\ for a backslash");
    }

    [Fact]
    public void Names_the_option() => new WrittenCommand().Mistake("db:80", "--expect", @"\q").Should()
        .Be(@"--expect: ""\q"" is not an escape: write \r, \n, \t, \0, \xHH, or \\ for a backslash");

    [Fact]
    public void Says_that_it_is_empty() => new WrittenCommand().Mistake("db:80", "--expect", "").Should().Be("--expect: it is empty: write some text");
}
