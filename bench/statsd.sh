#!/usr/bin/env bash
# How many StatsD packets a second the sidecar's receiver takes, alone and against the statsd of npm, in one run on one machine.
#
#   bench/statsd.sh [--flood | --compare] [--strict]
#
# --flood    100,000 packets a second for 30 s: what was received and dropped, the memory before and after, the last gauge
# --compare  the highest rate at which every packet of 4 s was received, ours and the statsd of npm (fetched into a temporary folder)
# Without either it does both. --strict ends with 1 when a limit is not met. Standard output is Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."

flood=true compare=true strict=false
for arg in "$@"; do
  case $arg in
    --flood) compare=false ;;
    --compare) flood=false ;;
    --strict) strict=true ;;
    *) echo "statsd.sh: unknown argument $arg: write --flood, --compare or --strict" >&2; exit 1 ;;
  esac
done
say() { echo "statsd.sh: $*" >&2; }
command -v gcc >/dev/null || { say "gcc is missing (on Debian: apt-get install gcc libc6-dev)"; exit 1; }

scratch=$(mktemp -d)
our_pid="" node_pid=""
finish() {
  for pid in $our_pid $node_pid; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$scratch"
}
trap finish EXIT
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
gcc -O2 -Wall -Wextra -Werror -o "$scratch/datagrams" bench/datagrams.c
dotnet build bench/HealthProbe.Benchmarks -c Release --nologo -v quiet -nodeReuse:false >/dev/null

missed=0
miss() { missed=$((missed + 1)); }

# Ours: writes its port, and for each line that it reads "packets dropped workers".
coproc ours { exec dotnet bench/HealthProbe.Benchmarks/bin/Release/net10.0/HealthProbe.Benchmarks.dll statsd-receive; }
our_pid=$ours_PID
read -r our_port <&"${ours[0]}"
our_counts() { echo >&"${ours[1]}"; local line; read -r line <&"${ours[0]}"; echo "$line"; }
resident() { awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$1/status"; }

# settled <asker>: its counts once they are the same twice, a quarter of a second apart.
settled() {
  local before="" after
  after=$("$1")
  while [ "$before" != "$after" ]; do
    before=$after
    sleep 0.25
    after=$("$1")
  done
  echo "$after"
}

if $flood; then
  "$scratch/datagrams" "$our_port" 100000 2 >/dev/null # what is compiled while it runs is compiled now
  read -r received_before dropped_before _ <<<"$(settled our_counts)"
  before=$(resident "$our_pid")
  read -r sent rate <<<"$("$scratch/datagrams" "$our_port" 100000 30)"
  read -r received dropped workers <<<"$(settled our_counts)"
  after=$(resident "$our_pid")
  received=$((received - received_before)) dropped=$((dropped - dropped_before))
  echo "| a flood of 30 s | |"
  echo "| --- | --- |"
  echo "| sent | $sent packets, $rate a second |"
  echo "| received | $received |"
  echo "| dropped by the kernel | $dropped |"
  echo "| resident before and after | $before MB, $after MB |"
  echo "| the last gauge, sent as 7 | $workers |"
  echo
  [ $((received + dropped)) -eq "$sent" ] || { say "received and dropped are not what was sent"; miss; }
  [ "$dropped" -eq 0 ] || { say "packets were dropped"; miss; }
  [ "$workers" = 7 ] || { say "the last gauge is wrong"; miss; }
  awk -v before="$before" -v after="$after" 'BEGIN { exit !(after - before < 2) }' || { say "memory has grown"; miss; }
fi

# highest <asker> <port>: the highest rate without loss. A rate counts when one of three runs was sent in time and lost nothing: the machine has other things to do.
highest() {
  local best=0 rate attempt sent reached before after
  for rate in 10000 15000 20000 30000 40000 50000 60000 80000 100000 125000 150000 175000 200000 250000 300000 350000 400000 500000; do
    for attempt in 1 2 3; do
      read -r before _ <<<"$(settled "$1")"
      read -r sent reached <<<"$("$scratch/datagrams" "$2" "$rate" 4)"
      read -r after _ <<<"$(settled "$1")"
      say "$1: $rate asked, $reached a second sent, $((sent - (after - before))) of $sent lost"
      if [ $((after - before)) -eq "$sent" ]; then
        [ "$reached" -le "$best" ] || best=$reached
        # Otherwise it was the sender that could not keep up.
        [ "$reached" -lt $((rate * 9 / 10)) ] || continue 2
      fi
    done
    break
  done
  echo "$best"
}

if $compare; then
  for tool in node npm; do command -v "$tool" >/dev/null || { say "$tool is missing (on Debian: apt-get install nodejs npm)"; exit 1; }; done
  (cd "$scratch" && npm install statsd --omit=optional --no-audit --no-fund --silent >&2)
  version=$(node -p "require('$scratch/node_modules/statsd/package.json').version")

  # Two ports that were free a moment ago.
  read -r node_port admin_port <<<"$(node -e '
    const net = require("net"), ports = [net.createServer(), net.createServer()];
    let open = 0;
    ports.forEach(port => port.listen(0, "127.0.0.1", () => {
      if (++open === 2) { console.log(ports.map(p => p.address().port).join(" ")); ports.forEach(p => p.close()); }
    }));')"
  cat >"$scratch/config.js" <<EOF
{ address: "127.0.0.1", port: $node_port, mgmt_address: "127.0.0.1", mgmt_port: $admin_port, flushInterval: 86400000, backends: [] }
EOF
  node "$scratch/node_modules/statsd/stats.js" "$scratch/config.js" >"$scratch/node.log" 2>&1 &
  node_pid=$!
  # Its management port says what it has counted since the last flush, which is a day away.
  node_counts() {
    exec 9<>"/dev/tcp/127.0.0.1/$admin_port" || return 1
    echo counters >&9
    sed -n "/^END/q; s/.*'statsd.packets_received': \([0-9]*\).*/\1/p" <&9
    exec 9>&-
  }
  for attempt in $(seq 101); do
    [ "$attempt" -le 100 ] || { cat "$scratch/node.log" >&2; say "statsd did not start"; exit 1; }
    (node_counts) >/dev/null 2>&1 && break
    sleep 0.1
  done
  theirs=$(highest node_counts "$node_port")
  best_of_ours=$(highest our_counts "$our_port")
  ratio=$(awk -v a="$best_of_ours" -v b="$theirs" 'BEGIN { printf "%.1f", (b > 0 ? a / b : 0) }')
  echo "| highest rate without loss | packets a second |"
  echo "| --- | --- |"
  echo "| healthprobe-sidecar's receiver | $best_of_ours |"
  echo "| statsd $version on Node.js $(node --version) | $theirs |"
  echo "| ratio (at least 2) | $ratio |"
  awk -v ratio="$ratio" 'BEGIN { exit !(ratio >= 2) }' || { say "less than twice the rate of statsd"; miss; }
fi

! $strict || [ "$missed" -eq 0 ] || exit 1
