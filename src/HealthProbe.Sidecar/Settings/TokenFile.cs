using System.Text;
using Microsoft.Win32.SafeHandles;

namespace HealthProbe.Sidecar.Settings;

/// <summary>The file of a bearer token, which only its owner may read.</summary>
internal static class TokenFile
{
    private const int Shortest = 16;
    private const int Longest = 4096;

    public static string? Read(string path, out string? mistake)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);

            // Asked of the open file: the path may be a link, as those of Kubernetes secrets are, and a link has a mode of its own.
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file) is UnixFileMode mode && mode.HasFlag(UnixFileMode.OtherRead))
            {
                mistake = $"everybody may read {Quoted.Of(path)}: chmod 600 it, or write defaultMode: 0400 in the pod's secret volume";
                return null;
            }

            byte[] bytes = new byte[Longest + 1];
            int length = RandomAccess.Read(file, bytes, 0);
            string token = Encoding.UTF8.GetString(bytes, 0, length).Trim();
            mistake = length > Longest ? $"{Quoted.Of(path)} is too long for a token: write {Shortest} to {Longest} characters" : MistakeIn(token, path);
            return token;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            mistake = $"{Quoted.Of(path)}: {FileContent.WhyUnreadable(e, path)}";
            return null;
        }
    }

    private static string? MistakeIn(string token, string path) =>
        token.Length == 0 ? $"{Quoted.Of(path)} is empty: write a token of at least {Shortest} characters into it"
        : token.AsSpan().ContainsAnyExceptInRange('!', '~') ? $"{Quoted.Of(path)} holds more than a token: write one word of ASCII letters, digits and signs into it"
        : token.Length < Shortest ? $"the token in {Quoted.Of(path)} is too short to be safe: write at least {Shortest} characters"
        : null;
}
