namespace HealthProbe.Tests.Documents;

/// <summary>The completion of zsh.</summary>
internal static class ZshCompletion
{
    public static string Of(CompletionScript script) =>
        $$"""
        #compdef healthprobe
        # Completion of healthprobe for zsh: copy it into a folder of $fpath.
        # {{CompletionScript.Origin}}

        _healthprobe() {
          local curcontext=$curcontext
          integer end=${words[(i)--]}

          # After -- comes the command that takes the probe's place.
          if (( end < CURRENT )); then
            shift $end words
            (( CURRENT -= end ))
            _normal
            return
          fi

          if (( CURRENT > 2 )) && [[ $words[2] == {{Cli.CommandLine.ListenName}} ]]; then
            _arguments -s : \
        {{string.Join('\n', script.Listen.Options.Select(option => $"      {Spec(option)} \\"))}}
              '*:address:_hosts'
            return
          fi

          _arguments -s : \
        {{string.Join('\n', script.Ask.Options.Select(option => $"    {Spec(option)} \\"))}}
            '*:target:_healthprobe_targets'
        }

        _healthprobe_targets() {
          local -a schemes=({{script.Schemes}})
          if compset -P '(unix|file)://'; then
            _files
            return
          fi
          if (( CURRENT == 2 )); then
            compadd {{Cli.CommandLine.ListenName}}
          fi
          compadd -S '' -a schemes
        }

        _healthprobe_text_or_file() {
          compset -P @ && _files
        }

        _healthprobe "$@"

        """;

    private static string Spec(HelpOption option)
    {
        string spellings = option.Alias is string alias ? $"{{{alias}{(option.Value is null ? "" : "+")},{Name(option)}}}" : Name(option);
        string apart = option.IsRepeatable ? "'*'" : option.Alias is null ? "" : $"'({option.Alias} {option.Name})'";
        string value = option.Value is null ? "" : $":{Escaped(option.Value)}:{Action(option)}";
        return $"{apart}{spellings}'[{Escaped(option.Meaning)}]{value}'";
    }

    private static string Name(HelpOption option) => option.Value is null ? option.Name : $"{option.Name}=";

    private static string Action(HelpOption option) =>
        CompletedValue.ChoicesOf(option) is { Count: > 0 } choices ? $"({CompletionScript.Words(choices)})"
        : CompletedValue.IsFile(option) ? "_files"
        : CompletedValue.IsFileAfterAt(option) ? "_healthprobe_text_or_file"
        : CompletedValue.IsTarget(option) ? "_healthprobe_targets"
        : "";

    private static string Escaped(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("]", "\\]", StringComparison.Ordinal)
        .Replace(":", "\\:", StringComparison.Ordinal)
        .Replace("'", "'\\''", StringComparison.Ordinal);
}
