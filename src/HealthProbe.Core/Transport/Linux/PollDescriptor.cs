namespace HealthProbe.Transport.Linux;

/// <summary>One entry of poll(2), as the kernel lays it out.</summary>
internal struct PollDescriptor
{
    public int Descriptor;
    public short Events;
    public short Returned;
}
