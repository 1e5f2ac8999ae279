namespace HealthProbe;

/// <summary>The name that a mistyped one was probably meant to be.</summary>
internal static class NearestName
{
    private const int MaxLettersOfShortName = 5;

    /// <summary>
    /// Returns the nearest of the names, or null when none is within two edits, or one for a short name; within one for a name of at most
    /// five letters.
    /// </summary>
    public static string? Of(string written, IEnumerable<string> names)
    {
        // Two long texts take time to compare, and a long one is nobody's typing mistake.
        (string Name, int Edits) nearest = written.Length > 30 ? default : names.Select(name => (name, Edits(written, name))).MinBy(pair => pair.Item2);
        int letters = nearest.Name?.Trim('-').Length ?? 0;
        return letters > 1 && nearest.Edits <= (letters <= MaxLettersOfShortName ? 1 : 2) ? nearest.Name : null;
    }

    // Levenshtein's distance, where two neighbors that are swapped count as one edit.
    private static int Edits(string from, string to)
    {
        int[][] edits = [.. Enumerable.Range(0, from.Length + 1).Select(_ => new int[to.Length + 1])];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                bool isSwap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                edits[i][j] = i == 0 || j == 0 ? i + j
                    : Math.Min(
                        edits[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1),
                        Math.Min(edits[i - 1][j], edits[i][j - 1]) + 1);
                edits[i][j] = isSwap ? Math.Min(edits[i][j], edits[i - 2][j - 2] + 1) : edits[i][j];
            }
        }

        return edits[from.Length][to.Length];
    }
}
