using System.Text.Json;
using HealthProbe.Sidecar.Settings;

namespace HealthProbe.Tests.Sidecar.Settings;

/// <summary>What is written in the three sources, and what comes of it. Files stand in a temporary folder of their own.</summary>
internal sealed class WrittenSettings : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("healthprobe-settings-").FullName;
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public WrittenSettings Set(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>A file that only its owner may read; returns its path.</summary>
    public string File(string name, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite) => File(name, System.Text.Encoding.UTF8.GetBytes(text), mode);

    public string File(string name, byte[] bytes, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        string path = PathOf(name);
        System.IO.File.WriteAllBytes(path, bytes);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, mode);
        }

        return path;
    }

    public SettingsResult Read(params string[] args) => SettingsReader.Read(args, _environment.GetValueOrDefault);

    public SidecarSettings Settings(params string[] args)
    {
        SettingsResult result = Read(args);
        return result is SettingsResult.Run run ? run.Settings : throw new InvalidOperationException(result.ToString());
    }

    public string Printed(params string[] args) => Read(args).Should().BeOfType<SettingsResult.Print>().Subject.Text;

    /// <summary>The mistake, with the temporary folder left out of it.</summary>
    public string Mistake(params string[] args) =>
        Read(args).Should().BeOfType<SettingsResult.Mistake>().Subject.Text.Replace(_folder + "/", "", StringComparison.Ordinal);

    /// <summary>The mistake in a file called sidecar.json.</summary>
    public string MistakeIn(string json) => Mistake("--config", File("sidecar.json", json));

    /// <summary>All that the settings hold, which records compare by reference.</summary>
    public static string TextOf(SidecarSettings settings) => string.Join(
        '\n',
        JsonSerializer.Serialize(settings with { WorkerProbe = null, Dependencies = [], Allow = [], ApplicationTls = new TlsOptions() }),
        settings.ApplicationTls.Insecure,
        string.Join(',', settings.ApplicationTls.Roots?.Select(root => root.Thumbprint) ?? []),
        string.Join(',', settings.Allow),
        string.Join('\n', settings.Dependencies.Prepend(settings.WorkerProbe).Select(TextOf)));

    private static string? TextOf(DependencySettings? settings) => settings?.ToString().Replace(settings.Probe.ToString()!, settings.Probe.GetType().Name, StringComparison.Ordinal);
}
