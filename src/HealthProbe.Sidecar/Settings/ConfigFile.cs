using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace HealthProbe.Sidecar.Settings;

/// <summary>
/// The file of <c>--config</c>: one JSON object with a key for each setting. Comments and trailing commas are allowed, a key that begins
/// with a dollar sign is
/// a remark, and null is what was not written.
/// </summary>
internal sealed class ConfigFile
{
    /// <summary>What says where the file is: like the others, but never in the file.</summary>
    public static readonly Setting Setting = new("config", "file", "read settings from this JSON file too") { Apply = Unchanged };

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string _name;
    private readonly Dictionary<string, string[]> _texts = [];

    private ConfigFile(string name) => _name = name;

    /// <summary>Reads a file of at most 1 MiB.</summary>
    /// <param name="path">The file.</param>
    /// <param name="where">Who named it, for messages.</param>
    /// <param name="file">What it says.</param>
    /// <param name="mistake">One line that says what to write instead.</param>
    public static bool TryRead(string path, string where, [NotNullWhen(true)] out ConfigFile? file, [NotNullWhen(false)] out string? mistake)
    {
        string name = Quoted.Of(path).Trim('"');
        file = null;
        byte[] json = StartFile.Read(path, out string? unread);
        mistake = unread is not null ? $"{where}: {unread}" : Utf8.IsValid(json) ? null : $"{name}: it is not UTF-8 text: write JSON";
        if (mistake is not null)
        {
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json.AsMemory(Start(json)), Options);
            file = new ConfigFile(name);
            mistake = file.Take(document.RootElement);
        }
        catch (JsonException e)
        {
            mistake = $"{name}: {JsonMistake.In(json.AsSpan(Start(json)), e)}";
        }

        return mistake is null;
    }

    public Given? Of(Setting setting) => _texts.TryGetValue(setting.Name, out string[]? texts) ? new Given(setting, _name, $"{_name}: {setting.Name}", texts) : null;

    private string? Take(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return $"{_name}: it holds no settings: write an object such as {{\"port\": 8000}}";
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!ConfigValue.TryReadText(property, out string? key))
            {
                return $"{_name}: a key is not text: write the name of a setting";
            }

            Setting? setting = SettingsTable.All.FirstOrDefault(setting => setting.Name == key);
            string? mistake = key.StartsWith('$') ? null
                : setting is null ? UnknownKey(key)
                : !keys.Add(key) ? $"{_name}: {key} is given twice: write it once"
                : Take(setting, property.Value);
            if (mistake is not null)
            {
                return mistake;
            }
        }

        return null;
    }

    private string? Take(Setting setting, JsonElement value)
    {
        string[] texts = ConfigValue.Texts(setting, value, out string? mistake);
        if (texts.Length > 0)
        {
            _texts.Add(setting.Name, texts);
        }

        return mistake is null ? null : $"{_name}: {setting.Name}: {mistake}";
    }

    private string UnknownKey(string key)
    {
        string? near = NearestName.Of(key, SettingsTable.All.Select(setting => setting.Name));
        return $"{_name}: unknown key {Quoted.Of(key)}: {(near is null ? $"see {Flags.HelpCommand}" : $"did you mean {near}?")}";
    }

    // Some editors begin a file with the mark of UTF-8.
    private static int Start(ReadOnlySpan<byte> json) => json.StartsWith("\uFEFF"u8) ? 3 : 0;

    private static SidecarSettings Unchanged(SidecarSettings settings, IReadOnlyList<string> texts, out string? mistake)
    {
        mistake = null;
        return settings;
    }
}
