namespace HealthProbe.Sidecar.Settings;

/// <summary>Reads which gauges are the number of workers.</summary>
internal static class GaugeReader
{
    public static IReadOnlyList<string>? Sum(string text, out string? mistake)
    {
        string[] names = text.Split('+');
        mistake = !Array.TrueForAll(names, IsName) ? $"{Quoted.Of(text)} is not a sum of gauges: write their names with + between them, such as busy_workers+idle_workers"
            : names.Distinct(StringComparer.Ordinal).Count() < names.Length ? $"{Quoted.Of(text)} names a gauge twice: write it once"
            : null;
        return names;
    }

    // A colon ends the name on the wire, and a bar what follows it.
    private static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ':' or '|');
}
