using System.Net.Security;
using System.Net.Sockets;
using HealthProbe.Network;

namespace HealthProbe.Protocols;

/// <summary>Runs an exchange over a connection: connect, TLS, write, read, close. The only place where a protocol meets I/O.</summary>
/// <param name="dialer">Connects.</param>
/// <param name="tls">How TLS is verified.</param>
/// <param name="attempt">Learns what is waited for, and the verdict.</param>
internal sealed class ExchangeRunner(Dialer dialer, TlsOptions tls, Attempt attempt)
{
    // What is read after the verdict, so that the server's own writes do not fail and leave lines in its log.
    private const int MaxLingerBytes = 64 * 1024;
    private static readonly TimeSpan MaxLinger = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs one exchange to its end.</summary>
    /// <returns>The verdict; <c>default</c> when the exchange leaves it to another one.</returns>
    /// <exception cref="OperationCanceledException">The timeout is over, or the caller has canceled.</exception>
    public async ValueTask<Outcome> RunAsync(Destination destination, IExchange exchange, CancellationToken cancellationToken)
    {
        (Stream? connected, Outcome failure) = destination.UnixSocket is string path
            ? await dialer.ConnectAsync(path, destination.Host, cancellationToken).ConfigureAwait(false)
            : await dialer.ConnectAsync(destination.Host, destination.Port, cancellationToken).ConfigureAwait(false);
        if (connected is null)
        {
            return failure;
        }

        Stream stream = connected;
        var driver = new ExchangeDriver(exchange);
        bool isTls = false;
        try
        {
            Step step = destination.IsTls ? Step.StartTls : Step.Send(exchange.Opening);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                switch (step.Kind)
                {
                    case StepKind.StartTls:
                        (SslStream? secured, failure) = await SecureAsync(stream, destination, cancellationToken).ConfigureAwait(false);
                        if (secured is null)
                        {
                            return failure;
                        }

                        stream = secured;
                        isTls = true;
                        step = destination.IsTls ? Step.Send(exchange.Opening) : driver.Advance();
                        break;

                    case StepKind.Send:
                        attempt.WaitFor(() => $"no {exchange.WaitingFor}");
                        await SendAsync(stream, step.Bytes, cancellationToken).ConfigureAwait(false);
                        step = driver.Advance();
                        break;

                    case StepKind.Read:
                        driver.Received.Append(await stream.ReadAsync(driver.Received.GetMemory(), cancellationToken).ConfigureAwait(false));
                        step = driver.Advance();
                        break;

                    default:
                        Outcome outcome = Conclude(step, isVerified: !isTls || !tls.Insecure);
                        await CloseAsync(stream, step, cancellationToken).ConfigureAwait(false);
                        return outcome;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return driver.Reset();
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Outcome Conclude(Step last, bool isVerified)
    {
        if (last.Outcome is not Outcome outcome)
        {
            return default;
        }

        if (outcome.IsHealthy && !isVerified)
        {
            outcome = Outcome.Healthy(outcome.Detail.Length == 0 ? "certificate not verified" : $"{outcome.Detail}, certificate not verified");
        }

        attempt.Conclude(outcome);
        return outcome;
    }

    private static async ValueTask SendAsync(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        try
        {
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The server has closed, and may have sent the reason before that: the next read returns it.
        }
    }

    private async ValueTask<(SslStream? Stream, Outcome Failure)> SecureAsync(Stream stream, Destination destination, CancellationToken cancellationToken)
    {
        attempt.WaitFor(() => "no end of the TLS handshake");
        List<SslApplicationProtocol>? protocols = destination.ApplicationProtocol is SslApplicationProtocol own ? [own] : null;
        return await new TlsHandshake(tls, destination.Host, attempt.Time).ShakeAsync(stream, protocols, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask CloseAsync(Stream stream, Step verdict, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MaxLinger, attempt.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await SendAsync(stream, verdict.Bytes, either.Token).ConfigureAwait(false);
            await ReadOnAsync(stream, Math.Min(verdict.Remaining, MaxLingerBytes), either.Token).ConfigureAwait(false);
            if (stream is SslStream secured)
            {
                await secured.ShutdownAsync().WaitAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The verdict stands, however the connection ends.
        }
    }

    private static async ValueTask ReadOnAsync(Stream stream, long remaining, CancellationToken cancellationToken)
    {
        byte[] discarded = new byte[remaining > 0 ? 4096 : 0];
        while (remaining > 0 && await stream.ReadAsync(discarded, cancellationToken).ConfigureAwait(false) is > 0 and int count)
        {
            remaining -= count;
        }
    }
}
