namespace HealthProbe.EndToEndTests.Running;

internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string PathOf(string file) => Path.Combine(Root, file);

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "HealthProbe.sln")) ? folder.FullName
        : Find(folder.Parent ?? throw new DirectoryNotFoundException($"no HealthProbe.sln above {AppContext.BaseDirectory}"));
}
