namespace HealthProbe.Sidecar.Settings;

/// <summary>
/// One row of the table: what a setting is called, and how its text becomes a part of the settings, wherever the text stands.
/// </summary>
internal sealed record Setting(string Name, string? Placeholder, string Description)
{
    /// <summary>Reads a value, or gives what to write instead.</summary>
    internal delegate T? Reader<T>(string text, out string? mistake);

    /// <summary>Puts the texts of a setting into the settings, or gives what to write instead.</summary>
    internal delegate SidecarSettings Change(SidecarSettings settings, IReadOnlyList<string> texts, out string? mistake);

    /// <summary>The short flag, such as <c>-P</c>; null for none.</summary>
    public string? Alias { get; init; }

    public SettingKind Kind { get; init; } = SettingKind.Text;

    /// <summary>What it is when nobody says anything, as a text; null for nothing.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it says what the worker gate does, and so makes no sense without one.</summary>
    public bool IsOfWorkerGate { get; init; }

    public required Change Apply { get; init; }

    /// <summary>A text that was read well, without the secrets in it.</summary>
    public Func<string, string> Scrub { get; init; } = text => text;

    public string Flag => $"--{Name}";

    public string Variable => $"HEALTHPROBE_SIDECAR_{Name.Replace('-', '_').ToUpperInvariant()}";

    /// <summary>A setting that is written once.</summary>
    public static Setting One<T>(string name, string placeholder, string description, Reader<T> read, Func<SidecarSettings, T, SidecarSettings> set) =>
        new(name, placeholder, description)
        {
            Apply = (SidecarSettings settings, IReadOnlyList<string> texts, out string? mistake) =>
            {
                T? value = read(texts[0], out mistake);
                return mistake is null ? set(settings, value!) : settings;
            },
        };

    /// <summary>A setting that may be written several times.</summary>
    public static Setting Several<T>(
        string name, string placeholder, string description, Reader<T> read, Func<SidecarSettings, IReadOnlyList<T>, SidecarSettings> set) =>
        new(name, placeholder, description)
        {
            Kind = SettingKind.List,
            Apply = (SidecarSettings settings, IReadOnlyList<string> texts, out string? mistake) =>
            {
                mistake = null;
                var values = new List<T>(texts.Count);
                foreach (string text in texts)
                {
                    values.Add(read(text, out mistake)!);
                    if (mistake is not null)
                    {
                        return settings;
                    }
                }

                return set(settings, values);
            },
        };

    /// <summary>A flag without a value.</summary>
    public static Setting Switch(string name, string description, Func<SidecarSettings, bool, SidecarSettings> set) =>
        One(name, "", description, ValueReader.Switch, set) with { Placeholder = null, Kind = SettingKind.Switch };
}
