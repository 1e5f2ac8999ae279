using System.Net;
using HealthProbe.Transport.Dns;

namespace HealthProbe.Tests.Transport.Dns;

public class ResolverConfigurationTests
{
    [Theory]
    [InlineData("", "127.0.0.1:53", "", 1)]
    [InlineData("nameserver 10.0.0.1\r\nsearch a.test b.test\r\noptions ndots:5 edns0\r\n", "10.0.0.1:53", "a.test b.test", 5)]
    [InlineData("nameserver\t10.0.0.1 # the first\n  nameserver   fd00::1\n", "10.0.0.1:53 [fd00::1]:53", "", 1)]
    [InlineData(
        "nameserver 10.0.0.1\nnameserver x\nnameserver\nnameserver 10.0.0.2\nnameserver 10.0.0.3\nnameserver 10.0.0.4",
        "10.0.0.1:53 10.0.0.2:53 10.0.0.3:53", "", 1)]
    [InlineData("#nameserver 10.0.0.1\n;nameserver 10.0.0.2\nnameservers 10.0.0.3\n", "127.0.0.1:53", "", 1)]
    [InlineData("search a.test\ndomain b.test.\n", "127.0.0.1:53", "b.test", 1)]
    [InlineData("options ndots:0 timeout:30 attempts:9 rotate\n", "127.0.0.1:53", "", 0)]
    [InlineData("options ndots:99\noptions single-request\n", "127.0.0.1:53", "", 15)]
    [InlineData("options ndots:x ndots:-1 ndots: ndots\n", "127.0.0.1:53", "", 1)]
    public void A_file_is_read_as_resolv_conf_5_says(string text, string servers, string domains, int ndots)
    {
        var configuration = ResolverConfiguration.Parse(text);

        string.Join(' ', configuration.Servers).Should().Be(servers);
        string.Join(' ', configuration.SearchDomains).Should().Be(domains);
        configuration.Ndots.Should().Be(ndots);
    }

    [Fact]
    public void A_link_local_server_has_its_interface() =>
        ResolverConfiguration.Parse("nameserver fe80::1%1\n").Servers.Should().Equal(
            new IPEndPoint(new IPAddress(IPAddress.Parse("fe80::1").GetAddressBytes(), 1), 53));

    [Theory]
    [InlineData("db", 1, "a.test b.test", "db.a.test db.b.test db")]
    [InlineData("db.x", 1, "a.test", "db.x db.x.a.test")]
    [InlineData("db.x", 5, "a.test", "db.x.a.test db.x")]
    [InlineData("db", 0, "a.test", "db db.a.test")]
    [InlineData("db", 1, "", "db")]
    [InlineData("db.", 1, "a.test", "db")]
    [InlineData("db.x.", 5, "a.test", "db.x")]
    public void Search_domains_and_ndots_give_the_names_in_their_order(string host, int ndots, string domains, string names) =>
        string.Join(' ', new ResolverConfiguration([], domains.Split(' ', StringSplitOptions.RemoveEmptyEntries), ndots).GetCandidates(host))
            .Should().Be(names);

    [Fact]
    public void The_root_as_a_search_domain_adds_nothing() =>
        ResolverConfiguration.Parse("search . a.test\n").GetCandidates("db").Should().Equal("db", "db.a.test");
}
