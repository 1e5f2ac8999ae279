using HealthProbe.Probes;
using HealthProbe.Protocols;
using HealthProbe.Protocols.Http;

namespace HealthProbe.Tests;

public class ProbeFactoryTests
{
    [Theory]
    [InlineData("tcp://db:1", typeof(TcpProbe))]
    [InlineData("unix:///a", typeof(SocketProbe))]
    [InlineData("listen://db:1", typeof(ListenProbe))]
    [InlineData("file:///a", typeof(FileProbe))]
    [InlineData("http://db", typeof(HttpProbe))]
    [InlineData("https://db", typeof(HttpProbe))]
    [InlineData("grpc://db", typeof(ExchangeProbe))]
    [InlineData("grpcs://db", typeof(ExchangeProbe))]
    [InlineData("postgres://db", typeof(PostgresProbe))]
    [InlineData("postgresql://db", typeof(PostgresProbe))]
    [InlineData("mysql://db", typeof(MySqlProbe))]
    [InlineData("mariadb://db", typeof(MySqlProbe))]
    [InlineData("redis://db", typeof(RedisProbe))]
    [InlineData("rediss://db", typeof(RedisProbe))]
    [InlineData("amqp://db", typeof(AmqpProbe))]
    [InlineData("amqps://db", typeof(AmqpProbe))]
    [InlineData("nats://db", typeof(NatsProbe))]
    [InlineData("mqtt://db", typeof(MqttProbe))]
    [InlineData("mqtts://db", typeof(MqttProbe))]
    [InlineData("memcached://db", typeof(MemcachedProbe))]
    [InlineData("smtp://db", typeof(SmtpProbe))]
    [InlineData("smtps://db", typeof(SmtpProbe))]
    public void Knows_the_probe_of_each_scheme(string url, Type probe)
    {
        Target.TryParse(url, out Target? target, out _).Should().BeTrue();

        ProbeFactory.Create(target!).Should().BeOfType(probe);
    }

    [Fact]
    public void Lists_every_scheme_that_it_knows() =>
        GetType().GetMethod(nameof(Knows_the_probe_of_each_scheme))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>()
            .Select(row => ((string)row.GetData(null!).Single()[0]).Split(':')[0]).Should().BeEquivalentTo(ProbeFactory.AllSchemes);

    [Fact]
    public void Waits_for_a_greeting_where_one_is_expected()
    {
        Target.TryParse("tcp://db:1", out Target? target, out _).Should().BeTrue();

        ProbeFactory.Create(target!, new ProbeOptions { Expect = "220"u8.ToArray() }).Should().BeOfType<SocketProbe>();
    }

    [Theory]
    [InlineData("mariadb://me:secret@db/app")]
    [InlineData("rediss://:secret@db/0")]
    public void Takes_the_URL_of_a_database_as_it_is(string url) => Target.TryParse(url, out _, out _).Should().BeTrue();
}
