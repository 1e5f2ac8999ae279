using HealthProbe.Cli;

namespace HealthProbe.Tests;

public class TargetArgumentsTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:8000")]
    [InlineData("tcp://db:80", "db", "80")]
    [InlineData("tcp://db:80", "db:80")]
    public void Are_one_target(string expected, params string[] arguments)
    {
        TargetArguments.TryReadOne(arguments, out Target? target).Should().BeTrue();

        target!.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("a:1", "b:2")]
    [InlineData("a:1", "b:2", "c:3")]
    [InlineData("db", "abc")]
    [InlineData("db:0")]
    public void Are_not_one_target(params string[] arguments)
    {
        TargetArguments.TryReadOne(arguments, out Target? target).Should().BeFalse();

        target.Should().BeNull();
    }

    [Fact]
    public void Keep_the_order_of_several()
    {
        TargetArguments.TryRead(["b:2", "tcp://a:1", "b:2"], null, out IReadOnlyList<Target>? targets, out _).Should().BeTrue();

        targets!.Select(target => target.ToString()).Should().Equal("tcp://b:2", "tcp://a:1", "tcp://b:2");
    }
}
