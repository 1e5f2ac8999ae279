using System.Text;
using HealthProbe.Network;
using Microsoft.Win32.SafeHandles;

namespace HealthProbe.Sidecar.Settings;

/// <summary>The file of a bearer token, which only its owner may read or write.</summary>
internal static class TokenFile
{
    private const int Shortest = 16;
    private const int Longest = 4096;

    public static string? Read(string path, out string? mistake)
    {
        byte[]? content = BoundedFile.Read(path, StartFile.NewDeadline(), out string? error, Longest, FindModeError);
        string token = Encoding.UTF8.GetString(content ?? []).Trim();
        mistake = error is null ? MistakeIn(token, path) : $"{Quoted.Of(path)}: {error}";
        return content is null ? null : token;
    }

    // Asked of the open file: the path may be a link, as those of Kubernetes secrets are, and a link has a mode of its own.
    private static string? FindModeError(SafeFileHandle file)
    {
        UnixFileMode mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file);
        string? verb = mode.HasFlag(UnixFileMode.OtherRead) ? "read" : mode.HasFlag(UnixFileMode.OtherWrite) ? "write" : null;
        return verb is null ? null : $"everybody may {verb} it; chmod 600 it, or set defaultMode: 0400 in the pod's secret volume";
    }

    private static string? MistakeIn(string token, string path) =>
        token.Length == 0 ? $"{Quoted.Of(path)} is empty: write a token of at least {Shortest} characters into it"
        : token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? $"{Quoted.Of(path)} holds more than a token: write one word of ASCII letters, digits and signs into it"
        : token.Length < Shortest ? $"the token in {Quoted.Of(path)} is too short to be safe: write at least {Shortest} characters"
        : null;
}
