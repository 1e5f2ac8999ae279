namespace HealthProbe.IntegrationTests.Servers;

/// <summary>Where a program is, as a shell of the superuser would find it.</summary>
internal static class Installed
{
    public static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin".Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
