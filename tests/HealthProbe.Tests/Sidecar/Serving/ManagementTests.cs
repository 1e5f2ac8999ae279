using System.Net;
using HealthProbe.Sidecar.Serving;

namespace HealthProbe.Tests.Sidecar.Serving;

public class ManagementTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1:9001")]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "127.0.0.1", "localhost:19001")]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", "127.0.0.1:9001")]
    [InlineData("localhost", "::1", "[::1]:9001")]
    [InlineData("localhost", "::1", "LocalHost.:9001")]
    [InlineData("metrics.shop.internal", "10.0.0.7", "Metrics.Shop.Internal:9001")]
    [InlineData("metrics.shop.internal", "10.0.0.7", "10.0.0.7:9001")]
    [InlineData("0.0.0.0", "10.0.0.7", "192.168.1.2:9001")]
    [InlineData("::", "fd00::7", "[fd00::7]:9001")]
    [InlineData("127.0.0.1", "127.0.0.1", "")]
    [InlineData("127.0.0.1", "127.0.0.1", null)]
    public void Serves_its_own_names_and_addresses(string host, string local, string? header) =>
        new Management(host, IPAddress.Parse(local)).IsOwnHost(header).Should().BeTrue();

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", "evil.example:9001")]
    [InlineData("127.0.0.1", "127.0.0.1", "evil.example")]
    [InlineData("127.0.0.1", "127.0.0.1", "localhost.evil.example")]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1.evil.example")]
    [InlineData("127.0.0.1", "127.0.0.1", "192.168.1.2")]
    [InlineData("0.0.0.0", "10.0.0.7", "evil.example")]
    [InlineData("0.0.0.0", "10.0.0.7", "localhost")]
    [InlineData("metrics.shop.internal", "10.0.0.7", "shop.internal")]
    [InlineData("127.0.0.1", "127.0.0.1", ":9001")]
    [InlineData("127.0.0.1", "127.0.0.1", "[")]
    public void Serves_no_other_name(string host, string local, string header) =>
        new Management(host, IPAddress.Parse(local)).IsOwnHost(header).Should().BeFalse();

    [Fact]
    public void Serves_the_name_of_the_machine_on_every_address() =>
        new Management("0.0.0.0", IPAddress.Parse("10.0.0.7")).IsOwnHost($"{Environment.MachineName}:9001").Should().BeTrue();
}
