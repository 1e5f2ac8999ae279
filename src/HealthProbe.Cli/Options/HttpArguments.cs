using System.CommandLine;
using System.Globalization;
using HealthProbe.Network;
using HealthProbe.Protocols.Http;

namespace HealthProbe.Cli.Options;

/// <summary>The options of the HTTP request, and of what its answer must be.</summary>
internal sealed class HttpArguments(OptionFactory option)
{
    private const int LongestSocketPath = PathTargetParser.LongestSocketPath;

    private readonly Option<string?> _method = option.Value("--method", ["-X"], "name", "HTTP method", null, ReadMethod);
    private readonly Option<IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>>> _header =
        option.List("--header", ["-H"], "name: value|@file", "header to send, repeatable", ReadHeaders);

    private readonly Option<byte[]?> _data = option.Value<byte[]?>("--data", ["-d"], "text|@file", "body to send", null, ReadBody);
    private readonly Option<string?> _user = option.Value("--user", [], "name:password|@file", "basic authentication", null, ReadUser);
    private readonly Option<bool> _follow = option.Flag("--follow", ["-L"], "follow up to 5 redirects");
    private readonly Option<string?> _unixSocket = option.Value("--unix-socket", [], "path", "connect to this socket instead of the host", null, ReadSocketPath);
    private readonly Option<StatusRanges> _status = option.Value("--status", [], "ranges", "healthy status codes, such as 200-299,304", StatusRanges.Success, ReadStatus);
    private readonly Option<string?> _contains = option.Value("--contains", [], "text", "text that the body must hold", null, ValueReader.Text);
    private readonly Option<IReadOnlyList<JsonCheck>> _json =
        option.List("--json", [], "path=value", "what the JSON body must say; also path!=value, or a path; repeatable", ReadJson);

    private readonly Option<IReadOnlyList<HeaderCheck>> _expectHeader =
        option.List("--expect-header", [], "name[=value]", "header that the answer must have, repeatable", ReadHeaderCheck);

    public IReadOnlyList<Option> All => [_method, _header, _data, _user, _follow, _status, _contains, _json, _expectHeader];

    /// <summary>Those that gRPC uses too: its headers are metadata.</summary>
    public IReadOnlyList<Option> OfGrpcToo => [_header, _user, _unixSocket];

    public Option UnixSocket => _unixSocket;

    public HttpOptions Read(ParseResult result) => new()
    {
        Method = result.GetValue(_method),
        Headers = [.. (result.GetValue(_header) ?? []).SelectMany(headers => headers)],
        // The library gives an empty array for an option that is not there.
        Body = result.GetValue(_data) is { Length: > 0 } body ? body : (ReadOnlyMemory<byte>?)null,
        User = result.GetValue(_user),
        Follow = result.GetValue(_follow),
        UnixSocket = result.GetValue(_unixSocket),
        Status = result.GetValue(_status)!,
        Contains = result.GetValue(_contains),
        Json = result.GetValue(_json) ?? [],
        ExpectedHeaders = result.GetValue(_expectHeader) ?? [],
    };

    private static string? ReadMethod(string text, out string? mistake)
    {
        bool isToken = text.Length is > 0 and <= 20 && text.All(c => char.IsAsciiLetter(c) || c == '-');
        mistake = isToken ? null : $"{Quoted.Of(text)} is not a method: write GET, HEAD, POST or the like";
        return text.ToUpperInvariant();
    }

    private static IReadOnlyList<KeyValuePair<string, string>> ReadHeaders(string text, Deadline deadline, out string? mistake)
    {
        string content = FileContent.ReadText(text, deadline, out mistake);
        var headers = new List<KeyValuePair<string, string>>();
        bool isFile = text.StartsWith('@');
        foreach ((int index, string trimmed) in (isFile ? content.Split('\n').Select(line => line.TrimEnd('\r')) : [content]).Index())
        {
            if (isFile && trimmed.Length == 0)
            {
                continue;
            }

            int colon = trimmed.IndexOf(':', StringComparison.Ordinal);
            bool isHeader = colon > 0 && trimmed[..colon].All(IsTokenCharacter) && !trimmed.Any(char.IsControl);
            if (!isHeader)
            {
                // The text may be a secret, or one line of a file of them.
                string which = isFile ? string.Create(CultureInfo.InvariantCulture, $"line {index + 1} of {Quoted.Of(text[1..])}") : "it";
                mistake ??= $"{which} is not a header on one line: write 'Name: value'";
                continue;
            }

            headers.Add(new(trimmed[..colon], trimmed[(colon + 1)..].Trim()));
        }

        return headers;
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);

    private static byte[] ReadBody(string text, Deadline deadline, out string? mistake)
    {
        byte[] body = FileContent.ReadBytes(text, deadline, out mistake);
        mistake ??= body.Length == 0 ? "it is empty; use --method POST for a request without a body" : null;
        return body;
    }

    private static string? ReadUser(string text, Deadline deadline, out string? mistake)
    {
        string user = FileContent.ReadText(text, deadline, out mistake);
        mistake ??= user.Contains(':', StringComparison.Ordinal) && !user.Any(char.IsControl) ? null : "it has no password: write name:password, or @file";
        return user;
    }

    private static string? ReadSocketPath(string text, out string? mistake)
    {
        bool isPath = text.StartsWith('/') && System.Text.Encoding.UTF8.GetByteCount(text) <= LongestSocketPath && !text.Any(char.IsControl);
        mistake = isPath ? null : $"{Quoted.Of(text)} is not the path of a socket: write an absolute path of at most {LongestSocketPath} bytes";
        return text;
    }

    private static StatusRanges? ReadStatus(string text, out string? mistake)
    {
        mistake = StatusRanges.TryParse(text, out StatusRanges? ranges) ? null : $"{Quoted.Of(text)} is no set of status codes: write for example 200-299,304";
        return ranges;
    }

    private static JsonCheck? ReadJson(string text, out string? mistake)
    {
        _ = JsonCheck.TryParse(text, out JsonCheck? check, out mistake);
        return check;
    }

    private static HeaderCheck? ReadHeaderCheck(string text, out string? mistake)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? text : text[..equals];
        mistake = name.Length > 0 && name.All(IsTokenCharacter) ? null : $"{Quoted.Of(text)} is not a header: write Name or Name=value";
        return new HeaderCheck(name, equals < 0 ? null : text[(equals + 1)..]);
    }
}
