# Completion of healthprobe for bash: source it, or copy it to /usr/share/bash-completion/completions/healthprobe
# Made from healthprobe --help: change the program, and run HEALTHPROBE_APPROVE=1 dotnet test tests/HealthProbe.Tests

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
    -t | --timeout | -w | --wait | -i | --interval | --max-interval | --successes | --max-latency | --status | --contains | --json | --expect-header | --sni | --cert-days | --send | --expect | --max-age)
      : # nothing to suggest
      return
      ;;
    -X | --method)
      mapfile -t COMPREPLY < <(compgen -W "GET HEAD POST PUT PATCH DELETE OPTIONS" -- "$cur")
      return
      ;;
    -H | --header | -d | --data | --user)
      if [[ $cur == @* ]]; then _healthprobe_files @ "${cur#@}"; fi
      return
      ;;
    --unix-socket | --cacert | --cert | --key)
      _healthprobe_files "" "$cur"
      return
      ;;
    -o | --output)
      mapfile -t COMPREPLY < <(compgen -W "text json github" -- "$cur")
      return
      ;;
    --while)
      _healthprobe_targets
      return
      ;;
  esac

  if [[ $cur == *///* ]]; then
    _healthprobe_files "${cur%%/*}//" "${cur#*//}"
  elif [[ $cur == -* ]] && ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} == listen ]]; then
    words="--while -i --interval -t --timeout -h --help"
  elif [[ $cur == -* ]]; then
    words="-t --timeout -w --wait -i --interval --backoff --max-interval --successes --any --invert --max-latency -X --method -H --header -d --data --user -L --follow --status --contains --json --expect-header --unix-socket -k --insecure --cacert --cert --key --sni --cert-days --send --expect --max-age -o --output -q --quiet -v --verbose -h --help --version"
  else
    _healthprobe_targets
    if ((COMP_CWORD == 1)); then
      words="listen"
    fi
  fi
  mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$words" -- "$cur")
}

_healthprobe_targets() {
  mapfile -t COMPREPLY < <(compgen -W "tcp:// unix:// listen:// file:// http:// https:// grpc:// grpcs:// postgres:// postgresql:// mysql:// mariadb:// redis:// rediss:// valkey:// valkeys:// amqp:// amqps:// nats:// memcached:// mqtt:// mqtts:// smtp:// smtps:// ssh:// sftp://" -- "$cur")
  if ((${#COMPREPLY[@]} > 0)); then compopt -o nospace 2>/dev/null; fi
}

_healthprobe_files() {
  mapfile -t COMPREPLY < <(compgen -P "$1" -f -- "$2")
  compopt -o filenames 2>/dev/null
}

complete -F _healthprobe healthprobe
