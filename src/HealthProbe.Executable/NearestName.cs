namespace HealthProbe.Executable;

/// <summary>The name that a mistyped one was probably meant to be.</summary>
internal static class NearestName
{
    private const int MostEdits = 2;

    /// <summary>Returns the nearest of the names, or null when none is within two edits.</summary>
    public static string? Of(string written, IEnumerable<string> names)
    {
        // Two long texts take time to compare, and a long one is nobody's typing mistake.
        (string Name, int Edits) nearest = written.Length > 30 ? default : names.Select(name => (name, Edits(written, name))).MinBy(pair => pair.Item2);
        return nearest.Name is { Length: > 2 } && nearest.Edits <= MostEdits ? nearest.Name : null;
    }

    // Levenshtein's distance, one row at a time.
    private static int Edits(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
