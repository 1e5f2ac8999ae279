namespace HealthProbe.Tests.Documents;

/// <summary>The completion of bash; it needs nothing of the package bash-completion.</summary>
internal static class BashCompletion
{
    public static string Of(CompletionScript script) =>
        $$"""
        # Completion of healthprobe for bash: source it, or copy it to /usr/share/bash-completion/completions/healthprobe
        # {{CompletionScript.Origin}}

        _healthprobe() {
          local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words= i
          COMPREPLY=()

          # After -- comes the command that takes the probe's place.
          for ((i = 1; i < COMP_CWORD; i++)); do
            if [[ ${COMP_WORDS[i]} == -- ]]; then
              if ((i == COMP_CWORD - 1)); then
                mapfile -t COMPREPLY < <(compgen -c -- "$cur")
              else
                _healthprobe_files "" "$cur"
              fi
              return
            fi
          done

          # bash splits words at @, = and colons.
          if [[ $prev == @ || $prev == =@ ]]; then
            _healthprobe_files @ "$cur"
            return
          elif [[ $cur == = ]]; then
            cur=
          elif [[ $prev == = ]]; then
            prev=${COMP_WORDS[COMP_CWORD - 2]}
          fi

          case $prev in
        {{string.Join('\n', Cases(script))}}
          esac

          if [[ $cur == *///* ]]; then
            _healthprobe_files "${cur%%/*}//" "${cur#*//}"
          elif [[ $cur == -* ]] && ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} == {{Cli.CommandLine.ListenName}} ]]; then
            words="{{Spellings(script.Listen)}}"
          elif [[ $cur == -* ]]; then
            words="{{Spellings(script.Ask)}}"
          else
            _healthprobe_targets
            if ((COMP_CWORD == 1)); then
              words="{{Cli.CommandLine.ListenName}}"
            fi
          fi
          mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$cur")
        }

        _healthprobe_targets() {
          mapfile -t COMPREPLY < <(compgen -W "{{script.Schemes}}" -- "$cur")
          if ((${#COMPREPLY[@]} > 0)); then compopt -o nospace 2>/dev/null; fi
        }

        _healthprobe_files() {
          mapfile -t COMPREPLY < <(compgen -P "$1" -f -- "$2")
          compopt -o filenames 2>/dev/null
        }

        complete -F _healthprobe healthprobe

        """;

    private static IEnumerable<string> Cases(CompletionScript script) => script.All
        .Where(option => option.Value is not null)
        .GroupBy(Action, option => option.Spellings)
        .Select(group => $"    {string.Join(" | ", group.SelectMany(spellings => spellings))})\n      {group.Key}\n      return\n      ;;");

    private static string Action(HelpOption option) =>
        CompletedValue.ChoicesOf(option) is { Count: > 0 } choices ? $"mapfile -t COMPREPLY < <(compgen -W \"{CompletionScript.Words(choices)}\" -- \"$cur\")"
        : CompletedValue.IsFile(option) ? "_healthprobe_files \"\" \"$cur\""
        : CompletedValue.IsFileAfterAt(option) ? "if [[ $cur == @* ]]; then _healthprobe_files @ \"${cur#@}\"; fi"
        : CompletedValue.IsTarget(option) ? "_healthprobe_targets"
        : ": # nothing to suggest";

    private static string Spellings(HelpPage page) => CompletionScript.Words(page.Options.SelectMany(option => option.Spellings));
}
