using System.Net;
using HealthProbe.Transport;

namespace HealthProbe.Listening;

/// <summary>
/// A TCP port that is open while the application is healthy, and closed while it is not. It accepts, closes cleanly and sends nothing.
/// Start it last: an open port says that everything before it is done.
/// </summary>
public sealed class HealthListener : IAsyncDisposable, IDisposable
{
    /// <summary>The address that is listened on when none is given: this machine only.</summary>
    public const string DefaultHost = "127.0.0.1";

    /// <summary>The port that is listened on when none is given.</summary>
    public const int DefaultPort = 9000;

    // How soon an address that somebody else has taken while the port was closed is tried again.
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    // The system's timers count whole milliseconds, and one that fires early would have to be set again.
    private static readonly TimeSpan TimerStep = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly string _host;
    private readonly int _port;
    private readonly TimeSpan? _maximumAge;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly NetworkTransport _transport;
    private readonly Departures _departures;

    private IPAddress[] _addresses = [];
    private int _boundPort;
    private BoundPort? _bound;
    private ListenerState _state;
    private bool _isStarted;
    private bool _isHealthy = true;
    private bool _isDisposed;
    private long _lastHeartbeat;

    /// <summary>Prepares a listener; <see cref="Start"/> opens the port.</summary>
    /// <param name="host">
    /// An address of this machine, a wildcard (<c>0.0.0.0</c>; <c>::</c> for IPv4 and IPv6) or a name, all of whose addresses are listened
    /// on; null means <see cref="DefaultHost"/>.
    /// </param>
    /// <param name="port">The port; 0 for one that is free, null for <see cref="DefaultPort"/>.</param>
    /// <param name="maximumAge">
    /// How old the last <see cref="Heartbeat"/> may be while the port is open; null when no heartbeat is expected.
    /// </param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <exception cref="ArgumentException">The host is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The port is not one, or the maximum age is not positive and at most 24 hours.
    /// </exception>
    public HealthListener(string? host = null, int? port = null, TimeSpan? maximumAge = null, TimeProvider? timeProvider = null)
        : this(host, port, maximumAge, timeProvider, AsyncTransport.Instance)
    {
    }

    internal HealthListener(string? host, int? port, TimeSpan? maximumAge, TimeProvider? timeProvider, NetworkTransport transport)
    {
        if (host is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(host);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(port ?? 0, nameof(port));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port ?? 0, IPEndPoint.MaxPort, nameof(port));
        if (maximumAge is TimeSpan age)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero, nameof(maximumAge));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(age, Duration.Longest, nameof(maximumAge));
        }

        _host = host ?? DefaultHost;
        _port = port ?? DefaultPort;
        _maximumAge = maximumAge;
        _time = timeProvider ?? TimeProvider.System;
        _transport = transport;
        _departures = new Departures(_time);
        _timer = _time == TimeProvider.System && maximumAge is not null
            ? new HeartbeatWatch(() => Update())
            : _time.CreateTimer(_ => Update(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised after <see cref="State"/> has changed, on whichever thread changed it.</summary>
    public event EventHandler? StateChanged;

    /// <summary>The port that is held while started, open or not; before that, the one that was asked for.</summary>
    public int Port
    {
        get
        {
            lock (_gate)
            {
                return _isStarted ? _boundPort : _port;
            }
        }
    }

    /// <summary>Whether the port is open, and why not.</summary>
    public ListenerState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>
    /// What the application says of itself; true unless it says otherwise. False closes the port before it returns, and may be set before
    /// <see cref="Start"/>.
    /// </summary>
    public bool IsHealthy
    {
        get
        {
            lock (_gate)
            {
                return _isHealthy;
            }
        }

        set => Update(() => _isHealthy = value);
    }

    /// <summary>Takes the address and, unless <see cref="IsHealthy"/> is false, opens the port. Counts as a first heartbeat.</summary>
    /// <exception cref="IOException">
    /// The address cannot be listened on; the message says where and why, and nothing is left open.
    /// </exception>
    /// <exception cref="InvalidOperationException">It is already started.</exception>
    public void Start() => Update(() =>
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isStarted)
        {
            throw new InvalidOperationException("the listener is already started");
        }

        _addresses = ListenAddresses.Of(_host, _port, _transport, _time);
        _bound = BoundPort.Bind(_addresses, _port, _transport);
        _boundPort = _bound.Port;
        _lastHeartbeat = _time.GetTimestamp();
        _isStarted = true;
    });

    /// <summary>Closes the port and lets go of the address. Does nothing when it is not started; it can be started again.</summary>
    public void Stop() => Update(() => _isStarted = false);

    /// <summary>
    /// Says that the application's own loop still turns. Costs next to nothing while the port is open; opens one that was closed for want
    /// of it.
    /// </summary>
    public void Heartbeat()
    {
        Volatile.Write(ref _lastHeartbeat, _time.GetTimestamp());
        if (State == ListenerState.Stale)
        {
            Update();
        }
    }

    /// <summary>Stops, and closes the connections that clients have not closed themselves.</summary>
    public void Dispose()
    {
        Update(() => (_isStarted, _isDisposed) = (false, true));
        _timer.Dispose();
        _departures.Close();
    }

    /// <summary>Stops, and closes the connections that clients have not closed themselves.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _timer.DisposeAsync().ConfigureAwait(false);
    }

    private void Update(Action? change = null)
    {
        bool hasChanged;
        lock (_gate)
        {
            change?.Invoke();
            ListenerState before = _state;
            _state = Settle();
            hasChanged = _state != before;
            SetTimer();
        }

        if (hasChanged)
        {
            StateChanged?.Invoke(this, EventArgs.Empty);
        }
    }

    private ListenerState Settle()
    {
        if (!_isStarted)
        {
            Release();
            return ListenerState.Stopped;
        }

        ListenerState wanted = !_isHealthy ? ListenerState.Unhealthy : RemainingAge() <= TimeSpan.Zero ? ListenerState.Stale : ListenerState.Open;
        if (wanted == ListenerState.Open)
        {
            return TryOpen() ? ListenerState.Open : ListenerState.Blocked;
        }

        if (_state == ListenerState.Open)
        {
            // A socket that listens cannot stop listening: it is closed, and another one takes the address, so that nobody else does and
            // Port holds.
            Release();
            _ = TryBind();
        }

        return wanted;
    }

    private bool TryOpen()
    {
        if (_state == ListenerState.Open)
        {
            return true;
        }

        try
        {
            if (_bound is not null || TryBind())
            {
                _bound!.Open(_departures, _transport, _time);
                return true;
            }
        }
        catch (IOException) when (_state != ListenerState.Stopped)
        {
            Release();
        }
        catch (IOException)
        {
            _isStarted = false;
            Release();
            throw;
        }

        return false;
    }

    private bool TryBind()
    {
        try
        {
            _bound = BoundPort.Bind(_addresses, _boundPort, _transport);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Release()
    {
        _bound?.Dispose();
        _bound = null;
    }

    private void SetTimer()
    {
        TimeSpan due = _state switch
        {
            ListenerState.Blocked => Retry,
            ListenerState.Open when _maximumAge is not null => Max(TimeSpan.Zero, RemainingAge()) + TimerStep,
            _ => Timeout.InfiniteTimeSpan,
        };
        _ = _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private TimeSpan RemainingAge() => _maximumAge is TimeSpan age ? age - _time.GetElapsedTime(Volatile.Read(ref _lastHeartbeat)) : TimeSpan.MaxValue;
}
