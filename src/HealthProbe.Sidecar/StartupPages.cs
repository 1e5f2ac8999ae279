using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Sidecar;

/// <summary>The pages of the program's file that only the start needed: settings, parser, help, the making of the web server.</summary>
/// <remarks>Half of what is resident then. The kernel would keep them mapped for as long as the process lives, and it lives for months.</remarks>
internal static unsafe class StartupPages
{
    // getauxval(3): where the program headers are (elf(5)). A static executable lies where they say.
    private const nuint HeadersAddress = 3;
    private const nuint HeaderSize = 4;
    private const nuint HeaderCount = 5;

    private const int DontNeed = 4;

    /// <summary>
    /// Gives them back. What is needed again is mapped again from the page cache, a microsecond or two for each neighbourhood.
    /// </summary>
    public static void Release()
    {
        // Only the native executable is one file of code.
        if (RuntimeFeature.IsDynamicCodeSupported || !OperatingSystem.IsLinux())
        {
            return;
        }

        byte* headers = (byte*)Libc.getauxval(HeadersAddress);
        int size = (int)Libc.getauxval(HeaderSize);
        for (int i = 0; i < (int)Libc.getauxval(HeaderCount); i++)
        {
            var header = (ProgramHeader*)(headers + (i * size));
            if (header->IsCode)
            {
                Release(header->Address, header->Size);
            }
        }
    }

    // The runtime writes to one page of its constants (the cookie that guards its stacks): given back, that page would be the file's again.
    // So only those are that
    // the kernel calls unchanged, and none where it does not say.
    private static void Release(nuint address, nuint size)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint first = address / page;
        ulong[] states = new ulong[(int)(((address + size + page - 1) / page) - first)];
        try
        {
            using FileStream map = new("/proc/self/pagemap", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            map.Position = (long)first * sizeof(ulong);
            map.ReadExactly(MemoryMarshal.AsBytes(states.AsSpan()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }

        for (int start = 0, end; start < states.Length; start = end + 1)
        {
            end = Array.FindIndex(states, start, state => !IsOfFile(state)) is >= 0 and int changed ? changed : states.Length;
            _ = Libc.madvise((void*)((first + (nuint)start) * page), (nuint)(end - start) * page, DontNeed);
        }
    }

    // pagemap in the kernel's documentation: bit 63, present; 62, swapped; 61, of a file. What is neither present nor swapped has nothing
    // to lose.
    private static bool IsOfFile(ulong state) => (state >> 61) is 0b101 or 0b000;

    /// <summary>Elf64_Phdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ProgramHeader
    {
        private const uint Load = 1;
        private const uint Executable = 1;
        private const uint Writable = 2;

        private readonly uint _type;
        private readonly uint _flags;
        private readonly nuint _offset;

        public readonly nuint Address;

        private readonly nuint _physicalAddress;
        private readonly nuint _sizeInFile;

        public readonly nuint Size;

        public bool IsCode => _type == Load && (_flags & (Executable | Writable)) == Executable;
    }
}
