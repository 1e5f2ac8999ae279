using HealthProbe.Postgres;

namespace HealthProbe.Tests.Postgres;

public class PostgresUrlTests
{
    [Theory]
    [InlineData("postgres://db", "", "postgres", "postgres")]
    [InlineData("postgres://db/", "", "postgres", "postgres")]
    [InlineData("postgres://db?connect_timeout=3", "", "postgres", "postgres")]
    [InlineData("postgres://db/a", "", "postgres", "a")]
    [InlineData("postgres://db/a%20b?connect_timeout=3", "", "postgres", "a b")]
    [InlineData("postgres://me@db", "me", "me", "postgres")]
    [InlineData("postgres://m%40e:secret@db/app", "m@e", "m@e", "app")]
    [InlineData("postgres://:secret@db/app", "", "postgres", "app")]
    public void Says_who_asks_for_what(string url, string given, string user, string database)
    {
        PostgresUrl read = Read(url);

        (read.GivenUser, read.User, read.Database).Should().Be((given, user, database));
    }

    [Theory]
    [InlineData("postgres://db", false)]
    [InlineData("postgres://db/?sslmode=require", true)]
    [InlineData("postgres://db?sslmode=verify-full", true)]
    [InlineData("postgres://db?a=b&sslmode=prefer", false)]
    [InlineData("postgres://db?sslmode=disable&ssl=true", true)]
    [InlineData("postgres://db?ssl=false", false)]
    public void Says_whether_it_insists_on_tls(string url, bool isSecured) => Read(url).IsSecured.Should().Be(isSecured);

    [Fact]
    public void Takes_names_of_63_bytes_and_no_longer()
    {
        Read($"postgres://db/{new string('a', 63)}").Mistake.Should().BeNull();
        Target.TryParse($"postgres://db/{new string('a', 64)}", out _, out string? mistake).Should().BeFalse();
        mistake.Should().EndWith("shorter than 64 bytes");
    }

    private static PostgresUrl Read(string url) => Target.TryParse(url, out Target? target, out string? mistake) ? new(target) : throw new ArgumentException(mistake);
}
