using System.Diagnostics.CodeAnalysis;
using HealthProbe.Protocols;
using HealthProbe.Sidecar.Application;
using HealthProbe.Sidecar.Dependencies;

namespace HealthProbe.Sidecar.Settings;

/// <summary>
/// The grammar of a dependency. A mistake is one line that says what to write, and holds no secrets: a password may hold any character that
/// ends a target.
/// </summary>
internal static class DependencyParser
{
    private const string Example = "database=postgres://db:5432";

    private static readonly ProtocolRegistry Protocols = ProtocolRegistry.Default.With(DiskProtocol.Definition);

    // Only what is written fills in the probe.
    private static readonly DependencySettings Usual = new() { Name = "", Target = "", Probe = null! };

    private static readonly DependencySettings WorkerProbe =
        Usual with { Name = "workers", Period = TimeSpan.FromSeconds(1), Failures = 2, BacksOff = false, IsOfApplication = true };

    /// <summary>Reads <c>name=target;option=value…</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DependencySettings? settings, [NotNullWhen(false)] out string? mistake, ProtocolRegistry? protocols = null)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? "" : text[..equals].Trim();
        mistake = name.Length == 0 || name.AsSpan().ContainsAny(":/@?;") ? $"the name is missing: write name=target, such as {Example}"
            : !IsName(name) ? $"{Quoted.Of(name)} is not a name: write lower-case letters, digits, hyphens and underscores, a letter first"
            : name == WorkerProbe.Name ? "it is the name of the worker probe: write another one"
            : name == ApplicationReadiness.Name ? "it is the name of the application itself: write another one"
            : null;
        settings = mistake is null ? Read(Usual with { Name = name }, DependencyOptions.Names, text[(equals + 1)..], protocols ?? Protocols, out mistake) : null;
        mistake = mistake is not null && IsName(name) ? $"{name}: {mistake}" : mistake;
        return settings is not null;
    }

    /// <summary>Reads <c>target;option=value…</c>, where the target is the application's own port.</summary>
    public static bool TryParseWorkerProbe(
        string text, [NotNullWhen(true)] out DependencySettings? settings, [NotNullWhen(false)] out string? mistake, ProtocolRegistry? protocols = null)
    {
        protocols ??= Protocols;
        settings = Read(WorkerProbe, [.. DependencyOptions.Names.Where(name => name != "critical")], text, protocols, out mistake);

        // A liveness that depended on databases and brokers would restart every application at once.
        if (settings?.Target.Split("://")[0] is string scheme && protocols.Find(scheme).Protocol is { IsOfApplications: false })
        {
            mistake = $"{Quoted.Of(settings.Target)} is a dependency, and liveness never looks at one: write --dependency <name>={scheme}://…";
            settings = null;
        }

        return settings is not null;
    }

    private static DependencySettings? Read(DependencySettings defaults, IReadOnlyList<string> names, string text, ProtocolRegistry protocols, out string? mistake)
    {
        string[] parts = [.. text.Split(';').Select(part => part.Trim())];
        (string Name, string Value)[] written = [.. parts[1..].Select(NameAndValue)];

        // The options come first: what stands after a semicolon and is none may be the rest of a password, and then so is what the target
        // seems to be.
        var options = new DependencyOptions(defaults);
        mistake = MistakeIn(written, names, text) ?? written.Select(each => options.Set(each.Name, each.Value) is string wrong ? $"{each.Name}: {wrong}" : null).FirstOrDefault(wrong => wrong is not null);
        if (mistake is not null)
        {
            return null;
        }

        if (!Target.TryParse(parts[0], out Target? target, out mistake, protocols))
        {
            mistake = parts[1..].Any(part => part.Contains('@', StringComparison.Ordinal)) ? "it is not a target: write scheme://host:port, and %3B for a semicolon inside it" : mistake;
            return null;
        }

        IReadOnlyList<string> usable = [.. names.Intersect(DependencyOptions.NamesFor(target, options.Probe, protocols))];
        string? useless = written.Select(each => each.Name).FirstOrDefault(name => !usable.Contains(name));
        mistake = useless is null ? null : $"{useless} is of no use for {target.Scheme}: write {Listed(usable)}";
        return mistake is null ? options.Settings with { Target = target.ToString(), Probe = protocols.CreateProbe(target, options.Probe) } : null;
    }

    private static string? MistakeIn((string Name, string Value)[] written, IReadOnlyList<string> names, string text)
    {
        if (written.Select(each => each.Name).FirstOrDefault(name => !names.Contains(name)) is string unknown)
        {
            bool mayBeSecret = text.AsSpan().ContainsAny('@', '?');
            return $"{(mayBeSecret ? "what stands after a semicolon" : Quoted.Of(unknown))} is not an option: write {Listed(names)}, and %3B for a semicolon inside the target";
        }

        string? twice = written.GroupBy(each => each.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? null : $"{twice} is written twice: leave one of them out";
    }

    private static (string Name, string Value) NameAndValue(string part)
    {
        int equals = part.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (part, "") : (part[..equals], part[(equals + 1)..]);
    }

    private static bool IsName(string text) => text.Length > 0 && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    private static string Listed(IReadOnlyList<string> names) => $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
}
