using HealthProbe.IntegrationTests;

namespace HealthProbe.EndToEndTests.Surroundings;

/// <summary>Five healthy dependencies that speak five protocols, each as far as a probe goes.</summary>
internal sealed class FiveDependencies : IAsyncDisposable
{
    private readonly (string Name, string Scheme, ScriptedServer Server)[] _servers =
    [
        ("socket", "tcp", new ScriptedServer((stream, stop) => stream.CopyToAsync(Stream.Null, stop))),
        ("web", "http", new ScriptedServer(ScriptedServer.AnswersStatus(() => 200))),
        ("cache", "redis", Answering("+PONG\r\n"u8.ToArray())),
        ("session", "memcached", Answering("VERSION 1.6.18\r\n"u8.ToArray())),

        // Asks for a password in clear, which a server does that accepts connections.
        ("database", "postgres", Answering([(byte)'R', 0, 0, 0, 8, 0, 0, 0, 3])),
    ];

    /// <summary>The options that name them.</summary>
    public string[] Arguments => ArgumentsWith("");

    /// <summary>The options that name them, each with options of its own such as <c>;period=1s</c>.</summary>
    public string[] ArgumentsWith(string options) =>
        [.. _servers.SelectMany(each => (string[])["--dependency", $"{each.Name}={each.Scheme}://127.0.0.1:{each.Server.Port}{options}"])];

    public async ValueTask DisposeAsync()
    {
        foreach ((_, _, ScriptedServer server) in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private static ScriptedServer Answering(byte[] answer) => new(async (stream, stop) =>
    {
        await stream.ReadAtLeastAsync(new byte[512], 1, throwOnEndOfStream: false, stop);
        await stream.WriteAsync(answer, stop);
    });
}
