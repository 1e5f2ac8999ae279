using System.Net;
using HealthProbe.Network;

namespace HealthProbe.Tests;

public class ListeningSocketTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", 0)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", 0)]
    [InlineData("::1", "::1", 0)]
    [InlineData("0.0.0.0", "127.0.0.1", 1)]
    [InlineData("::ffff:0.0.0.0", "127.0.0.1", 1)]
    [InlineData("::", "::1", 1)]
    [InlineData("::", "127.0.0.1", 2)]
    [InlineData("127.0.0.2", "127.0.0.1", null)]
    [InlineData("0.0.0.0", "::1", null)]
    [InlineData("::ffff:0.0.0.0", "::1", null)]
    [InlineData("::1", "127.0.0.1", null)]
    public void The_closest_has_the_lowest_number(string listening, string asked, int? fit) =>
        At(listening).Fit(IPAddress.Parse(asked)).Should().Be(fit);

    [Fact]
    public void One_for_IPv6_only_leaves_IPv4_alone() => (At("::") with { IsV6Only = true }).Fit(IPAddress.Loopback).Should().BeNull();

    [Theory]
    [InlineData(0, "127.0.0.1", 1)]
    [InlineData(1, "127.0.0.1", 1)]
    [InlineData(2, "127.0.0.1", null)]
    [InlineData(2, "10.0.0.1", 1)]
    public void One_of_another_device_does_not_hear_loopback(int device, string asked, int? fit) =>
        (At("0.0.0.0") with { Device = device }).Fit(IPAddress.Parse(asked)).Should().Be(fit);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, null)]
    public void A_link_local_address_is_of_its_device(int device, int? fit) =>
        (At("::") with { Device = device }).Fit(IPAddress.Parse("fe80::1%2")).Should().Be(fit);

    [Theory]
    [InlineData(0, 0u, false)]
    [InlineData(1, 0u, true)]
    [InlineData(0, 1u, false)]
    [InlineData(1, 1u, true)]
    [InlineData(127, 128u, false)]
    [InlineData(128, 128u, true)]
    [InlineData(129, 128u, true)]
    [InlineData(129, null, false)]
    public void Is_full_when_the_queue_has_reached_the_backlog(uint queue, uint? backlog, bool isFull) =>
        (At("127.0.0.1") with { Queue = queue, Backlog = backlog }).IsFull.Should().Be(isFull);

    [Theory]
    [InlineData("   0: 0100007F:1F40 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0", "127.0.0.1:8000", 3)]
    [InlineData("   1: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 6 1 0", "[::1]:80", 0)]
    public void Reads_a_line_of_proc(string line, string endPoint, uint queue) =>
        SocketTable.Read(line).Should().Be(new ListeningSocket(IPEndPoint.Parse(endPoint), queue));

    [Theory]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode")]
    [InlineData("   2: 0100007F:1F40 0100007F:C350 01 00000000:00000003 00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0")]
    [InlineData("")]
    public void Passes_over_what_does_not_listen(string line) => SocketTable.Read(line).Should().BeNull();

    private static ListeningSocket At(string address) => new(new IPEndPoint(IPAddress.Parse(address), 8000), 0);
}
