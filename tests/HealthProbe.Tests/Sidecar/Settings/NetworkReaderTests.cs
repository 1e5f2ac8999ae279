namespace HealthProbe.Tests.Sidecar.Settings;

public sealed class NetworkReaderTests : IDisposable
{
    private readonly WrittenSettings _written = new();

    public void Dispose() => _written.Dispose();

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1/32")]
    [InlineData("::1", "::1/128")]
    [InlineData("::/0", "::/0")]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1/32")]
    [InlineData("::ffff:10.0.0.0/104", "10.0.0.0/8")]
    [InlineData("::ffff:0:0/96", "0.0.0.0/0")]
    public void An_IPv4_address_that_is_written_as_IPv6_means_itself(string text, string network) =>
        _written.Settings("--allow", text).Allow.Should().ContainSingle().Which.ToString().Should().Be(network);
}
