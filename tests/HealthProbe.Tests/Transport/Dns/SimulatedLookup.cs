using System.Globalization;
using HealthProbe.Transport;
using HealthProbe.Transport.Dns;

namespace HealthProbe.Tests.Transport.Dns;

/// <summary>A lookup against name servers in memory, on a clock of its own. Server 0 is 10.0.0.1, server 1 is 10.0.0.2.</summary>
internal sealed class SimulatedLookup
{
    private readonly PriorityQueue<Action<TimeSpan>, TimeSpan> _arrivals = new();
    private readonly StubResolver _resolver;
    private readonly Action<SimulatedLookup, DnsQuery> _serve;
    private ushort _id;

    /// <param name="host">The name.</param>
    /// <param name="configuration">The text of resolv.conf.</param>
    /// <param name="serve">What the servers do with a query.</param>
    /// <param name="timeout">The timeout of the attempt in milliseconds.</param>
    public SimulatedLookup(string host, string configuration, Action<SimulatedLookup, DnsQuery> serve, int timeout = 1000)
    {
        _serve = serve;
        _resolver = new StubResolver(host, ResolverConfiguration.Parse(configuration), TimeSpan.FromMilliseconds(timeout), () => ++_id);
        Run(TimeSpan.FromMilliseconds(timeout));
    }

    public Resolution? Result => _resolver.Result;

    /// <summary>The addresses, or the error; without a result, what the lookup waited for when the attempt timed out.</summary>
    public string Text => Result is null ? _resolver.DescribeMissing() : Result.Error ?? string.Join(' ', Result.Addresses);

    /// <summary>When there was a result, in milliseconds.</summary>
    public double Milliseconds { get; private set; }

    /// <summary>Each query as <c>milliseconds server name type</c>.</summary>
    public List<string> Queries { get; } = [];

    /// <summary>Delivers bytes from a server after a time in milliseconds.</summary>
    public void Respond(DnsQuery query, byte[] bytes, double after = 0) => Deliver(query.Server, query.IsTcp, bytes, after);

    public void Deliver(int server, bool isTcp, byte[] bytes, double after = 0) =>
        _arrivals.Enqueue(now => _resolver.Receive(server, isTcp, bytes, now), TimeSpan.FromMilliseconds(Milliseconds + after));

    public void Fail(DnsQuery query, double after = 0) =>
        _arrivals.Enqueue(now => _resolver.Fail(query, now), TimeSpan.FromMilliseconds(Milliseconds + after));

    private void Run(TimeSpan timeout)
    {
        while (true)
        {
            foreach (DnsQuery query in _resolver.TakeQueries())
            {
                (string name, DnsRecordType type) = DnsBytes.ReadQuestion(query.Message);
                string transport = query.IsTcp ? " TCP" : "";
                Queries.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{Milliseconds:0} {query.Server}{transport} {name} {type.ToString().ToUpperInvariant()}"));
                _serve(this, query);
            }

            if (Result is not null)
            {
                return;
            }

            bool isArrival = _arrivals.TryPeek(out Action<TimeSpan>? arrive, out TimeSpan now) && now <= _resolver.Deadline;
            now = isArrival ? now : _resolver.Deadline;
            if (now >= timeout)
            {
                return;
            }

            Milliseconds = now.TotalMilliseconds;
            if (isArrival)
            {
                _arrivals.Dequeue();
                arrive!(now);
            }
            else
            {
                _resolver.Advance(now);
            }
        }
    }
}
