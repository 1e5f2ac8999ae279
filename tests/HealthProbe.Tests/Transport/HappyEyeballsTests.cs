using System.Net;
using System.Net.Sockets;
using HealthProbe.Transport;

namespace HealthProbe.Tests.Transport;

public class HappyEyeballsTests
{
    private readonly SteppedTime _time = new();

    [Fact]
    public async Task No_more_than_16_addresses_of_a_name_are_connected_to()
    {
        var transport = new FakeTransport(3_000, _ => (null, SocketError.ConnectionRefused));

        (_, ConnectError? error) = await transport.ConnectAsync("db", 5432, new Attempt(_time), CancellationToken.None);

        transport.Connected.Should().HaveCount(16);
        error!.ToOutcome().Reason.Should().Be(Reason.Refused);
    }

    [Fact]
    public async Task Address_that_refuses_is_followed_by_the_next_one_at_once()
    {
        using var connection = new MemoryStream();
        var transport = new FakeTransport(3, endPoint => endPoint.Address.Equals(IPAddress.Parse("10.0.0.2")) ? (connection, SocketError.Success) : (null, SocketError.ConnectionRefused));

        (Stream? stream, _) = await transport.ConnectAsync("db", 5432, new Attempt(_time), CancellationToken.None);

        stream.Should().BeSameAs(connection);
        transport.Connected.Should().Equal("10.0.0.1:5432", "10.0.0.2:5432");
    }

    private sealed class FakeResolver(int addresses) : HostResolver
    {
        public override ValueTask<Resolution> ResolveAsync(
            string host, NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken) =>
            new(new Resolution([.. Enumerable.Range(1, addresses).Select(i => new IPAddress([10, 0, (byte)(i / 256), (byte)i]))], null));
    }

    private sealed class FakeTransport(int addresses, Func<IPEndPoint, (Stream? Stream, SocketError Error)> connect)
        : NetworkTransport(new FakeResolver(addresses))
    {
        public List<string> Connected { get; } = [];

        public override ValueTask<(Stream? Stream, SocketError Error)> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
        {
            Connected.Add(endPoint.ToString()!);
            return new(connect((IPEndPoint)endPoint));
        }

        public override DatagramSocket OpenDatagramSocket(IPEndPoint endPoint) => throw new NotSupportedException();

        public override T Run<T>(Task<T> task) => throw new NotSupportedException();

        public override Task<T> RunBlockingAsync<T>(Func<T> function, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override void Start(Func<Task> work) => throw new NotSupportedException();

        public override ListenSocket Bind(IPEndPoint endPoint) => throw new NotSupportedException();
    }
}
