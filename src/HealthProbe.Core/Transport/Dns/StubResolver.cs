using System.Net;

namespace HealthProbe.Transport.Dns;

/// <summary>
/// One lookup of a host by DNS, without I/O and without a clock. A driver sends the queries of <see cref="TakeQueries"/>, passes in what
/// it receives and the time since the start, and calls <see cref="Advance"/> at <see cref="Deadline"/>, until there is a <see
/// cref="Result"/>. The lookup does not end by itself while a server is silent.
/// </summary>
internal sealed class StubResolver
{
    private const int MaxAddresses = 16;

    // RFC 8305, section 3.
    private static readonly TimeSpan ResolutionDelay = TimeSpan.FromMilliseconds(50);

    // A lookup can start when the timeout is over already.
    private static readonly TimeSpan MinRhythm = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan MaxRhythm = TimeSpan.FromMilliseconds(200);

    private readonly string _host;
    private readonly Func<ushort> _createId;
    private readonly TimeSpan _rhythm;
    private readonly NameServer[] _servers;
    private readonly Queue<string> _candidates;
    private readonly List<DnsQuery> _queries = [];
    private Question _ipv4;
    private Question _ipv6;
    private AnswerKind _worst = AnswerKind.NoName;
    private string _error;

    /// <summary>Starts at the time zero.</summary>
    /// <param name="host">A name.</param>
    /// <param name="configuration">The servers and search domains.</param>
    /// <param name="timeout">The timeout of the attempt: a shorter one than 1 s makes the rhythm faster.</param>
    /// <param name="createId">Returns random numbers.</param>
    public StubResolver(string host, ResolverConfiguration configuration, TimeSpan timeout, Func<ushort> createId)
    {
        _host = host;
        _createId = createId;
        _rhythm = TimeSpan.FromTicks(Math.Clamp(timeout.Ticks / 5, MinRhythm.Ticks, MaxRhythm.Ticks));
        _servers = [.. configuration.Servers.Select(server => new NameServer(server))];
        _candidates = new(configuration.GetCandidates(host).Where(name => DnsMessage.CreateQuery(0, name, DnsRecordType.A) is not null));
        _error = $"no such name: {host}";
        (_ipv4, _ipv6) = (null!, null!);
        StartNextCandidate(TimeSpan.Zero);
    }

    /// <summary>Null while the lookup goes on.</summary>
    public Resolution? Result { get; private set; }

    /// <summary>When to call <see cref="Advance"/>, as time since the start.</summary>
    public TimeSpan Deadline => GetDeadlines().Min();

    /// <summary>Returns the queries to send now.</summary>
    public IReadOnlyList<DnsQuery> TakeQueries()
    {
        DnsQuery[] queries = [.. _queries];
        _queries.Clear();
        return queries;
    }

    public void Advance(TimeSpan now)
    {
        _ipv4.Advance(now);
        _ipv6.Advance(now);
        Evaluate(now);
    }

    /// <summary>
    /// Takes what a server sent: a datagram, or a message over TCP. What is not a response to an open question is ignored.
    /// </summary>
    public void Receive(int server, bool isTcp, ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        if (DnsMessage.Parse(bytes) is DnsMessage response)
        {
            _ipv4.Receive(server, isTcp, response, now);
            _ipv6.Receive(server, isTcp, response, now);
            Evaluate(now);
        }
    }

    /// <summary>Notes that the network rejected a query, or that a query over TCP got no response.</summary>
    /// <param name="query">The query over TCP, or any one over UDP to that server.</param>
    /// <param name="now">The time since the start.</param>
    public void Fail(DnsQuery query, TimeSpan now)
    {
        _servers[query.Server].IsUnreachable |= !query.IsTcp;
        foreach (Question question in (Question[])[_ipv4, _ipv6])
        {
            if (!query.IsTcp || question.IsOf(query))
            {
                question.Fail(query.Server, query.IsTcp, now);
            }
        }

        Evaluate(now);
    }

