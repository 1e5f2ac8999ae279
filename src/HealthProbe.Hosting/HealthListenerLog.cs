using Microsoft.Extensions.Logging;

namespace HealthProbe.Hosting;

/// <summary>One line for each change.</summary>
internal static partial class HealthListenerLog
{
    [LoggerMessage(1, LogLevel.Information, "Health port {Port} is open")]
    public static partial void IsOpen(this ILogger logger, int port);

    [LoggerMessage(2, LogLevel.Warning, "Health port {Port} is closed: {Reason}")]
    public static partial void IsClosed(this ILogger logger, int port, string reason);

    [LoggerMessage(3, LogLevel.Information, "Health port {Port} is closed: the application is stopping")]
    public static partial void IsStopped(this ILogger logger, int port);
}
