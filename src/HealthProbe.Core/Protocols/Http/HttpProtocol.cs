namespace HealthProbe.Protocols.Http;

internal static class HttpProtocol
{
    public static Protocol Definition { get; } = new()
    {
        Name = "HTTP",
        Schemes = [new("http", 80), new("https", 443) { IsTls = true }],
        Shape = TargetShape.Url,
        HealthyWhen = "the status is 200 to 299",
        Forms = "http://host:port/path, https://host:port/path",
        Uses = OptionUse.Http | OptionUse.Request,
        MayHaveAtInPath = true,
        IsOfApplications = true,

        // A redirect may lead to https.
        UsesTls = static (_, options) => options.Http.Follow,
        CreateProbe = static check => new HttpProbe(check.Target, check.Options),
    };
}
