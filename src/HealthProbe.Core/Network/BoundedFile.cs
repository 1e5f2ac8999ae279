using System.Runtime.InteropServices;
using System.Text;
using HealthProbe.Transport.Linux;
using Microsoft.Win32.SafeHandles;

namespace HealthProbe.Network;

/// <summary>Reads a file that an option or the system names. Size and time are bounded: it may be a pipe or an endless device.</summary>
internal static unsafe class BoundedFile
{
    /// <summary>The default limit: 1 MiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The error for a file that does not exist.</summary>
    public const string NoSuchFile = "there is no such file";

    private const int FirstBytes = 16 * 1024;

    /// <summary>Reads a file to its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="deadline">When to stop waiting for a pipe or a device. A regular file is read even after it.</param>
    /// <param name="error">What is wrong, without the path.</param>
    /// <param name="maxBytes">The largest size that is accepted.</param>
    /// <param name="inspect">Returns an error for a file that must not be used, or null.</param>
    /// <returns>The content, or null.</returns>
    public static byte[]? Read(
        string path, Deadline deadline, out string? error, int maxBytes = MaxBytes, Func<SafeFileHandle, string?>? inspect = null)
    {
        try
        {
            using SafeFileHandle file = Open(path);
            byte[]? content = ReadToEnd(file, deadline, maxBytes, out error);
            error ??= inspect?.Invoke(file);
            return error is null ? content : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = Describe(e, path);
            return null;
        }
    }

    /// <summary>What an exception of a file means, without the path.</summary>
    public static string Describe(Exception exception, string path) =>
        exception is FileNotFoundException or DirectoryNotFoundException ? NoSuchFile
        : Directory.Exists(path) ? "it is a directory"
        : "it cannot be read";

    private static byte[]? ReadToEnd(SafeFileHandle file, Deadline deadline, int maxBytes, out string? error)
    {
        byte[] content = new byte[Math.Min(FirstBytes, maxBytes + 1)];
        int length = 0;
        while (true)
        {
            if (!IsReadable(file, deadline))
            {
                error = $"no end of the data within {Duration.FormatRounded(deadline.Timeout)}";
                return null;
            }

            int? count = Read(file, content.AsSpan(length), length);
            length += count ?? 0;
            if (length > maxBytes)
            {
                error = maxBytes % MaxBytes == 0 ? $"it is larger than {maxBytes / MaxBytes} MiB" : $"it is larger than {maxBytes} bytes";
                return null;
            }

            if (count == 0)
            {
                error = null;
                return content[..length];
            }

            if (length == content.Length)
            {
                Array.Resize(ref content, Math.Min(content.Length * 4, maxBytes + 1));
            }
        }
    }

    // open(2) of a pipe waits for a writer, unless it is told not to.
    private static SafeFileHandle Open(string path)
    {
        const int nonBlocking = 0x800;
        const int closeOnExec = 0x80000;
        const int noControllingTerminal = 0x100;
        const int noSuchFile = 2;
        const int notADirectory = 20;
        if (!OperatingSystem.IsLinux())
        {
            return File.OpenHandle(path);
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException(null, nameof(path));
        }

        int descriptor;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            descriptor = Libc.open(name, nonBlocking | closeOnExec | noControllingTerminal);
        }

        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
            : Marshal.GetLastPInvokeError() is noSuchFile or notADirectory ? throw new FileNotFoundException()
            : throw new IOException();
    }

    // poll(2) reports a regular file as ready at once, and a pipe only after a writer has opened it.
    private static bool IsReadable(SafeFileHandle file, Deadline deadline)
    {
        const short input = 1;
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        Span<PollDescriptor> wanted = [new() { Descriptor = (int)file.DangerousGetHandle(), Events = input }];
        while (!LinuxSocket.Poll(wanted, deadline.Milliseconds))
        {
            if (deadline.IsOver)
            {
                return false;
            }
        }

        return true;
    }

    // Null for a pipe that has nothing now, which the framework's own read takes for a failure.
    private static int? Read(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        if (!OperatingSystem.IsLinux())
        {
            return RandomAccess.Read(file, buffer, offset);
        }

        fixed (byte* pointer = buffer)
        {
            nint count = Libc.read((int)file.DangerousGetHandle(), pointer, (nuint)buffer.Length);
            return count >= 0 ? (int)count
                : Marshal.GetLastPInvokeError() is Errno.Interrupted or Errno.TryAgain ? null
                : throw new IOException();
        }
    }
}
