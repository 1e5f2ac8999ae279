using System.Net;
using HealthProbe.Transport.Dns;

namespace HealthProbe.Tests.Transport.Dns;

public class DnsMessageTests
{
    // Identifier 0x1234; response, recursion desired and available; one question, three answers. The question is web.db, A. The answers
    // are an alias of it to x.db, whose name ends with a pointer to "db" of the question, and the addresses of x.db, whose name is a
    // pointer to the data of the alias.
    private static readonly byte[] Response =
    [
        0x12, 0x34, 0x81, 0x80, 0, 1, 0, 3, 0, 0, 0, 0,
        3, (byte)'w', (byte)'e', (byte)'b', 2, (byte)'d', (byte)'b', 0, 0, 1, 0, 1,
        0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, (byte)'x', 0xC0, 16,
        0xC0, 36, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 1,
        0xC0, 36, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 2,
    ];

    [Fact]
    public void A_query_asks_for_recursion() => DnsMessage.CreateQuery(0x1234, "web.db", DnsRecordType.Aaaa).Should().Equal(
        0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, (byte)'w', (byte)'e', (byte)'b', 2, (byte)'d', (byte)'b', 0, 0, 28, 0, 1);

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("bücher")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public void No_query_contains_a_name_with_an_invalid_label(string name) =>
        DnsMessage.CreateQuery(1, name, DnsRecordType.A).Should().BeNull();

    [Theory]
    [InlineData(253, true)]
    [InlineData(254, false)]
    public void A_query_contains_a_name_of_at_most_253_characters(int length, bool isPossible)
    {
        string name = string.Join('.', Enumerable.Repeat("a23456789", 26))[..length];

        (DnsMessage.CreateQuery(1, name, DnsRecordType.A) is not null).Should().Be(isPossible);
    }

    [Fact]
    public void A_response_with_compressed_names_is_read()
    {
        DnsMessage message = DnsMessage.Parse(Response)!;

        (message.Id, message.ResponseCode, message.IsTruncated, message.IsAuthoritative, message.IsRecursionAvailable, message.IsMalformed)
            .Should().Be((0x1234, DnsResponseCode.NoError, false, false, true, false));
        (message.QuestionName, message.QuestionType).Should().Be(("web.db", DnsRecordType.A));
        message.Answers.Should().Equal(
            new DnsRecord("web.db", DnsRecordType.Cname, null, "x.db"),
            new DnsRecord("x.db", DnsRecordType.A, IPAddress.Parse("10.0.0.1"), null),
            new DnsRecord("x.db", DnsRecordType.A, IPAddress.Parse("10.0.0.2"), null));
    }

    [Fact]
    public void Records_of_other_types_are_skipped_and_the_primary_server_of_a_zone_is_read()
    {
        byte[] query = DnsMessage.CreateQuery(1, "db", DnsRecordType.Aaaa)!;
        byte[] soa = [.. DnsBytes.Name("ns.db"), .. DnsBytes.Name("admin.db"), .. new byte[20]];
        byte[] address = DnsBytes.Record("db", 28, IPAddress.Parse("fd00::1").GetAddressBytes());
        byte[] response = DnsBytes.Respond(query, records: [DnsBytes.Record("db", 16, [1, 2, 3]), DnsBytes.Record("db", 6, soa), address]);

        DnsMessage.Parse(response)!.Answers.Should().Equal(
            new DnsRecord("db", DnsRecordType.Soa, null, "ns.db"),
            new DnsRecord("db", DnsRecordType.Aaaa, IPAddress.Parse("fd00::1"), null));
    }

    [Theory]
    [InlineData(2, 0x01)] // not a response
    [InlineData(2, 0x89)] // another opcode
    [InlineData(5, 2)] // two questions
    [InlineData(23, 3)] // another class
    public void What_is_not_a_response_to_one_question_is_no_message(int position, byte value)
    {
        byte[] bytes = [.. Response];
        bytes[position] = value;

        DnsMessage.Parse(bytes).Should().BeNull();
    }

    [Theory]
    [InlineData(24, 24)] // a pointer to itself
    [InlineData(24, 40)] // forward
    [InlineData(24, 200)] // behind the end
    [InlineData(38, 36)] // the end of a name points to its start
    public void A_pointer_that_does_not_lead_back_makes_the_answers_invalid(int position, byte target)
    {
        byte[] bytes = [.. Response];
        bytes[position + 1] = target;

        DnsMessage.Parse(bytes)!.IsMalformed.Should().BeTrue();
    }

    [Fact]
    public void A_response_that_is_cut_off_anywhere_is_no_message_or_invalid()
    {
        for (int length = 0; length < Response.Length; length++)
        {
            (DnsMessage.Parse(Response.AsSpan(0, length))?.IsMalformed ?? true).Should().BeTrue("{0} bytes are not all", length);
        }
    }

    [Fact]
    public void Bytes_at_random_never_throw_and_never_take_long()
    {
        var random = new Random(1);
        for (int i = 0; i < 50_000; i++)
        {
            byte[] bytes = [.. Response];
            for (int changes = random.Next(1, 8); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            _ = DnsMessage.Parse(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
        }
    }
}
