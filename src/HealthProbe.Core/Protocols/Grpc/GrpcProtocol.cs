using System.Globalization;
using System.Net.Security;
using HealthProbe.Protocols.Grpc.Http2;

namespace HealthProbe.Protocols.Grpc;

/// <summary>gRPC: its targets and its probe.</summary>
internal static class GrpcProtocol
{
    /// <summary>What is wrong with the service that a target names; null for nothing.</summary>
    public static string? FindError(Target target) => HealthCheck.CreateRequest(target).Length <= Http2Exchange.MaxRequestBytes
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"the name of the service is longer than a server accepts at once, which is {Http2Exchange.MaxRequestBytes} bytes");

    public static IProbe CreateProbe(Target target, ProbeOptions options) => new ExchangeProbe(
        new Destination(target.Host, target.Port)
        {
            UnixSocket = options.Http.UnixSocket,
            IsTls = target.Scheme == "grpcs",
            ApplicationProtocol = SslApplicationProtocol.Http2,
        },
        options,
        new HealthCheck(target, options.Http).CreateExchange);
}
