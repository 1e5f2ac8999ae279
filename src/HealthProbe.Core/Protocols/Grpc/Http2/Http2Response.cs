using System.Globalization;

namespace HealthProbe.Protocols.Grpc.Http2;

/// <summary>A whole response.</summary>
/// <param name="Head">The fields of the head.</param>
/// <param name="Trailers">The fields of the trailers; those of the head if it ends the response (Trailers-Only); null for none.</param>
/// <param name="Body">The body.</param>
internal sealed record Http2Response(
    IReadOnlyDictionary<string, string> Head, IReadOnlyDictionary<string, string>? Trailers, ReadOnlyMemory<byte> Body)
{
    public int Status => GetStatus(Head);

    /// <summary>The status of a head; zero if there is none.</summary>
    public static int GetStatus(IReadOnlyDictionary<string, string> head) =>
        int.TryParse(head.GetValueOrDefault(":status"), NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : 0;
}
