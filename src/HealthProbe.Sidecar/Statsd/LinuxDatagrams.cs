using System.Runtime.InteropServices;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Sidecar.Statsd;

/// <summary>Receives many datagrams with one system call, from several sockets on one thread, into memory that is taken once.</summary>
internal sealed unsafe class LinuxDatagrams : IDisposable
{
    private const int Batch = 16;

    // More than UDP carries. A Unix socket carries more; what is cut off there is a line without its end, which cannot be taken for a gauge
    // of another value.
    private const int LargestDatagram = 65_536;

    private const int FlagDontWait = 0x40;
    private const int EventCloseOnExec = 0x80000;
    private const int PauseMilliseconds = 10;

    private readonly byte* _buffers = (byte*)NativeMemory.Alloc(Batch, LargestDatagram);
    private readonly Part* _parts = (Part*)NativeMemory.AllocZeroed(Batch, (nuint)sizeof(Part));
    private readonly Message* _messages = (Message*)NativeMemory.AllocZeroed(Batch, (nuint)sizeof(Message));
    private readonly int _stopping = Libc.eventfd(0, EventCloseOnExec);

    /// <summary>Takes the memory and the one descriptor that it needs.</summary>
    /// <exception cref="StartException">There is no descriptor left.</exception>
    public LinuxDatagrams()
    {
        if (_stopping < 0)
        {
            throw new StartException("statsd: too many open files");
        }

        for (int i = 0; i < Batch; i++)
        {
            _parts[i] = new Part { Start = _buffers + (i * LargestDatagram), Length = LargestDatagram };
            _messages[i] = new Message { Header = new Header { Parts = _parts + i, PartCount = 1 } };
        }
    }

    /// <summary>Whether this machine lays out what the calls take as it is written here.</summary>
    public static bool AreSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess && BitConverter.IsLittleEndian;

    /// <summary>Hands over each datagram until <see cref="Stop"/>. No error of a socket ends it.</summary>
    public void Receive(ReadOnlySpan<int> sockets, WorkerCount count)
    {
        Span<PollDescriptor> polled = stackalloc PollDescriptor[sockets.Length + 1];
        for (int i = 0; i < sockets.Length; i++)
        {
            polled[i] = new PollDescriptor { Descriptor = sockets[i], Events = LinuxSocket.Readable };
        }

        polled[^1] = new PollDescriptor { Descriptor = _stopping, Events = LinuxSocket.Readable };
        while (polled[^1].Returned == 0)
        {
            if (!LinuxSocket.Poll(polled, Timeout.Infinite))
            {
                continue;
            }

            bool isBroken = false;
            foreach (PollDescriptor socket in polled[..^1])
            {
                isBroken |= socket.Returned != 0 && !TryReceiveBatch(socket.Descriptor, count);
            }

            if (isBroken)
            {
                // For want of memory, say. Whoever stops it does not wait for the end of the pause.
                LinuxSocket.Poll(polled[^1..], PauseMilliseconds);
            }
        }
    }

    public void Stop()
    {
        ulong one = 1;
        _ = Libc.write(_stopping, (byte*)&one, sizeof(ulong));
    }

    public void Dispose()
    {
        _ = Libc.close(_stopping);
        NativeMemory.Free(_messages);
        NativeMemory.Free(_parts);
        NativeMemory.Free(_buffers);
    }

    private bool TryReceiveBatch(int socket, WorkerCount count)
    {
        int received = Libc.recvmmsg(socket, _messages, Batch, FlagDontWait, null);
        for (int i = 0; i < received; i++)
        {
            count.Apply(new ReadOnlySpan<byte>(_parts[i].Start, (int)_messages[i].Received));
        }

        return received >= 0 || Marshal.GetLastPInvokeError() is Errno.TryAgain or Errno.Interrupted;
    }

    // struct iovec.
    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public byte* Start;
        public nuint Length;
    }

    // struct msghdr, which ends with padding.
    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public void* Sender;
        public uint SenderLength;
        public Part* Parts;
        public nuint PartCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    // struct mmsghdr.
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public Header Header;
        public uint Received;
    }
}
