#!/usr/bin/env bash
# What the listener costs and how fast it answers, against what it must reach.
#
#   bench/listener.sh [seconds at rest]      default: 60; needs ./publish.sh to have run
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-60}
binary=${HEALTHPROBE_BINARY:-artifacts/healthprobe}
[ -x "$binary" ] || { echo "bench/listener.sh: no $binary: run ./publish.sh first" >&2; exit 1; }

export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
figures=$(dotnet test tests/HealthProbe.IntegrationTests --nologo --filter FullyQualifiedName~ListenerLoadTests \
  --logger "console;verbosity=detailed" 2>&1) || { echo "$figures" >&2; exit 1; }
echo "$figures" | sed -n 's/^ *figure: //p'

lines=$(mktemp)
"$binary" listen 127.0.0.1 0 >"$lines" &
pid=$!
trap 'kill "$pid" 2>/dev/null; rm -f "$lines"' EXIT
until [ -s "$lines" ]; do kill -0 "$pid"; done
port=$(sed 's/.*://' "$lines")

# Some life before the rest, so that what it costs to have accepted is in the figure.
for _ in $(seq 200); do "$binary" 127.0.0.1 "$port"; done

cpu() { cat /proc/"$pid"/task/*/schedstat | awk '{ sum += $1 } END { printf "%d\n", sum / 1000 }'; }
sleep 30 # the last clients are waited for 5 s, and the threads of the pool leave after 20
before=$(cpu)
sleep "$seconds"
after=$(cpu)
echo "healthprobe listen at rest: $(awk '/VmRSS/ { printf "%.1f MB", $2 / 1024 }' /proc/"$pid"/status) resident (at most 8)"
echo "healthprobe listen at rest: $((after - before)) µs of CPU in $seconds s (at most 1,000 µs in 1,000 s)"
