namespace HealthProbe.Transport.Linux;

/// <summary>struct timespec, as the 64-bit kernels lay it out.</summary>
internal struct TimeSpec
{
    public long Seconds;
    public long Nanoseconds;
}
