using System.Text;

namespace HealthProbe.Executable;

/// <summary>A value that may stand in a file, written as <c>@/path</c>: a command line is seen by everyone who can inspect the container.</summary>
internal static class FileContent
{
    private const int Longest = 1024 * 1024;

    /// <summary>The text of an option, from the file it names or as it stands. A text file's last line feed is not part of it.</summary>
    public static string ReadText(string text, out string? mistake)
    {
        byte[] bytes = ReadBytes(text, out mistake);
        return text.StartsWith('@') ? Encoding.UTF8.GetString(bytes).TrimEnd('\n', '\r') : text;
    }

    /// <summary>The bytes of an option, from the file it names or as they stand.</summary>
    public static byte[] ReadBytes(string text, out string? mistake)
    {
        mistake = null;
        return text.StartsWith('@') ? ReadFile(text[1..], out mistake) : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The bytes of a file of at most 1 MiB.</summary>
    public static byte[] ReadFile(string path, out string? mistake)
    {
        try
        {
            using FileStream file = File.OpenRead(path);

            // What the kernel makes up on the way, such as a pipe, has no length that it would tell.
            byte[] bytes = new byte[file is { CanSeek: true, Length: > 0 and < Longest } ? file.Length + 1 : Longest + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            mistake = length > Longest ? $"{Quoted.Of(path)} is larger than 1 MiB" : null;
            return bytes[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            mistake = $"{Quoted.Of(path)}: {WhyUnreadable(e, path)}";
            return [];
        }
    }

    /// <summary>What an exception means that opening or reading a file gave.</summary>
    public static string WhyUnreadable(Exception exception, string path) =>
        exception is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
        : Directory.Exists(path) ? "it is a directory"
        : "it cannot be read";
}
