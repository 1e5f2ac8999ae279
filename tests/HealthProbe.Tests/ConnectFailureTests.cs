using System.Net;
using System.Net.Sockets;
using HealthProbe.Network;
using HealthProbe.Transport.Linux;

namespace HealthProbe.Tests;

public class ConnectFailureTests
{
    [Theory]
    [InlineData(SocketError.ConnectionRefused, Reason.Refused, "connection refused")]
    [InlineData(SocketError.TimedOut, Reason.Timeout, "no answer")]
    [InlineData(SocketError.HostUnreachable, Reason.Unreachable, "host unreachable")]
    [InlineData(SocketError.HostDown, Reason.Unreachable, "host unreachable")]
    [InlineData(SocketError.NetworkUnreachable, Reason.Unreachable, "network unreachable")]
    [InlineData(SocketError.NetworkDown, Reason.Unreachable, "network unreachable")]
    [InlineData(SocketError.AddressNotAvailable, Reason.Unreachable, "no local address or port to connect with")]
    [InlineData(SocketError.AddressFamilyNotSupported, Reason.Unreachable, "address family not supported here")]
    [InlineData(SocketError.ConnectionReset, Reason.Closed, "connection reset")]
    [InlineData(SocketError.ConnectionAborted, Reason.Closed, "connection reset")]
    [InlineData(SocketError.AccessDenied, Reason.Denied, "connection not permitted")]
    [InlineData(SocketError.InvalidArgument, Reason.Error, "not an address to connect to (a link-local one needs its interface: fe80::1%eth0)")]
    [InlineData(SocketError.TooManyOpenSockets, Reason.Error, "no file descriptors left")]
    [InlineData(SocketError.NoBufferSpaceAvailable, Reason.Error, "no memory left for sockets")]
    [InlineData(SocketError.Fault, Reason.Error, "socket error 10014")]
    public void Says_why(SocketError error, Reason reason, string text) =>
        Describe("127.0.0.1", ("127.0.0.1", error)).Should().Be(Outcome.Unhealthy(reason, text));

    [Fact]
    public void Says_which_address_when_it_was_not_written() =>
        Describe("db", ("10.0.0.1", SocketError.ConnectionRefused)).Should().Be(Outcome.Unhealthy(Reason.Refused, "connection refused by 10.0.0.1"));

    [Fact]
    public void Says_once_what_several_addresses_said() =>
        Describe("db", ("10.0.0.1", SocketError.ConnectionRefused), ("10.0.0.2", SocketError.ConnectionRefused))
            .Should().Be(Outcome.Unhealthy(Reason.Refused, "connection refused by 10.0.0.1 and 10.0.0.2"));

    [Fact]
    public void Says_which_address_said_what() =>
        Describe("db", ("10.0.0.1", SocketError.ConnectionRefused), ("::1", SocketError.NetworkUnreachable))
            .Should().Be(Outcome.Unhealthy(Reason.Refused, "connection refused by 10.0.0.1; network unreachable from ::1"));

    [Fact]
    public void Lets_the_address_that_did_not_answer_decide() =>
        Describe("db", ("10.0.0.1", SocketError.ConnectionRefused), ("10.0.0.2", SocketError.TimedOut), ("::1", SocketError.NetworkUnreachable))
            .Should().Be(Outcome.Unhealthy(Reason.Timeout, "connection refused by 10.0.0.1; network unreachable from ::1; no answer from 10.0.0.2"));

    [Fact]
    public void Lets_the_first_address_decide_where_none_did_so() =>
        Describe("db", ("10.0.0.1", SocketError.AccessDenied), ("::1", SocketError.NetworkUnreachable)).Reason.Should().Be(Reason.Denied);

    [Fact]
    public void Prefers_a_refusal_to_a_missing_route() =>
        Describe("db", ("::1", SocketError.NetworkUnreachable), ("10.0.0.1", SocketError.ConnectionRefused)).Reason.Should().Be(Reason.Refused);

    public static TheoryData<SocketError> Errors => new(Enum.GetValues<SocketError>().Where(error => error != SocketError.Success));

    [Theory]
    [MemberData(nameof(Errors))]
    public void Shows_that_a_target_is_gone_only_where_the_other_side_says_so(SocketError error)
    {
        SocketError[] ofTheNetwork = [SocketError.TimedOut, SocketError.HostUnreachable, SocketError.HostDown];
        SocketError[] ofBoth = [SocketError.ConnectionRefused, SocketError.ConnectionReset, SocketError.ConnectionAborted];

        Describe("127.0.0.1", ("127.0.0.1", error)).Inverted().IsHealthy.Should().Be(ofBoth.Contains(error) || ofTheNetwork.Contains(error));
        ConnectFailure.Describe("/a", [new ConnectFailure(new UnixDomainSocketEndPoint("/a"), error)]).Inverted().IsHealthy
            .Should().Be(ofBoth.Contains(error) || error == SocketError.AddressNotAvailable);
    }

    public static TheoryData<int> Numbers => new(Enumerable.Range(1, 133));

    // ECONNABORTED, ECONNRESET, ETIMEDOUT, ECONNREFUSED, EHOSTDOWN, EHOSTUNREACH; the kernel has EPIPE for a connection that was reset.
    [Theory]
    [MemberData(nameof(Numbers))]
    public void Shows_that_a_target_is_gone_for_no_other_error_number(int errno) =>
        Describe("127.0.0.1", ("127.0.0.1", Errno.ToSocketError(errno))).Inverted().IsHealthy.Should().Be(errno is 32 or 103 or 104 or 110 or 111 or 112 or 113);

    [Theory]
    [InlineData(true, SocketError.ConnectionRefused, SocketError.TimedOut)]
    [InlineData(false, SocketError.ConnectionRefused, SocketError.NetworkUnreachable)]
    [InlineData(false, SocketError.AddressNotAvailable, SocketError.ConnectionRefused)]
    public void Shows_that_a_target_is_gone_only_where_every_address_is(bool isGone, SocketError one, SocketError other) =>
        Describe("db", ("10.0.0.1", one), ("fd00::1", other)).Inverted().IsHealthy.Should().Be(isGone);

    [Fact]
    public void Does_not_show_that_a_target_is_gone_when_no_connection_was_tried() => Describe("db").Inverted().IsHealthy.Should().BeFalse();

    private static Outcome Describe(string host, params (string Address, SocketError Error)[] failures) =>
        ConnectFailure.Describe(host, [.. failures.Select(failure => new ConnectFailure(new IPEndPoint(IPAddress.Parse(failure.Address), 8000), failure.Error))]);
}
