#!/usr/bin/env bash
# What one answer costs as a whole process, ours and other tools', in one run on one machine.
#
#   bench/compare.sh [--quick] [--strict] [healthprobe]        default: artifacts/healthprobe (made by ./publish.sh)
#
# --quick takes seconds and is for CI; --strict ends with 1 when a limit is not met. Standard output is Markdown.
#
# The figures are taken by spawn.c. hyperfine runs all of one command before the next, so a machine that slows down meanwhile bends the ratio, and it does
# not report page faults; where it is installed, a full run shows its times below the table as a second opinion.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=40 runs=25 mode=full strict=false
healthprobe=artifacts/healthprobe
for arg in "$@"; do
  case $arg in
    --quick) rounds=8 runs=12 mode=quick ;;
    --strict) strict=true ;;
    -*) echo "compare.sh: unknown option $arg: write --quick, --strict or the path of healthprobe" >&2; exit 1 ;;
    *) healthprobe=$arg ;;
  esac
done
say() { echo "compare.sh: $*" >&2; }
[ -x "$healthprobe" ] || { say "$healthprobe is not there: run ./publish.sh first"; exit 1; }
command -v gcc >/dev/null || { say "gcc is missing (on Debian: apt-get install gcc libc6-dev)"; exit 1; }
healthprobe=$(realpath "$healthprobe")

# A variable that configures the probe would take it off its hot path.
for name in $(compgen -e HEALTHPROBE_ || true); do unset "$name"; done

scratch=$(mktemp -d)
. bench/servers.sh
finish() {
  end_servers
  rm -rf "$scratch"
}
trap finish EXIT
gcc -O2 -Wall -Wextra -Werror -static -o "$scratch/spawn" bench/spawn.c
# The limit: a static C program that makes the same check and nothing else. musl's start is shorter than glibc's.
c_limit=gcc
command -v musl-gcc >/dev/null && c_limit=musl-gcc || say "musl-gcc is missing (on Debian: apt-get install musl-tools): the limit is a glibc program"
"$c_limit" -O2 -Wall -Wextra -Werror -static -o "$scratch/limit" bench/limit.c
start_server 900
[ -n "$port" ] || { say "the server did not start"; exit 1; }

missed=0
absent=()

group() { title=$1; : >"$scratch/rows"; : >"$scratch/sizes"; absent=(); }

# row <label> <program> [argument...]: a program that is not there is said below the table.
row() {
  local label=$1 path
  if ! path=$(type -P "$2"); then absent+=("$label ($2 is not there)"); return 0; fi
  path=$(realpath "$path")
  # busybox does what its name says: it is called by the name that it was asked for.
  [[ $path != */busybox ]] || path=$(type -P "$2")
  (IFS=$'\t'; printf '%s\t%s\t%s\n' "$label" "$path" "${*:3}") >>"$scratch/rows"
  printf '%s\t%s\n' "$label" "$(bytes_with_libraries "$path")" >>"$scratch/sizes"
}

bytes_with_libraries() {
  { echo "$1"; ldd "$1" 2>/dev/null | grep -oE '/[^ ]+' || true; } | xargs realpath | sort -u | xargs stat -c %s | awk '{ sum += $1 } END { print sum }'
}

# Fields of figures: label, runs, failed, wall us, CPU us, peak KB, faults, bytes.
measure() {
  local from=$SECONDS
  timeout 600 "$scratch/spawn" "$rounds" "$runs" <"$scratch/rows" >"$scratch/spawned"
  join -t $'\t' <(sort -t $'\t' -k1,1 "$scratch/spawned") <(sort -t $'\t' -k1,1 "$scratch/sizes") | sort -t $'\t' -k4,4n >"$scratch/figures"
  echo
  echo "### $title"
  echo
  echo "| command | median time | its time ÷ healthprobe's | healthprobe's ÷ its time | CPU time | peak memory | page faults | file and its libraries |"
  echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
  awk -F '\t' '
    NR == FNR { if ($1 == "healthprobe") ours = $4; next }
    { printf "| %s | %.2f ms | %.2f | %.2f | %.2f ms | %.1f MB | %d | %.1f MB |\n", $1, $4 / 1e3, $4 / ours, ours / $4, $5 / 1e3, $6 / 1024, $7, $8 / 1e6 }
  ' "$scratch/figures" "$scratch/figures"
  echo
  echo "$((rounds * runs)) runs of each in $rounds interleaved rounds, $((SECONDS - from)) s; peak memory is the largest seen."
  for label in ${absent[@]+"${absent[@]}"}; do echo "Not measured: $label."; done
  while IFS=$'\t' read -r label total failed _; do
    [ "$failed" = 0 ] || { echo "**$failed of $total runs of $label did not end with exit code 0: its figures mean nothing.**"; missed=$((missed + 1)); }
  done <"$scratch/figures"
  second_opinion
}

