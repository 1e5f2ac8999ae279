using System.Runtime.CompilerServices;

namespace HealthProbe.Transport.Linux;

/// <summary>sigset_t, as libc lays it out: 1,024 bits, of which the kernel uses 64.</summary>
[InlineArray(16)]
internal struct SignalSet
{
    private ulong _first;

    public void Add(int signal) => _first |= 1UL << (signal - 1);

    public readonly bool Contains(int signal) => (_first & (1UL << (signal - 1))) != 0;
}
