using HealthProbe.IntegrationTests.Sidecar;

namespace HealthProbe.IntegrationTests.Documents;

/// <summary>The completions, asked in the shells that they are for.</summary>
public class CompletionTests
{
    private const int Limit = 60_000;

    private static readonly string Completions = Examples.PathOf("completions");

    public static TheoryData<string, string> InBashAsInZsh => new()
    {
        { "healthprobe --ou", "<--output>" },
        { "healthprobe --output gi", "<--output><github>" },
        { "healthprobe --output=gi", "<--output=github>" },
        { "healthprobe -X DEL", "<-X><DELETE>" },
        { "healthprobe memc", "<memcached://>" },
        { "healthprobe --any file:///etc/hostn", "<--any><file:///etc/hostname>" },
        { "healthprobe --cacert /etc/hostn", "<--cacert></etc/hostname>" },
        { "healthprobe --user @/etc/hostn", "<--user><@/etc/hostname>" },
        { "healthprobe listen --wh", "<listen><--while>" },
        { "healthprobe listen --while memc", "<listen><--while><memcached://>" },
    };

    [ShellTheory("bash", Timeout = Limit), MemberData(nameof(InBashAsInZsh))]
    [InlineData("healthprobe lis", "<listen>")]
    [InlineData("healthprobe db:1 --wait 1s -- hostna", "<db:1><--wait><1s><--><hostname>")]
    public async Task Bash_completes(string typed, string arguments) =>
        (await Terminal.CompleteAsync("bash --noprofile --norc -i", $"source '{Completions}/healthprobe.bash'", typed)).Should().Be(arguments);

    [ShellTheory("zsh", Timeout = Limit), MemberData(nameof(InBashAsInZsh))]
    [InlineData("healthprobe list", "<listen>")]
    [InlineData("healthprobe db:1 --wait 1s -- cat /etc/hostn", "<db:1><--wait><1s><--><cat></etc/hostname>")]
    public async Task Zsh_completes(string typed, string arguments) =>
        (await Terminal.CompleteAsync("zsh -f -i", $"fpath=('{Completions}' $fpath); autoload -Uz compinit; compinit -D -u", typed)).Should().Be(arguments);

    [ShellTheory("fish", Timeout = Limit)]
    [InlineData("healthprobe --ou", "--output\ttext, json, or github for annotations of a workflow [text]")]
    [InlineData("healthprobe --output=gi", "--output=github\ttext, json, or github for annotations of a workflow [text]")]
    [InlineData("healthprobe -X DEL", "DELETE\tHTTP method")]
    [InlineData("healthprobe memc", "memcached://")]
    [InlineData("healthprobe --any file:///etc/hostn", "file:///etc/hostname")]
    [InlineData("healthprobe --cacert /etc/hostn", "/etc/hostname")]
    [InlineData("healthprobe --user @/etc/hostn", "@/etc/hostname")]
    [InlineData("healthprobe listen --int", "--interval\tpause between two attempts of --while [1s]")]
    [InlineData("healthprobe db:1 --wait 1s -- cat /etc/hostn", "/etc/hostname")]
    public async Task Fish_completes(string typed, string suggestion) =>
        (await ToolRun.RunAsync("fish", ["--no-config", "-c", $"set fish_complete_path; source '{Completions}/healthprobe.fish'; complete -C '{typed}'"]))
            .Should().Be(new ToolRun(0, suggestion + "\n", ""));
}
