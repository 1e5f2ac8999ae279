namespace HealthProbe.Transport.Linux;

/// <summary>One wait for a descriptor. It continues inline, on the loop's thread.</summary>
internal sealed class DescriptorWait(PollLoop loop, int index) : TaskCompletionSource
{
    private CancellationTokenRegistration _registration;

    /// <summary>Its place in the loop; -1 once it has left it.</summary>
    public int Index { get; set; } = index;

    public void CancelWith(CancellationToken cancellationToken) => _registration = cancellationToken.UnsafeRegister(
        static (state, token) =>
        {
            var wait = (DescriptorWait)state!;
            wait.Leave();
            wait.TrySetCanceled(token);
        },
        this);

    public void Complete()
    {
        _registration.Dispose();
        TrySetResult();
    }

    private void Leave() => loop.Remove(this);
}
