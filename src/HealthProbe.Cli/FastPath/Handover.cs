using System.Runtime.CompilerServices;

namespace HealthProbe.Cli.FastPath;

/// <summary>
/// What the fast path began and did not decide. The command goes on with it: the same connection, the same request, the time that is left.
/// </summary>
internal static unsafe class Handover
{
    /// <summary>The largest part of a response that is handed over.</summary>
    public const int MaxReceivedBytes = 4096;

    /// <summary>When the attempt began, by the monotonic clock in nanoseconds; 0 if the fast path did not begin one.</summary>
    public static long StartedAt;

    /// <summary>The connection over which the request was sent; 0 for none.</summary>
    public static int Descriptor;

    /// <summary>The length of the request.</summary>
    public static int SentBytes;

    /// <summary>How many bytes of the response were received.</summary>
    public static int ReceivedBytes;

    /// <summary>Whether the connection broke after what was received.</summary>
    public static bool IsBroken;

    private static Response _response;

    /// <summary>Where the bytes received are.</summary>
    public static byte* Received => (byte*)Unsafe.AsPointer(ref _response.Bytes[0]);

    /// <summary>Keeps a connection for the command.</summary>
    /// <param name="descriptor">The connection.</param>
    /// <param name="sentBytes">The length of the request, which was sent.</param>
    /// <param name="received">The response as far as it was received.</param>
    public static void Keep(int descriptor, int sentBytes, Text received)
    {
        byte* destination = Received;
        for (int i = 0; i < received.Length; i++)
        {
            destination[i] = received.Start[i];
        }

        ReceivedBytes = received.Length;
        SentBytes = sentBytes;
        Descriptor = descriptor;
    }

    private struct Response
    {
        public fixed byte Bytes[MaxReceivedBytes];
    }
}
