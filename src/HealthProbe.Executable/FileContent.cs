using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Executable;

/// <summary>
/// A value that may stand in a file, written as <c>@/path</c>: a command line is seen by everyone who can inspect the container.
/// </summary>
internal static class FileContent
{
    /// <summary>The text of an option, from the file it names or as it stands. A text file's last line feed is not part of it.</summary>
    public static string ReadText(string text, Deadline deadline, out string? mistake)
    {
        byte[] bytes = ReadBytes(text, deadline, out mistake);
        return text.StartsWith('@') ? Encoding.UTF8.GetString(bytes).TrimEnd('\n', '\r') : text;
    }

    /// <summary>The bytes of an option, from the file it names or as they stand.</summary>
    public static byte[] ReadBytes(string text, Deadline deadline, out string? mistake)
    {
        mistake = null;
        return text.StartsWith('@') ? ReadFile(text[1..], deadline, out mistake) : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The bytes of a file of at most 1 MiB, which a pipe must deliver before the deadline.</summary>
    public static byte[] ReadFile(string path, Deadline deadline, out string? mistake)
    {
        byte[] content = BoundedFile.Read(path, deadline, out string? error) ?? [];
        mistake = error is null ? null : $"{Quoted.Of(path)}: {error}";
        return content;
    }
}
