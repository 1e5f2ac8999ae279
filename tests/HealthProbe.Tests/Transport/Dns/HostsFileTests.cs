using HealthProbe.Transport.Dns;

namespace HealthProbe.Tests.Transport.Dns;

public class HostsFileTests
{
    private const string Text =
        """
        127.0.0.1 localhost
        10.0.0.1  db db.internal # web
        #10.0.0.9 db
        fd00::1	DB
        10.0.0.2 other db
        10.0.0.1 db
        nonsense  db
        10.0.0.3
        fe80::1%1 router
        """;

    [Theory]
    [InlineData("db", "10.0.0.1 fd00::1 10.0.0.2")]
    [InlineData("db.internal", "10.0.0.1")]
    [InlineData("db.internal.", "10.0.0.1")]
    [InlineData("OTHER", "10.0.0.2")]
    [InlineData("router", "fe80::1%1")]
    [InlineData("web", "")]
    [InlineData("10.0.0.3", "")]
    [InlineData("d", "")]
    public void A_name_has_the_addresses_of_all_its_lines(string host, string addresses)
    {
        foreach (string text in (string[])[Text, Text.ReplaceLineEndings("\r\n")])
        {
            string.Join(' ', HostsFile.Find(text, host).Select(address => address.ToString())).Should().Be(addresses);
        }
    }
}
