using System.Runtime.CompilerServices;

namespace HealthProbe.Cli.FastPath;

/// <summary>
/// Sends one HTTP request and reads the response as far as it takes to see that it is healthy. Anything unusual is handed over.
/// </summary>
internal static unsafe class HttpExchange
{
    private const long MaxLinger = 250_000_000;
    private const long MaxLingerBytes = 64 * 1024;

    /// <summary>Runs the exchange.</summary>
    /// <returns>Whether the status is 200 to 299. False after a handover.</returns>
    [SkipLocalsInit]
    public static bool Run(int descriptor, Text request, SystemCalls.TimeSpecification* remaining)
    {
        // A connection that does not take so few bytes at once is not usual: the command starts again.
        if (SystemCalls.Send(descriptor, request.Start, request.Length, SystemCalls.NoSignal) != request.Length)
        {
            SystemCalls.Close(descriptor);
            return false;
        }

        byte* received = stackalloc byte[Handover.MaxReceivedBytes];
        int count = 0;
        while (count < Handover.MaxReceivedBytes && EntryPoint.Wait(descriptor, SystemCalls.Readable, remaining))
        {
            nint more = SystemCalls.Receive(descriptor, received + count, Handover.MaxReceivedBytes - count);
            if (more <= 0)
            {
                // The command receives the end, or the error, once more.
                break;
            }

            count += (int)more;
            int state = HttpHead.Read(new Text(received, count), out long bodyBytes);
            if (state == HttpHead.Healthy)
            {
                ReadOn(descriptor, received, bodyBytes, remaining);
                return true;
            }

            if (state == HttpHead.Other)
            {
                break;
            }
        }

        Handover.Keep(descriptor, request.Length, new Text(received, count));
        return false;
    }

    // The rest of the body is read, so that the server's writes do not fail. The verdict stands whatever happens.
    private static void ReadOn(int descriptor, byte* memory, long bodyBytes, SystemCalls.TimeSpecification* remaining)
    {
        long limit = bodyBytes < MaxLingerBytes ? bodyBytes : MaxLingerBytes;
        if (remaining->TotalNanoseconds > MaxLinger)
        {
            remaining->Set(MaxLinger);
        }

        while (limit > 0 && EntryPoint.Wait(descriptor, SystemCalls.Readable, remaining))
        {
            nint count = SystemCalls.Receive(descriptor, memory, Handover.MaxReceivedBytes);
            limit = count > 0 ? limit - count : 0;
        }
    }
}
