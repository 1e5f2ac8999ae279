using System.Globalization;
using System.Net.Security;
using HealthProbe.Protocols.Grpc.Http2;

namespace HealthProbe.Protocols.Grpc;

internal static class GrpcProtocol
{
    public static Protocol Definition { get; } = new()
    {
        Name = "gRPC",
        Schemes = [new("grpc", 50051), new("grpcs", 50051) { IsTls = true }],
        Shape = TargetShape.Url,
        HealthyWhen = "the gRPC health check returns SERVING",
        Forms = "grpc://host:port/package.Service, grpcs://…",
        TakesPortAlone = true,
        Uses = OptionUse.Request,
        IsOfApplications = true,
        Validate = FindError,
        CreateProbe = static check => new ExchangeProbe(
            Destination.FromCheck(check) with { UnixSocket = check.Options.Http.UnixSocket, ApplicationProtocol = SslApplicationProtocol.Http2 },
            check.Options,
            new HealthCheck(check.Target, check.Options.Http).CreateExchange),
    };

    private static string? FindError(Target target) => HealthCheck.CreateRequest(target).Length <= Http2Exchange.MaxRequestBytes
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the name of the service is longer than a server accepts at once, which is {Http2Exchange.MaxRequestBytes} bytes");
}
