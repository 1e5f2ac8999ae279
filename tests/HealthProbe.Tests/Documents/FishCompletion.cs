namespace HealthProbe.Tests.Documents;

/// <summary>The completion of fish.</summary>
internal static class FishCompletion
{
    private const string Asks = "__healthprobe_asks";
    private const string Listens = "__healthprobe_listens";

    public static string Of(CompletionScript script) =>
        $$"""
        # Completion of healthprobe for fish: copy it to ~/.config/fish/completions
        # {{CompletionScript.Origin}}

        function {{Listens}}
            set -l words (commandline -opc)
            test "$words[2]" = {{Cli.CommandLine.ListenName}}
        end

        function __healthprobe_runs
            contains -- -- (commandline -opc)
        end

        function {{Asks}}
            not {{Listens}}; and not __healthprobe_runs
        end

        function __healthprobe_begins
            test (count (commandline -opc)) = 1
        end

        function __healthprobe_targets
            if string match -qr '^(unix|file):///' -- (commandline -ct)
                set -l parts (string split -m 1 :// -- (commandline -ct))
                printf "$parts[1]://%s\n" (__fish_complete_path $parts[2])
            else
                printf '%s\n' {{script.Schemes}}
            end
        end

        function __healthprobe_text_or_file
            set -l path (string match -r '^@(.*)' -- (commandline -ct))[2]
            and printf '@%s\n' (__fish_complete_path $path)
        end

        # After -- comes the command that takes the probe's place.
        function __healthprobe_command
            set -l words (commandline -opc)
            set -l before (contains -i -- -- $words)
            set -e words[1..$before]
            complete -C "$words "(commandline -ct)
        end

        complete -c healthprobe -f
        complete -c healthprobe -n __healthprobe_runs -a '(__healthprobe_command)'
        complete -c healthprobe -n __healthprobe_begins -a {{Cli.CommandLine.ListenName}} -d 'open a port that means healthy'
        complete -c healthprobe -n {{Asks}} -a '(__healthprobe_targets)'
        {{string.Join('\n', script.Ask.Options.Select(option => Line(option, Asks)))}}
        {{string.Join('\n', script.Listen.Options.Select(option => Line(option, Listens)))}}

        """;

    private static string Line(HelpOption option, string condition)
    {
        string alias = option.Alias is null ? "" : $" -s {option.Alias[1..]}";
        return $"complete -c healthprobe -n {condition}{alias} -l {option.Name[2..]}{Value(option)} -d {Quoted(option.Meaning)}";
    }

    private static string Value(HelpOption option) =>
        option.Value is null ? ""
        : CompletedValue.ChoicesOf(option) is { Count: > 0 } choices ? $" -x -a {Quoted(CompletionScript.Words(choices))}"
        : CompletedValue.IsFile(option) ? " -r -F"
        : CompletedValue.IsFileAfterAt(option) ? " -x -a '(__healthprobe_text_or_file)'"
        : CompletedValue.IsTarget(option) ? " -x -a '(__healthprobe_targets)'"
        : " -x";

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
