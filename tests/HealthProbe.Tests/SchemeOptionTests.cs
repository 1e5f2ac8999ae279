using HealthProbe.Protocols;
using HealthProbe.Protocols.Http;
using HealthProbe.Protocols.Tcp;

namespace HealthProbe.Tests;

/// <summary>An option that no given target can use is a mistake, and one that it can use is none.</summary>
public class SchemeOptionTests
{
    private readonly WrittenCommand _command = new();

    [Theory]
    [InlineData("--header=a: b")]
    [InlineData("--user=a:b")]
    public void Headers_and_credentials_fit_gRPC_too(string option)
    {
        _command.Settings("grpc://db", option).Probe.Http.Should().NotBe(new HttpOptions());
        _command.Mistake("tcp://db:80", option).Should().Be(
            $"{option.Split('=')[0]} is for http, https, grpc and grpcs targets, and there is none: write one such as http://host/");
        _command.Mistake("grpc://db", "--status=204").Should().Be("--status is for http and https targets, and there is none: write one such as http://host/");
    }

    [Theory]
    [InlineData("grpcs")]
    [InlineData("amqps")]
    [InlineData("mqtts")]
    [InlineData("smtps")]
    [InlineData("rediss")]
    [InlineData("https")]
    public void Tls_options_are_for_every_scheme_inside_tls(string scheme) =>
        _command.Settings($"{scheme}://db", "--insecure").Probe.Tls.Insecure.Should().BeTrue();

    [Theory]
    [InlineData("--insecure")]
    [InlineData("--sni=db")]
    [InlineData("--cert-days=14")]
    public void Tls_options_are_for_a_redirect_from_http_to_https(string option)
    {
        _command.Settings("http://db/", "-L", option).Probe.Http.Follow.Should().BeTrue();
        new WrittenCommand(("HEALTHPROBE_FOLLOW", "true")).Settings("http://db/", option).Probe.Http.Follow.Should().BeTrue();
        _command.Mistake("tcp://db:80", "http://db/", option).Should().StartWith($"{option.Split('=')[0]} is for https, ");
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("amqp")]
    [InlineData("mqtt")]
    [InlineData("smtp")]
    [InlineData("nats")]
    [InlineData("redis")]
    [InlineData("postgres")]
    [InlineData("mysql")]
    [InlineData("mariadb")]
    [InlineData("memcached")]
    public void Tls_options_are_for_no_other_scheme(string scheme) => _command.Mistake($"{scheme}://db", "--insecure").Should()
        .Be("--insecure is for https, grpcs, rediss, valkeys, amqps, mqtts, smtps and postgres (with ?sslmode=require) targets, and there is none: write one such as https://host/");

    [Theory]
    [InlineData("postgres://db?sslmode=require")]
    [InlineData("postgresql://db/app?connect_timeout=3&sslmode=verify-ca")]
    [InlineData("postgres://db/app?sslmode=verify-full&a=b")]
    [InlineData("postgres://db/app?sslmode=disable&sslmode=require")]
    [InlineData("postgres://db?ssl=true")]
    public void Tls_options_are_for_postgres_that_insists_on_tls(string target) => _command.Settings(target, "--insecure").Probe.Tls.Insecure.Should().BeTrue();

    [Theory]
    [InlineData("postgres://db?sslmode=disable")]
    [InlineData("postgres://db?sslmode=allow")]
    [InlineData("postgres://db?sslmode=prefer")]
    [InlineData("postgres://db/sslmode=require")]
    public void Tls_options_are_for_no_postgres_that_does_without(string target) => _command.Mistake(target, "--insecure").Should().StartWith("--insecure is for ");

    [Theory]
    [InlineData("postgres://db?sslmode=verify", "verify")]
    [InlineData("postgres://db/?a=b&sslmode=REQUIRE", "REQUIRE")]
    [InlineData("postgresql://user:secret@db/app?sslmode=on%22", "on'")]
    public void Says_which_sslmodes_there_are(string target, string shown) =>
        _command.Mistake(target).Should().Be($"sslmode \"{shown}\" is unknown: write disable, allow, prefer, require, verify-ca or verify-full");

