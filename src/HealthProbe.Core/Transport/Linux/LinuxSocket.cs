using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace HealthProbe.Transport.Linux;

/// <summary>
/// The system calls of one socket. The framework's sockets start a thread, and the command has only one: docs/decisions/0003.
/// </summary>
internal static unsafe class LinuxSocket
{
    public const short Readable = 1;
    public const short Writable = 4;

    public const int TypeStream = 1;
    public const int TypeDatagram = 2;

    private const int FamilyInterNetworkV6 = 10;
    private const int TypeRaw = 3;
    private const int TypeNonBlocking = 0x800;
    private const int TypeCloseOnExec = 0x80000;
    private const int FamilyNetlink = 16;
    private const int LevelSocket = 1;
    private const int OptionReuseAddress = 2;
    private const int OptionError = 4;
    private const int LevelIPv6 = 41;
    private const int OptionV6Only = 26;
    private const int ShutdownSending = 1;
    private const int ShutdownBoth = 2;
    private const int FlagTruncate = 0x20;
    private const int FlagDontWait = 0x40;
    private const int FlagNoSignal = 0x4000;
    private const int MaxAddressBytes = 128;
    private const int DescriptorLimit = 7;

    /// <summary>How many descriptors this process may have open; 1,024 where the system does not say.</summary>
    public static int MaxDescriptors
    {
        get
        {
            ulong* limits = stackalloc ulong[2];
            return Libc.getrlimit(DescriptorLimit, limits) == 0 ? (int)Math.Min(limits[0], int.MaxValue) : 1024;
        }
    }

    /// <summary>Opens a socket to the kernel itself (netlink(7)).</summary>
    /// <exception cref="SocketException">The kernel does not permit it, or has no such protocol.</exception>
    public static int OpenNetlink(int protocol)
    {
        int descriptor = Libc.socket(FamilyNetlink, TypeRaw | TypeCloseOnExec, protocol);
        return descriptor >= 0 ? descriptor : throw new SocketException((int)Errno.Last);
    }

    /// <summary>Starts to connect a new socket, without waiting.</summary>
    /// <returns>The descriptor, or -1 with the error. <see cref="SocketError.IOPending"/>: the descriptor becomes writable when there is
    /// a result.</returns>
    public static (int Descriptor, SocketError Error) StartConnect(EndPoint endPoint, int type = TypeStream)
    {
        ReadOnlySpan<byte> address = Serialize(endPoint);
        int descriptor = Libc.socket(MemoryMarshal.Read<short>(address), type | TypeNonBlocking | TypeCloseOnExec, 0);
        if (descriptor < 0)
        {
            return (-1, Errno.Last);
        }

        fixed (byte* pointer = address)
        {
            if (Libc.connect(descriptor, pointer, address.Length) == 0)
            {
                return (descriptor, SocketError.Success);
            }
        }

        if (Marshal.GetLastPInvokeError() is Errno.InProgress or Errno.Interrupted)
        {
            return (descriptor, SocketError.IOPending);
        }

        SocketError error = Errno.Last;
        Close(descriptor);
        return (-1, error);
    }

    /// <summary>The result of a connect, once the descriptor is writable.</summary>
    public static SocketError CompleteConnect(int descriptor, EndPoint endPoint)
    {
        int error = 0;
        int length = sizeof(int);
        if (Libc.getsockopt(descriptor, LevelSocket, OptionError, &error, &length) != 0)
        {
            error = Marshal.GetLastPInvokeError();
        }

        return error != 0 ? Errno.ToSocketError(error)
            : IsSelfConnected(descriptor, endPoint) ? SocketError.ConnectionRefused
            : SocketError.Success;
    }

    /// <summary>TCP self-connect: the kernel chose the target port as the local port. No server is listening.</summary>
    public static bool IsSelfConnected(int descriptor, EndPoint endPoint)
    {
        byte* local = stackalloc byte[MaxAddressBytes];
        int length = MaxAddressBytes;
        return Libc.getsockname(descriptor, local, &length) == 0
            && Serialize(endPoint).SequenceEqual(new ReadOnlySpan<byte>(local, length));
    }

    /// <summary>Binds a TCP socket to an address, which it holds alone.</summary>
    /// <exception cref="SocketException">The address cannot be bound to.</exception>
    public static int Bind(IPEndPoint endPoint)
    {
        int descriptor = Bind(endPoint, TypeStream);
        SetReuseAddress(descriptor, 0);
        return descriptor;
    }

