using HealthProbe.Protocols.Postgres;

namespace HealthProbe.Tests.Protocols.Postgres;

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
    [InlineData("postgres://db?sslmode=no-verify", true)]
    [InlineData("postgres://db?sslmode=allow", false)]
    public void Says_whether_it_insists_on_tls(string url, bool usesTls) => Read(url).UsesTls.Should().Be(usesTls);

    [Theory]
    [InlineData("require", false, "accepts any certificate")]
    [InlineData("no-verify", false, "accepts any certificate")]
    [InlineData("require", true, "verifies the chain")]
    [InlineData("no-verify", true, "verifies the chain")]
    [InlineData("require&sslrootcert=/run/ca.pem", false, "verifies the chain")]
    [InlineData("verify-ca", false, "verifies the chain")]
    [InlineData("verify-ca", true, "verifies the chain")]
    [InlineData("verify-full", false, "verifies the chain and the name")]
    [InlineData("verify-full", true, "verifies the chain and the name")]
    public void Sslmode_means_what_it_means_to_libpq(string mode, bool namesRoots, string meaning)
    {
        TlsOptions options = Read($"postgres://db?sslmode={mode}").Apply(new TlsOptions { Roots = namesRoots ? [] : null });

        (options.Insecure ? "accepts any certificate" : options.AcceptsAnyName ? "verifies the chain" : "verifies the chain and the name").Should().Be(meaning);
    }

    [Fact]
    public void Takes_names_of_63_bytes_and_no_longer()
    {
        Read($"postgres://db/{new string('a', 63)}").Error.Should().BeNull();
        Target.TryParse($"postgres://db/{new string('a', 64)}", out _, out string? mistake).Should().BeFalse();
        mistake.Should().EndWith("shorter than 64 bytes");
    }

    private static PostgresUrl Read(string url) => Target.TryParse(url, out Target? target, out string? mistake) ? new(target) : throw new ArgumentException(mistake);
}
