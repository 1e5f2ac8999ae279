using System.Net.Sockets;
using System.Runtime.CompilerServices;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Cli;

/// <summary>Lets SIGINT and SIGTERM cancel a wait, so that its summary is printed before the process ends by the signal.</summary>
internal sealed class Interruption(PollLoop loop) : IDisposable
{
    private readonly CancellationTokenSource _canceled = new();
    private SignalSource? _signals;
    private int? _signal;

    /// <summary>Is canceled by a signal.</summary>
    public CancellationToken Token => _canceled.Token;

    /// <summary>Takes the signals over. Until then they end the process, because a wait without an outcome has no summary.</summary>
    public void Start()
    {
        if (_signals is not null)
        {
            return;
        }

        try
        {
            _signals = new SignalSource(loop);
            _ = ReceiveAsync(_signals);
        }
        catch (SocketException)
        {
            // No descriptor is left: the signals end the process without a summary.
        }
    }

    public void Dispose()
    {
        _signals?.Dispose();
        _canceled.Dispose();
    }

    /// <summary>
    /// Ends the process by the signal that canceled the wait; returns if there was none. Called after <see cref="Dispose"/>, which unblocks
    /// it.
    /// </summary>
    public void EndBySignal()
    {
        if (_signal is int signal)
        {
            // The runtime that compiles as it runs handles these signals itself, and its handler can wait for this exit.
            if (!RuntimeFeature.IsDynamicCodeSupported)
            {
                _ = Libc.kill(Environment.ProcessId, signal);
            }

            // The kernel discards the signal for PID 1.
            Environment.Exit(128 + signal);
        }
    }

    private async Task ReceiveAsync(SignalSource signals)
    {
        _signal = await signals.ReceiveAsync(CancellationToken.None).ConfigureAwait(false);

        // Not CancelAsync, which cancels on another thread.
        _canceled.Cancel();
    }
}
