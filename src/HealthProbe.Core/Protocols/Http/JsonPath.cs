namespace HealthProbe.Protocols.Http;

/// <summary>The path of a <see cref="JsonCheck"/>: names and indexes, the part of JSONPath (RFC 9535) that selects one value.</summary>
internal static class JsonPath
{
    /// <summary>Splits a path into names; an index is a name of digits. A lone <c>$</c> is the whole document.</summary>
    /// <returns>Null, or what is invalid.</returns>
    public static string? TryParse(string path, out IReadOnlyList<string> names)
    {
        var parts = new List<string>();
        names = parts;
        ReadOnlySpan<char> rest = path switch
        {
            "$" => "",
            ['$', '.', ..] => path.AsSpan(2),
            ['$', '[', ..] => path.AsSpan(1),
            _ => path,
        };
        bool isNameNext = path != "$" && !rest.StartsWith("[");
        while (isNameNext || !rest.IsEmpty)
        {
            string? error = isNameNext ? TakeName(ref rest, parts) : TakeIndex(ref rest, parts);
            if (error is not null)
            {
                return error;
            }

            isNameNext = rest.StartsWith(".");
            rest = isNameNext ? rest[1..] : rest;
        }

        return null;
    }

    private static string? TakeName(ref ReadOnlySpan<char> rest, List<string> parts)
    {
        int end = rest.IndexOfAny('.', '[');
        ReadOnlySpan<char> name = end < 0 ? rest : rest[..end];
        if (name.IsEmpty)
        {
            return rest.StartsWith(".") && parts.Count > 0 ? "the recursive descent \"..\" is not supported" : "the path has an empty name";
        }

        parts.Add(name.ToString());
        rest = rest[name.Length..];
        return name is "*" ? "the wildcard \"*\" is not supported" : null;
    }

    private static string? TakeIndex(ref ReadOnlySpan<char> rest, List<string> parts)
    {
        if (rest[0] != '[')
        {
            return "a name after \"]\" needs a dot";
        }

        int end = rest.IndexOf(']');
        ReadOnlySpan<char> index = end < 0 ? rest[1..] : rest[1..end];
        if (end < 0 || index.IsEmpty || index.ContainsAnyExceptInRange('0', '9'))
        {
            return index switch
            {
                ['?', ..] => "a filter \"[?\" is not supported",
                ['*', ..] => "the wildcard \"[*]\" is not supported",
                ['\'' or '"', ..] => "a quoted name in brackets is not supported",
                _ when index.Contains(':') => "a slice \"[:]\" is not supported",
                ['-', ..] => "a negative index is not supported",
                _ when end < 0 => "the path has \"[\" without \"]\"",
                _ => "the index in brackets is no number",
            };
        }

        parts.Add(index.ToString());
        rest = rest[(end + 1)..];
        return null;
    }
}
