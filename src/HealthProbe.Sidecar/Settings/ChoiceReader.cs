namespace HealthProbe.Sidecar.Settings;

/// <summary>Reads one of two words.</summary>
internal static class ChoiceReader
{
    public static bool Details(string text, out string? mistake) => Read(text, ("never", false), ("always", true), out mistake);

    public static GaugeSigns GaugeSigns(string text, out string? mistake) =>
        Read(text, ("delta", Settings.GaugeSigns.Delta), ("absolute", Settings.GaugeSigns.Absolute), out mistake);

    public static LogFormat LogFormat(string text, out string? mistake) => Read(text, ("text", Settings.LogFormat.Text), ("json", Settings.LogFormat.Json), out mistake);

    private static T Read<T>(string text, (string Word, T Value) first, (string Word, T Value) second, out string? mistake)
    {
        mistake = text == first.Word || text == second.Word ? null : $"{Quoted.Of(text)} is neither {first.Word} nor {second.Word}: write one of them";
        return text == second.Word ? second.Value : first.Value;
    }
}
