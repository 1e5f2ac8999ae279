using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace HealthProbe.Http;

/// <summary>What a JSON body must say: <c>path=value</c>, <c>path!=value</c>, or a path that must exist. A path is dotted, with array indexes: <c>checks.0.status</c>.</summary>
public sealed class JsonCheck
{
    private readonly string _path;
    private readonly string? _value;
    private readonly bool _isNegated;

    private JsonCheck(string path, string? value, bool isNegated)
    {
        _path = path;
        _value = value;
        _isNegated = isNegated;
    }

    /// <summary>Reads a check.</summary>
    /// <returns>Whether the text is one; a check needs a path without empty parts.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonCheck? check)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        bool isNegated = equals > 0 && text[equals - 1] == '!';
        string path = equals < 0 ? text : text[..(isNegated ? equals - 1 : equals)];
        check = path.Split('.').Contains("") ? null : new JsonCheck(path, equals < 0 ? null : text[(equals + 1)..], isNegated);
        return check is not null;
    }

    /// <summary>Checks a document.</summary>
    /// <returns>Null when it holds, otherwise what was found.</returns>
    internal string? MistakeIn(JsonElement root)
    {
        JsonElement? found = Find(root);
        if (found is not JsonElement element)
        {
            return $"json has no {Shown(_path)}";
        }

        return _value is null || IsEqual(element) != _isNegated ? null
            : _isNegated ? $"json {Shown(_path)} is {Shown(element)}"
            : $"json {Shown(_path)} is {Shown(element)}, not {(element.ValueKind == JsonValueKind.String ? Quoted.Of(_value) : Shown(_value))}";
    }

    private JsonElement? Find(JsonElement element)
    {
        foreach (string part in _path.Split('.'))
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object when element.TryGetProperty(part, out JsonElement property):
                    element = property;
                    break;

                case JsonValueKind.Array when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < element.GetArrayLength():
                    element = element[index];
                    break;

                default:
                    return null;
            }
        }

        return element;
    }

    private bool IsEqual(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() == _value,
        JsonValueKind.True => _value == "true",
        JsonValueKind.False => _value == "false",
        JsonValueKind.Null => _value == "null",
        JsonValueKind.Number => element.GetRawText() == _value || IsSameNumber(element),
        _ => false,
    };

    // 1, 1.0 and 1e0 are one number.
    private bool IsSameNumber(JsonElement element) =>
        element.TryGetDecimal(out decimal found)
        && decimal.TryParse(_value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal wanted)
        && found == wanted;

    private static string Shown(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Quoted.Of(element.GetString()!),
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Shown(element.GetRawText()),
    };

    private static string Shown(string text) => Quoted.Of(text)[1..^1];
}
