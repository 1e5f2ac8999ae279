using HealthProbe.Probes;
using HealthProbe.Protocols;
using HealthProbe.Protocols.File;
using HealthProbe.Protocols.Http;
using HealthProbe.Protocols.Tcp;
using HealthProbe.Sidecar.Dependencies;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Sidecar.Dependencies;

public class DependencyParserTests
{
    private const string OfAll = "critical, timeout, period, failures, successes";
    private const string Names = $"{OfAll}, backoff, status, json, contains, insecure, cacert or max-age";

    [Fact]
    public void Takes_a_name_and_a_target()
    {
        DependencySettings settings = Read("database=postgres://app:secret@db/shop");

        (settings.Name, settings.Target, settings.IsCritical, settings.BacksOff).Should().Be(("database", "postgres://***@db:5432/shop", true, true));
        (settings.Timeout, settings.Period, settings.Failures, settings.Successes).Should().Be((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), 3, 1));
        settings.Probe.Should().BeOfType<ExchangeProbe>();
    }

    [Fact]
    public void Takes_options()
    {
        DependencySettings settings = Read("rec-2=http://rec/health?a=b&c=d; critical=false;timeout=500ms;period=30s;failures=5;successes=2;backoff=false;status=200,304;json=a.b=c=d;contains=x%3By");

        (settings.Name, settings.Target, settings.IsCritical, settings.BacksOff).Should().Be(("rec-2", "http://rec/health?a=***&c=***", false, false));
        (settings.Timeout, settings.Period, settings.Failures, settings.Successes).Should().Be((TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), 5, 2));
        settings.Conditions.Select(condition => $"{condition.Key}={condition.Value}").Should().Equal("status=200,304", "json=a.b=c=d", "contains=x%3By");
        settings.Probe.Should().BeOfType<HttpProbe>();
    }

    [Theory]
    [InlineData("a=db:5432", "tcp://db:5432", typeof(TcpProbe))]
    [InlineData("a=5432", "tcp://localhost:5432", typeof(TcpProbe))]
    [InlineData("a=redis://:secret@cache", "redis://***@cache:6379", typeof(ExchangeProbe))]
    [InlineData("a_1=file:///run/beat;max-age=30s", "file:///run/beat", typeof(FileProbe))]
    [InlineData("a=https://x/a%3Bb;insecure=true", "https://x/a%3Bb", typeof(HttpProbe))]
    [InlineData("a=disk:///var/data?min-free=500MB", "disk:///var/data?min-free=500MB", typeof(DiskProbe))]
    [InlineData("a=disk:///?min-free=10%", "disk:///?min-free=10%", typeof(DiskProbe))]
    [InlineData("a=DISK:///a%20b?min-free=10%25;period=1m", "disk:///a%20b?min-free=10%25", typeof(DiskProbe))]
    public void Takes_what_the_command_takes_and_disks(string text, string target, Type probe)
    {
        DependencySettings settings = Read(text);

        settings.Target.Should().Be(target);
        settings.Probe.Should().BeOfType(probe);
    }

    [Fact]
    public void Takes_a_worker_probe_without_a_name()
    {
        DependencyParser.TryParseWorkerProbe("tcp://127.0.0.1:8000;failures=4", out DependencySettings? settings, out string? mistake).Should().BeTrue(mistake);

        (settings!.Name, settings.Target, settings.IsCritical, settings.BacksOff).Should().Be(("workers", "tcp://127.0.0.1:8000", true, false));
        (settings.Timeout, settings.Period, settings.Failures, settings.Successes).Should().Be((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), 4, 1));
    }

    [Theory]
    [InlineData("tcp://a:1;critical=false", "\"critical\" is not an option: write timeout, period, failures, successes, backoff, status, json, contains, insecure, cacert or max-age, and %3B for a semicolon inside the target")]
    [InlineData("tcp://a:1;period=0", "period: \"0\" is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s")]
    [InlineData("a:0", "\"0\" is not a port: write a number from 1 to 65535")]
    public void Says_what_is_wrong_with_a_worker_probe(string text, string expected)
    {
        DependencyParser.TryParseWorkerProbe(text, out DependencySettings? settings, out string? mistake).Should().BeFalse();

        (settings, mistake).Should().Be((null, expected));
    }

    [Theory]
    [InlineData("", "the name is missing: write name=target, such as database=postgres://db:5432")]
    [InlineData("=tcp://a:1", "the name is missing: write name=target, such as database=postgres://db:5432")]
    [InlineData("tcp://a:1", "the name is missing: write name=target, such as database=postgres://db:5432")]
    [InlineData("http://u:p@a/?x=1", "the name is missing: write name=target, such as database=postgres://db:5432")]
    [InlineData("My DB=tcp://a:1", "\"My DB\" is not a name: write lower-case letters, digits, hyphens and underscores, a letter first")]
    [InlineData("1a=tcp://a:1", "\"1a\" is not a name: write lower-case letters, digits, hyphens and underscores, a letter first")]
    [InlineData("workers=tcp://a:1", "workers: it is the name of the worker probe: write another one")]
    [InlineData("a=", "a: the host is empty: write a name or an address, such as 127.0.0.1:8000")]
    [InlineData("a=tcp://a:0", "a: \"0\" is not a port: write a number from 1 to 65535")]
    [InlineData("a=tcp://a:1;", $"a: \"\" is not an option: write {Names}, and %3B for a semicolon inside the target")]
    [InlineData("a=tcp://a:1;tmeout=1s", $"a: \"tmeout\" is not an option: write {Names}, and %3B for a semicolon inside the target")]
    [InlineData("a=tcp://a:1;timeout=1s;timeout=2s", "a: timeout is written twice: leave one of them out")]
    [InlineData("a=tcp://a:1;timeout", "a: timeout: \"\" is not a duration from 1ms to 24h: write for example 500ms, 1.5s, 2m or 1m30s")]
    [InlineData("a=tcp://a:1;critical=no", "a: critical: \"no\" is neither on nor off: write true or false")]
    [InlineData("a=tcp://a:1;failures=0", "a: failures: \"0\" is not a count: write a number from 1 to 10000")]
    [InlineData("a=tcp://a:1;successes=x", "a: successes: \"x\" is not a count: write a number from 1 to 10000")]
    [InlineData("a=http://a;status=99", "a: status: \"99\" is no set of status codes: write for example 200-299,304")]
    [InlineData("a=http://a;json=", "a: json: \"\" is not a JSON check: the path has an empty name; use for example status=healthy or checks[0].status=UP")]
    [InlineData("a=http://a;contains=", "a: contains: it is empty: write some text")]
    [InlineData("a=https://a;cacert=/nowhere/ca.pem", "a: cacert: \"/nowhere/ca.pem\": there is no such file")]
    [InlineData("a=tcp://a:1;status=200", $"a: status is of no use for tcp: write {OfAll} or backoff")]
    [InlineData("a=http://a;insecure=true", $"a: insecure is of no use for http: write {OfAll}, backoff, status, json or contains")]
    [InlineData("a=tcp://a:1;max-age=1s", $"a: max-age is of no use for tcp: write {OfAll} or backoff")]
    [InlineData("a=disk://var?min-free=1GB", "a: \"disk://var?***\" has no absolute path: write disk:///path?min-free=500MB, with three slashes")]
    [InlineData("a=disk:///var", "a: \"disk:///var\" does not say how much must be free: write disk:///path?min-free=500MB")]
    [InlineData("a=disk:///var?free=1GB", "a: \"disk:///var\" does not say how much must be free: write disk:///path?min-free=500MB")]
    [InlineData("a=disk:///var?min-free=lots", "a: \"lots\" is not an amount of free space: write for example 500MB, 2GiB or 10%")]
    public void Says_what_to_write_instead(string text, string expected)
    {
        DependencyParser.TryParse(text, out DependencySettings? settings, out string? mistake).Should().BeFalse();

        (settings, mistake).Should().Be((null, expected));
    }

    [Theory]
    [InlineData("a=postgres://u:pass;word@db")]
    [InlineData("a=postgres://u:pass;word=x@db")]
    [InlineData("a=postgres://u:pass;failures=word@db")]
    [InlineData("a=postgres://u:pass;contains=word@db")]
    [InlineData("a=http://a/?token=pass;word=1")]
    [InlineData("a=http://a/?token=pass;word")]
    [InlineData("a=postgres://u:pass=word@db:0")]
    [InlineData("postgres://u:pass=word@db")]
    [InlineData("u:pass=word@db")]
    [InlineData("a=gopher://u:pass@word")]
    public void A_mistake_holds_no_secret(string text)
    {
        DependencyParser.TryParse(text, out _, out string? mistake).Should().BeFalse();

        mistake.Should().NotContain("pass").And.NotContain("\"word").And.NotContain("\n");
    }

    private static DependencySettings Read(string text) =>
        DependencyParser.TryParse(text, out DependencySettings? settings, out string? mistake) ? settings : throw new ArgumentException(mistake);
}
