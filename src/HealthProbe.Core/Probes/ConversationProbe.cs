using System.Net.Security;
using HealthProbe.Network;

namespace HealthProbe.Probes;

/// <summary>A probe that exchanges a few words over one connection, secured where the scheme says so, and takes its leave.</summary>
/// <param name="target">What is asked.</param>
/// <param name="options">How TLS is verified.</param>
public abstract class ConversationProbe(Target target, ProbeOptions options) : NetworkProbe
{
    private readonly bool _isSecured = ProbeFactory.TlsSchemes.Contains(target.Scheme);

    /// <summary>A Unix socket to connect to in place of the target's host; null for none.</summary>
    private protected virtual string? UnixSocket => target.FilePath;

    /// <summary>What is spoken inside TLS, as its handshake names it (ALPN); null where the protocol has no such name.</summary>
    private protected virtual SslApplicationProtocol? TlsProtocol => null;

    /// <summary>The protocol's last word, which keeps the server's log clean; empty where it has none.</summary>
    private protected virtual ReadOnlyMemory<byte> Goodbye => default;

    /// <summary>Asks over a connection that the caller closes.</summary>
    private protected abstract ValueTask<Outcome> ConverseAsync(Stream stream, CancellationToken cancellationToken);

    private protected sealed override async ValueTask<Outcome> AskAsync(Dialer dialer, CancellationToken cancellationToken)
    {
        (Stream? stream, Outcome failure) = await ConnectAsync(dialer, cancellationToken).ConfigureAwait(false);
        if (stream is null)
        {
            return failure;
        }

        await using (stream.ConfigureAwait(false))
        {
            Outcome outcome = await ConverseAsync(stream, cancellationToken).ConfigureAwait(false);
            await TakeLeaveAsync(stream, cancellationToken).ConfigureAwait(false);
            return outcome.IsHealthy && _isSecured && options.Tls.Insecure
                ? Outcome.Healthy($"{outcome.Detail}, certificate not verified")
                : outcome;
        }
    }

    private async ValueTask<(Stream? Stream, Outcome Failure)> ConnectAsync(Dialer dialer, CancellationToken cancellationToken)
    {
        (Stream? stream, Outcome failure) = UnixSocket is string path
            ? await dialer.ConnectAsync(path, cancellationToken).ConfigureAwait(false)
            : await dialer.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
        if (stream is null || !_isSecured)
        {
            return (stream, failure);
        }

        List<SslApplicationProtocol>? protocols = TlsProtocol is SslApplicationProtocol own ? [own] : null;
        return await new TlsHandshake(options.Tls, target.Host, TimeProvider.System).ShakeAsync(stream, protocols, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask TakeLeaveAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            if (!Goodbye.IsEmpty)
            {
                await stream.WriteAsync(Goodbye, cancellationToken).ConfigureAwait(false);
            }

            if (stream is SslStream secured)
            {
                await secured.ShutdownAsync().ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // It has answered and gone: what it said stands.
        }
    }
}
