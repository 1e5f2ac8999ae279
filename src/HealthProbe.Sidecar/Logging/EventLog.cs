using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Sidecar.Logging;

/// <summary>
/// One line an event, written by a task of its own: a log that nobody reads holds nothing up, and what does not fit is dropped.
/// </summary>
internal sealed class EventLog : IAsyncDisposable
{
    private const int MostWaiting = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Channel<byte[]> _lines = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly LogFormat _format;
    private readonly TimeProvider _time;
    private readonly Task _writing;

    public EventLog(Stream output, LogFormat format, TimeProvider time)
    {
        (_format, _time) = (format, time);
        _writing = Task.Run(() => WriteAllAsync(output));
    }

    /// <summary>Writes that something happened as it should.</summary>
    /// <param name="name">The event, for programs: <c>dependency_up</c>.</param>
    /// <param name="message">The event, for people; without secrets.</param>
    public void Information(string name, string message) => Write("info", name, message);

    /// <summary>Writes that something is not as it should be.</summary>
    public void Warning(string name, string message) => Write("warning", name, message);

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await Task.WhenAny(_writing, Task.Delay(Patience, _time)).ConfigureAwait(false);
    }

    /// <summary>Formats the time now: <c>2026-01-01T10:04:05.123Z</c>.</summary>
    public static string Timestamp(TimeProvider time) => Format(time.GetUtcNow());

    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private void Write(string level, string name, string message)
    {
        string line = OneLine.Format(message);
        _lines.Writer.TryWrite(_format == LogFormat.Json ? Json(level, name, line) : Text(level, line));
    }

    private byte[] Text(string level, string message) => Encoding.UTF8.GetBytes($"{Timestamp(_time)} {level,-7} {message}\n");

    private byte[] Json(string level, string name, string message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", Timestamp(_time));
            json.WriteString("level", level);
            json.WriteString("event", name);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private async Task WriteAllAsync(Stream output)
    {
        try
        {
            await foreach (byte[] line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await output.WriteAsync(line).ConfigureAwait(false);
                await output.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log that is closed takes no more; the answers go on.
        }
    }
}
