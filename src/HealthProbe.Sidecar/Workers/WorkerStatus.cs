namespace HealthProbe.Sidecar.Workers;

/// <summary>The verdict of the worker gate at one moment.</summary>
/// <param name="State">The state.</param>
/// <param name="Detail">Why there are no workers, such as <c>2 of 3 workers</c>; empty if there are. A detail: it may contain the words of an outcome.</param>
internal readonly record struct WorkerStatus(WorkerState State, string Detail = "")
{
    public bool IsLive => State == WorkerState.Live;
}
