namespace HealthProbe.Protocols.File;

internal static class FileProtocol
{
    public static Protocol Definition { get; } = new()
    {
        Name = "File",
        Schemes = [new("file")],
        Shape = TargetShape.File,
        HealthyWhen = "the file exists",
        Uses = OptionUse.Age,
        IsOfApplications = true,
        CreateProbe = static check => new FileProbe(check.Target, check.Options),
    };
}