    /// <summary>What the lookup waits for, such as <c>no response from name server 10.0.0.2 for db</c>.</summary>
    public string DescribeMissing()
    {
        string[] silent = [.. _ipv4.GetSilentServers().Union(_ipv6.GetSilentServers()).Select(server => server.ToString())];
        string servers = silent.Length == 1 ? $"name server {silent[0]}" : $"name servers {string.Join(" and ", silent)}";
        return string.Join("; ", DescribeFailures().Prepend($"no response from {servers} for {_host}"));
    }

    private IEnumerable<string> DescribeFailures() => _ipv4.DescribeFailures().Union(_ipv6.DescribeFailures());

    private IEnumerable<TimeSpan> GetDeadlines()
    {
        foreach (TimeSpan? due in (TimeSpan?[])[_ipv4.Due, _ipv6.Due])
        {
            if (due is TimeSpan time)
            {
                yield return time;
            }
        }

        if (_ipv4.Kind is AnswerKind.Addresses or AnswerKind.Failed)
        {
            yield return _ipv4.AnsweredAt + ResolutionDelay;
        }

        if (_ipv6.Kind == AnswerKind.Addresses)
        {
            yield return _ipv6.AnsweredAt + (2 * _rhythm);
        }
    }

    // IPv4 waits for IPv6 only shortly, because some networks drop queries for AAAA. IPv6 alone waits until A was sent again and had its
    // time: one lost datagram must not leave only addresses that may have no route. A name that does not exist has neither (RFC 8020).
    private void Evaluate(TimeSpan now)
    {
        while (Result is null && IsAnswered(now))
        {
            IPAddress[] addresses = [.. Interleave(_ipv4.Addresses, _ipv6.Addresses).Take(MaxAddresses)];
            if (addresses.Length > 0)
            {
                Result = new Resolution(addresses, null);
            }
            else
            {
                NoteError();
                StartNextCandidate(now);
            }
        }
    }

    private bool IsAnswered(TimeSpan now) => (_ipv4.Kind, _ipv6.Kind) switch
    {
        (AnswerKind.NoName, _) => true,
        (AnswerKind.None, AnswerKind.Addresses) => now >= _ipv6.AnsweredAt + (2 * _rhythm),
        (AnswerKind.None, _) => false,
        (AnswerKind.NoAddress, AnswerKind.None) => false,
        (_, AnswerKind.None) => now >= _ipv4.AnsweredAt + ResolutionDelay,
        _ => true,
    };

    // A server that could not answer might have known the name: that says more than the names that do not exist.
    private void NoteError()
    {
        AnswerKind kind = _ipv4.Kind == AnswerKind.NoAddress && _ipv6.Kind == AnswerKind.Failed ? AnswerKind.Failed : _ipv4.Kind;
        if (kind < _worst)
        {
            return;
        }

        _worst = kind;
        _error = kind switch
        {
            AnswerKind.NoName => $"no such name: {_host} ({_ipv4.AnsweredBy})",
            AnswerKind.NoAddress => $"{_host} has no address",
            _ => string.Join("; ", DescribeFailures().Select(failure => $"{failure} for {_host}")),
        };
    }

    private void StartNextCandidate(TimeSpan now)
    {
        if (!_candidates.TryDequeue(out string? name))
        {
            Result = new Resolution([], _error);
            return;
        }

        _ipv4 = new Question(name, DnsRecordType.A, _createId(), _rhythm, _servers, _queries);
        _ipv6 = new Question(name, DnsRecordType.Aaaa, _createId(), _rhythm, _servers, _queries);
        _ipv4.Start(now);
        _ipv6.Start(now);
    }

    private static IEnumerable<IPAddress> Interleave(IReadOnlyList<IPAddress> first, IReadOnlyList<IPAddress> second)
    {
        for (int i = 0; i < Math.Max(first.Count, second.Count); i++)
        {
            foreach (IReadOnlyList<IPAddress> addresses in (IReadOnlyList<IPAddress>[])[first, second])
            {
                if (i < addresses.Count)
                {
                    yield return addresses[i];
                }
            }
        }
    }
}
