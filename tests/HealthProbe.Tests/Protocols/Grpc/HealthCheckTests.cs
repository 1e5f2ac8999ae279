using System.Text;
using HealthProbe.Protocols;
using HealthProbe.Protocols.Grpc;
using HealthProbe.Protocols.Grpc.Http2;
using HealthProbe.Protocols.Http;

namespace HealthProbe.Tests.Protocols.Grpc;

public class HealthCheckTests
{
    private const string Advice = ": let the health service be asked without credentials, or write --user or --header";
    private const string NotGrpc = ", which is HTTP and not gRPC: something else answers here, or a proxy that reaches no server";

    private static readonly byte[] Settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    private static readonly byte[] Serving = CreateFrame(FrameType.Data, 0, [0, 0, 0, 0, 2, 8, 1]);

    [Fact]
    public void SERVING_is_healthy() => Run(Head(), Serving, Trailers("0")).Should().Be(Outcome.Healthy("SERVING"));

    [Theory]
    [InlineData(0, Reason.NotReady, "UNKNOWN: the server does not say yet whether it serves")]
    [InlineData(2, Reason.NotReady, "NOT_SERVING")]
    [InlineData(3, Reason.Missing, "SERVICE_UNKNOWN: the server has not registered the health of the whole: name a service, grpc://host:port/package.Service")]
    [InlineData(4, Reason.Protocol, "a serving status that does not exist: 4")]
    public void Another_serving_status_is_unhealthy(byte status, Reason reason, string detail) =>
        Run(Head(), CreateFrame(FrameType.Data, 0, [0, 0, 0, 0, 2, 8, status]), Trailers("0")).Should().Be(Outcome.Unhealthy(reason, detail));

    [Theory]
    [InlineData("5", "", Reason.Missing, "grpc-status 5 (NOT_FOUND): the server has not registered the health of the whole: name a service, grpc://host:port/package.Service")]
    [InlineData("7", "no", Reason.Denied, "grpc-status 7 (PERMISSION_DENIED): \"no\"" + Advice)]
    [InlineData("16", "", Reason.Denied, "grpc-status 16 (UNAUTHENTICATED)" + Advice)]
    [InlineData("14", "gone%0Aaway", Reason.NotReady, "grpc-status 14 (UNAVAILABLE): \"gone?away\"")]
    [InlineData("8", "", Reason.NotReady, "grpc-status 8 (RESOURCE_EXHAUSTED)")]
    [InlineData("13", "x", Reason.Status, "grpc-status 13: \"x\"")]
    [InlineData("\r\n", "", Reason.Status, "grpc-status \"??\"")]
    [InlineData("\u001bc", "", Reason.Status, "grpc-status \"?c\"")]
    public void A_status_that_is_not_zero_is_unhealthy_with_its_name(string status, string message, Reason reason, string detail)
    {
        string[] fields = message.Length == 0 ? ["grpc-status", status] : ["grpc-status", status, "grpc-message", message];

        AssertSame(Run(Head(fields, endsStream: true)), reason, detail);
        AssertSame(Run(Head(), CreateFrame(FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.AckOrEndStream, Block(fields))), reason, detail);
    }

    [Theory]
    [InlineData("204", "14", Reason.NotReady, "grpc-status 14 (UNAVAILABLE)")]
    [InlineData("503", "14", Reason.NotReady, "grpc-status 14 (UNAVAILABLE)")]
    [InlineData("404", null, Reason.Status, "status 404" + NotGrpc)]
    [InlineData("204", "0", Reason.Status, "status 204" + NotGrpc)]
    public void A_page_of_a_proxy_with_a_grpc_status_is_the_status_of_the_server(string http, string? grpc, Reason reason, string detail)
    {
        string[] fields = grpc is null ? [] : ["grpc-status", grpc];

        AssertSame(Run(Head(fields, endsStream: true, http)), reason, detail);
        AssertSame(Run(Head(fields, status: http), CreateFrame(FrameType.Data, FrameFlags.AckOrEndStream, "page"u8.ToArray())), reason, detail);
    }

    [Fact]
    public void A_status_in_the_head_of_a_response_without_trailers_is_a_protocol_error() =>
        Run(Head(["grpc-status", "0"]), CreateFrame(FrameType.Data, FrameFlags.AckOrEndStream, [0, 0, 0, 0, 2, 8, 1]))
            .Should().Be(Outcome.Unhealthy(Reason.Protocol, "a grpc-status in the head of a response that has no trailers"));

