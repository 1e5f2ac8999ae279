using System.Net;
using HealthProbe.Transport.Dns;

namespace HealthProbe.Tests.Transport.Dns;

public class StubResolverTests
{
    private const string One = "nameserver 10.0.0.1\n";
    private const string Two = "nameserver 10.0.0.1\nnameserver 10.0.0.2\n";
    private const string Three = "nameserver 10.0.0.1\nnameserver 10.0.0.2\nnameserver 10.0.0.3\n";
    private const int ServFail = 2;
    private const int NxDomain = 3;
    private const int Refused = 5;

    [Fact]
    public void A_and_AAAA_are_asked_at_the_same_time()
    {
        var lookup = new SimulatedLookup("db", One, (lookup, query) => lookup.Respond(query, Addresses(query), 3));

        lookup.Queries.Should().Equal("0 0 db A", "0 0 db AAAA");
        (lookup.Text, lookup.Milliseconds).Should().Be(("10.1.0.1 fd00::1 10.1.0.2", 3));
    }

    [Fact]
    public void The_next_server_is_asked_after_200_ms_of_silence_and_the_silent_ones_again()
    {
        var lookup = new SimulatedLookup("db", Three, (_, _) => { });

        lookup.Queries.Where(query => query.EndsWith(" A", StringComparison.Ordinal)).Should().Equal(
            "0 0 db A", "200 0 db A", "200 1 db A", "400 0 db A", "400 1 db A", "400 2 db A",
            "600 0 db A", "600 1 db A", "600 2 db A", "800 0 db A", "800 1 db A", "800 2 db A");
        lookup.Text.Should().Be("no response from name servers 10.0.0.1 and 10.0.0.2 and 10.0.0.3 for db");
    }

