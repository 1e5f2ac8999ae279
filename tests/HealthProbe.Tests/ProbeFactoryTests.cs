using HealthProbe.Protocols;
using HealthProbe.Protocols.File;
using HealthProbe.Protocols.Http;
using HealthProbe.Protocols.Listen;
using HealthProbe.Protocols.Tcp;

namespace HealthProbe.Tests;

public class ProbeFactoryTests
{
    [Theory]
    [InlineData("tcp://db:1", typeof(TcpProbe))]
    [InlineData("unix:///a", typeof(ExchangeProbe))]
    [InlineData("listen://db:1", typeof(ListenProbe))]
    [InlineData("file:///a", typeof(FileProbe))]
    [InlineData("http://db", typeof(HttpProbe))]
    [InlineData("https://db", typeof(HttpProbe))]
    [InlineData("grpc://db", typeof(ExchangeProbe))]
    [InlineData("grpcs://db", typeof(ExchangeProbe))]
    [InlineData("postgres://db", typeof(ExchangeProbe))]
    [InlineData("valkeys://db", typeof(ExchangeProbe))]
    public void Knows_the_probe_of_each_scheme(string url, Type probe)
    {
        Target.TryParse(url, out Target? target, out _).Should().BeTrue();

        ProbeFactory.Create(target!).Should().BeOfType(probe);
    }

    [Fact]
    public void Waits_for_a_greeting_where_one_is_expected()
    {
        Target.TryParse("tcp://db:1", out Target? target, out _).Should().BeTrue();

        ProbeFactory.Create(target!, new ProbeOptions { Expect = "220"u8.ToArray() }).Should().BeOfType<ExchangeProbe>();
    }

    [Theory]
    [InlineData("mariadb://me:secret@db/app")]
    [InlineData("rediss://:secret@db/0")]
    public void Takes_the_URL_of_a_database_as_it_is(string url) => Target.TryParse(url, out _, out _).Should().BeTrue();
}
