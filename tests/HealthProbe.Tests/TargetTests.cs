namespace HealthProbe.Tests;

public class TargetTests
{
    [Theory]
    [InlineData("db:5432", "tcp://db:5432")]
    [InlineData("db", "tcp://db:8000")]
    [InlineData("8080", "tcp://localhost:8080")]
    [InlineData(":8080", "tcp://localhost:8080")]
    [InlineData("127.0.0.1", "tcp://127.0.0.1:8000")]
    [InlineData("127.0.0.1:1", "tcp://127.0.0.1:1")]
    [InlineData("127.0.0.1:65535", "tcp://127.0.0.1:65535")]
    [InlineData("0.0.0.0:8080", "tcp://0.0.0.0:8080")]
    [InlineData("[::1]:8080", "tcp://[::1]:8080")]
    [InlineData("[::1]", "tcp://[::1]:8000")]
    [InlineData("::1", "tcp://[::1]:8000")]
    [InlineData("::", "tcp://[::]:8000")]
    [InlineData("[::]:80", "tcp://[::]:80")]
    [InlineData("::ffff:127.0.0.1", "tcp://[::ffff:127.0.0.1]:8000")]
    [InlineData("fe80::1%eth0", "tcp://[fe80::1%eth0]:8000")]
    [InlineData("[fe80::1%Eth0]:80", "tcp://[fe80::1%Eth0]:80")]
    [InlineData("LocalHost:80", "tcp://localhost:80")]
    [InlineData("my_service.internal.:80", "tcp://my_service.internal.:80")]
    [InlineData("xn--bcher-kva.example:80", "tcp://xn--bcher-kva.example:80")]
    [InlineData("1.2.3.4.example:80", "tcp://1.2.3.4.example:80")]
    [InlineData("tcp://db:5432", "tcp://db:5432")]
    [InlineData("tcp://db:5432/", "tcp://db:5432")]
    [InlineData("tcp://db", "tcp://db:8000")]
    [InlineData("TCP://DB:5432", "tcp://db:5432")]
    [InlineData("tcp://[::1]:5432", "tcp://[::1]:5432")]
    [InlineData("tcp://:8000", "tcp://localhost:8000")]
    [InlineData("[fe80::1%25eth0]:80", "tcp://[fe80::1%eth0]:80")]
    [InlineData("[fe80::1%25]:80", "tcp://[fe80::1%25]:80")]
    [InlineData("fe80::1%25", "tcp://[fe80::1%25]:8000")]
    [InlineData("[fe80::1%en.1_a~-0]:80", "tcp://[fe80::1%en.1_a~-0]:80")]
    public void Reads_every_way_to_write_a_tcp_target(string text, string expected)
    {
        Target.TryParse(text, out Target? target, out string? mistake).Should().BeTrue(mistake);

        target!.ToString().Should().Be(expected);
        mistake.Should().BeNull();
    }

    [Theory]
    [InlineData("db", "5432", "tcp://db:5432")]
    [InlineData("DB", "5432", "tcp://db:5432")]
    [InlineData("0.0.0.0", "8080", "tcp://0.0.0.0:8080")]
    [InlineData("::1", "8080", "tcp://[::1]:8080")]
    [InlineData("[::1]", "8080", "tcp://[::1]:8080")]
    [InlineData("fe80::1%eth0", "1", "tcp://[fe80::1%eth0]:1")]
    public void Reads_a_host_and_a_port_on_their_own(string host, string port, string expected)
    {
        Target.TryParse(host, port, out Target? target, out string? mistake).Should().BeTrue(mistake);

        target!.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("[::1")]
    [InlineData("::1]")]
    public void Takes_brackets_in_pairs_only(string host)
    {
        Target.TryParse(host, "80", out _, out string? mistake).Should().BeFalse();

        mistake.Should().Be($"\"{host}\" is not an IPv6 address: write one such as [::1]:8000");
    }

    [Theory]
    [InlineData("http://db/a b")]
    [InlineData("http://db/ü")]
    public void Says_what_a_URL_cannot_hold(string text)
    {
        Target.TryParse(text, out _, out string? mistake).Should().BeFalse();

        mistake.Should().Be($"\"{text}\" has a space or another character that a URL cannot hold: write it as %20 and the like");
    }

    [Theory]
    [InlineData("tcp://user:secret@db:5432")]
    [InlineData("tcp://us@er:sec@ret@db:5432")]
    public void Leaves_credentials_out_of_what_it_prints(string text)
    {
        Target.TryParse(text, out Target? target, out _).Should().BeTrue();

        target!.Host.Should().Be("db");
        target.ToString().Should().NotContain("sec");
    }

    [Theory]
    [InlineData("grpc://:50051", "grpc://localhost:50051")]
    [InlineData("grpcs://:50051/a.B", "grpcs://localhost:50051/a.B")]
    [InlineData("listen://:9000", "listen://localhost:9000")]
    [InlineData("amqp://user:pass@host:5672/vhost?heartbeat=30", "amqp://***@host:5672/vhost?heartbeat=***")]
    [InlineData("amqp://guest:guest@host:5672//", "amqp://***@host:5672//")]
    [InlineData("amqps://host/%2F", "amqps://host:5671/%2F")]
    [InlineData("http://[fe80::1%25eth0]/a", "http://[fe80::1%eth0]/a")]
    [InlineData("http://[fe80::1%eth0]:8080/a", "http://[fe80::1%eth0]:8080/a")]
    public void Reads_a_url_as_its_own_programs_write_it(string text, string expected)
    {
        Target.TryParse(text, out Target? target, out string? mistake).Should().BeTrue(mistake);

        target!.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("http://[fe80::1%25eth0]/", "[fe80::1]")]
    [InlineData("http://[fe80::1%eth0]:8080/", "[fe80::1]:8080")]
    [InlineData("http://127.0.0.1/", "127.0.0.1")]
    public void Sends_no_zone(string text, string authority)
    {
        Target.TryParse(text, out Target? target, out _).Should().BeTrue();

        target!.Authority.Should().Be(authority);
    }

    [Fact]
    public void Has_a_scheme_a_host_without_brackets_and_a_port()
    {
        Target.TryParse("[FE80::1%Eth0]:9000", out Target? target, out _).Should().BeTrue();

        target!.Scheme.Should().Be("tcp");
        target.Host.Should().Be("FE80::1%Eth0");
        target.Port.Should().Be(9000);
    }

    [Fact]
    public void Is_equal_to_the_same_target_written_in_another_way()
    {
        Target.TryParse("tcp://DB:5432", out Target? url, out _).Should().BeTrue();
        Target.TryParse("db", "5432", out Target? pair, out _).Should().BeTrue();

        url.Should().Be(pair);
    }

    [Fact]
    public void Takes_a_name_as_long_as_names_may_be_and_no_longer()
    {
        string label = new('a', 63);
        string longest = $"{label}.{label}.{label}.{new string('a', 61)}";

        Target.TryParse(longest, out _, out _).Should().BeTrue();
        Target.TryParse(longest + "a", out _, out _).Should().BeFalse();
        Target.TryParse(label + "a", out _, out _).Should().BeFalse();
    }
}
