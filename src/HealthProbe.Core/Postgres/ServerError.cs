using System.Text;
using HealthProbe.Network;

namespace HealthProbe.Postgres;

/// <summary>An ErrorResponse (PostgreSQL protocol, section "Error and Notice Message Fields").</summary>
/// <param name="code">Five characters (SQLSTATE).</param>
/// <param name="text">For a person, in the server's language.</param>
internal sealed class ServerError(string code, string text)
{
    /// <summary>What it means. A refusal of the one who asks is an answer of a server that serves, as for <c>pg_isready</c>; anything else it would say to everybody.</summary>
    /// <param name="user">A name that is not to be printed; empty for none.</param>
    public Outcome Judge(string user)
    {
        string shown = Quoted.Of(Without(user).Replace('"', '\''));

        // Invalid authorization, no such database, no right to connect to it or invalid parameter, a database that takes no connections.
        return code[..2] is "28" or "3D" or "42" or "22" || code == "55000"
            ? Outcome.Healthy($"it serves, though not us: {shown}")
            : Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {shown}");
    }

    /// <summary>Reads the message's fields: for each a letter and a text with a zero at its end.</summary>
    /// <returns>The error; null when the bytes are none.</returns>
    public static ServerError? Read(ReadOnlySpan<byte> fields)
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

    /// <summary>Reads the rest of an error from before protocol 3.0, a text with a zero at its end: all that a server sends that cannot even start a process.</summary>
    /// <param name="reader">Where it comes from.</param>
    /// <param name="beginning">What was taken already, with the letter E.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProtocolException">It is no such text.</exception>
    public static async ValueTask<Outcome> ReadOldAsync(ByteReader reader, byte[] beginning, CancellationToken cancellationToken)
    {
        const int Longest = 1024;
        List<byte> heard = [.. beginning];
        byte[] next = new byte[1];
        while (heard.TrueForAll(c => c is (>= (byte)' ' and < 0x7f) or (byte)'\n') && heard.Count < Longest)
        {
            await reader.ReadExactlyAsync(next, cancellationToken).ConfigureAwait(false);
            if (next[0] == 0)
            {
                return Outcome.Unhealthy(Reason.NotReady, $"the server refuses: {Quoted.Of(Encoding.ASCII.GetString([.. heard[1..]]).TrimEnd('\n'))}");
            }

            heard.Add(next[0]);
        }

        throw reader.Unlike("PostgreSQL", [.. heard]);
    }
}