    /// <summary>
    /// Whether an address is one of this machine's, as far as this process sees: any free port of UDP can be bound to, whoever listens
    /// on TCP.
    /// </summary>
    public static bool CanBind(IPAddress address)
    {
        try
        {
            _ = Libc.close(Bind(new IPEndPoint(address, 0), TypeDatagram));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static int GetLocalPort(int descriptor)
    {
        byte* local = stackalloc byte[MaxAddressBytes];
        int length = MaxAddressBytes;
        return Libc.getsockname(descriptor, local, &length) == 0
            ? BinaryPrimitives.ReadUInt16BigEndian(new ReadOnlySpan<byte>(local + sizeof(short), sizeof(short)))
            : throw new SocketException((int)Errno.Last);
    }

    /// <exception cref="SocketException">Another socket listens there.</exception>
    public static void Listen(int descriptor, int backlog)
    {
        SetReuseAddress(descriptor, 1);
        if (Libc.listen(descriptor, backlog) != 0)
        {
            throw new SocketException((int)Errno.Last);
        }
    }

    /// <summary>Accepts a connection; null when there is none.</summary>
    /// <exception cref="SocketException">No descriptor is left, say.</exception>
    public static int? Accept(int descriptor) => ToCount(Libc.accept4(descriptor, null, null, TypeNonBlocking | TypeCloseOnExec));

    public static void ShutdownSend(int descriptor) => _ = Libc.shutdown(descriptor, ShutdownSending);

    public static void CloseListening(int descriptor)
    {
        _ = Libc.shutdown(descriptor, ShutdownBoth);
        _ = Libc.close(descriptor);
    }

    /// <summary>Receives what is there; null when nothing is.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public static int? Receive(int descriptor, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return ToCount(Libc.recv(descriptor, pointer, (nuint)buffer.Length, FlagDontWait));
        }
    }

    /// <summary>Sends what the kernel takes; null when it takes nothing now.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public static int? Send(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            return ToCount(Libc.send(descriptor, pointer, (nuint)bytes.Length, FlagDontWait | FlagNoSignal));
        }
    }

    /// <summary>Blocks until one of the descriptors is ready; false when the time is over, or a signal came.</summary>
    public static bool Poll(Span<PollDescriptor> descriptors, int milliseconds)
    {
        var timeout = new TimeSpec { Seconds = milliseconds / 1000, Nanoseconds = milliseconds % 1000 * 1_000_000 };
        fixed (PollDescriptor* pointer = descriptors)
        {
            return Libc.ppoll(pointer, (nuint)descriptors.Length, milliseconds < 0 ? null : &timeout, null) > 0;
        }
    }

    /// <summary>
    /// Closes cleanly: bytes that were received and not read would turn the close into a reset, and a line in the server's log.
    /// </summary>
    public static void Close(int descriptor)
    {
        _ = Libc.recv(descriptor, null, int.MaxValue, FlagDontWait | FlagTruncate);
        _ = Libc.close(descriptor);
    }

    private static int Bind(IPEndPoint endPoint, int type)
    {
        ReadOnlySpan<byte> address = Serialize(endPoint);
        int family = MemoryMarshal.Read<short>(address);
        int descriptor = Libc.socket(family, type | TypeNonBlocking | TypeCloseOnExec, 0);
        if (descriptor < 0)
        {
            throw new SocketException((int)Errno.Last);
        }

        if (family == FamilyInterNetworkV6)
        {
            int isV6Only = endPoint.Address.Equals(IPAddress.IPv6Any) ? 0 : 1;
            _ = Libc.setsockopt(descriptor, LevelIPv6, OptionV6Only, &isV6Only, sizeof(int));
        }

        SetReuseAddress(descriptor, 1);
        fixed (byte* pointer = address)
        {
            if (Libc.bind(descriptor, pointer, address.Length) == 0)
            {
                return descriptor;
            }
        }

        SocketError error = Errno.Last;
        _ = Libc.close(descriptor);
        throw new SocketException((int)error);
    }

    private static void SetReuseAddress(int descriptor, int isOn) =>
        _ = Libc.setsockopt(descriptor, LevelSocket, OptionReuseAddress, &isOn, sizeof(int));

    private static ReadOnlySpan<byte> Serialize(EndPoint endPoint)
    {
        SocketAddress address = endPoint.Serialize();
        return address.Buffer.Span[..address.Size];
    }

    private static int? ToCount(nint count)
    {
        if (count >= 0)
        {
            return (int)count;
        }

        return Marshal.GetLastPInvokeError() is Errno.TryAgain or Errno.Interrupted ? null : throw new SocketException((int)Errno.Last);
    }
}
