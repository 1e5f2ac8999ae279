namespace HealthProbe.IntegrationTests.Pairwise;

/// <summary>Rows of values in which each combination of the values of any two factors (or three, by the strength) occurs.</summary>
internal static class CoveringArray
{
    /// <summary>
    /// Creates the rows by a greedy search: each row starts with a combination that is missing, and adds the values that cover most of the
    /// others.
    /// </summary>
    /// <param name="sizes">The number of values of each factor.</param>
    /// <param name="strength">How many factors are combined: 2 or 3.</param>
    public static List<int[]> Create(IReadOnlyList<int> sizes, int strength)
    {
        List<int[]> groups = [.. Groups(sizes.Count, strength)];
        var missing = new HashSet<string>(groups.SelectMany(group => Combinations(sizes, group).Select(values => Key(group, values))));
        var rows = new List<int[]>();
        while (missing.Count > 0)
        {
            int[] row = Enumerable.Repeat(-1, sizes.Count).ToArray();
            foreach (string part in missing.First().Split(' '))
            {
                string[] pair = part.Split('=');
                row[int.Parse(pair[0], null)] = int.Parse(pair[1], null);
            }

            // Another order, and another first value, for each row.
            foreach (int factor in Enumerable.Range(0, sizes.Count).Select(i => (i + rows.Count) % sizes.Count).Where(factor => row[factor] < 0).ToList())
            {
                int[][] complete = [.. groups.Where(group => group.Contains(factor) && group.All(other => other == factor || row[other] >= 0))];
                row[factor] = Enumerable.Range(0, sizes[factor]).Select(i => (rows.Count + i) % sizes[factor]).MaxBy(value =>
                {
                    row[factor] = value;
                    return complete.Count(group => missing.Contains(Key(group, row, isRow: true)));
                });
            }

            groups.ForEach(group => missing.Remove(Key(group, row, isRow: true)));
            rows.Add(row);
        }

        return rows;
    }

    private static IEnumerable<int[]> Groups(int count, int strength, int from = 0) => strength == 0
        ? [[]]
        : Enumerable.Range(from, count - from).SelectMany(first => Groups(count, strength - 1, first + 1).Select(rest => (int[])[first, .. rest]));

    private static IEnumerable<int[]> Combinations(IReadOnlyList<int> sizes, int[] group) => group.Aggregate(
        (IEnumerable<int[]>)[[]], (heads, factor) => heads.SelectMany(head => Enumerable.Range(0, sizes[factor]).Select(value => (int[])[.. head, value])));

    private static string Key(int[] group, int[] values, bool isRow = false) =>
        string.Join(' ', group.Select((factor, i) => $"{factor}={values[isRow ? factor : i]}"));
}
