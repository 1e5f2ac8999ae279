using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace HealthProbe.Executable;

/// <summary>
/// <c>${NAME}</c> and <c>${NAME:-default}</c> in an argument, replaced from the environment: a HEALTHCHECK in exec form, and an image without a shell,
/// have nobody else to do it. <c>$${</c> is a literal <c>${</c>. A value is never read again for references.
/// </summary>
internal static class EnvironmentReferences
{
    private const string Start = "${";
    private const int LongestShown = 60;

    public static bool TryReplace(string text, Func<string, string?> environment, out string replaced, [NotNullWhen(false)] out string? mistake)
    {
        var result = new StringBuilder();
        mistake = null;
        int position = 0;
        while (text.IndexOf(Start, position, StringComparison.Ordinal) is >= 0 and int start)
        {
            if (start > position && text[start - 1] == '$')
            {
                result.Append(text, position, start - 1 - position).Append(Start);
                position = start + Start.Length;
                continue;
            }

            int end = text.IndexOf('}', start);
            if (end < 0 || !TryResolve(text[(start + Start.Length)..end], environment, out string? value, out mistake))
            {
                mistake ??= $"{Quoted.Of(text)} has a ${{ without a }}: write ${{NAME}}, or $${{ for the two characters themselves";
                replaced = text;
                return false;
            }

            result.Append(text, position, start - position).Append(value);
            position = end + 1;
        }

        replaced = position == 0 ? text : result.Append(text, position, text.Length - position).ToString();
        return true;
    }

    /// <summary>
    /// The text with its references replaced. A text where that fails is returned as it is, because <see cref="StrictParser"/> has reported
    /// it.
    /// </summary>
    public static string Replace(string text, Func<string, string?> environment)
    {
        _ = TryReplace(text, environment, out string replaced, out _);
        return replaced;
    }

    private static bool TryResolve(
        string reference, Func<string, string?> environment, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? mistake)
    {
        int separator = reference.IndexOf(":-", StringComparison.Ordinal);
        string name = separator < 0 ? reference : reference[..separator];
        mistake = null;
        value = null;
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            mistake = $"{Quoted.Of($"${{{reference}}}")} is not a variable: write ${{NAME}} or ${{NAME:-default}}";
            return false;
        }

        if (reference.Contains(Start, StringComparison.Ordinal))
        {
            mistake = $"{Quoted.Of($"${{{reference}}}")} has a variable inside a default, which is not read: write a plain default";
            return false;
        }

        value = environment(name);
        if (separator >= 0 && string.IsNullOrEmpty(value))
        {
            value = reference[(separator + 2)..];
        }

        string shown = name.Length > LongestShown ? $"{name[..LongestShown]}…" : name;
        mistake = value is null ? $"the variable {shown} is not set: set it, or write ${{{shown}:-default}}" : null;
        return value is not null;
    }
}