    [Theory]
    [InlineData("postgres://us%00er:secret@db")]
    [InlineData("postgres://db/a%00b")]
    [InlineData("postgres://db/a123456789b123456789c123456789d123456789e123456789f123456789g123")]
    public void Says_what_a_name_is_in_postgres(string target) =>
        _command.Mistake(target).Should().Be("the name of the user or of the database is none: write it without %00, and shorter than 64 bytes");

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
    [InlineData("postgres://db", "postgres://db:5432")]
    [InlineData("postgresql://user:pass@db/app?sslmode=prefer&connect_timeout=3", "postgresql://***@db:5432/app?sslmode=***&connect_timeout=***")]
    [InlineData("redis://:pass@db/0", "redis://***@db:6379/0")]
    [InlineData("rediss://db", "rediss://db:6379")]
    [InlineData("mysql://db", "mysql://db:3306")]
    [InlineData("mariadb://db", "mariadb://db:3306")]
    [InlineData("mysql://user:secret@db:3307/app?ssl-mode=REQUIRED", "mysql://***@db:3307/app?ssl-mode=***")]
    [InlineData("memcached://db", "memcached://db:11211")]
    [InlineData("listen://db", "listen://db:8000")]
    public void Each_scheme_has_its_usual_port(string written, string target) => _command.Settings(written).Targets.Single().ToString().Should().Be(target);

    [Fact]
    public void An_age_is_for_files() => _command.Settings("file:///a", "--max-age", "30s").Probe.MaxAge.Should().Be(TimeSpan.FromSeconds(30));

    [Theory]
    [InlineData("tcp://db")]
    [InlineData("unix:///a")]
    [InlineData("listen://db")]
    public void An_age_is_for_nothing_else(string target) => _command.Mistake(target, "--max-age", "30s").Should()
        .Be("--max-age is for file targets, and there is none: write one such as file:///path");

    [Theory]
    [InlineData("tcp://db")]
    [InlineData("db:80")]
    [InlineData("unix:///a")]
    public void What_is_sent_and_expected_is_for_plain_sockets(string target)
    {
        ProbeOptions options = _command.Settings(target, "--send", @"PING\r\n", "--expect=-x").Probe;

        options.Send.ToArray().Should().Equal("PING\r\n"u8.ToArray());
        options.Expect.ToArray().Should().Equal("-x"u8.ToArray());
        ProbeFactory.Create(_command.Settings(target).Targets[0], options).Should().BeOfType<ExchangeProbe>();
    }

    [Fact]
    public void Without_an_expected_text_tcp_keeps_to_its_shortest_way() =>
        ProbeFactory.Create(_command.Settings("db:80").Targets[0], new ProbeOptions { Send = "x"u8.ToArray() }).Should().BeOfType<TcpProbe>();

    [Theory]
    [InlineData("http://db")]
    [InlineData("listen://db")]
    [InlineData("file:///a")]
    public void What_is_expected_is_for_nothing_else(string target) => _command.Mistake(target, "--expect", "x").Should()
        .Be("--expect is for tcp and unix targets, and there is none: write one such as tcp://host/");

    [Fact]
    public void What_is_sent_has_no_use_without_what_is_expected() =>
        _command.Mistake("db:80", "--send", "x").Should().Be("--send has no --expect, and what is sent proves nothing: write both");

    [Fact]
    public void The_environment_holds_them_too()
    {
        ProbeOptions options = new WrittenCommand(("HEALTHPROBE_SEND", @"a\tb"), ("HEALTHPROBE_EXPECT", "c"), ("HEALTHPROBE_MAX_AGE", "2m")).Settings("db:80").Probe;

        options.Send.ToArray().Should().Equal("a\tb"u8.ToArray());
        options.Expect.ToArray().Should().Equal("c"u8.ToArray());
        options.MaxAge.Should().Be(TimeSpan.FromMinutes(2));
    }
}
