using System.Text;

namespace HealthProbe.Protocols.Postgres;

/// <summary>An ErrorResponse (PostgreSQL protocol, section "Error and Notice Message Fields").</summary>
/// <param name="code">Five characters (SQLSTATE).</param>
/// <param name="text">For a person, in the server's language.</param>
internal sealed class ServerError(string code, string text)
{
    /// <summary>
    /// Evaluates the error. A server that refuses this user accepts others, as for <c>pg_isready</c>; whatever is not listed, everybody
    /// receives.
    /// </summary>
    /// <param name="user">A name that is not to be printed; empty for none.</param>
    public Outcome Evaluate(string user)
    {
        string shown = Quoted.Of(Without(user).Replace('"', '\''));

        // Appendix A: invalid authorization, wrong password, no such database, no right to connect to it, invalid parameter, a database
        // that accepts no connections.
        return code is "28000" or "28P01" or "3D000" or "42501" or "22023" or "55000"
            ? Outcome.Healthy($"server is up; access denied: {shown}")
            : Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {shown}");
    }

    /// <summary>Parses the message's fields: for each a letter and a text with a zero at its end.</summary>
    /// <returns>The error; null when the bytes are none.</returns>
    public static ServerError? Parse(ReadOnlySpan<byte> fields)
    {
        string code = "";
        string text = "";
        while (fields.Length > 1 && fields[1..].IndexOf((byte)0) is >= 0 and int length)
        {
            string value = Encoding.UTF8.GetString(fields.Slice(1, length));
            code = fields[0] == (byte)'C' ? value : code;
            text = fields[0] == (byte)'M' ? value : text;
            fields = fields[(length + 2)..];
        }

        return fields is [0] && code.Length == 5 ? new ServerError(code, text) : null;
    }

    // Whole words only, or one letter would take every word apart.
    private string Without(string user)
    {
        string scrubbed = text;
        int at = 0;
        while (user.Length > 0 && scrubbed.IndexOf(user, at, StringComparison.Ordinal) is >= 0 and int found)
        {
            int end = found + user.Length;
            bool isWord = (found == 0 || !char.IsLetterOrDigit(scrubbed[found - 1])) && (end == scrubbed.Length || !char.IsLetterOrDigit(scrubbed[end]));
            scrubbed = isWord ? $"{scrubbed[..found]}***{scrubbed[end..]}" : scrubbed;
            at = isWord ? found + 3 : found + 1;
        }

        return scrubbed;
    }

    /// <summary>
    /// Evaluates an error of before protocol 3.0, the letter E and a text with a zero at its end: all that a server sends that cannot start
    /// a process.
    /// </summary>
    public static Step EvaluateText(ReceiveBuffer received)
    {
        const int MaxBytes = 1024;
        ReadOnlySpan<byte> message = received.Span;
        int end = message.IndexOf((byte)0);
        ReadOnlySpan<byte> text = end < 0 ? message : message[..end];
        bool isText = text.Length < MaxBytes && text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') is int other && (other < 0 || text[other..].Trim((byte)'\n').IsEmpty);
        return !isText ? Step.Unexpected(PostgresProtocol.Name)
            : end < 0 ? Step.Read
            : Step.Complete(Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {Quoted.Of(Encoding.ASCII.GetString(text[1..]).TrimEnd('\n'))}"));
    }
}
