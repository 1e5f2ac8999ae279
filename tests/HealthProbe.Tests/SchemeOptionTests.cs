namespace HealthProbe.Tests;

/// <summary>An option that no given target can use is a mistake, and one that it can use is none.</summary>
public class SchemeOptionTests
{
    private readonly WrittenCommand _command = new();

    [Theory]
    [InlineData("grpcs")]
    [InlineData("amqps")]
    [InlineData("mqtts")]
    [InlineData("smtps")]
    [InlineData("https")]
    public void Tls_options_are_for_every_scheme_inside_tls(string scheme) =>
        _command.Settings($"{scheme}://db", "--insecure").Probe.Tls.Insecure.Should().BeTrue();

    [Theory]
    [InlineData("grpc")]
    [InlineData("amqp")]
    [InlineData("mqtt")]
    [InlineData("smtp")]
    [InlineData("nats")]
    [InlineData("mysql")]
    [InlineData("mariadb")]
    [InlineData("memcached")]
    public void Tls_options_are_for_no_other_scheme(string scheme) => _command.Mistake($"{scheme}://db", "--insecure").Should()
        .Be("--insecure is for https, grpcs, amqps, mqtts and smtps targets, and there is none: write one such as https://host/");

    [Fact]
    public void A_unix_socket_is_for_grpc_too() => _command.Settings("grpc://db", "--unix-socket", "/run/a.sock").Probe.Http.UnixSocket.Should().Be("/run/a.sock");

    [Theory]
    [InlineData("grpc://db", "grpc://db:50051")]
    [InlineData("grpcs://db/a.B", "grpcs://db:50051/a.B")]
    [InlineData("amqp://user:pass@db", "amqp://***@db:5672")]
    [InlineData("amqps://db", "amqps://db:5671")]
    [InlineData("nats://db", "nats://db:4222")]
    [InlineData("mqtt://db", "mqtt://db:1883")]
    [InlineData("mqtts://db", "mqtts://db:8883")]
    [InlineData("smtp://db", "smtp://db:25")]
    [InlineData("smtps://db", "smtps://db:465")]
    [InlineData("mysql://db", "mysql://db:3306")]
    [InlineData("mariadb://db", "mariadb://db:3306")]
    [InlineData("mysql://user:secret@db:3307/app?ssl-mode=REQUIRED", "mysql://***@db:3307/app?ssl-mode=***")]
    [InlineData("memcached://db", "memcached://db:11211")]
    public void Each_scheme_has_its_usual_port(string written, string target) => _command.Settings(written).Targets.Single().ToString().Should().Be(target);
}
