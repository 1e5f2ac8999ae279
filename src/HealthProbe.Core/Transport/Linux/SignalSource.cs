using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HealthProbe.Transport.Linux;

/// <summary>
/// Receives SIGINT and SIGTERM on a <see cref="PollLoop"/>: in the native program with a signalfd(2), without a handler and its thread.
/// A signal that this
/// process was started to ignore stays ignored, as after nohup or in a shell's background.
/// </summary>
internal sealed class SignalSource : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private const int Block = 0;
    private const int SetMask = 2;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int SignalInfoBytes = 128;
    private const int MaxActionBytes = 256;
    private const nint Ignore = 1;

    private readonly PollLoop _loop;
    private readonly TaskCompletionSource<int> _received = new();
    private readonly PosixSignalRegistration[] _registrations = [];
    private readonly int _descriptor = -1;
    private readonly SignalSet _before;
    private bool _isDisposed;

    /// <summary>Blocks the signals until it is disposed of, and opens the descriptor.</summary>
    /// <exception cref="SocketException">No descriptor is left.</exception>
    public SignalSource(PollLoop loop)
    {
        _loop = loop;
        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            // The runtime that compiles as it runs has threads that do not block them.
            _registrations = [Register(PosixSignal.SIGINT, Interrupt), Register(PosixSignal.SIGTERM, Terminate)];
            return;
        }

        SignalSet wanted = default;
        foreach (int signal in (ReadOnlySpan<int>)[Interrupt, Terminate])
        {
            if (!IsIgnored(signal))
            {
                wanted.Add(signal);
            }
        }

        _before = BlockHere(wanted);
        BlockOnFinalizer(wanted);
        _descriptor = Open(wanted);
        if (_descriptor < 0)
        {
            SocketError error = Errno.Last;
            Restore();
            throw new SocketException((int)error);
        }
    }

    /// <summary>Waits for one of the signals and returns its number.</summary>
    public async Task<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            return await _loop.RunBlockingAsync(_received.Task.GetAwaiter().GetResult, cancellationToken).ConfigureAwait(false);
        }

        int signal;
        while ((signal = Read()) == 0)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            await _loop.WaitAsync(_descriptor, LinuxSocket.Readable, cancellationToken).ConfigureAwait(false);
        }

        return signal;
    }

    public void Dispose()
    {
        _isDisposed = true;
        Array.ForEach(_registrations, registration => registration.Dispose());
        if (_descriptor >= 0)
        {
            _loop.Forget(_descriptor);
            _ = Libc.close(_descriptor);
            Restore();
        }
    }

    private static unsafe bool IsIgnored(int signal)
    {
        // The handler is the first field of struct sigaction.
        byte* action = stackalloc byte[MaxActionBytes];
        return Libc.sigaction(signal, null, action) == 0 && *(nint*)action == Ignore;
    }

    private static unsafe SignalSet BlockHere(SignalSet signals)
    {
        SignalSet before;
        _ = Libc.pthread_sigmask(Block, &signals, &before);
        return before;
    }

    private static unsafe int Open(SignalSet signals) => Libc.signalfd(-1, &signals, CloseOnExec | NonBlocking);

    // The kernel gives a signal to any thread that does not block it, and the finalizer's is older than this code. It blocks them when
    // it finalizes an object.
    private static void BlockOnFinalizer(SignalSet signals)
    {
        CreateGarbage(signals);
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CreateGarbage(SignalSet signals) => _ = new BlocksWhenFinalized(signals);

    private PosixSignalRegistration Register(PosixSignal signal, int number) => PosixSignalRegistration.Create(
        signal,
        context =>
        {
            context.Cancel = true;
            _received.TrySetResult(number);
        });

    private unsafe void Restore()
    {
        SignalSet before = _before;
        _ = Libc.pthread_sigmask(SetMask, &before, null);
    }

    // The number is the first field of struct signalfd_siginfo. Zero: none has arrived.
    private unsafe int Read()
    {
        byte* info = stackalloc byte[SignalInfoBytes];
        return Libc.read(_descriptor, info, SignalInfoBytes) == SignalInfoBytes ? *(int*)info : 0;
    }

    private sealed class BlocksWhenFinalized(SignalSet signals)
    {
        ~BlocksWhenFinalized() => BlockHere(signals);
    }
}
