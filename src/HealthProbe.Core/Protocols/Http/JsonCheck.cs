using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace HealthProbe.Protocols.Http;

/// <summary>
/// A condition on a JSON body: <c>path=value</c>, <c>path!=value</c>, or a path that must exist, such as <c>checks[0].status</c> (also
/// <c>checks.0.status</c>).
/// </summary>
public sealed class JsonCheck
{
    private readonly string _path;
    private readonly IReadOnlyList<string> _names;
    private readonly string? _value;
    private readonly bool _isNegated;

    private JsonCheck(string path, IReadOnlyList<string> names, string? value, bool isNegated)
    {
        _path = path;
        _names = names;
        _value = value;
        _isNegated = isNegated;
    }

    /// <summary>Parses a check.</summary>
    /// <param name="text">The text.</param>
    /// <param name="check">The check, or null.</param>
    /// <param name="error">If the text is no check: one line that names the part that is invalid or not supported; otherwise null.</param>
    /// <returns>Whether the text is a check.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonCheck? check, [NotNullWhen(false)] out string? error)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        bool isNegated = equals > 0 && text[equals - 1] == '!';
        string path = equals < 0 ? text : text[..(isNegated ? equals - 1 : equals)];
        error = JsonPath.TryParse(path, out IReadOnlyList<string> names) is string problem
            ? $"{Quoted.Of(text)} is not a JSON check: {problem}; use for example status=healthy or checks[0].status=UP"
            : null;
        check = error is null ? new JsonCheck(path, names, equals < 0 ? null : text[(equals + 1)..], isNegated) : null;
        return check is not null;
    }

    /// <summary>Evaluates the check on a document.</summary>
    /// <returns>Null if the document meets the check; otherwise the difference.</returns>
    internal string? Evaluate(JsonElement root)
    {
        if (Find(root) is not JsonElement element)
        {
            return $"json has no {Format(_path)}";
        }

        return _value is null || IsEqual(element) != _isNegated ? null
            : _isNegated ? $"json {Format(_path)} is {Format(element)}"
            : $"json {Format(_path)} is {Format(element)}, "
                + $"not {(element.ValueKind == JsonValueKind.String ? Quoted.Of(_value) : Format(_value))}";
    }

    private JsonElement? Find(JsonElement element)
    {
        foreach (string name in _names)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object when element.TryGetProperty(name, out JsonElement property):
                    element = property;
                    break;

                case JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                    && index < element.GetArrayLength():
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

    private static string Format(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Quoted.Of(element.GetString()!),
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Format(element.GetRawText()),
    };

    private static string Format(string text) => Quoted.Of(text)[1..^1];
}
