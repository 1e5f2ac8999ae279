using System.Text.Json;

namespace HealthProbe.IntegrationTests.Sidecar;

/// <summary>A Deployment of examples/kubernetes.yaml.</summary>
internal sealed class Manifest
{
    private const string ToJson = "import json, sys, yaml; json.dump(list(yaml.safe_load_all(sys.stdin)), sys.stdout)";

    private Manifest(JsonElement pod) => Pod = pod;

    /// <summary>The specification of its pod.</summary>
    public JsonElement Pod { get; }

    public IEnumerable<JsonElement> Containers => ((string[])["initContainers", "containers"]).SelectMany(list => Pod.GetProperty(list).EnumerateArray());

    /// <summary>Reads the file.</summary>
    /// <param name="name">The name of the Deployment.</param>
    /// <param name="replacements">What stands for something that only a cluster has, and what it is here.</param>
    public static async Task<Manifest> ReadAsync(string name, params (string Text, string Replacement)[] replacements)
    {
        string yaml = await File.ReadAllTextAsync(Examples.PathOf("examples/kubernetes.yaml"));
        foreach ((string text, string replacement) in replacements)
        {
            yaml.Should().Contain(text);
            yaml = yaml.Replace(text, replacement, StringComparison.Ordinal);
        }

        ToolRun run = await ToolRun.RunAsync(YamlFactAttribute.Python, ["-c", ToJson], yaml);
        run.ExitCode.Should().Be(0, run.Errors);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement deployment = document.RootElement.EnumerateArray().Single(each => each.GetProperty("metadata").GetProperty("name").GetString() == name);
        return new Manifest(deployment.GetProperty("spec").GetProperty("template").GetProperty("spec").Clone());
    }

    public JsonElement Container(string name) => Containers.Single(container => container.GetProperty("name").GetString() == name);

    public static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
