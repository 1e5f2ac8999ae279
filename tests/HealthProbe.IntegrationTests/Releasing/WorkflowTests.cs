using System.Text.Json;
using System.Text.RegularExpressions;
using HealthProbe.IntegrationTests.Sidecar;

namespace HealthProbe.IntegrationTests.Releasing;

/// <summary>What can be known of the GitHub workflows without GitHub.</summary>
public sealed class WorkflowTests
{
    // With BaseLoader the key "on" stays text; YAML 1.1 reads it as true.
    private const string ToJson = "import json, sys, yaml; json.dump(yaml.load(sys.stdin, yaml.BaseLoader), sys.stdout)";

    [YamlFact(Timeout = 60_000)]
    public async Task Each_is_read_as_YAML_and_has_a_trigger() =>
        (await WorkflowsAsync()).Select(workflow => workflow.TryGetProperty("on", out _)).Should().Equal(true, true);

    [YamlFact(Timeout = 60_000)]
    public async Task Each_action_is_pinned_to_a_commit()
    {
        string[] uses = [.. (await StepsAsync()).Where(step => step.TryGetProperty("uses", out _)).Select(step => step.GetProperty("uses").GetString()!)];

        uses.Should().NotBeEmpty().And.OnlyContain(action => Regex.IsMatch(action, "^[a-z-]+/[a-z-]+@[0-9a-f]{40}$"));
    }

    [YamlFact(Timeout = 60_000)]
    public async Task Each_installs_the_SDK_of_the_lock_files() =>
        (await StepsAsync()).Where(step => step.TryGetProperty("uses", out JsonElement action) && action.GetString()!.StartsWith("actions/setup-dotnet@", StringComparison.Ordinal))
            .Select(step => step.GetProperty("with").ToString()).Should().HaveCount(2).And.OnlyContain(with => with == """{"global-json-file": "release/global.json"}""");

    [YamlFact(Timeout = 60_000)]
    public async Task None_may_write_unless_a_job_says_so()
    {
        foreach (JsonElement workflow in await WorkflowsAsync())
        {
            string[] rights = workflow.GetProperty("permissions") is { ValueKind: JsonValueKind.Object } some
                ? [.. some.EnumerateObject().Select(right => $"{right.Name}: {right.Value}")]
                : [$"{workflow.GetProperty("permissions")}"];
            rights.Should().BeSubsetOf(["contents: read"]);
        }
    }

    [YamlFact(Timeout = 60_000)]
    public async Task Each_job_has_a_time_limit() =>
        (await JobsAsync()).Select(job => job.TryGetProperty("timeout-minutes", out _)).Should().NotBeEmpty().And.NotContain(false);

    [YamlFact(Timeout = 60_000)]
    public async Task The_scripts_that_they_run_exist()
    {
        string[] scripts = [.. (await StepsAsync()).Where(step => step.TryGetProperty("run", out _))
            .SelectMany(step => Regex.Matches(step.GetProperty("run").GetString()!, @"(?<=^|\s)(\./|\.ci/)\S+").Select(match => match.Value)).Distinct()];

        scripts.Should().BeEquivalentTo("./release.sh", ".ci/run").And.OnlyContain(script => File.Exists(Examples.PathOf(script)));
    }

    private static async Task<List<JsonElement>> WorkflowsAsync()
    {
        var workflows = new List<JsonElement>();
        foreach (string file in Directory.GetFiles(Examples.PathOf(".github/workflows")))
        {
            ToolRun run = await ToolRun.RunAsync(YamlFactAttribute.Python, ["-c", ToJson], await File.ReadAllTextAsync(file));
            run.ExitCode.Should().Be(0, "{0} must be YAML, but: {1}", file, run.Errors);
            workflows.Add(JsonSerializer.Deserialize<JsonElement>(run.Output));
        }

        return workflows;
    }

    private static async Task<List<JsonElement>> JobsAsync() =>
        [.. (await WorkflowsAsync()).SelectMany(workflow => workflow.GetProperty("jobs").EnumerateObject()).Select(job => job.Value)];

    private static async Task<List<JsonElement>> StepsAsync() => [.. (await JobsAsync()).SelectMany(job => job.GetProperty("steps").EnumerateArray())];
}
