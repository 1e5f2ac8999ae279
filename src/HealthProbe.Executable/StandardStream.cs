using System.Runtime.InteropServices;
using System.Text;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Executable;

/// <summary>Standard output and standard error as plain bytes. One that is closed or full loses the text, never the exit code.</summary>
/// <remarks>Without <see cref="Console"/>, whose first line starts a thread for signals, and ends the process with 134 where no thread can be had.</remarks>
internal sealed unsafe class StandardStream(int descriptor)
{
    public static StandardStream Output { get; } = new(1);

    public static StandardStream Error { get; } = new(2);

    public void WriteLine(string line) => Write(line + '\n');

    public void Write(string text)
    {
        ReadOnlySpan<byte> left = Encoding.UTF8.GetBytes(text);
        while (!left.IsEmpty && WriteSome(left) is int count)
        {
            left = left[count..];
        }
    }

    // How many bytes were taken; null when no more ever will be.
    private int? WriteSome(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            nint count = Libc.write(descriptor, pointer, (nuint)bytes.Length);
            if (count >= 0)
            {
                return (int)count;
            }
        }

        int error = Marshal.GetLastPInvokeError();
        if (error == Errno.TryAgain)
        {
            // A pipe that another process made non-blocking.
            LinuxSocket.Poll([new PollDescriptor { Descriptor = descriptor, Events = LinuxSocket.Writable }], Timeout.Infinite);
        }

        return error is Errno.TryAgain or Errno.Interrupted ? 0 : null;
    }
}
