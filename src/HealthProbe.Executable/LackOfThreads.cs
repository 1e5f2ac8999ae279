namespace HealthProbe.Executable;

/// <summary>What is said where no thread can be had, after the name of the program.</summary>
internal static class LackOfThreads
{
    public const string Text = "no memory for another thread: raise the limits on memory and processes (ulimit -d, ulimit -u, the container's)";
}
