using System.Globalization;
using System.Text;

namespace HealthProbe.Tests.Documents;

/// <summary>Writes a manual page with the macros of man(7).</summary>
internal sealed class Roff
{
    private readonly StringBuilder _text = new();
    private bool _isFirst;

    public Roff(string name, string version, string purpose)
    {
        Line($".\\\" Made from {name} --help: change the program, and run HEALTHPROBE_APPROVE=1 dotnet test tests/HealthProbe.Tests");
        Line($".TH {Escaped(name.ToUpperInvariant())} 1 \"\" \"{Escaped(name)} {version}\" \"User Commands\"");
        Line(".nh\n.ad l");
        Section("NAME");
        Line($"{Escaped(name)} \\- {Escaped(purpose)}");
    }

    public void Section(string heading)
    {
        Line($".SH {heading.ToUpperInvariant()}");
        _isFirst = true;
    }

    /// <summary>A paragraph; its sentences begin new lines, as roff likes them.</summary>
    public void Paragraph(string text)
    {
        NextParagraph();
        Line(Escaped(text).Replace(". ", ".\n", StringComparison.Ordinal));
    }

    /// <summary>What may be written, and under it what it means.</summary>
    public void Row(string syntax, string meaning)
    {
        _isFirst = false;
        Line(".TP");
        Line($"\\fB{Escaped(syntax)}\\fR");
        Line(meaning.Length == 0 ? "\\&" : Escaped(meaning));
    }

    /// <summary>Lines that are shown as they are.</summary>
    public void Verbatim(IEnumerable<string> lines)
    {
        NextParagraph();
        Line(".nf");
        foreach (string line in lines)
        {
            Line(Escaped(line));
        }

        Line(".fi");
    }

    public override string ToString() => _text.ToString();

    // A heading begins a paragraph by itself.
    private void NextParagraph()
    {
        if (!_isFirst)
        {
            Line(".PP");
        }

        _isFirst = false;
    }

    private void Line(string line) => _text.Append(CultureInfo.InvariantCulture, $"{line}\n");

    private static string Escaped(string text)
    {
        string plain = text
            .Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("'", "\\(aq", StringComparison.Ordinal)
            .Replace("`", "\\(ga", StringComparison.Ordinal)
            .Replace("^", "\\(ha", StringComparison.Ordinal)
            .Replace("~", "\\(ti", StringComparison.Ordinal)
            .Replace(";", ";\\:", StringComparison.Ordinal)
            .Replace("…", "...", StringComparison.Ordinal);
        return plain.StartsWith('.') ? $"\\&{plain}" : plain;
    }
}
