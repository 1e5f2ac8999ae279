using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HealthProbe.IntegrationTests.Sockets;

/// <summary>One thread that may open no netlink socket, as under the seccomp profile of some container platforms (seccomp(2)).</summary>
internal static unsafe partial class WithoutNetlink
{
    private const int SetNoNewPrivileges = 38;
    private const int SetSeccomp = 22;
    private const nuint ModeFilter = 2;

    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort Return = 0x06;
    private const uint SystemCallNumber = 0;
    private const uint FirstArgument = 16;
    private const uint FamilyNetlink = 16;
    private const uint Allow = 0x7fff_0000;
    private const uint NotPermitted = 0x0005_0001;

    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && IsAllowed();

    public static T Run<T>(Func<T> action) => OwnThread.Run(Enter, action);

    private static bool IsAllowed()
    {
        try
        {
            return Run(() => true);
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static void Enter()
    {
        const uint SocketCallOnX64 = 41;
        Instruction* filter = stackalloc Instruction[]
        {
            new() { Code = LoadWord, Value = SystemCallNumber },
            new() { Code = JumpIfEqual, Then = 0, Otherwise = 3, Value = SocketCallOnX64 },
            new() { Code = LoadWord, Value = FirstArgument },
            new() { Code = JumpIfEqual, Then = 0, Otherwise = 1, Value = FamilyNetlink },
            new() { Code = Return, Value = NotPermitted },
            new() { Code = Return, Value = Allow },
        };
        var program = new FilterProgram { Length = 6, Filter = filter };
        Check(prctl(SetNoNewPrivileges, 1, null, 0, 0));
        Check(prctl(SetSeccomp, ModeFilter, &program, 0, 0));
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, nuint first, FilterProgram* second, nuint third, nuint fourth);

    private struct Instruction
    {
        public ushort Code;
        public byte Then;
        public byte Otherwise;
        public uint Value;
    }

    private struct FilterProgram
    {
        public ushort Length;
        public Instruction* Filter;
    }
}
