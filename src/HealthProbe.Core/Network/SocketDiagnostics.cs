using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Network;

/// <summary>
/// Asks the kernel for the sockets that listen on a port, over netlink (sock_diag(7)). The kernel filters: however many sockets there are,
/// only these come.
/// </summary>
internal static class SocketDiagnostics
{
    private const int Protocol = 4;
    private const short ByFamily = 20;
    private const short RequestDump = 0x301;
    private const int TypeError = 2;
    private const int TypeDone = 3;
    private const byte FamilyIPv4 = 2;
    private const byte FamilyIPv6 = 10;
    private const byte ProtocolTcp = 6;
    private const int StateListen = 10;
    private const int AttributeV6Only = 11;

    private const int HeaderSize = 16;
    private const int RequestSize = HeaderSize + 56;
    private const int SocketSize = 72;

    // The kernel fills at most 32 KiB at a time.
    private const int BufferSize = 32 * 1024;

    /// <summary>The sockets of both families that listen on a port.</summary>
    /// <exception cref="SocketException">The kernel does not answer this process.</exception>
    public static List<ListeningSocket> Listening(int port)
    {
        int descriptor = LinuxSocket.OpenNetlink(Protocol);
        try
        {
            var found = new List<ListeningSocket>();
            byte[] buffer = new byte[BufferSize];
            foreach (byte family in (ReadOnlySpan<byte>)[FamilyIPv4, FamilyIPv6])
            {
                _ = LinuxSocket.Send(descriptor, Request(family, port));
                while (Take(Receive(descriptor, buffer), found))
                {
                }
            }

            return found;
        }
        finally
        {
            LinuxSocket.Close(descriptor);
        }
    }

    // nlmsghdr and inet_diag_req_v2 of linux/inet_diag.h; the ports are in network order, the rest in the machine's.
    private static byte[] Request(byte family, int port)
    {
        byte[] request = new byte[RequestSize];
        Span<byte> body = request.AsSpan(HeaderSize);
        MemoryMarshal.Write(request, RequestSize);
        MemoryMarshal.Write(request.AsSpan(4), ByFamily);
        MemoryMarshal.Write(request.AsSpan(6), RequestDump);
        body[0] = family;
        body[1] = ProtocolTcp;
        MemoryMarshal.Write(body[4..], 1 << StateListen);
        BinaryPrimitives.WriteUInt16BigEndian(body[8..], (ushort)port);
        return request;
    }

    // The kernel answers while it is asked: what is not there at once does not come.
    private static ReadOnlySpan<byte> Receive(int descriptor, byte[] buffer) =>
        LinuxSocket.Receive(descriptor, buffer) is > 0 and int count ? buffer.AsSpan(0, count) : throw new SocketException((int)SocketError.NoData);

    // False when that was the last.
    private static bool Take(ReadOnlySpan<byte> messages, List<ListeningSocket> found)
    {
        while (messages.Length >= HeaderSize)
        {
            int length = MemoryMarshal.Read<int>(messages);
            int type = MemoryMarshal.Read<short>(messages[4..]);
            if (type == TypeDone)
            {
                return false;
            }

            if (type == TypeError || length < HeaderSize + SocketSize || length > messages.Length)
            {
                throw new SocketException((int)SocketError.OperationNotSupported);
            }

            found.Add(Read(messages[HeaderSize..length]));
            messages = messages[Math.Min(Aligned(length), messages.Length)..];
        }

        return true;
    }

    // inet_diag_msg: the family, the port and the address; then the queue and its limit, which stand where other sockets have bytes.
    private static ListeningSocket Read(ReadOnlySpan<byte> socket)
    {
        var address = new IPAddress(socket.Slice(8, socket[0] == FamilyIPv4 ? 4 : 16));
        return new ListeningSocket(new IPEndPoint(address, BinaryPrimitives.ReadUInt16BigEndian(socket[4..])), MemoryMarshal.Read<uint>(socket[56..]))
        {
            Backlog = MemoryMarshal.Read<uint>(socket[60..]),
            Device = MemoryMarshal.Read<int>(socket[40..]),
            IsV6Only = IsV6Only(socket[SocketSize..]),
        };
    }

    private static bool IsV6Only(ReadOnlySpan<byte> attributes)
    {
        while (attributes.Length > 4)
        {
            int length = MemoryMarshal.Read<ushort>(attributes);
            if (MemoryMarshal.Read<ushort>(attributes[2..]) == AttributeV6Only)
            {
                return attributes[4] != 0;
            }

            attributes = attributes[Math.Min(Math.Max(Aligned(length), 4), attributes.Length)..];
        }

        return false;
    }

    private static int Aligned(int length) => (length + 3) & ~3;
}
