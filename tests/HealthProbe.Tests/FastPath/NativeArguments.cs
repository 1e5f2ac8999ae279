using System.Runtime.InteropServices;
using HealthProbe.Cli.FastPath;

namespace HealthProbe.Tests.FastPath;

/// <summary>Arguments and environment as the kernel puts them on the stack, and what the fast path reads of them.</summary>
internal static unsafe class NativeArguments
{
    /// <summary>What was read: the request is empty for a connection only.</summary>
    public sealed record Read(int Family, byte[] Address, string Request, TimeSpan Timeout);

    /// <summary>Reads as the entry point does.</summary>
    /// <returns>Null where the command must read.</returns>
    public static Read? Parse(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var allocated = new List<nint>();
        try
        {
            byte** own = Terminated(["healthprobe", .. arguments], allocated);
            byte** variables = Terminated([.. (environment ?? new Dictionary<string, string>()).Select(each => $"{each.Key}={each.Value}")], allocated);
            byte** userAgent = Terminated(["healthprobe/0.0.0"], allocated);
            byte* memory = stackalloc byte[2048];
            var writer = new TextBuffer(memory, 2048);
            Check check = default;
            var reader = new ArgumentReader(variables, Text.FromTerminated(userAgent[0]));
            return !ArgumentReader.HasOwnVariable(variables) && reader.TryRead(arguments.Count + 1, own, &writer, &check)
                ? new Read(
                    check.Family,
                    new ReadOnlySpan<byte>(check.Address, check.AddressLength).ToArray(),
                    System.Text.Encoding.ASCII.GetString(new ReadOnlySpan<byte>(check.Request.Start, check.Request.Length)),
                    TimeSpan.FromTicks(check.Timeout / TimeSpan.NanosecondsPerTick))
                : null;
        }
        finally
        {
            allocated.ForEach(Marshal.FreeHGlobal);
        }
    }

    private static byte** Terminated(IReadOnlyList<string> texts, List<nint> allocated)
    {
        nint array = Marshal.AllocHGlobal((texts.Count + 1) * sizeof(byte*));
        allocated.Add(array);
        for (int i = 0; i < texts.Count; i++)
        {
            byte[] text = [.. System.Text.Encoding.UTF8.GetBytes(texts[i]), 0];
            nint copy = Marshal.AllocHGlobal(text.Length);
            allocated.Add(copy);
            Marshal.Copy(text, 0, copy, text.Length);
            ((nint*)array)[i] = copy;
        }

        ((nint*)array)[texts.Count] = 0;
        return (byte**)array;
    }
}
