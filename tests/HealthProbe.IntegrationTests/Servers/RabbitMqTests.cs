using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Servers;

public class RabbitMqTests(RabbitMq rabbit) : IClassFixture<RabbitMq>
{
    private const int Limit = 60_000;

    [ServerTheory(RabbitMq.Program, RabbitMq.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_and_says_its_version(Way way)
    {
        Outcome outcome = await Question.AskAsync(way, $"amqp://127.0.0.1:{rabbit.Port}");

        outcome.IsHealthy.Should().BeTrue(outcome.Detail);
        outcome.Detail.Should().MatchRegex(@"^RabbitMQ \d+\.\d+\.\d+$");
    }

    [ServerTheory(RabbitMq.Program, RabbitMq.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Is_healthy_inside_tls(Way way)
    {
        (await Question.AskAsync(way, $"amqps://localhost:{rabbit.TlsPort}", rabbit.Certificate!.Trusted)).Detail.Should().StartWith("RabbitMQ ");
        (await Question.AskAsync(way, $"amqps://localhost:{rabbit.TlsPort}")).Reason.Should().Be(Reason.Tls);
        (await Question.AskAsync(way, $"amqp://localhost:{rabbit.TlsPort}")).Detail.Should().Be("the server sent a TLS alert to plain AMQP 0-9-1; use amqps://");
    }

    [ServerTheory(RabbitMq.Program, RabbitMq.Package, Timeout = Limit)]
    [InlineData(Way.OnTheCallingThread)]
    [InlineData(Way.Asynchronously)]
    public async Task Leaves_no_warning_in_the_log(Way way)
    {
        const string Warning = "client unexpectedly closed TCP connection";
        int before = Warnings();
        for (int i = 0; i < 20; i++)
        {
            (await Question.AskAsync(way, $"amqp://127.0.0.1:{rabbit.Port}")).IsHealthy.Should().BeTrue();
        }

        using (var rude = new TcpClient())
        {
            await rude.ConnectAsync("127.0.0.1", rabbit.Port);
            await rude.GetStream().WriteAsync("AMQP\0\0\x09\x01"u8.ToArray());
            await rude.GetStream().ReadExactlyAsync(new byte[7]);
        }

        while (Warnings() == before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        Warnings().Should().Be(before + 1, "only the client that says nothing is warned of");

        int Warnings() => rabbit.Server.Output.Split(Warning).Length - 1;
    }
}
