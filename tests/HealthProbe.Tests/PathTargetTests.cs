namespace HealthProbe.Tests;

public class PathTargetTests
{
    private readonly WrittenCommand _command = new();

    [Theory]
    [InlineData("unix:///run/app.sock", "unix:///run/app.sock", "/run/app.sock")]
    [InlineData("UNIX:///Run/App.sock", "unix:///Run/App.sock", "/Run/App.sock")]
    [InlineData("file:///tmp/heart%20beat", "file:///tmp/heart%20beat", "/tmp/heart beat")]
    [InlineData("file:///tmp/a%3Fb%23c%25", "file:///tmp/a%3Fb%23c%25", "/tmp/a?b#c%")]
    [InlineData("file:///tmp/gr%c3%b6%C3%9Fe", "file:///tmp/gr%c3%b6%C3%9Fe", "/tmp/größe")]
    [InlineData("file:///tmp/a+b:c@d=e&f", "file:///tmp/a+b:c@d=e&f", "/tmp/a+b:c@d=e&f")]
    public void Reads_a_path(string text, string shown, string path)
    {
        Target target = _command.Settings(text).Targets.Single();

        target.ToString().Should().Be(shown);
        target.FilePath.Should().Be(path);
        (target.Host, target.Port).Should().Be(("", 0));
    }

    [Theory]
    [InlineData("unix://run/app.sock", "unix")]
    [InlineData("unix://localhost/run/app.sock", "unix")]
    [InlineData("unix://", "unix")]
    [InlineData("file://tmp/x", "file")]
    [InlineData("file://localhost/tmp/x", "file")]
    [InlineData("file://./x", "file")]
    [InlineData("file://%2Ftmp", "file")]
    public void Says_to_write_three_slashes(string text, string scheme) =>
        _command.Mistake(text).Should().Be($"\"{text}\" has no absolute path: write {scheme}:///path, with three slashes");

    [Fact]
    public void Says_that_abstract_sockets_are_not_supported() =>
        _command.Mistake("unix://@app").Should().Be("\"unix://@app\" is an abstract socket, which is not supported: write unix:///path, with three slashes");

    [Theory]
    [InlineData("unix:///", "socket")]
    [InlineData("unix:///run/", "socket")]
    [InlineData("file:///", "file")]
    [InlineData("file:///tmp/", "file")]
    public void Says_that_a_folder_is_not_asked(string text, string what) => _command.Mistake(text).Should().Be($"\"{text}\" is a folder: write the path of a {what}");

    [Theory]
    [InlineData("file:///a b", "file:///a b")]
    [InlineData("file:///größe", "file:///größe")]
    [InlineData("file:///a\nb", "file:///a?b")]
    [InlineData("file:///a?b", "file:///a?***")]
    [InlineData("unix:///a#b", "unix:///a#***")]
    public void Says_what_the_path_of_a_URL_cannot_hold(string text, string shown) =>
        _command.Mistake(text).Should().Be($"\"{shown}\" has a character that the path of a URL cannot hold: write a space as %20, ? as %3F and so on");

    [Theory]
    [InlineData("file:///a%")]
    [InlineData("file:///a%2")]
    [InlineData("file:///a%zz")]
    [InlineData("file:///a%+1")]
    [InlineData("file:///a%00")]
    [InlineData("unix:///a%00")]
    [InlineData("file:///a%ff")]
    [InlineData("file:///a%C3")]
    public void Says_that_a_percent_sign_stands_for_nothing(string text)
    {
        Target.TryParse(text, out _, out string? mistake).Should().BeFalse();

        mistake.Should().Be($"\"{text}\" has a % that stands for nothing: write % itself as %25");
    }

    [Fact]
    public void Knows_how_long_the_path_of_a_socket_may_be()
    {
        string longest = $"unix:///{new string('a', 106)}";

        _command.Targets(longest).Should().Equal(longest);
        _command.Targets($"unix:///{new string('a', 103)}%20%20%20").Should().HaveCount(1, "what counts is the path and not how it is written");
        _command.Mistake(longest + "a").Should().EndWith(" is too long for a Unix socket: write a path of at most 107 bytes");
        _command.Mistake($"unix:///{new string('a', 105)}%C3%A4").Should().EndWith(" is too long for a Unix socket: write a path of at most 107 bytes");
        _command.Targets($"file:///{new string('a', 500)}").Should().HaveCount(1);
    }

    [Fact]
    public void Stands_among_several_targets() =>
        _command.Targets("file:///a", "db:80", "unix:///b", "listen://localhost:9000").Should().Equal("file:///a", "tcp://db:80", "unix:///b", "listen://localhost:9000");
}
