using System.Net;
using System.Net.Sockets;

namespace HealthProbe.EndToEndTests.Surroundings;

/// <summary>A DNS server at a loopback address that nothing else uses. It is silent, or knows one address for every name.</summary>
internal sealed class NameServer : IDisposable
{
    public const string Address = "127.77.0.1";

    private const int HeaderLength = 12;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    private NameServer(string address = Address) => _socket.Bind(new IPEndPoint(IPAddress.Parse(address), 53));

    public static NameServer Silent(string address = Address) => new(address);

    public static NameServer Knowing(IPAddress address)
    {
        var server = new NameServer();
        _ = server.AnswerAsync(address.GetAddressBytes());
        return server;
    }

    public void Dispose() => _socket.Dispose();

    private async Task AnswerAsync(byte[] address)
    {
        byte[] query = new byte[512];
        try
        {
            while (true)
            {
                SocketReceiveFromResult received = await _socket.ReceiveFromAsync(query, new IPEndPoint(IPAddress.Any, 0));
                await _socket.SendToAsync(Answer(query, address), received.RemoteEndPoint);
            }
        }
        catch (SocketException)
        {
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private static byte[] Answer(byte[] query, byte[] address)
    {
        int questionEnd = Array.IndexOf(query, (byte)0, HeaderLength) + 5;
        bool asksForIPv4 = query[questionEnd - 3] == 1;
        byte[] counts = [0, 1, 0, asksForIPv4 ? (byte)1 : (byte)0, 0, 0, 0, 0];
        byte[] record = [0xC0, HeaderLength, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, .. address];
        return [query[0], query[1], 0x81, 0x80, .. counts, .. query[HeaderLength..questionEnd], .. asksForIPv4 ? record : []];
    }
}
