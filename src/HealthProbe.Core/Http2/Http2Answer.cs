using System.Globalization;

namespace HealthProbe.Http2;

/// <summary>A whole answer: the fields of its head and of its trailers together, and its body.</summary>
internal sealed class Http2Answer
{
    public Dictionary<string, string> Fields { get; } = [];

    public List<byte> Body { get; } = [];

    /// <summary>The status; zero when there is none.</summary>
    public int Status => int.TryParse(Fields.GetValueOrDefault(":status"), NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : 0;
}
