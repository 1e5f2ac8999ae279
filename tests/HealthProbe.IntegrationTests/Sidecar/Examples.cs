namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>Finds the files that this repository shows to its users.</summary>
internal static class Examples
{
    private static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Prometheus { get; } = PathOf("examples/prometheus");

    public static string PathOf(string file) => Path.Combine(Root, file);

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "HealthProbe.sln")) ? folder.FullName
        : Find(folder.Parent ?? throw new DirectoryNotFoundException($"no HealthProbe.sln above {AppContext.BaseDirectory}"));
}
