using System.Net;
using System.Net.Sockets;

namespace HealthProbe.IntegrationTests.Listening;

/// <summary>What a prober sees of a port.</summary>
internal static class Client
{
    public static async Task<Socket> ConnectAsync(int port, string address = "127.0.0.1")
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), port);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endPoint);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    public static async Task<SocketError> TryConnectAsync(int port, string address = "127.0.0.1")
    {
        try
        {
            using Socket socket = await ConnectAsync(port, address);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    /// <summary>Reads until the server's end: how many bytes came. A reset throws.</summary>
    public static async Task<int> ReadToEndAsync(Socket socket)
    {
        byte[] buffer = new byte[1024];
        int total = 0;
        int received;
        do
        {
            received = await socket.ReceiveAsync(buffer);
            total += received;
        }
        while (received > 0);

        return total;
    }

    /// <summary>
    /// Asks every millisecond until the port answers like this. Without any pause the asking itself would be the load that is measured.
    /// </summary>
    public static async Task UntilAsync(SocketError answer, int port, string address = "127.0.0.1")
    {
        while (await TryConnectAsync(port, address) != answer)
        {
            await Task.Delay(1);
        }
    }
}
