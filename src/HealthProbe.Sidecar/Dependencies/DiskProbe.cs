namespace HealthProbe.Sidecar.Dependencies;

/// <summary>Healthy when the disk that holds a path has so much space left for a program that is not root's.</summary>
/// <param name="path">An absolute path.</param>
/// <param name="minimum">How much must be free.</param>
internal sealed class DiskProbe(string path, FreeSpace minimum) : IProbe
{
    // A dead network disk keeps its caller for ever, which must be no one else's thread.
    public ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken) => new(Task.Run(Ask, cancellationToken));

    /// <summary>What so many free bytes mean.</summary>
    public Outcome Judge(long free, long total)
    {
        string found = $"{FreeSpace.Format(free)} of {FreeSpace.Format(total)} free";
        return minimum.IsEnough(free, total) ? Outcome.Healthy(found) : Outcome.Unhealthy(Reason.NotReady, $"{found}, less than {minimum}", "disk full");
    }

    private Outcome Ask()
    {
        try
        {
            var drive = new DriveInfo(path);
            return Judge(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (DriveNotFoundException)
        {
            return Outcome.Unhealthy(Reason.Missing, "there is no such path");
        }
        catch (UnauthorizedAccessException)
        {
            return Outcome.Unhealthy(Reason.Denied, "the path may not be read");
        }
        catch (IOException)
        {
            return Outcome.Unhealthy(Reason.Error, "the disk does not say how much is free");
        }
    }
}
