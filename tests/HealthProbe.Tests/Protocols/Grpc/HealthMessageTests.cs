using HealthProbe.Network;
using HealthProbe.Protocols.Grpc;

namespace HealthProbe.Tests.Protocols.Grpc;

public class HealthMessageTests
{
    [Theory]
    [InlineData(0, "0000000000")]
    [InlineData(1, "00000000030A0161")]
    [InlineData(127, "00000000810A7F61")]
    [InlineData(128, "00000000830A800161")]
    [InlineData(300, "000000012F0AAC0261")]
    public void Asks_for_a_service_of_any_length(int length, string beginning) =>
        Convert.ToHexString(HealthMessage.Request(new string('a', length))).Should().StartWith(beginning).And.HaveLength(beginning.Length + (2 * Math.Max(0, length - 1)));

    [Theory]
    [InlineData("0000000000", 0)]
    [InlineData("00000000020801", 1)]
    [InlineData("0000000003088101", 129)]
    [InlineData("000000000408010802", 2)]
    [InlineData("00000000071203616263" + "0802", 2)]
    [InlineData("000000000b19" + "0102030405060708" + "0803", 3)]
    [InlineData("00000000071d" + "01020304" + "0803", 3)]
    [InlineData("000000000418070803", 3)]
    public void Finds_the_status_among_other_fields(string body, ulong status) => HealthMessage.Status(Convert.FromHexString(body)).Should().Be(status);

    [Theory]
    [InlineData("")]
    [InlineData("00000000")]
    [InlineData("0000000002")]
    [InlineData("000000000208010802")]
    [InlineData("01000000020801")]
    [InlineData("000000000108")]
    [InlineData("00000000020880")]
    [InlineData("0000000003120361")]
    [InlineData("00000000020b00")]
    [InlineData("000000000c" + "08ffffffffffffffffffffff")]
    [InlineData("000000000b12ffffffffffffffffff01")]
    public void Refuses_what_is_not_one_whole_message(string body) =>
        ((Action)(() => HealthMessage.Status(Convert.FromHexString(body)))).Should().Throw<ProtocolException>().WithMessage("an answer that is not a message of grpc.health.v1");
}
