using System.Runtime.CompilerServices;

namespace HealthProbe.Cli.FastPath;

/// <summary>Sends one request and reads the response as far as it takes to see that it is healthy. Anything unusual is handed over.</summary>
internal static unsafe class Exchange
{
    private const long MaxLinger = 250_000_000;
    private const long MaxLingerBytes = 64 * 1024;

    /// <summary>Runs the exchange.</summary>
    /// <param name="descriptor">The connection.</param>
    /// <param name="check">What to send, and what the response must be.</param>
    /// <param name="wait">How long to wait for the response.</param>
    /// <returns>Whether the response is healthy. False after a handover.</returns>
    [SkipLocalsInit]
    public static bool Run(int descriptor, Check* check, SystemCalls.TimeSpecification* wait)
    {
        // A connection that does not take so few bytes at once is not usual: the command starts again.
        Text request = check->Request;
        if (SystemCalls.Send(descriptor, request.Start, request.Length, SystemCalls.NoSignal) != request.Length)
        {
            SystemCalls.Close(descriptor);
            return false;
        }

        byte* received = stackalloc byte[Handover.MaxReceivedBytes];
        int count = 0;
        ResponseState state = ResponseState.Incomplete;
        while (state == ResponseState.Incomplete && count < Handover.MaxReceivedBytes && EntryPoint.Wait(descriptor, SystemCalls.Readable, wait))
        {
            nint more = SystemCalls.Receive(descriptor, received + count, Handover.MaxReceivedBytes - count);
            if (more <= 0)
            {
                // The command receives the end once more, but an error only once.
                Handover.IsBroken = more < 0;
                break;
            }

            count += (int)more;
            state = Read(new Text(received, count), check->Kind, out long bodyBytes);
            if (state == ResponseState.Healthy && EntryPoint.GetRemaining(check) is > 0 and long remaining)
            {
                End(descriptor, check->Kind, received, bodyBytes, remaining);
                return true;
            }
        }

        Handover.Keep(descriptor, request.Length, new Text(received, count));
        return false;
    }

    private static ResponseState Read(Text received, CheckKind kind, out long remaining)
    {
        if (kind == CheckKind.Http)
        {
            return HttpHead.Read(received, out remaining);
        }

        remaining = 0;
        Text begin = kind == CheckKind.Redis ? Text.FromLiteral("+PONG"u8) : Text.FromLiteral("VERSION "u8);
        int end = received.IndexOf((byte)'\n');
        if (end < 0)
        {
            return begin.IsPrefixOf(received) || received.IsPrefixOf(begin) ? ResponseState.Incomplete : ResponseState.Other;
        }

        Text line = received.To(end);
        line = line.Last == '\r' ? line.To(end - 1) : line;
        bool isWhole = kind == CheckKind.Memcached || line.Length == begin.Length;
        return isWhole && begin.IsPrefixOf(line) ? ResponseState.Healthy : ResponseState.Other;
    }

    // The verdict stands whatever happens now. The rest of a body is read, so that the server's writes do not fail.
    private static void End(int descriptor, CheckKind kind, byte* memory, long bodyBytes, long remaining)
    {
        if (kind == CheckKind.Memcached)
        {
            Text quit = Text.FromLiteral("quit\r\n"u8);
            SystemCalls.Send(descriptor, quit.Start, quit.Length, SystemCalls.NoSignal);
        }

        long limit = bodyBytes < MaxLingerBytes ? bodyBytes : MaxLingerBytes;
        SystemCalls.TimeSpecification linger;
        linger.Seconds = 0;
        linger.Nanoseconds = 0;
        linger.Set(remaining < MaxLinger ? remaining : MaxLinger);
        while (limit > 0 && EntryPoint.Wait(descriptor, SystemCalls.Readable, &linger))
        {
            nint count = SystemCalls.Receive(descriptor, memory, Handover.MaxReceivedBytes);
            limit = count > 0 ? limit - count : 0;
        }
    }
}
