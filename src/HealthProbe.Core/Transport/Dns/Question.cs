using System.Net;

namespace HealthProbe.Transport.Dns;

/// <summary>
/// One question, sent to the name servers in their order: to the next one after a period of silence, or at once if one cannot answer. All
/// that have not responded get it again in the same rhythm.
/// </summary>
internal sealed class Question
{
    private const int MaxAliases = 16;

    private readonly string _name;
    private readonly DnsRecordType _type;
    private readonly ushort _id;
    private readonly byte[] _message;
    private readonly TimeSpan _rhythm;
    private readonly NameServer[] _servers;
    private readonly List<DnsQuery> _queries;
    private readonly QuestionState[] _states;
    private readonly string?[] _failures;
    private TimeSpan _due;
    private int _next;

    /// <param name="name">A name that a message can contain.</param>
    /// <param name="type">A or AAAA.</param>
    /// <param name="id">What a response must repeat.</param>
    /// <param name="rhythm">The period of silence.</param>
    /// <param name="servers">The servers in their order.</param>
    /// <param name="queries">Receives what is to be sent.</param>
    public Question(string name, DnsRecordType type, ushort id, TimeSpan rhythm, NameServer[] servers, List<DnsQuery> queries)
    {
        (_name, _type, _id, _rhythm, _servers, _queries) = (name, type, id, rhythm, servers, queries);
        _message = DnsMessage.CreateQuery(id, name, type)!;
        _states = new QuestionState[servers.Length];
        _failures = new string?[servers.Length];
    }

    public AnswerKind Kind { get; private set; }

    /// <summary>When <see cref="Kind"/> was set.</summary>
    public TimeSpan AnsweredAt { get; private set; }

    /// <summary>The server whose answer counts.</summary>
    public NameServer? AnsweredBy { get; private set; }

    public IReadOnlyList<IPAddress> Addresses { get; private set; } = [];

    /// <summary>When <see cref="Advance"/> has something to do; null once there is an answer.</summary>
    public TimeSpan? Due => Kind == AnswerKind.None ? _due : null;

    public void Start(TimeSpan now) => SendToNext(now);

    public bool IsOf(DnsQuery query) => query.Message == _message;

    /// <summary>Sends again, and to the next server, if it is time.</summary>
    public void Advance(TimeSpan now)
    {
        if (Kind != AnswerKind.None || now < _due)
        {
            return;
        }

        for (int i = 0; i < _next; i++)
        {
            if (_states[i] == QuestionState.Sent)
            {
                _queries.Add(new DnsQuery(i, false, _message));
            }
        }

        SendToNext(now);
    }

    /// <summary>Takes a response over, if it is one to this question from a server that was asked.</summary>
    public void Receive(int server, bool isTcp, DnsMessage response, TimeSpan now)
    {
        bool isAnswer = response.QuestionName is string name
            ? response.QuestionType == _type && name.Equals(_name, StringComparison.OrdinalIgnoreCase)
            : response.ResponseCode is not (DnsResponseCode.NoError or DnsResponseCode.NxDomain);
        if (!IsOpen(server, isTcp) || response.Id != _id || !isAnswer)
        {
            return;
        }

        _servers[server].HasResponded = true;
        if (response.IsTruncated && !isTcp)
        {
            _states[server] = QuestionState.SentOverTcp;
            _queries.Add(new DnsQuery(server, true, _message));
        }
        else if (response.ResponseCode == DnsResponseCode.NxDomain)
        {
            Answer(AnswerKind.NoName, server, now);
        }
        else if (response.ResponseCode != DnsResponseCode.NoError)
        {
            Fail(server, $"returned {FormatCode(response.ResponseCode)}", now);
        }
        else if (response.IsMalformed)
        {
            Fail(server, "returned an invalid response", now);
        }
        else
        {
            ReceiveAnswers(server, response, now);
        }
    }

    /// <summary>Notes that a server cannot be reached, or does not answer over TCP.</summary>
    public void Fail(int server, bool isTcp, TimeSpan now)
    {
        if (IsOpen(server, isTcp))
        {
            Fail(server, isTcp ? "returned a truncated response and does not respond over TCP" : "is unreachable", now);
        }
    }

    /// <summary>The servers that were asked and have not responded to this question.</summary>
    public IEnumerable<NameServer> GetSilentServers() =>
        _servers.Where((_, i) => _states[i] is QuestionState.Sent or QuestionState.SentOverTcp);

    /// <summary>What each server that cannot answer did, such as <c>name server 10.0.0.2 returned SERVFAIL</c>.</summary>
    public IEnumerable<string> DescribeFailures() => _servers.Select((server, i) => (server, _failures[i]))
        .Where(failure => failure.Item2 is not null).Select(failure => $"name server {failure.server} {failure.Item2}");

    private bool IsOpen(int server, bool isTcp) =>
        Kind == AnswerKind.None && _states[server] == (isTcp ? QuestionState.SentOverTcp : QuestionState.Sent);

    private static string FormatCode(DnsResponseCode code) =>
        Enum.IsDefined(code) ? code.ToString().ToUpperInvariant() : $"response code {(int)code}";

    private void ReceiveAnswers(int server, DnsMessage response, TimeSpan now)
    {
        string owner = _name;
        for (int i = 0; i <= MaxAliases; i++)
        {
            Addresses = [.. response.Answers.Where(record => record.Is(owner, _type)).Select(record => record.Address!)];
            if (Addresses.Count > 0)
            {
                Answer(AnswerKind.Addresses, server, now);
                return;
            }

            if (response.Answers.FirstOrDefault(record => record.Is(owner, DnsRecordType.Cname)) is not { Target: string target })
            {
                ReceiveNone(server, response, now);
                return;
            }

            owner = target;
        }

        Fail(server, "returned a loop of CNAME records", now);
    }

    private void ReceiveNone(int server, DnsMessage response, TimeSpan now)
    {
        if (response is { IsAuthoritative: false, IsRecursionAvailable: false, Answers.Count: 0 })
        {
            Fail(server, "does not offer recursion", now);
        }
        else
        {
            Answer(AnswerKind.NoAddress, server, now);
        }
    }

    private void Answer(AnswerKind kind, int server, TimeSpan now) => (Kind, AnsweredBy, AnsweredAt) = (kind, _servers[server], now);

    private void Fail(int server, string failure, TimeSpan now)
    {
        _states[server] = QuestionState.Failed;
        _failures[server] = failure;
        if (_next < _servers.Length)
        {
            SendToNext(now);
        }
        else
        {
            FailIfAllHave(now);
        }
    }

    // A server that has been silent for the whole period already costs no second one: the next is asked at the same time.
    private void SendToNext(TimeSpan now)
    {
        _due = now + _rhythm;
        bool isWaiting = false;
        while (_next < _servers.Length && !isWaiting)
        {
            NameServer server = _servers[_next];
            if (server.IsUnreachable)
            {
                _states[_next] = QuestionState.Failed;
                _failures[_next] = "is unreachable";
            }
            else
            {
                isWaiting = !server.IsSilent(now, _rhythm);
                server.NoteQuery(now);
                _states[_next] = QuestionState.Sent;
                _queries.Add(new DnsQuery(_next, false, _message));
            }

            _next++;
        }

        FailIfAllHave(now);
    }

    private void FailIfAllHave(TimeSpan now)
    {
        if (_states.All(state => state == QuestionState.Failed))
        {
            (Kind, AnsweredAt) = (AnswerKind.Failed, now);
        }
    }
}
