using System.Globalization;
using HealthProbe.Network;
using HealthProbe.Protocols.Grpc.Http2;

namespace HealthProbe.Tests.Protocols.Grpc.Http2;

/// <summary>The examples of RFC 7541, appendix C, and what is none of its language.</summary>
public class HeaderDecoderTests
{
    private readonly HeaderDecoder _decoder = new();

    [Theory]
    [InlineData("400a637573746f6d2d6b65790d637573746f6d2d686561646572", "custom-key: custom-header")] // C.2.1
    [InlineData("040c2f73616d706c652f70617468", ":path: /sample/path")] // C.2.2
    [InlineData("100870617373776f726406736563726574", "password: secret")] // C.2.3
    [InlineData("82", ":method: GET")] // C.2.4
    [InlineData("828684418cf1e3c2e5f23a6ba0ab90f4ff", ":method: GET, :scheme: http, :path: /, :authority: www.example.com")] // C.4.1
    [InlineData("203fe11f82", ":method: GET")] // two sizes, the last of which counts
    [InlineData("3fe11f82", ":method: GET")] // a table of 4,096 bytes, which is what it has
    public void Reads_a_block(string block, string fields) => Decode(block).Should().Be(fields);

    [Fact]
    public void Remembers_fields_from_block_to_block()
    {
        Decode("828684418cf1e3c2e5f23a6ba0ab90f4ff");
        Decode("828684be5886a8eb10649cbf").Should().Be(":method: GET, :scheme: http, :path: /, :authority: www.example.com, cache-control: no-cache");
        Decode("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")
            .Should().Be(":method: GET, :scheme: https, :path: /index.html, :authority: www.example.com, custom-key: custom-value");
    }

    [Fact]
    public void Forgets_fields_for_which_the_table_is_too_small()
    {
        Decode("828684418cf1e3c2e5f23a6ba0ab90f4ff");
        Mistake("20be").Should().Be("an HTTP/2 header field that does not exist");
    }

    // C.5, whose table is of 256 bytes: the third answer drives out four fields of the first two.
    [Fact]
    public void Counts_what_its_table_holds()
    {
        Decode("3fe101"
            + "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d")
            .Should().Be(":status: 302, cache-control: private, date: Mon, 21 Oct 2013 20:13:21 GMT, location: https://www.example.com");
        Decode("4803333037c1c0bf").Should().Be(":status: 307, cache-control: private, date: Mon, 21 Oct 2013 20:13:21 GMT, location: https://www.example.com");
        Decode(
            "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31")
            .Should().Be(
                ":status: 200, cache-control: private, date: Mon, 21 Oct 2013 20:13:22 GMT, location: https://www.example.com, content-encoding: gzip, "
                + "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
        Decode("bebfc0").Should().StartWith("set-cookie: ").And.Contain("content-encoding: gzip").And.EndWith("date: Mon, 21 Oct 2013 20:13:22 GMT");
        Mistake("c1").Should().Be("an HTTP/2 header field that does not exist");
    }

    [Fact]
    public void Keeps_a_field_that_fills_its_table()
    {
        string value = string.Concat(Enumerable.Repeat("61", 31));
        Decode("3f21" + "4001621f" + value + "4001631f" + value).Should().Be($"b: {new string('a', 31)}, c: {new string('a', 31)}");

        Decode("be").Should().StartWith("c: ");
        Mistake("bf").Should().Be("an HTTP/2 header field that does not exist");
    }

    [Fact]
    public void Knows_the_last_of_the_fields_that_everybody_knows() => Decode("bd").Should().Be("www-authenticate: ");

    [Fact]
    public void Reads_a_number_in_four_bytes() => Decode("3fe19f0082").Should().Be(":method: GET");

    [Theory]
    [InlineData("80", "an HTTP/2 header field that does not exist")]
    [InlineData("be", "an HTTP/2 header field that does not exist")]
    [InlineData("ffffffff7f", "an HTTP/2 header field with a number out of range")]
    [InlineData("3fe21f", "an HTTP/2 header table of 4097 bytes")]
    [InlineData("8220", "an HTTP/2 header table that changes its size inside a block")]
    [InlineData("400a6375", "an HTTP/2 header field that is cut short")]
    [InlineData("40", "an HTTP/2 header field that is cut short")]
    [InlineData("0481ff", "an HTTP/2 header field that cannot be decoded")] // eight bits of padding
    [InlineData("048100", "an HTTP/2 header field that cannot be decoded")] // padding that is not ones
    [InlineData("0484ffffffff", "an HTTP/2 header field that cannot be decoded")] // the end of the string, which nobody may send
    public void Says_what_is_wrong_with_a_block(string block, string mistake) => Mistake(block).Should().Be(mistake);

    [Fact]
    public void Bounds_what_one_byte_can_stand_for()
    {
        string add = "400130" + "7fa11e" + string.Concat(Enumerable.Repeat("61", 4000));
        Decode(add).Should().HaveLength(4003);

        Mistake(string.Concat(Enumerable.Repeat("be", 16))).Should().Be("HTTP/2 header fields of more than 64 KiB");
    }

    [Fact]
    public void All_blocks_of_a_connection_have_one_budget()
    {
        Decode("400130" + "7fa11e" + string.Concat(Enumerable.Repeat("61", 4000)));
        for (int i = 1; i < 16; i++)
        {
            Decode("be").Should().HaveLength(4003);
        }

        Mistake("be").Should().Be("HTTP/2 header fields of more than 64 KiB");
    }

    private string Decode(string block)
    {
        Dictionary<string, string> fields = _decoder.Decode(Convert.FromHexString(block));
        return string.Join(", ", fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Key}: {field.Value}")));
    }

    private string? Mistake(string block)
    {
        try
        {
            Decode(block);
            return null;
        }
        catch (ProtocolException e)
        {
            return e.Message;
        }
    }
}
