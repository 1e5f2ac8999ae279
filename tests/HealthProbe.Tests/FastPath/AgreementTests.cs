using System.Net;
using System.Net.Sockets;
using System.Text;
using HealthProbe.Cli;
using HealthProbe.Network;
using HealthProbe.Protocols.Http;
using HealthProbe.Protocols.Memcached;
using HealthProbe.Protocols.Redis;

namespace HealthProbe.Tests.FastPath;

/// <summary>What the fast path takes, the command reads in the same way: the same address, request and timeout.</summary>
public class AgreementTests
{
    private const int Cases = 5_000;

    private static readonly int Seed = Environment.TickCount;

    [Fact]
    public void The_command_would_make_the_same_check()
    {
        var written = new WrittenArguments(Seed);
        int taken = 0;
        for (int i = 0; i < Cases; i++)
        {
            (string[] arguments, WrittenCommand command) = written.Next();
            if (NativeArguments.Parse(arguments, command.Variables) is not NativeArguments.Read read)
            {
                continue;
            }

            taken++;
            string example = $"{string.Join(' ', arguments.Select(argument => $"<{argument}>"))} (case {i} of seed {Seed})";
            ProbeSettings settings = command.Read(arguments).Should().BeOfType<Invocation.Probe>(example).Subject.Settings;
            Target target = settings.Targets.Should().ContainSingle(example).Subject;
            read.Address.Should().Equal(AddressOf(target), example);
            read.Request.Should().Be(RequestOf(target, settings), example);
            read.Timeout.Should().Be(settings.Wait.Timeout, example);
            SettingsText.Of(settings).Should().Be(
                SettingsText.Of(new ProbeSettings { Targets = [target], Quiet = settings.Quiet, Wait = new WaitOptions { Timeout = settings.Wait.Timeout } }), example);
        }

        taken.Should().BeGreaterThan(Cases / 20, "a generator that seldom reaches the fast path proves nothing (seed {0})", Seed);
    }

    private static byte[] AddressOf(Target target)
    {
        if (target.Scheme == "unix")
        {
            return [1, 0, .. Encoding.ASCII.GetBytes(target.FilePath!), 0];
        }

        IPAddress address = NameLookup.WithoutAsking(target.Host)![0];
        byte[] port = [(byte)(target.Port >> 8), (byte)target.Port];
        return address.AddressFamily == AddressFamily.InterNetwork
            ? [2, 0, .. port, .. address.GetAddressBytes(), .. new byte[8]]
            : [10, 0, .. port, 0, 0, 0, 0, .. address.GetAddressBytes(), 0, 0, 0, 0];
    }

    private static string RequestOf(Target target, ProbeSettings settings) => target.Scheme == "redis" ? Encoding.ASCII.GetString(new RedisExchange().Opening.Span)
        : target.Scheme == "memcached" ? Encoding.ASCII.GetString(new MemcachedExchange().Opening.Span)
        : target.Scheme != "http" ? ""
        : Encoding.ASCII.GetString(new HttpRequest(target, settings.Probe.Http).ToBytes()).Replace(HttpRequest.UserAgent, "healthprobe/0.0.0", StringComparison.Ordinal);
}
