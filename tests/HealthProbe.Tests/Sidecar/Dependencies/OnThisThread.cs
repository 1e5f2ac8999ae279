using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.Tests.Sidecar.Dependencies;

/// <summary>
/// What waits for a clock or for a token goes on at once, on the thread of the test that moves it, and not on a thread of the pool.
/// </summary>
internal static class OnThisThread
{
    public static Task Run(Dependency dependency, CancellationToken stop)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        return dependency.RunAsync(TimeSpan.Zero, stop);
    }

    public static void Start(DependencyMonitor monitor)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        monitor.Start();
    }
}
