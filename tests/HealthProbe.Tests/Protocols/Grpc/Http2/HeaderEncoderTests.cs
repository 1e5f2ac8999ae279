using HealthProbe.Protocols.Grpc.Http2;

namespace HealthProbe.Tests.Protocols.Grpc.Http2;

public class HeaderEncoderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(5000)]
    public void Writes_what_the_decoder_reads(int length)
    {
        var block = new List<byte>();
        HeaderEncoder.Append(block, "name", new string('a', length));
        HeaderEncoder.Append(block, "last", "b");
        Dictionary<string, string> fields = new HeaderDecoder().Decode(block.ToArray());

        fields.Should().Equal(new Dictionary<string, string> { ["name"] = new string('a', length), ["last"] = "b" });
    }
}
