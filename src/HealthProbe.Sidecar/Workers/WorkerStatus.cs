namespace HealthProbe.Sidecar.Workers;

/// <summary>The verdict of the worker gate at one moment.</summary>
/// <param name="State">The state.</param>
/// <param name="Detail">Why there are no workers, such as <c>2 of 3 workers</c>; else empty. For clients that may see details.</param>
internal readonly record struct WorkerStatus(WorkerState State, string Detail = "")
{
    public bool IsLive => State == WorkerState.Live;
}
