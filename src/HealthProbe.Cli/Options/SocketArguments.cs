using System.CommandLine;

namespace HealthProbe.Cli.Options;

/// <summary>The options of what is said over a plain socket.</summary>
internal sealed class SocketArguments(OptionFactory option)
{
    private readonly Option<byte[]?> _send =
        option.Value<byte[]?>("--send", [], "text", "text to send over tcp and unix; \\r \\n \\t \\0 \\xHH \\\\ are escapes", null, EscapedText.Read);

    private readonly Option<byte[]?> _expect =
        option.Value<byte[]?>("--expect", [], "text", "text that the answer, or without --send the greeting, must hold; the same escapes", null, EscapedText.Read);

    public IReadOnlyList<Option> All => [_send, _expect];

    /// <summary>Fills in its part of the options.</summary>
    public ProbeOptions Read(ParseResult result, ProbeOptions options, out string? mistake)
    {
        byte[]? send = result.GetValue(_send);
        byte[]? expect = result.GetValue(_expect);

        // The library gives an empty array for an option that is not there.
        mistake = send is { Length: > 0 } && expect is not { Length: > 0 } ? "--send has no --expect, and what is sent proves nothing: write both" : null;
        return options with { Send = send, Expect = expect };
    }
}
