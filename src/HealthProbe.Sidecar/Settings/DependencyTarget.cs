using System.Diagnostics.CodeAnalysis;
using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.Sidecar.Settings;

/// <summary>What a dependency is: a target of the command's, or <c>disk:///path?min-free=500MB</c>.</summary>
/// <param name="Text">Safe to print.</param>
/// <param name="Scheme">The protocol.</param>
/// <param name="IsSecured">Whether it is asked inside TLS.</param>
/// <param name="Probe">Makes the probe.</param>
internal sealed record DependencyTarget(string Text, string Scheme, bool IsSecured, Func<ProbeOptions, IProbe> Probe)
{
    private const string Disk = "disk://";
    private const string MinFree = "min-free=";

    public static bool TryParse(string text, [NotNullWhen(true)] out DependencyTarget? target, [NotNullWhen(false)] out string? mistake)
    {
        target = null;
        if (text.StartsWith(Disk, StringComparison.OrdinalIgnoreCase))
        {
            return TryParseDisk(text[Disk.Length..], out target, out mistake);
        }

        if (Target.TryParse(text, out Target? read, out mistake))
        {
            target = new(read.ToString(), read.Scheme, ProbeFactory.IsSecured(read), options => ProbeFactory.Create(read, options));
        }

        // The command has no disk.
        mistake = mistake?.Replace(ProbeFactory.Schemes, $"disk, {ProbeFactory.Schemes}", StringComparison.Ordinal);

        return target is not null;
    }

    private static bool TryParseDisk(string rest, [NotNullWhen(true)] out DependencyTarget? target, [NotNullWhen(false)] out string? mistake)
    {
        target = null;
        string[] parts = rest.Split('?', 2);
        string path = Uri.UnescapeDataString(parts[0]);
        if (!path.StartsWith('/') || path.Any(char.IsControl))
        {
            mistake = $"{Quoted.Of(Disk + parts[0])} is not an absolute path: write {Disk}/path?{MinFree}500MB";
            return false;
        }

        if (parts.Length < 2 || !parts[1].StartsWith(MinFree, StringComparison.Ordinal))
        {
            mistake = $"{Quoted.Of(Disk + parts[0])} does not say how much must be free: write {Disk}/path?{MinFree}500MB";
            return false;
        }

        string size = Uri.UnescapeDataString(parts[1][MinFree.Length..]);
        if (!FreeSpace.TryParse(size, out FreeSpace? minimum))
        {
            mistake = $"{Quoted.Of(size)} is not an amount of free space: {FreeSpace.Grammar}";
            return false;
        }

        (target, mistake) = (new($"{Disk}{parts[0]}?{MinFree}{size}", "disk", false, _ => new DiskProbe(path, minimum)), null);
        return true;
    }
}
