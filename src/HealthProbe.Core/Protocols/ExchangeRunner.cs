using System.Net.Security;
using System.Net.Sockets;
using HealthProbe.Network;
using HealthProbe.Transport;

namespace HealthProbe.Protocols;

/// <summary>Runs an exchange over a connection: connect, TLS, write, read, close. The only place where a protocol meets I/O.</summary>
/// <param name="transport">Connects.</param>
/// <param name="tls">How TLS is verified.</param>
/// <param name="attempt">Learns what is waited for, and the verdict.</param>
internal sealed class ExchangeRunner(NetworkTransport transport, TlsOptions tls, Attempt attempt)
{
    /// <summary>
    /// Limit for what is read after the verdict, so that the server's own writes do not fail and leave lines in its log: 64 KiB.
    /// </summary>
    public const int MaxLingerBytes = 64 * 1024;

    private static readonly TimeSpan MaxLinger = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs one exchange to its end.</summary>
    /// <returns>The verdict; <c>default</c> when the exchange leaves it to another one.</returns>
    /// <exception cref="OperationCanceledException">The timeout is over, or the caller has canceled.</exception>
    public async ValueTask<Outcome> RunAsync(Destination destination, IExchange exchange, CancellationToken cancellationToken)
    {
        attempt.Prefix = destination.Prefix;
        (Stream? connected, ConnectError? error) = destination.UnixSocket is string path
            ? await transport.ConnectAsync(path, destination.Host, attempt, cancellationToken).ConfigureAwait(false)
            : await transport.ConnectAsync(destination.Host, destination.Port, attempt, cancellationToken).ConfigureAwait(false);
        if (connected is null)
        {
            return Failure(error!.ToOutcome(), destination);
        }

        Stream stream = connected;
        var driver = new ExchangeDriver(exchange, destination.TlsScheme);
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
                        (SslStream? secured, Outcome failure) = await SecureAsync(stream, destination, cancellationToken).ConfigureAwait(false);
                        if (secured is null)
                        {
                            return Failure(failure, destination);
                        }

                        stream = secured;
                        isTls = true;
                        step = destination.IsTls ? Step.Send(exchange.Opening) : driver.Advance();
                        break;

                    case StepKind.Send:
                        attempt.WaitFor(driver.DescribeMissing);
                        await SendAsync(stream, step.Bytes, cancellationToken).ConfigureAwait(false);
                        step = driver.Advance();
                        break;

                    case StepKind.Read:
                        driver.Received.Append(await stream.ReadAsync(driver.Received.GetMemory(), cancellationToken).ConfigureAwait(false));
                        step = driver.Advance();
                        break;

                    default:
                        bool isVerified = !isTls || !tls.Insecure;
                        Conclude(step, destination, isVerified);
                        step = await CloseAsync(stream, driver, step, cancellationToken).ConfigureAwait(false);
                        return Conclude(step, destination, isVerified);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return Failure(TlsAlert.Describe(e) is string alert ? Outcome.Unhealthy(Reason.Tls, alert) : driver.Reset(), destination);
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Outcome Conclude(Step last, Destination destination, bool isVerified)
    {
        if (last.Outcome is not Outcome outcome)
        {
            return default;
        }

        if (outcome.IsHealthy && !isVerified)
        {
            outcome = Outcome.Healthy(outcome.Detail.Length == 0 ? "certificate not verified" : $"{outcome.Detail}, certificate not verified");
        }

        outcome = WithPrefix(outcome, destination);
        attempt.Conclude(outcome);
        return outcome;
    }

    // The target has responded if it redirected here: what is gone is another server.
    private static Outcome Failure(Outcome outcome, Destination destination) =>
        destination.Prefix.Length == 0 ? outcome : WithPrefix(outcome, destination) with { IsGone = false };

    private static Outcome WithPrefix(Outcome outcome, Destination destination) => destination.Prefix.Length == 0 ? outcome
        : outcome.IsHealthy ? Outcome.Healthy(destination.Prefix + outcome.Detail)
        : Outcome.Unhealthy(outcome.Reason, destination.Prefix + outcome.Detail, outcome.Summary);

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
        (SslStream? secured, Outcome failure) =
            await new TlsHandshake(tls, destination.Host, attempt.Time).ShakeAsync(stream, protocols, cancellationToken).ConfigureAwait(false);
        if (secured is null || protocols is null || protocols.Contains(secured.NegotiatedApplicationProtocol))
        {
            return (secured, failure);
        }

        await secured.DisposeAsync().ConfigureAwait(false);
        return (null, Outcome.Unhealthy(Reason.Tls, $"the server does not negotiate {protocols[0]} over TLS (ALPN), which the protocol requires"));
    }

    // Returns the last verdict: the rest of the response may have added to its detail.
    private async ValueTask<Step> CloseAsync(Stream stream, ExchangeDriver driver, Step verdict, CancellationToken cancellationToken)
    {
        if (verdict.Bytes.IsEmpty && verdict.IsResponseComplete && stream is not SslStream)
        {
            return verdict;
        }

        using var limit = new CancellationTokenSource(MaxLinger, attempt.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        long maxBytes = driver.Received.TotalBytes + MaxLingerBytes;
        try
        {
            await SendAsync(stream, verdict.Bytes, either.Token).ConfigureAwait(false);
            while (!verdict.IsResponseComplete && !driver.Received.IsEnded && driver.Received.TotalBytes < maxBytes)
            {
                driver.Received.Append(await stream.ReadAsync(driver.Received.GetMemory(), either.Token).ConfigureAwait(false));
                verdict = driver.Advance();
            }

            if (stream is SslStream secured)
            {
                await secured.ShutdownAsync().WaitAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The verdict stands, however the connection ends.
        }

        return verdict;
    }
}