    [Fact]
    public void A_status_in_the_head_does_not_count_where_there_are_trailers() =>
        Run(Head(["grpc-status", "0"]), Serving, Trailers("14")).Should().Be(Outcome.Unhealthy(Reason.NotReady, "grpc-status 14 (UNAVAILABLE)"));

    [Fact]
    public void A_page_without_a_status_of_gRPC_names_its_type() =>
        Run(Head(["content-type", "text/html"]), CreateFrame(FrameType.Data, FrameFlags.AckOrEndStream, [])).Should().Be(
            Outcome.Unhealthy(Reason.Protocol, "not gRPC: an answer of the type \"text/html\", without a grpc-status"));

    [Fact]
    public void Headers_are_sent_as_metadata_and_credentials_as_authorization()
    {
        var options = new HttpOptions
        {
            User = "me:secret",
            Headers = [new("X-Tenant", "ü"), new("Host", "shop.example"), new("User-Agent", "mine"), new("Connection", "close"), new("Content-Type", "text/plain")],
        };

        Sent("grpc://db:50051", options).Should().Equal(
            (":method", "POST"),
            (":scheme", "http"),
            (":path", "/grpc.health.v1.Health/Check"),
            (":authority", "shop.example"),
            ("content-type", "application/grpc"),
            ("te", "trailers"),
            ("user-agent", "mine"),
            ("authorization", "Basic bWU6c2VjcmV0"),
            ("x-tenant", Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("ü"))));
    }

    [Fact]
    public void Credentials_of_the_URL_are_sent_unless_a_header_has_others()
    {
        Sent("grpcs://me:s%40cret@db:50051", new HttpOptions()).Should().Contain(("authorization", "Basic bWU6c0BjcmV0")).And.Contain((":authority", "db:50051"));
        Sent("grpcs://me:secret@db", new HttpOptions { Headers = [new("Authorization", "Bearer x")] }).Where(header => header.Name == "authorization")
            .Should().Equal(("authorization", "Bearer x"));
    }

    [Fact]
    public void Credentials_that_are_rejected_are_not_advised()
    {
        Outcome outcome = ExchangeRun.OutcomeOf(
            () => new HealthCheck(Parse("grpc://db"), new HttpOptions { User = "a:b" }).CreateExchange(),
            [.. Settings, .. Head(["grpc-status", "16"], endsStream: true)]);

        outcome.Detail.Should().Be("grpc-status 16 (UNAUTHENTICATED): the server rejects the credentials");
    }

    private static void AssertSame(Outcome outcome, Reason reason, string detail) => (outcome.Reason, outcome.Detail).Should().Be((reason, detail));

    private static List<(string Name, string Value)> Sent(string target, HttpOptions options)
    {
        ReadOnlySpan<byte> opening = new HealthCheck(Parse(target), options).CreateExchange().Opening.Span;
        int start = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.Length + Frame.HeadSize + 6;
        int length = (opening[start] << 16) | (opening[start + 1] << 8) | opening[start + 2];
        return [.. new HeaderDecoder().Decode(opening.Slice(start + Frame.HeadSize, length)).Select(header => (header.Key, header.Value))];
    }

    private static Outcome Run(params byte[][] frames) =>
        ExchangeRun.OutcomeOf(() => new HealthCheck(Parse("grpc://db"), new HttpOptions()).CreateExchange(), [.. Settings, .. frames.SelectMany(frame => frame)]);

    private static byte[] Head(string[]? fields = null, bool endsStream = false, string status = "200") => CreateFrame(
        FrameType.Headers, FrameFlags.EndHeaders | (endsStream ? FrameFlags.AckOrEndStream : 0), Block([":status", status, .. fields ?? []]));

    private static byte[] Trailers(string status) => CreateFrame(FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.AckOrEndStream, Block(["grpc-status", status]));

    private static byte[] Block(string[] fields)
    {
        var block = new List<byte>();
        foreach (string[] pair in fields.Chunk(2))
        {
            HeaderEncoder.Append(block, pair[0], pair[1]);
        }

        return [.. block];
    }

    private static byte[] CreateFrame(FrameType type, FrameFlags flags, byte[] payload) => new Frame(type, flags, 1, payload).ToBytes();

    private static Target Parse(string url) => Target.TryParse(url, out Target? target, out string? error) ? target : throw new ArgumentException(error);
}
