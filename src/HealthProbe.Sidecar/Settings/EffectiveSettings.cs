using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HealthProbe.Sidecar.Settings;

/// <summary>The settings as the file that would give them, without secrets; and, as a remark, where each one came from.</summary>
internal static class EffectiveSettings
{
    // What is printed goes to a terminal or a file, never into a web page.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Written(SidecarSettings settings, IReadOnlyList<Given> given)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            foreach (Setting setting in SettingsTable.All)
            {
                json.WritePropertyName(setting.Name);
                IReadOnlyList<string>? written = given.FirstOrDefault(each => each.Setting == setting)?.Texts;
                string? usual = setting.IsOfWorkerGate && !settings.HasWorkerGate ? null : setting.Default;
                Write(json, setting, written ?? (usual is null ? [] : [usual]));
            }

            json.WriteStartObject("$from");
            foreach (Given each in given)
            {
                json.WriteString(each.Setting.Name, each.Source);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Setting setting, IReadOnlyList<string> texts)
    {
        switch (setting.Kind)
        {
            case SettingKind.List:
                json.WriteStartArray();
                foreach (string text in texts)
                {
                    json.WriteStringValue(setting.Scrub(text));
                }

                json.WriteEndArray();
                break;

            case SettingKind.Switch:
                json.WriteBooleanValue(texts is ["true" or "1"]);
                break;

            case SettingKind.Number or SettingKind.Count when texts is [string text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number):
                json.WriteNumberValue(number);
                break;

            case SettingKind.Count:
                json.WriteBooleanValue(texts is ["true"]);
                break;

            default:
                json.WriteStringValue(texts is [string only] ? setting.Scrub(only) : null);
                break;
        }
    }
}