    [Theory]
    [InlineData(1000, 201)]
    [InlineData(30_000, 201)]
    [InlineData(500, 101)]
    [InlineData(100, 21)]
    public void A_dead_first_server_costs_200_ms_or_a_fifth_of_a_shorter_timeout(int timeout, int milliseconds)
    {
        var lookup = new SimulatedLookup("db", Two, Alive(1), timeout);

        (lookup.Text, lookup.Milliseconds).Should().Be(("10.1.0.1 fd00::1 10.1.0.2", milliseconds));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1000)]
    public void A_lookup_without_time_left_never_waits_for_less_than_a_millisecond(int timeout) =>
        new StubResolver("db", ResolverConfiguration.Parse(One), TimeSpan.FromMilliseconds(timeout), () => 1).Deadline
            .Should().Be(TimeSpan.FromMilliseconds(1));

    [Fact]
    public void A_server_that_is_slow_is_not_overtaken_by_one_that_does_not_know_the_name()
    {
        var lookup = new SimulatedLookup("db", Two, (lookup, query) =>
        {
            bool isFirst = query.Server == 0;
            lookup.Respond(query, isFirst ? Addresses(query) : DnsBytes.Respond(query.Message, NxDomain), isFirst ? 190 : 0);
        });

        (lookup.Text, lookup.Milliseconds).Should().Be(("10.1.0.1 fd00::1 10.1.0.2", 190));
    }

    [Theory]
    [InlineData(ServFail)]
    [InlineData(Refused)]
    public void A_server_that_cannot_answer_is_passed_over_at_once(int code)
    {
        var lookup = new SimulatedLookup("db", Two, (lookup, query) =>
            lookup.Respond(query, query.Server == 0 ? DnsBytes.Respond(query.Message, code) : Addresses(query), 1));

        lookup.Queries.Should().Equal("0 0 db A", "0 0 db AAAA", "1 1 db A", "1 1 db AAAA");
        (lookup.Text, lookup.Milliseconds).Should().Be(("10.1.0.1 fd00::1 10.1.0.2", 2));
    }

    [Fact]
    public void An_earlier_server_may_still_answer_after_a_later_one_could_not()
    {
        var lookup = new SimulatedLookup("db", Two, (lookup, query) =>
        {
            bool isFirst = query.Server == 0;
            lookup.Respond(query, isFirst ? Addresses(query) : DnsBytes.Respond(query.Message, ServFail), isFirst ? 250 : 1);
        });

        (lookup.Text, lookup.Milliseconds).Should().Be(("10.1.0.1 fd00::1 10.1.0.2", 250));
    }

    [Fact]
    public void An_A_answer_is_used_50_ms_later_if_no_AAAA_answer_comes()
    {
        var lookup = new SimulatedLookup("db", One, (lookup, query) => RespondTo(lookup, query, DnsRecordType.A, 7));

        (lookup.Text, lookup.Milliseconds).Should().Be(("10.1.0.1 10.1.0.2", 57));
    }

    [Fact]
    public void An_AAAA_answer_alone_is_used_when_A_was_asked_again_in_vain()
    {
        var lookup = new SimulatedLookup("db", One, (lookup, query) => RespondTo(lookup, query, DnsRecordType.Aaaa, 7));

        (lookup.Text, lookup.Milliseconds).Should().Be(("fd00::1", 407));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_single_lost_datagram_costs_at_most_one_period(bool isResponse)
    {
        for (int lost = 0; lost < 2; lost++)
        {
            int count = 0;
            var lookup = new SimulatedLookup("db", One, (lookup, query) =>
            {
                if (count++ != lost)
                {
                    lookup.Respond(query, Addresses(query), isResponse ? 1 : 0);
                }
            });

            lookup.Result!.Addresses.Should().Contain(IPAddress.Parse("10.1.0.1"));
            lookup.Milliseconds.Should().BeLessThanOrEqualTo(201);
        }
    }

    [Theory]
    [InlineData(One, 0, 51)]
    [InlineData(One, 1, 401)]
    [InlineData(Two, 0, 51)]
    [InlineData(Two, 1, 201)]
    public void A_name_resolves_though_every_second_query_is_lost(string configuration, int first, int milliseconds)
    {
        int count = first;
        var lookup = new SimulatedLookup("db", configuration, (lookup, query) =>
        {
            if (count++ % 2 == 0)
            {
                lookup.Respond(query, Addresses(query), 1);
            }
        });

        lookup.Result!.Addresses.Should().Contain(IPAddress.Parse("10.1.0.1"));
        lookup.Milliseconds.Should().Be(milliseconds);
    }

    [Fact]
    public void A_response_that_is_not_to_the_question_is_ignored()
    {
        var lookup = new SimulatedLookup("db", Two, (lookup, query) =>
        {
            byte[] answer = Addresses(query);
            byte[] otherId = [(byte)(answer[0] + 1), .. answer[1..]];
            (_, DnsRecordType type) = DnsBytes.ReadQuestion(query.Message);
            byte[] otherName = [.. answer[..2], .. DnsBytes.Answer(DnsMessage.CreateQuery(0, "dc", type)!, "10.9.9.9")[2..]];
            byte[] otherType = [.. answer[..2], .. DnsBytes.Respond(DnsMessage.CreateQuery(0, "db", DnsRecordType.Soa)!, NxDomain)[2..]];
            byte[] noQuestion = [.. answer[..4], 0, 0, 0, 0, 0, 0, 0, 0];
            foreach (byte[] forged in (byte[][])[otherId, otherName, otherType, noQuestion, query.Message, [], [1]])
            {
                lookup.Deliver(query.Server, false, forged);
            }

            // From a server that was not asked, and over a connection that was not made.
            lookup.Deliver(1 - query.Server, false, DnsBytes.Answer(query.Message));
            lookup.Deliver(query.Server, true, DnsBytes.Answer(query.Message));
            lookup.Respond(query, answer, 100);
        });

        (lookup.Text, lookup.Milliseconds).Should().Be(("10.1.0.1 fd00::1 10.1.0.2", 100));
    }

    [Fact]
    public void A_late_response_to_an_earlier_name_is_ignored()
    {
        var lookup = new SimulatedLookup("db", One + "search a b\n", (lookup, query) =>
        {
            (string name, _) = DnsBytes.ReadQuestion(query.Message);
            bool isFirst = name == "db.a";
            lookup.Respond(query, DnsBytes.Respond(query.Message, isFirst ? NxDomain : 0), isFirst ? 1 : 10);
            lookup.Respond(query, Addresses(query), isFirst ? 2 : 20);
        });

        lookup.Text.Should().Be("db has no address");
        lookup.Queries.Should().Equal("0 0 db.a A", "0 0 db.a AAAA", "1 0 db.b A", "1 0 db.b AAAA", "11 0 db A", "11 0 db AAAA");
    }

    [Fact]
    public void Of_20_search_domains_the_last_one_is_reached_though_no_AAAA_answer_comes()
    {
        string domains = string.Join(' ', Enumerable.Range(1, 20).Select(number => $"d{number}.test"));
        var lookup = new SimulatedLookup("db", One + $"search {domains}\n", (lookup, query) =>
        {
            (string name, DnsRecordType type) = DnsBytes.ReadQuestion(query.Message);
            if (type == DnsRecordType.A)
            {
                lookup.Respond(query, name == "db.d20.test" ? Addresses(query) : DnsBytes.Respond(query.Message, NxDomain), 1);
            }
        });

        (lookup.Text, lookup.Milliseconds).Should().Be(("10.1.0.1 10.1.0.2", 70));
    }

    [Fact]
    public void A_dead_server_costs_its_time_once_for_all_search_domains()
    {
        var lookup = new SimulatedLookup("db", Two + "search a b c d\noptions ndots:5\n", (lookup, query) =>
        {
            if (query.Server == 1)
            {
                (string name, _) = DnsBytes.ReadQuestion(query.Message);
                lookup.Respond(query, name == "db" ? Addresses(query) : DnsBytes.Respond(query.Message, NxDomain), 1);
            }
        });

        (lookup.Text, lookup.Milliseconds).Should().Be(("10.1.0.1 fd00::1 10.1.0.2", 205));
    }

    [Fact]
    public void An_alias_is_followed_within_the_response()
    {
        var lookup = new SimulatedLookup("db", One, (lookup, query) =>
        {
            byte[] address = DnsBytes.Record("C", 1, [10, 1, 0, 1]);
            byte[] other = DnsBytes.Record("x", 1, [10, 9, 9, 9]);
            lookup.Respond(query, DnsBytes.Respond(query.Message, records: [address, DnsBytes.Alias("B", "c"), DnsBytes.Alias("DB", "b"), other]));
        });

        lookup.Text.Should().Be("10.1.0.1");
    }

    [Theory]
    [InlineData("db")]
    [InlineData("b")]
    public void A_loop_of_aliases_is_an_error_of_the_server(string end)
    {
        var lookup = new SimulatedLookup("db", One, (lookup, query) =>
            lookup.Respond(query, DnsBytes.Respond(query.Message, records: [DnsBytes.Alias("db", "b"), DnsBytes.Alias("b", end)])));

        lookup.Text.Should().Be("name server 10.0.0.1 returned a loop of CNAME records for db");
    }

    [Fact]
    public void A_truncated_response_is_asked_for_again_over_TCP()
    {
        var lookup = new SimulatedLookup("db", One, (lookup, query) =>
            lookup.Respond(query, query.IsTcp ? Addresses(query) : DnsBytes.Respond(query.Message, 0, DnsBytes.Truncated), 1));

        lookup.Queries.Should().Equal("0 0 db A", "0 0 db AAAA", "1 0 TCP db A", "1 0 TCP db AAAA");
        (lookup.Text, lookup.Milliseconds).Should().Be(("10.1.0.1 fd00::1 10.1.0.2", 2));
    }

    [Fact]
    public void A_server_that_truncates_and_does_not_respond_over_TCP_is_passed_over()
    {
        void Serve(SimulatedLookup lookup, DnsQuery query)
        {
            if (query.IsTcp)
            {
                lookup.Fail(query, 1);
            }
            else
            {
                lookup.Respond(query, query.Server == 1 ? Addresses(query) : DnsBytes.Respond(query.Message, 0, DnsBytes.Truncated), 1);
            }
        }

        var lookup = new SimulatedLookup("db", Two, Serve);
        var alone = new SimulatedLookup("db", One, Serve);

        (lookup.Text, lookup.Milliseconds).Should().Be(("10.1.0.1 fd00::1 10.1.0.2", 3));
        alone.Text.Should().Be("name server 10.0.0.1 returned a truncated response and does not respond over TCP for db");
    }

    [Theory]
    [InlineData("NXDOMAIN", "no such name: db (10.0.0.1)")]
    [InlineData("NODATA", "db has no address")]
    [InlineData("SERVFAIL", "name server 10.0.0.1 returned SERVFAIL for db")]
    [InlineData("REFUSED", "name server 10.0.0.1 returned REFUSED for db")]
    [InlineData("FORMERR without the question", "name server 10.0.0.1 returned FORMERR for db")]
    [InlineData("code 11", "name server 10.0.0.1 returned response code 11 for db")]
    [InlineData("referral", "name server 10.0.0.1 does not offer recursion for db")]
    [InlineData("invalid", "name server 10.0.0.1 returned an invalid response for db")]
    [InlineData("unreachable", "name server 10.0.0.1 is unreachable for db")]
    [InlineData("silence", "no response from name server 10.0.0.1 for db")]
    [InlineData("A silent, AAAA without an address", "no response from name server 10.0.0.1 for db")]
    [InlineData("A without an address, AAAA SERVFAIL", "name server 10.0.0.1 returned SERVFAIL for db")]
    [InlineData("A without an address, AAAA NXDOMAIN", "db has no address")]
    public void What_a_server_answered_is_told_apart(string answer, string text)
    {
        var lookup = new SimulatedLookup("db", One, (lookup, query) =>
        {
            bool isIPv4 = DnsBytes.ReadQuestion(query.Message).Type == DnsRecordType.A;
            byte[]? response = answer switch
            {
                "NXDOMAIN" => DnsBytes.Respond(query.Message, NxDomain),
                "NODATA" => DnsBytes.Respond(query.Message),
                "SERVFAIL" => DnsBytes.Respond(query.Message, ServFail),
                "REFUSED" => DnsBytes.Respond(query.Message, Refused),
                "FORMERR without the question" => [.. query.Message[..2], 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0],
                "code 11" => DnsBytes.Respond(query.Message, 11),
                "referral" => DnsBytes.Respond(query.Message, 0, 0),
                "invalid" => Addresses(query)[..^1],
                "A silent, AAAA without an address" => isIPv4 ? null : DnsBytes.Respond(query.Message),
                "A without an address, AAAA SERVFAIL" => DnsBytes.Respond(query.Message, isIPv4 ? 0 : ServFail),
                "A without an address, AAAA NXDOMAIN" => DnsBytes.Respond(query.Message, isIPv4 ? 0 : NxDomain),
                _ => null,
            };
            if (response is not null)
            {
                lookup.Respond(query, response);
            }
            else if (answer == "unreachable")
            {
                lookup.Fail(query);
            }
        });

        lookup.Text.Should().Be(text);
    }

    [Fact]
    public void Each_server_that_cannot_answer_and_each_silent_one_is_named()
    {
        var lookup = new SimulatedLookup("db", Three, (lookup, query) =>
        {
            if (query.Server > 0)
            {
                lookup.Respond(query, DnsBytes.Respond(query.Message, query.Server == 1 ? ServFail : Refused));
            }
        });

        lookup.Text.Should().Be(
            "no response from name server 10.0.0.1 for db; name server 10.0.0.2 returned SERVFAIL; name server 10.0.0.3 returned REFUSED");
    }

    [Fact]
    public void A_server_that_could_not_answer_for_one_name_outweighs_names_that_do_not_exist()
    {
        var lookup = new SimulatedLookup("db", One + "search a\n", (lookup, query) =>
        {
            (string name, _) = DnsBytes.ReadQuestion(query.Message);
            lookup.Respond(query, DnsBytes.Respond(query.Message, name == "db.a" ? ServFail : NxDomain));
        });

        lookup.Text.Should().Be("name server 10.0.0.1 returned SERVFAIL for db");
    }

    [Fact]
    public void A_server_that_is_unreachable_is_not_asked_for_the_next_name()
    {
        var lookup = new SimulatedLookup("db", Two + "search a\n", (lookup, query) =>
        {
            if (query.Server == 0)
            {
                lookup.Fail(query);
            }
            else
            {
                (string name, _) = DnsBytes.ReadQuestion(query.Message);
                lookup.Respond(query, name == "db" ? Addresses(query) : DnsBytes.Respond(query.Message, NxDomain));
            }
        });

        lookup.Queries.Should().Equal("0 0 db.a A", "0 0 db.a AAAA", "0 1 db.a A", "0 1 db.a AAAA", "0 1 db A", "0 1 db AAAA");
        lookup.Text.Should().Be("10.1.0.1 fd00::1 10.1.0.2");
    }

    [Fact]
    public void At_most_16_addresses_are_used()
    {
        byte[][] records = [.. Enumerable.Range(1, 30).Select(number => DnsBytes.Record("db", 1, [10, 1, 0, (byte)number]))];
        var lookup = new SimulatedLookup("db", One, (lookup, query) => lookup.Respond(query, DnsBytes.Respond(query.Message, records: records)));

        lookup.Result!.Addresses.Should().HaveCount(16);
    }

    [Fact]
    public void A_name_that_no_query_can_contain_does_not_exist()
    {
        var lookup = new SimulatedLookup("a..b", One, (_, _) => { });

        (lookup.Text, lookup.Queries.Count).Should().Be(("no such name: a..b", 0));
    }

    private static byte[] Addresses(DnsQuery query) => DnsBytes.ReadQuestion(query.Message).Type == DnsRecordType.A
        ? DnsBytes.Answer(query.Message, "10.1.0.1", "10.1.0.2") : DnsBytes.Answer(query.Message, "fd00::1");

    private static Action<SimulatedLookup, DnsQuery> Alive(int server) => (lookup, query) =>
    {
        if (query.Server == server)
        {
            lookup.Respond(query, Addresses(query), 1);
        }
    };

    private static void RespondTo(SimulatedLookup lookup, DnsQuery query, DnsRecordType type, double after)
    {
        if (DnsBytes.ReadQuestion(query.Message).Type == type)
        {
            lookup.Respond(query, Addresses(query), after);
        }
    }
}
