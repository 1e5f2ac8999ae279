namespace HealthProbe.Protocols.File;

/// <summary>
/// Healthy when the file exists and, with <see cref="ProbeOptions.MaxAge"/>, was modified that recently: the heartbeat of a worker that has
/// no port. It is
/// not opened, so it need not be readable. A link is followed; a folder is no file, because that is what a container gets in place of one
/// that was not there to mount.
/// </summary>
/// <param name="target">A <c>file://</c> target.</param>
/// <param name="options">The largest age.</param>
/// <param name="time">The clock that the age is measured with; the system's when null.</param>
internal sealed class FileProbe(Target target, ProbeOptions options, TimeProvider? time = null) : IProbe
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    bool IProbe.NeverBlocks => true;

    /// <summary>Probes once.</summary>
    public async ValueTask<Outcome> CheckAsync(Attempt attempt, CancellationToken cancellationToken) =>
        // A file system that has lost its server blocks, and cannot be told to stop: the thread is left behind, and the answer is given on
        // time.
        await options.Transport.RunBlockingAsync(Look, cancellationToken).ConfigureAwait(false);

    private Outcome Look()
    {
        try
        {
            var file = new FileInfo(target.FilePath!);
            if (IsThere(file) && file.Attributes.HasFlag(FileAttributes.ReparsePoint) && file.ResolveLinkTarget(returnFinalTarget: true) is FileSystemInfo linked)
            {
                file = new FileInfo(linked.FullName);
            }

            return !IsThere(file) ? Outcome.Unhealthy(Reason.Missing, "no such file") with { IsGone = true }
                : file.Attributes.HasFlag(FileAttributes.Directory) ? Outcome.Unhealthy(Reason.Missing, "it is a folder, not a file")
                : Judge(file.LastWriteTimeUtc);
        }
        catch (UnauthorizedAccessException)
        {
            return Outcome.Unhealthy(Reason.Denied, "a folder of its path may not be searched by this user");
        }
        catch (IOException)
        {
            return Outcome.Unhealthy(Reason.Error, "it cannot be looked at: its path is too long, a loop of links, or on a device that fails");
        }
    }

    // Unlike FileInfo.Exists, it throws where the file may not be looked at.
    private static bool IsThere(FileInfo file) => file.Attributes != (FileAttributes)(-1);

    private Outcome Judge(DateTime modified)
    {
        TimeSpan age = _time.GetUtcNow().UtcDateTime - modified;
        string shown = Shown(age.Duration());

        // A time to come is a clock that was set, or another machine's. Within the age it is as good as now; beyond, it would look fresh
        // for ever.
        return options.MaxAge is not TimeSpan most || age.Duration() <= most ? Outcome.Healthy($"modified {(age < TimeSpan.Zero ? $"{shown} in the future" : $"{shown} ago")}")
            : age > TimeSpan.Zero ? Outcome.Unhealthy(Reason.Stale, $"modified {shown} ago, more than {Duration.Format(most)}")
            : Outcome.Unhealthy(Reason.Stale, $"modified {shown} in the future: a clock is wrong");
    }

    // Rounded up, so that 30.2 s is not "30s, more than 30s".
    private static string Shown(TimeSpan age)
    {
        TimeSpan unit = age < TimeSpan.FromSeconds(1) ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromSeconds(1);
        return Duration.Format(unit * Math.Ceiling(age / unit));
    }
}