second_opinion() {
  [ "$mode" = full ] && command -v hyperfine >/dev/null || return 0
  local -a commands=()
  while IFS=$'\t' read -r -a words; do
    [[ ${words[0]} == healthprobe || ${words[0]} == nc* ]] && commands+=(-n "${words[0]}" "$(printf '%q ' "${words[@]:1}")")
  done <"$scratch/rows"
  hyperfine -N --warmup 20 --runs 500 --style none --export-json "$scratch/hyperfine.json" "${commands[@]}" >/dev/null 2>&1 || return 0
  echo "hyperfine -N, medians of 500 runs: $(paste -d ' ' \
    <(sed -nE 's/^ *"command": "(.*)",$/\1/p' "$scratch/hyperfine.json") \
    <(sed -nE 's/^ *"median": ([0-9.e-]+),$/\1/p' "$scratch/hyperfine.json" | awk '{ printf "%.2f ms\n", $1 * 1e3 }') | paste -sd ',' | sed 's/,/, /g')."
}

# limit <what> <field> <row> <row> <at most>: the first row's figure over the second's.
limit() {
  local ratio
  ratio=$(awk -F '\t' -v field="$2" -v ours="$3" -v theirs="$4" '
    $1 == ours { a = $field } $1 == theirs { b = $field } END { if (a && b) printf "%.3f", a / b }' "$scratch/figures")
  if [ -z "$ratio" ]; then echo "- not checked: $1 (a command was not measured)"; return 0; fi
  verdict "$1: $ratio, at most $5" "$ratio" "$5"
}

limit_of_memory() {
  local peak
  peak=$(awk -F '\t' '$1 == "healthprobe" { printf "%.1f", $6 / 1024 }' "$scratch/figures")
  verdict "peak memory in MB: $peak, at most 1" "$peak" 1
}

verdict() {
  if awk -v a="$2" -v b="$3" 'BEGIN { exit !(a <= b) }'; then echo "- PASS $1"; else echo "- FAIL $1"; missed=$((missed + 1)); fi
}

tcp_healthy() {
  # The system's own interpreter; failing that the real one behind a shim such as pyenv's, which is a shell script and slower than what it starts.
  local python=/usr/bin/python3
  [ -x "$python" ] || python=$(python3 -c 'import sys; print(sys.executable)' 2>/dev/null) || python=python3
  group "TCP, healthy"
  row healthprobe "$healthprobe" 127.0.0.1 "$port"
  row "C, musl: the limit" "$scratch/limit" 127.0.0.1 "$port"
  row "healthprobe, single file" "$PWD/artifacts/single-file/healthprobe" 127.0.0.1 "$port"
  row "nc -z" nc -z 127.0.0.1 "$port"
  # Debian's busybox has no nc -z: it connects, sends the end of its empty input, and waits for the server to close.
  if command -v busybox >/dev/null && busybox nc --help 2>&1 | grep -q -- '-z'; then
    row "busybox nc -z" busybox nc -z 127.0.0.1 "$port"
  else
    row "busybox nc" busybox nc 127.0.0.1 "$port"
  fi
  row "curl -f" curl -fsS -o /dev/null "http://127.0.0.1:$port/"
  row "bash /dev/tcp" bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
  row "python3 -c create_connection" "$python" -c "import socket; socket.create_connection(('127.0.0.1', $port), 1).close()"
  measure
  echo
  limit "time over the limit" 4 healthprobe "C, musl: the limit" 1.15
  limit "time over nc -z" 4 healthprobe "nc -z" 0.3
  limit_of_memory
  verdict "file size in bytes, TLS included: $(stat -c %s "$healthprobe"), at most 12000000" "$(stat -c %s "$healthprobe")" 12000000
}

http_200() {
  group "HTTP, status 200"
  row healthprobe "$healthprobe" "http://127.0.0.1:$port/health"
  row "C, musl: the limit" "$scratch/limit" 127.0.0.1 "$port" /health
  row "healthprobe with an option" "$healthprobe" --status 200 "http://127.0.0.1:$port/health"
  row "curl -fsS" curl -fsS -o /dev/null "http://127.0.0.1:$port/health"
  row wget wget -q -O /dev/null "http://127.0.0.1:$port/health"
  row "busybox wget" busybox wget -q -O /dev/null "http://127.0.0.1:$port/health"
  measure
  echo
  limit "time over the limit" 4 healthprobe "C, musl: the limit" 1.15
  limit "time over curl -fsS" 4 healthprobe "curl -fsS" 0.06
  limit_of_memory
}

# Servers that are known by their protocol, beside the client that people ask them with.
databases() {
  if start_postgres; then
    group "PostgreSQL"
    row healthprobe "$healthprobe" "postgres://$address"
    row pg_isready "$pg_isready" -q -h "${address%:*}" -p "${address#*:}"
    measure
    echo
    limit "time over pg_isready" 4 healthprobe pg_isready 0.5
    limit "peak memory over pg_isready" 6 healthprobe pg_isready 0.5
  else
    not_started PostgreSQL
  fi
  if start_mysql; then
    group "MariaDB"
    row healthprobe "$healthprobe" "mysql://$address"
    row "mysqladmin ping" mysqladmin --no-defaults -s -h "${address%:*}" -P "${address#*:}" -u root ping
    measure
    echo
    limit "time over mysqladmin ping" 4 healthprobe "mysqladmin ping" 0.5
    limit "peak memory over mysqladmin ping" 6 healthprobe "mysqladmin ping" 0.5
  else
    not_started MariaDB
  fi
  if start_redis; then
    group "Redis"
    row healthprobe "$healthprobe" "redis://$address"
    row "redis-cli ping" redis-cli -h "${address%:*}" -p "${address#*:}" ping
    measure
    echo
    limit "time over redis-cli ping" 4 healthprobe "redis-cli ping" 0.5
    limit "peak memory over redis-cli ping" 6 healthprobe "redis-cli ping" 0.5
  else
    not_started Redis
  fi
}

not_started() { echo; echo "Not measured: $1 (its server is not installed, or did not start)."; }

many_targets() {
  local -a targets=()
  local rounds=4 runs=5
  for i in $(seq 1000); do targets+=("http://127.0.0.1:$port/$i"); done
  group "1,000 targets at once"
  row healthprobe "$healthprobe" "${targets[0]}" "${targets[1]}"
  row "healthprobe, 1,000 targets" "$healthprobe" -t 5s "${targets[@]}"
  measure
  echo
  local more peak
  more=$(awk -F '\t' '$1 == "healthprobe" { a = $4 } $1 != "healthprobe" { b = $4 } END { printf "%.3f", (b - a) / 1e6 }' "$scratch/figures")
  peak=$(awk -F '\t' '$1 != "healthprobe" { printf "%.1f", $6 / 1024 }' "$scratch/figures")
  verdict "seconds more than for two: $more, at most 0.5" "$more" 0.5
  verdict "peak memory in MB: $peak, at most 40" "$peak" 40
}

# The sidecar's /health/live under load, beside the same answer from gevent's WSGIServer; then its latency while it hears StatsD.
sidecar() {
  local sidecar seconds=5 tool theirs ours packets
  sidecar=$(dirname "$healthprobe")/healthprobe-sidecar
  [ "$mode" = full ] || seconds=1
  [ -x "$sidecar" ] || { not_started "the sidecar"; return 0; }
  for tool in wrk python3; do type -P $tool >/dev/null || { not_started "the sidecar ($tool is missing)"; return 0; }; done
  /usr/bin/python3 -c 'import gevent.pywsgi' 2>/dev/null || { not_started "the sidecar (python3-gevent is missing)"; return 0; }

  "$sidecar" --host 127.0.0.1 --port 0 --statsd-host 127.0.0.1 --statsd-port 0 --rate-limit 0 >"$scratch/sidecar.log" &
  sidecar_pid=$!
  /usr/bin/python3 bench/gevent_server.py >"$scratch/gevent.port" &
  gevent_pid=$!
  server_pids+=("$sidecar_pid" "$gevent_pid")
  for _ in $(seq 200); do [ -s "$scratch/gevent.port" ] && grep -q answers "$scratch/sidecar.log" && break; sleep 0.05; done
  theirs=http://127.0.0.1:$(cat "$scratch/gevent.port")/health/live
  ours=http://127.0.0.1:$(sed -nE 's/.*answers on http:\/\/127.0.0.1:([0-9]+).*/\1/p' "$scratch/sidecar.log")/health/live
  packets=$(sed -nE 's/.*hears StatsD on 127.0.0.1:([0-9]+).*/\1/p' "$scratch/sidecar.log")
  gcc -O2 -Wall -Wextra -Werror -o "$scratch/datagrams" bench/datagrams.c
  "$scratch/datagrams" "$packets" 1000 0.1 >/dev/null
  "$healthprobe" "$ours" --wait 10s --interval 50ms --quiet

  local round ours_rates=() their_rates=()
  for round in 1 2 3 4 5; do
    ours_rates+=("$(rate "$ours" $seconds)")
    their_rates+=("$(rate "$theirs" $seconds)")
  done
  local our_rate their_rate our_peak their_peak
  our_rate=$(median "${ours_rates[@]}") their_rate=$(median "${their_rates[@]}")
  our_peak=$(peak "$sidecar_pid") their_peak=$(peak "$gevent_pid")
  echo
  echo "### The sidecar, /health/live"
  echo
  echo "| server | requests a second, median of 5 | peak memory |"
  echo "| --- | ---: | ---: |"
  echo "| healthprobe-sidecar | $our_rate | $our_peak MB |"
  echo "| gevent WSGIServer, Debian's | $their_rate | $their_peak MB |"
  echo
  echo "wrk -t 1 -c 20, 5 interleaved rounds of $seconds s."
  "$scratch/datagrams" "$packets" 20000 $((seconds * 2 + 1)) >"$scratch/sent" &
  local sending=$! wrk_output p99
  wrk_output=$(wrk -t 1 -c 10 -d $((seconds * 2)) --latency -s bench/load.lua "$ours")
  wait "$sending"
  p99=$(awk '$1 == "99%" { value = $2; if (value ~ /us$/) value = value / 1000; else if (value ~ /ms$/) value += 0; else value = value * 1000; printf "%.2f", value }' <<<"$wrk_output")
  echo
  echo "With $(cut -d ' ' -f 2 "$scratch/sent") StatsD packets a second and $(awk '$1 == "Requests/sec:" { printf "%.0f", $2 }' <<<"$wrk_output") requests a second: 99 % of the answers within $p99 ms."
  echo
  verdict "gevent's rate over the sidecar's: $(ratio "$their_rate" "$our_rate"), at most 0.2" "$(ratio "$their_rate" "$our_rate")" 0.2
  verdict "the sidecar's peak memory over gevent's: $(ratio "$our_peak" "$their_peak"), at most 0.5" "$(ratio "$our_peak" "$their_peak")" 0.5
  verdict "99 % within $p99 ms, at most 5" "$p99" 5
}

rate() { wrk -t 1 -c 20 -d "$2" "$1" | awk '$1 == "Requests/sec:" { printf "%.0f", $2 }'; }
median() { printf '%s\n' "$@" | sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }
peak() { awk '/^VmHWM/ { printf "%.1f", $2 / 1024 }' "/proc/$1/status"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a / b }'; }

commit=$(git describe --always --dirty 2>/dev/null || echo unknown)
cpu=$(sed -nE 's/^model name\s*: //p' /proc/cpuinfo | head -1)
echo "Commit $commit, Linux $(uname -r), ${cpu:-unknown CPU} × $(nproc), $(date -u '+%Y-%m-%d %H:%M UTC'), load $(cut -d ' ' -f 1 /proc/loadavg) at the start, $mode run."
tcp_healthy
http_200
databases
many_targets
sidecar

if [ "$missed" -gt 0 ] && [ "$strict" = true ]; then exit 1; fi
