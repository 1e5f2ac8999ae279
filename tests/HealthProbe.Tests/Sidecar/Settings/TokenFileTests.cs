namespace HealthProbe.Tests.Sidecar.Settings;

public sealed class TokenFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly WrittenSettings _written = new();

    public void Dispose() => _written.Dispose();

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("  0123456789abcdef\r\n")]
    public void Holds_the_token_without_the_space_around_it(string text) =>
        _written.Settings("--details-token-file", _written.File("token", text)).DetailsToken.Should().Be("0123456789abcdef");

    [Theory]
    [InlineData("", "\"token\" is empty: write a token of at least 16 characters into it")]
    [InlineData(" \n", "\"token\" is empty: write a token of at least 16 characters into it")]
    [InlineData("0123456789abcde", "the token in \"token\" is too short to be safe: write at least 16 characters")]
    [InlineData("0123456789 abcdef", "\"token\" holds more than a token: write one word of ASCII letters, digits and signs into it")]
    [InlineData("0123456789abcdéf", "\"token\" holds more than a token: write one word of ASCII letters, digits and signs into it")]
    public void Says_what_is_wrong_with_a_token(string text, string mistake) =>
        _written.Mistake("--details-token-file", _written.File("token", text)).Should().Be($"--details-token-file: {mistake}");

    [Fact]
    public void May_not_be_endless() =>
        _written.Mistake("--details-token-file", "/dev/zero").Should().Be("--details-token-file: \"/dev/zero\": it is larger than 4096 bytes");

    [Fact]
    public void Is_too_long_for_a_token() =>
        _written.Mistake("--details-token-file", _written.File("token", new string('a', 5000)))
            .Should().Be("--details-token-file: \"token\": it is larger than 4096 bytes");

    [Theory]
    [InlineData(UnixFileMode.OtherRead, "read")]
    [InlineData(UnixFileMode.OtherRead | UnixFileMode.GroupRead, "read")]
    [InlineData(UnixFileMode.OtherRead | UnixFileMode.OtherWrite, "read")]
    [InlineData(UnixFileMode.OtherWrite, "write")]
    public void May_not_be_read_or_written_by_everybody(UnixFileMode others, string verb) =>
        _written.Mistake("--details-token-file", _written.File("token", "0123456789abcdef", Owner | others))
            .Should().Be($"--details-token-file: \"token\": everybody may {verb} it; chmod 600 it, or set defaultMode: 0400 in the pod's secret volume");

    [Theory]
    [InlineData(UnixFileMode.None)]
    [InlineData(UnixFileMode.GroupRead)]
    public void May_be_behind_a_link_as_in_a_secret_volume(UnixFileMode others)
    {
        string link = _written.PathOf("link");
        File.CreateSymbolicLink(link, _written.File("token", "0123456789abcdef", Owner | others));

        _written.Settings("--details-token-file", link).DetailsToken.Should().Be("0123456789abcdef");
    }

    [Fact]
    public void Is_a_file() => _written.Mistake("--details-token-file", "/").Should().Be("--details-token-file: \"/\": it is a directory");
}
