using System.Text;
using HealthProbe.Protocols;
using HealthProbe.Protocols.Http;

namespace HealthProbe.Tests.Protocols.Http;

public class HttpExchangeTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "status 200")]
    [InlineData("HTTP/1.0 299 Fine\r\nServer: x\r\n\r\n", "status 299")]
    [InlineData("HTTP/1.1 204\r\n\r\n", "status 204")]
    [InlineData("HTTP/1.1 200 \n\n", "status 200")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "status 200")]
    public void A_final_status_in_the_range_is_healthy(string response, string detail) => Run(response).Should().Be(Outcome.Healthy(detail));

    [Theory]
    [InlineData("HTTP/1.1 503 No\r\n\r\n", "status 503")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n", "status 101")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n", "status 404")]
    [InlineData("HTTP/1.1 405 No\r\n\r\n", "status 405 (write --method for another one)")]
    [InlineData("HTTP/1.1 401 No\r\n\r\n", "status 401 (write --user name:password, or allow this path)")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /login?token=secret\r\n\r\n", "status 302 to /login?token=***: ask that address, or write --follow")]
    [InlineData("HTTP/1.1 302 Found\r\n\r\n", "status 302")]
    public void Another_status_is_unhealthy_with_its_likely_cause(string response, string detail) => AssertStatus(Run(response), detail);

    [Theory]
    [InlineData("", " (does the server refuse this Host? write -H 'Host: name')")]
    [InlineData("<html><center>The plain HTTP request was sent to HTTPS port</center></html>", " (the server expects TLS on this port: write https://)")]
    [InlineData("Client sent an HTTP request to an HTTPS server.\n", " (the server expects TLS on this port: write https://)")]
    [InlineData("Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />", " (the server expects TLS on this port: write https://)")]
    [InlineData("Bad Request\nThis combination of host and port requires TLS.", " (the server expects TLS on this port: write https://)")]
    [InlineData("<center>No required SSL certificate was sent</center>", " (the server requires a client certificate: write --cert and --key)")]
    [InlineData("<center>The SSL certificate error</center>", " (the server rejects the client certificate)")]
    public void A_status_of_400_is_explained_by_its_body(string body, string hint)
    {
        AssertStatus(Run($"HTTP/1.1 400 Bad Request\r\nContent-Length: {body.Length}\r\n\r\n{body}"), "status 400" + hint);
        AssertStatus(Run($"HTTP/1.0 400 Bad Request\r\n\r\n{body}"), "status 400" + hint);
    }

    [Fact]
    public void A_status_stands_if_the_body_is_cut_short() =>
        AssertStatus(Run("HTTP/1.1 400 Bad Request\r\nContent-Length: 50\r\n\r\nThe plain HTTP"), "status 400 (does the server refuse this Host? write -H 'Host: name')");

    [Fact]
    public void A_hint_never_names_an_option_that_was_used()
    {
        AssertStatus(Run("HTTP/1.1 400 No\r\n\r\n", new HttpOptions { Headers = [new("host", "a")] }), "status 400");
        AssertStatus(Run("HTTP/1.1 401 No\r\n\r\n", new HttpOptions { User = "a:b" }), "status 401 (the server rejects the credentials)");
        AssertStatus(Run("HTTP/1.1 401 No\r\n\r\n", new HttpOptions { Headers = [new("authorization", "x")] }), "status 401 (the server rejects the credentials)");
        AssertStatus(Run("HTTP/1.1 401 No\r\n\r\n", new HttpOptions(), "http://a:b@db/"), "status 401 (the server rejects the credentials)");
    }

    [Fact]
    public void Expected_statuses_that_were_given_are_named()
    {
        StatusRanges.TryParse("204,300-301", out StatusRanges? status).Should().BeTrue();
        var options = new HttpOptions { Status = status! };

        AssertStatus(Run("HTTP/1.1 200 OK\r\n\r\n", options), "status 200, not 204,300-301");
        AssertStatus(Run("HTTP/1.1 302 Found\r\nLocation: /a\r\n\r\n", options), "status 302 to /a, not 204,300-301: ask that address, or write --follow");
        Run("HTTP/1.1 301 Moved\r\nLocation: /a\r\n\r\n", options).IsHealthy.Should().BeTrue();
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n", "the response is SSH, not HTTP: received \"SSH-2.0-OpenSSH_9.2p1\"")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1", "the response is SSH, not HTTP: received \"SSH-2.0-OpenSSH_9.2p1\"")]
    [InlineData("\0\0\u0006\u0004\0\0\0\0\0\0\u0003\0\0\0\u0064", "the response is HTTP/2, not HTTP")]
    [InlineData("\u0001\u000b\0\0\0\u0008\0\0\0\0\0\0\0\0\0\0", "the response is FastCGI, not HTTP")]
    [InlineData("J\0\0\0\u000a8.0.36\0", "the response is MySQL, not HTTP")]
    [InlineData("-ERR unknown command\r\n", "the response is not HTTP: received \"-ERR unknown command\"")]
    [InlineData("HTTP/2 200\r\n\r\n", "the response is not HTTP: received \"HTTP/2 200\"")]
    [InlineData("HTTP/1.1 2xx OK\r\n\r\n", "the response is not HTTP: received \"HTTP/1.1 2xx OK\"")]
    [InlineData("HTTP/1.1200 OK\r\n\r\n", "the response is not HTTP: received \"HTTP/1.1200 OK\"")]
    [InlineData("HTTP/1.1\r\n", "the response is not HTTP: received \"HTTP/1.1\"")]
    [InlineData("HTTP/1.1 20\r\n", "the response is not HTTP: received \"HTTP/1.1 20\"")]
    [InlineData("ABCD/1.1 200 OK\r\n", "the response is not HTTP: received \"ABCD/1.1 200 OK\"")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ", "the response is not HTTP: received \"ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ\"")]
    public void Another_protocol_is_shown(string response, string detail) => Run(response).Should().Be(Outcome.Unhealthy(Reason.Protocol, detail));

    [Fact]
    public void A_TLS_alert_names_https() =>
        Run("\u0015\u0003\u0003\0\u0002\u0002\u0046").Should().Be(Outcome.Unhealthy(Reason.Protocol, "the server sent a TLS alert to plain HTTP; use https://"));

    [Theory]
    [InlineData(Ok + "no colon\r\n\r\n", "a header without a colon: \"no colon\"")]
    [InlineData(Ok + ": no name\r\n\r\n", "a header without a colon: \": no name\"")]
    [InlineData(Ok + " continues nothing\r\n\r\n", "a header without a colon: \" continues nothing\"")]
    [InlineData(Ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "conflicting Content-Length headers: \"5, 6\"")]
    [InlineData(Ok + "Content-Length: 5, 6\r\n\r\nhello", "conflicting Content-Length headers: \"5, 6\"")]
    [InlineData(Ok + "Content-Length: -5\r\n\r\nhello", "a length that is no number: \"-5\"")]
    [InlineData(Ok + "Content-Length: 5,\r\n\r\nhello", "a length that is no number: \"\"")]
    [InlineData(Ok + "Transfer-Encoding: gzip\r\n\r\nx", "a transfer coding that is not supported: \"gzip\"")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n", "a transfer coding that is not supported: \"chunked, gzip\"")]
    [InlineData(Ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "a transfer coding that is not supported: \"gzip, chunked\"")]
    [InlineData(Ok + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", "a transfer coding that is not supported: \"chunked, chunked\"")]
    public void A_malformed_head_is_a_protocol_error(string response, string detail) => Run(response).Should().Be(Outcome.Unhealthy(Reason.Protocol, detail));

    [Theory]
    [InlineData("")]
    [InlineData("HTT")]
    [InlineData("HTTP/1.1 2")]
    [InlineData(Ok + "Server: x\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    public void A_connection_that_closes_before_the_end_of_the_head_is_closed(string response) => Run(response).Reason.Should().Be(Reason.Closed);

    [Theory]
    [InlineData("X-Part: a\r\n b\r\n\tc\r\nX-Next: d\r\n\r\n", "X-Part=a b c", true)]
    [InlineData("X-Part:\r\n a\r\n\r\n", "X-Part=a", true)]
    [InlineData("x-PART:  5 \r\n\r\n", "X-Part=5", true)]
    [InlineData("X-Part: 1\r\nX-Part: 2\r\n\r\n", "X-Part=2", true)]
    [InlineData("X-Part:\r\n\r\n", "X-Part=", true)]
    [InlineData("X-Part: 5\r\n\r\n", "X-Part=6", false)]
    [InlineData("\r\n", "X-Part", false)]
    public void Headers_are_read_in_any_case_and_continued_lines_are_joined(string headers, string expected, bool isHealthy)
    {
        string[] parts = expected.Split('=');
        var options = new HttpOptions { ExpectedHeaders = [new(parts[0], parts.Length == 1 ? null : parts[1])] };

        Run(Ok + headers, options).IsHealthy.Should().Be(isHealthy);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello, and more")]
    [InlineData("Content-Length: 0000000000000005\r\n\r\nhello, and more")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello, and more")]
    [InlineData("Content-Length: 5, 5\r\n\r\nhello, and more")]
    [InlineData("\r\nhello")]
    [InlineData("Transfer-Encoding: identity\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello, and more")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;ext=1\r\nlo\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\nhel\n2\nlo\n0\n\n")]
    [InlineData("Transfer-Encoding: Chunked\r\nContent-Length: 3\r\n\r\n05\r\nhello\r\n0\r\nTrailer: x\r\n\r\n")]
    public void The_body_ends_where_the_head_says(string rest) => BodyOf(Ok + rest).Should().Be("hello");

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello", null)]
    [InlineData("HTTP/1.1 304 Not Modified\r\n\r\nhello", null)]
    [InlineData(Ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", "HEAD")]
    public void A_response_without_a_body_is_complete_with_its_head(string response, string? method) => BodyOf(response, method).Should().BeEmpty();

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "a length that is no number: \"xyz\"")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n", "a chunk longer than its size")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nhello", "a length that is no number: \"FFFFFFFFFFFFFFFF\"")]
    public void A_malformed_body_is_a_protocol_error_where_it_is_needed(string rest, string detail)
    {
        Run(Ok + rest, new HttpOptions { Contains = "x" }).Should().Be(Outcome.Unhealthy(Reason.Protocol, detail));
        Run(Ok + rest).IsHealthy.Should().BeTrue();
    }

    [Theory]
    [InlineData(Ok + "Content-Length: 2\r\n\r\n{}")]
    [InlineData(Ok + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n")]
    public void A_response_that_is_cut_after_any_byte_is_closed(string response) =>
        ExchangeRun.AssertClosedWhenCut(() => Create(new HttpOptions { Contains = "}" }), Encoding.ASCII.GetBytes(response));

    [Theory]
    [InlineData(Ok + "\r\n{}", "")]
    [InlineData("", "response")]
    [InlineData("H", "complete response headers")]
    [InlineData("HTTP/1.1 200 OK\r\nX", "complete response headers")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "complete body (status 200)")]
    public void A_timeout_reports_how_far_the_response_came(string response, string waitingFor) =>
        ExchangeRun.Of(Create(new HttpOptions { Contains = "x" }), [Encoding.ASCII.GetBytes(response)], closes: waitingFor.Length == 0)
            .WaitingFor.Should().Be(waitingFor.Length == 0 ? "complete body (status 200)" : waitingFor);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{", false)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n{}", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\nX: y\r\n\r\n", true)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", true)]
    [InlineData("HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\n{", false)]
    [InlineData("HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\n{}", true)]
    public void The_verdict_is_known_with_the_head_and_the_end_of_the_response_with_its_last_byte(string response, bool isComplete)
    {
        HttpExchange exchange = Create(new HttpOptions());
        var received = new ReceiveBuffer();
        received.Append(Encoding.ASCII.GetBytes(response));

        Step step = exchange.Next(received);

        (step.Kind, step.IsResponseComplete).Should().Be((StepKind.Complete, isComplete));
        received.Length.Should().Be(0);
    }

    [Fact]
    public void A_long_line_is_fine_inside_64_KiB_of_headers_and_one_byte_more_is_named()
    {
        string most = Ok + "Content-Security-Policy: " + new string('a', (64 * 1024) - Ok.Length - 25 - 4) + "\r\n\r\n";

        Whole(most).Should().Be(Outcome.Healthy("status 200"));
        Whole("HTTP/1.1 200 OK \r\n" + most[Ok.Length..]).Should().Be(Outcome.Unhealthy(Reason.Protocol, "response headers of more than 64 KiB"));
    }

    [Theory]
    [InlineData(Ok + "X: ", "aaaaaaaaaa")]
    [InlineData(Ok, "X: y\r\n")]
    [InlineData("", "HTTP/1.1 100 Continue\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n\r\n")]
    [InlineData("HTTP/1.1 200 ", "O")]
    public void Headers_without_an_end_are_a_protocol_error(string beginning, string repeated) =>
        ExchangeRun.OutcomeOfEndless(() => Create(new HttpOptions()), Encoding.ASCII.GetBytes(beginning), Encoding.ASCII.GetBytes(repeated))
            .Should().Be(Outcome.Unhealthy(Reason.Protocol, repeated.Contains("100", StringComparison.Ordinal) ? "more than 10 interim responses" : "response headers of more than 64 KiB"));

    [Fact]
    public void Ten_interim_responses_are_skipped()
    {
        string most = string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 10));

        Whole(most + Ok + "\r\n").IsHealthy.Should().BeTrue();
        Whole(most + "HTTP/1.1 103 Early Hints\r\n\r\n" + Ok + "\r\n").Detail.Should().Be("more than 10 interim responses");
    }

    [Theory]
    [InlineData("\r\n", "a")]
    [InlineData("Content-Length: 99999999999\r\n\r\n", "a")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "1;a-long-extension-of-the-chunk-that-is-not-kept\r\na\r\n")]
    public void A_body_is_read_up_to_1_MiB(string rest, string repeated)
    {
        Outcome outcome = ExchangeRun.OutcomeOfEndless(
            () => Create(new HttpOptions { Contains = "b" }),
            Encoding.ASCII.GetBytes(Ok + rest),
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(repeated, 1024))));

        outcome.Should().Be(Outcome.Unhealthy(Reason.Body, "\"b\" is not in the first 1 MiB of the body"));
    }

    [Fact]
    public void A_body_of_exactly_1_MiB_is_whole()
    {
        string body = new string('a', HttpProbe.MaxBodyBytes - 1) + "b";

        Whole($"{Ok}Content-Length: {body.Length}\r\n\r\n{body}", new HttpOptions { Contains = "ab" }).IsHealthy.Should().BeTrue();
        Whole($"{Ok}Content-Length: {body.Length + 1}\r\n\r\n{body}b", new HttpOptions { Contains = "bb" }).Detail.Should().Be("\"bb\" is not in the first 1 MiB of the body");
    }

    [Theory]
    [InlineData("{\"status\": \"UP\"", "status=UP", null)]
    [InlineData("<a href=\"/\">it's</a>", "status=UP", null)]
    [InlineData("", "status=UP", "the body is empty, not JSON")]
    [InlineData("{\"status\":\"DOWN\"}", "status=UP", "json status is \"DOWN\", not \"UP\"")]
    [InlineData("{\"status\":\"\\ud800\"}", "status=UP", null)]
    public void A_body_that_does_not_meet_the_JSON_check_says_why(string body, string check, string? detail) =>
        Run($"{Ok}Content-Length: {body.Length}\r\n\r\n{body}", Json(check))
            .Should().Be(Outcome.Unhealthy(Reason.Body, detail ?? $"the body is not JSON: {Quoted.Of(body)}"));

    [Fact]
    public void JSON_of_more_than_64_levels_says_so()
    {
        Whole(Ok + "\r\n" + new string('[', 64) + new string(']', 64), Json("$")).IsHealthy.Should().BeTrue();
        Whole(Ok + "\r\n" + new string('[', 65) + new string(']', 65), Json("$")).Detail.Should().Be("the body is JSON of more than 64 levels");
        Whole(Ok + "\r\n" + new string('[', 100_000), Json("$")).Detail.Should().Be("the body is JSON of more than 64 levels");
    }

    [Theory]
    [InlineData("Content-Encoding: br\r\n\r\nabc", "br")]
    [InlineData("Content-Encoding: GZIP\r\n\r\nabc", "GZIP")]
    [InlineData("\r\n\u001f\u008b\u0008", "gzip")]
    public void An_encoded_body_names_its_encoding(string rest, string encoding)
    {
        string detail = $"the body is encoded as \"{encoding}\": write -H 'Accept-Encoding: identity'";
        Run(Ok + rest, Json("status=UP")).Should().Be(Outcome.Unhealthy(Reason.Body, detail));
        Run(Ok + rest, new HttpOptions { Contains = "UP" }).Should().Be(Outcome.Unhealthy(Reason.Body, detail));
    }

    [Fact]
    public void A_redirect_to_follow_leaves_the_verdict_to_the_next_exchange()
    {
        HttpExchange exchange = Create(new HttpOptions { Follow = true });

        ExchangeRun.Of(exchange, [Encoding.ASCII.GetBytes("HTTP/1.1 302 Found\r\nLocation: ?a\r\nContent-Length: 2\r\n\r\nab")], closes: false).Outcome.Should().BeNull();

        exchange.Redirected!.Target.ToString().Should().Be("http://db/health?a");
    }

    [Fact]
    public void A_redirect_that_leads_nowhere_is_not_followed_and_says_why() =>
        AssertStatus(Run("HTTP/1.1 302 Found\r\nLocation: mailto:a@b\r\n\r\n", new HttpOptions { Follow = true }), "status 302: it redirects to \"***@b\", which is no http or https address");

    private static void AssertStatus(Outcome outcome, string detail) => outcome.Should().Be(Outcome.Unhealthy(Reason.Status, detail, string.Join(' ', detail.Split(' ', ',', ':')[..2])));

    private static HttpOptions Json(string text) => new() { Json = [JsonCheck.TryParse(text, out JsonCheck? check, out string? error) ? check : throw new ArgumentException(error)] };

    private static HttpExchange Create(HttpOptions options, string url = "http://db/health") =>
        new(new HttpRequest(Parse(url), options), HttpProbe.MaxBodyBytes, new ResponseEvaluator(options).Evaluate);

    private static Outcome Run(string response, HttpOptions? options = null, string url = "http://db/health") =>
        ExchangeRun.OutcomeOf(() => Create(options ?? new HttpOptions(), url), Encoding.Latin1.GetBytes(response));

    private static Outcome Whole(string response, HttpOptions? options = null) =>
        ExchangeRun.Of(Create(options ?? new HttpOptions()), [Encoding.Latin1.GetBytes(response)], closes: true).Outcome!.Value;

    private static string BodyOf(string response, string? method = null)
    {
        string body = "";
        var options = new HttpOptions { Method = method };
        ExchangeRun.OutcomeOf(() => new HttpExchange(new HttpRequest(Parse("http://db/"), options), 1000, Evaluate), Encoding.ASCII.GetBytes(response));
        return body;

        Outcome? Evaluate(HttpResponse received)
        {
            body = received.Body is ReadOnlyMemory<byte> bytes ? Encoding.ASCII.GetString(bytes.Span) : "";
            return received.Body is null ? null : Outcome.Healthy();
        }
    }

    private static Target Parse(string url) => Target.TryParse(url, out Target? target, out string? error) ? target : throw new ArgumentException(error);
}
