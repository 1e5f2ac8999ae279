using System.Net.Security;
using HealthProbe.Network;
using HealthProbe.Transport;

namespace HealthProbe.Probes;

/// <summary>A probe that exchanges a few words over one connection, secured where the target says so, and takes its leave.</summary>
/// <param name="target">What is asked.</param>
/// <param name="options">How TLS is verified.</param>
public abstract class ConversationProbe(Target target, ProbeOptions options) : NetworkProbe(options)
{
    private readonly bool _isSecured = ProbeFactory.IsSecured(target);

    /// <summary>A Unix socket to connect to in place of the target's host; null for none.</summary>
    private protected virtual string? UnixSocket => target.FilePath;

    /// <summary>The protocol's last word, which keeps the server's log clean; empty where it has none.</summary>
    private protected virtual ReadOnlyMemory<byte> Goodbye => default;

    /// <summary>Asks a server that begins without TLS to go on inside it.</summary>
    /// <returns>Null for the handshake; otherwise why there is none.</returns>
    private protected virtual ValueTask<Outcome?> AskForTlsAsync(Stream stream, CancellationToken cancellationToken) => default;

    /// <summary>Asks over a connection that the caller closes.</summary>
    private protected abstract ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken);

    private protected sealed override async ValueTask<Outcome> AskAsync(NetworkTransport transport, Attempt attempt, CancellationToken cancellationToken)
    {
        (Stream? stream, ConnectError? error) = UnixSocket is string path
            ? await transport.ConnectAsync(path, target.Host, attempt, cancellationToken).ConfigureAwait(false)
            : await transport.ConnectAsync(target.Host, target.Port, attempt, cancellationToken).ConfigureAwait(false);
        if (stream is null)
        {
            return error!.ToOutcome();
        }

        attempt.WaitFor(static () => "connected, but no answer");
        await using (stream.ConfigureAwait(false))
        {
            return _isSecured
                ? await AskInsideTlsAsync(stream, cancellationToken).ConfigureAwait(false)
                : await AskAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says what a server that has answered need not hear.</summary>
    private protected static async ValueTask SayLastAsync(Stream stream, ReadOnlyMemory<byte> word, CancellationToken cancellationToken)
    {
        try
        {
            if (!word.IsEmpty)
            {
                await stream.WriteAsync(word, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // It has answered and gone: what it said stands.
        }
    }

    private async ValueTask<Outcome> AskInsideTlsAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (await AskForTlsAsync(stream, cancellationToken).ConfigureAwait(false) is Outcome refusal)
        {
            return refusal;
        }

        (SslStream? secured, Outcome failure) = await new TlsHandshake(Options.Tls, target.Host, TimeProvider.System).ShakeAsync(stream, null, cancellationToken).ConfigureAwait(false);
        if (secured is null)
        {
            return failure;
        }

        await using (secured.ConfigureAwait(false))
        {
            Outcome outcome = await AskAsync(secured, cancellationToken).ConfigureAwait(false);
            await ShutDownAsync(secured).ConfigureAwait(false);
            return outcome.IsHealthy && Options.Tls.Insecure ? Outcome.Healthy($"{outcome.Detail}, certificate not verified") : outcome;
        }
    }

    private async ValueTask<Outcome> AskAsync(Stream stream, CancellationToken cancellationToken)
    {
        Outcome outcome = await ConverseAsync(stream, cancellationToken).ConfigureAwait(false);
        await SayLastAsync(stream, Goodbye, cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    private static async ValueTask ShutDownAsync(SslStream secured)
    {
        try
        {
            await secured.ShutdownAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // As above.
        }
    }
}
