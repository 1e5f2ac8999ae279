using System.Text;
using HealthProbe.Protocols.Postgres;

namespace HealthProbe.Tests.Protocols.Postgres;

public class ServerErrorTests
{
    [Theory]
    [InlineData("a", "role \"a\" does not exist", "role '***' does not exist")]
    [InlineData("a", "the database \"a\" of a", "the database '***' of ***")]
    [InlineData("app", "no such user: app", "no such user: ***")]
    [InlineData("app", "app happens, apple; «app»", "*** happens, apple; «***»")]
    [InlineData("aa", "aaa aa", "aaa ***")]
    [InlineData("*", "*", "***")]
    [InlineData("", "starting up", "starting up")]
    public void Does_not_print_who_asks(string user, string text, string shown) =>
        Read($"C28000\0M{text}\0\0")!.Evaluate(user).Detail.Should().Be($"server is up; access denied: \"{shown}\"");

    [Theory]
    [InlineData("28P01", true)]
    [InlineData("28000", true)]
    [InlineData("3D000", true)]
    [InlineData("42501", true)]
    [InlineData("55000", true)]
    [InlineData("22023", true)]
    [InlineData("28001", false)]
    [InlineData("42P01", false)]
    [InlineData("57P03", false)]
    [InlineData("57P01", false)]
    [InlineData("53300", false)]
    [InlineData("53200", false)]
    [InlineData("55P03", false)]
    [InlineData("58030", false)]
    [InlineData("08P01", false)]
    [InlineData("XX000", false)]
    public void Is_healthy_only_when_it_is_we_who_are_refused(string code, bool isHealthy) => Read($"C{code}\0Mno\0\0")!.Evaluate("").IsHealthy.Should().Be(isHealthy);

    [Fact]
    public void Says_what_the_server_says_and_no_other_field() =>
        Read("SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0Fpostmaster.c\0L2361\0\0")!.Evaluate("").Should()
            .Be(Outcome.Unhealthy(Reason.NotReady, "the server refuses: \"the database system is starting up\""));

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("Mno\0\0")]
    [InlineData("C28000\0Mno\0")]
    [InlineData("C28000\0Mno")]
    [InlineData("C280\0Mno\0\0")]
    [InlineData("C28000\0Mno\0\0more")]
    public void Is_none_when_its_fields_are_not_whole(string fields) => Read(fields).Should().BeNull();

    private static ServerError? Read(string fields) => ServerError.Parse(Encoding.UTF8.GetBytes(fields));
}
