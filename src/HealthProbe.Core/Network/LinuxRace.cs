using System.Net;
using System.Net.Sockets;

namespace HealthProbe.Network;

/// <summary>Connects to several end points at once with one poll(2).</summary>
internal sealed class LinuxRace(EndPoint[] endPoints, Deadline deadline, TimeSpan stagger)
{
    private readonly List<Attempt> _running = new(endPoints.Length);
    private TimeSpan _nextStart;
    private int _started;

    public List<ConnectFailure> Failures { get; } = [];

    /// <summary>Returns the descriptor of the first that connects, or null when all have failed or the time is over.</summary>
    public int? Run()
    {
        int? winner = null;
        while (winner is null && (_running.Count > 0 || _started < endPoints.Length) && !deadline.IsOver)
        {
            StartNext();
            winner = Wait();
        }

        foreach (Attempt attempt in _running)
        {
            LinuxSocket.Close(attempt.Descriptor);
            Failures.Add(new ConnectFailure(attempt.EndPoint, SocketError.TimedOut));
        }

        return winner;
    }

    private void StartNext()
    {
        bool isDue = _running.Count == 0 || deadline.Elapsed >= _nextStart;
        if (_started == endPoints.Length || !isDue)
        {
            return;
        }

        EndPoint endPoint = endPoints[_started++];
        _nextStart = deadline.Elapsed + stagger;
        (int descriptor, SocketError error) = LinuxSocket.Begin(endPoint);
        if (error == SocketError.Success)
        {
            _running.Add(new Attempt(descriptor, endPoint));
        }
        else
        {
            Failures.Add(new ConnectFailure(endPoint, error));
        }
    }

    private int? Wait()
    {
        if (_running.Count == 0)
        {
            return null;
        }

        Span<PollDescriptor> wanted = stackalloc PollDescriptor[_running.Count];
        for (int i = 0; i < wanted.Length; i++)
        {
            wanted[i] = new PollDescriptor { Descriptor = _running[i].Descriptor, Events = LinuxSocket.Writable };
        }

        int untilNext = _started < endPoints.Length ? Math.Max(1, (int)(_nextStart - deadline.Elapsed).TotalMilliseconds) : int.MaxValue;
        if (!LinuxSocket.Poll(wanted, Math.Min(deadline.Milliseconds, untilNext)))
        {
            return null;
        }

        for (int i = wanted.Length - 1; i >= 0; i--)
        {
            if (wanted[i].Returned != 0 && Settle(i) is int winner)
            {
                return winner;
            }
        }

        return null;
    }

    private int? Settle(int index)
    {
        (int descriptor, EndPoint endPoint) = _running[index];
        _running.RemoveAt(index);
        SocketError error = LinuxSocket.Settle(descriptor, endPoint);
        if (error == SocketError.Success)
        {
            return descriptor;
        }

        LinuxSocket.Close(descriptor);
        Failures.Add(new ConnectFailure(endPoint, error));
        return null;
    }

    private sealed record Attempt(int Descriptor, EndPoint EndPoint);
}
