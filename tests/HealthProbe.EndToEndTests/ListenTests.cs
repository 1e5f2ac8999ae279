using System.Globalization;
using System.Net.Sockets;
using HealthProbe.EndToEndTests.Running;
using HealthProbe.EndToEndTests.Surroundings;
using HealthProbe.IntegrationTests.Listening;

namespace HealthProbe.EndToEndTests;

[Collection(EndToEnd.Name)]
public sealed class ListenTests(PublishedBinaries binaries)
{
    private const string Listening = "listening on 127.0.0.1:";

    [NativeFact("chroot", Need.Root, Timeout = 20_000)]
    public async Task Listens_in_an_empty_root_until_it_is_told_to_end()
    {
        using var root = new EmptyRoot(binaries);
        using var program = new RunningProgram("chroot", root.Folder, "/healthprobe", "listen", "127.0.0.1", "0");
        int port = PortIn(await program.ReadLineAsync());
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.Success);

        program.Signal(RunningProgram.Terminate);

        (await program.EndAsync()).Should().Be((0, ""));
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.ConnectionRefused);
    }

    // The native binary: a runtime that has yet to load a part of itself would end for want of a descriptor, whatever the listener does.
    [NativeFact(Timeout = 20_000)]
    public async Task Goes_on_accepting_after_it_had_no_descriptor_left()
    {
        using var program = new RunningProgram(binaries.Native, "listen", "127.0.0.1", "0");
        int port = PortIn(await program.ReadLineAsync());
        RunningProgram.Limit limit = program.LimitOpenFiles(new RunningProgram.Limit(3, 4096));
        using Socket waiting = await Client.ConnectAsync(port);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        Func<Task> read = async () => await waiting.ReceiveAsync(new byte[1], patience.Token);
        await read.Should().ThrowAsync<OperationCanceledException>("nothing can be accepted without a descriptor");

        program.LimitOpenFiles(limit with { Hard = 4096, Soft = Math.Min(limit.Soft, 4096) });

        (await Client.ReadToEndAsync(waiting)).Should().Be(0);
        (await Client.TryConnectAsync(port)).Should().Be(SocketError.Success);
    }

    private static int PortIn(string? line)
    {
        line.Should().StartWith(Listening);
        return int.Parse(line![Listening.Length..], CultureInfo.InvariantCulture);
    }
}
