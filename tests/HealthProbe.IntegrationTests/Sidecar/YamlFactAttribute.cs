namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>A test that reads YAML, with the parser of Debian's Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class YamlFactAttribute : FactAttribute
{
    public const string Python = "/usr/bin/python3";

    public YamlFactAttribute() => Skip = Requirement.Skip(
        File.Exists(Python) && Directory.Exists("/usr/lib/python3/dist-packages/yaml"), "there is no YAML parser here: apt-get install python3-yaml");
}
