using HealthProbe.Protocols;

namespace HealthProbe.Sidecar.Dependencies;

/// <summary>The target <c>disk:///path?min-free=500MB</c>, which the sidecar adds to the protocols of the library.</summary>
internal static class DiskProtocol
{
    private const string MinFree = "?min-free=";

    public static Protocol Definition { get; } = new()
    {
        Name = "Disk",
        Schemes = [new("disk")],
        Shape = TargetShape.FileAndQuery,
        HealthyWhen = "the disk that contains the path has this much free space",
        Forms = "disk:///path?min-free=500MB",
        Validate = static target => TryReadMinimum(target, out string? error) is null ? error : null,
        CreateProbe = static check => new DiskProbe(check.Target.FilePath!, TryReadMinimum(check.Target, out _)!),
    };

    private static FreeSpace? TryReadMinimum(Target target, out string? error)
    {
        int query = target.PathAndQuery.IndexOf(MinFree, StringComparison.Ordinal);
        string size = query < 0 ? "" : Uri.UnescapeDataString(target.PathAndQuery[(query + MinFree.Length)..]);
        _ = FreeSpace.TryParse(size, out FreeSpace? minimum);
        error = query < 0 ? $"{Quoted.Of($"disk://{target.PathAndQuery.Split('?')[0]}")} does not say how much must be free: write disk:///path{MinFree}500MB"
            : minimum is null ? $"{Quoted.Of(size)} is not an amount of free space: {FreeSpace.Grammar}"
            : null;
        return minimum;
    }
}
