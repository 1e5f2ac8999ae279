namespace HealthProbe.Sidecar.Settings;

/// <summary>A setting that somebody wrote.</summary>
/// <param name="Setting">Which.</param>
/// <param name="Source">Who wrote it, for <c>--print-config</c>: a flag, a variable, or the name of the file.</param>
/// <param name="Where">The same for messages: in a file, with the key.</param>
/// <param name="Texts">What was written; never empty.</param>
internal sealed record Given(Setting Setting, string Source, string Where, IReadOnlyList<string> Texts);
