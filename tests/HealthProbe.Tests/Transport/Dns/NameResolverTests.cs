using System.Diagnostics;
using HealthProbe.Transport;
using HealthProbe.Transport.Dns;

namespace HealthProbe.Tests.Transport.Dns;

/// <summary>Lookups that end with the files: none of them sends a query.</summary>
public sealed class NameResolverTests : IDisposable
{
    private const int MaxHostsBytes = 4 * 1024 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("healthprobe-resolver-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/dev/zero", "/dev/zero: it is larger than 4 MiB")]
    [InlineData("/dev", "/dev: it is a directory")]
    public async Task A_hosts_file_that_cannot_be_read_is_the_error_of_the_lookup(string hosts, string expected) =>
        (await ResolveAsync(hosts, "/nonexistent")).Should().Be(expected);

    [Theory]
    [InlineData("/dev/zero", "/dev/zero: it is larger than 1 MiB")]
    [InlineData("/dev", "/dev: it is a directory")]
    public async Task A_resolv_conf_that_cannot_be_read_is_the_error_of_the_lookup(string configuration, string expected) =>
        (await ResolveAsync("/nonexistent", configuration)).Should().Be(expected);

    [Fact]
    public async Task A_hosts_file_of_4_MiB_is_read_to_its_end_and_a_larger_one_is_an_error()
    {
        const string line = "\n10.0.0.1 db";
        string hosts = Path.Combine(_folder, "hosts");
        await File.WriteAllTextAsync(hosts, new string('#', MaxHostsBytes - line.Length) + line);
        (await ResolveAsync(hosts, "/dev")).Should().Be("10.0.0.1");

        await File.AppendAllTextAsync(hosts, "\n");
        (await ResolveAsync(hosts, "/dev")).Should().Be($"{hosts}: it is larger than 4 MiB");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pipe_without_a_writer_ends_the_lookup_with_the_timeout_of_the_attempt(bool isHosts)
    {
        string pipe = Path.Combine(_folder, "pipe");
        using (Process made = Process.Start("mkfifo", pipe))
        {
            await made.WaitForExitAsync();
            made.ExitCode.Should().Be(0);
        }

        var attempt = new Attempt { Timeout = TimeSpan.FromMilliseconds(200) };
        string missing = "/nonexistent";
        Task<string> lookup = Task.Run(() => ResolveAsync(isHosts ? pipe : missing, isHosts ? missing : pipe, attempt));

        (await lookup.WaitAsync(TimeSpan.FromSeconds(20))).Should().Be($"{pipe}: no end of the data within 200ms");
        attempt.Elapsed.Should().BeGreaterThan(TimeSpan.FromMilliseconds(199)).And.BeLessThan(TimeSpan.FromSeconds(5));
        attempt.DescribeMissing().Should().Be(Outcome.Unhealthy(Reason.Dns, $"{pipe}: no end of the data"));
    }

    // The error, or the addresses. Without a transport a query would be an exception.
    private static async Task<string> ResolveAsync(string hosts, string configuration, Attempt? attempt = null)
    {
        var resolver = new NameResolver { HostsPath = hosts, ConfigurationPath = configuration };
        Resolution result = await resolver.ResolveAsync(
            "db", null!, attempt ?? new Attempt { Timeout = TimeSpan.FromSeconds(20) }, CancellationToken.None);
        return result.Error ?? string.Join(' ', result.Addresses);
    }
}
