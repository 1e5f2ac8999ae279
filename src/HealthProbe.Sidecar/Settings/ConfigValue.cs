using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace HealthProbe.Sidecar.Settings;

/// <summary>From a value of JSON to the texts that a flag would have.</summary>
internal static class ConfigValue
{
    /// <summary>The texts; none for null and for an empty array.</summary>
    public static string[] Texts(Setting setting, JsonElement value, out string? mistake)
    {
        mistake = null;
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return [];

            case JsonValueKind.Array when setting.Kind is SettingKind.List or SettingKind.Sum:
                string[] texts = [.. value.EnumerateArray().Select(item => TextOf(item) ?? "")];
                mistake = Array.Exists(texts, text => text.Length == 0) ? "an entry is not text: write strings" : null;
                return setting.Kind == SettingKind.List || texts.Length == 0 ? texts : [string.Join('+', texts)];

            case JsonValueKind.True or JsonValueKind.False when setting.Kind is SettingKind.Switch or SettingKind.Count:
                return [value.ValueKind == JsonValueKind.True ? "true" : "false"];

            default:
                string? text = TextOf(value);
                mistake = text is null ? $"{NameOf(value.ValueKind)} is not a value for it: write {Usual(setting.Kind)}" : null;
                return setting.Kind == SettingKind.List && text is not null ? EnvironmentSource.Words(text) : [text ?? ""];
        }
    }

    /// <summary>The name of a property, unless it is half of a surrogate pair.</summary>
    public static bool TryReadText(JsonProperty property, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // "\ud800" is half of a surrogate pair: JSON, and yet no text.
            return null;
        }
    }

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "this",
    };

    private static string Usual(SettingKind kind) => kind switch
    {
        SettingKind.Number or SettingKind.Count => "a number",
        SettingKind.Switch => "true or false",
        SettingKind.List => "an array of strings",
        _ => "a string",
    };
}
