#!/usr/bin/env bash
# The main job, on real sockets: builds healthprobe, asks a server that listens, stops it, and asks again.
# Needs the .NET SDK; exits with 0 only when everything came out as expected, and leaves nothing running.
set -euo pipefail
cd "$(dirname "$0")"

# Build servers would outlive this script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

bold="" green="" red="" dim="" plain=""
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' dim=$'\e[2m' plain=$'\e[0m'
fi

work=$(mktemp -d)
server=""
unexpected=0

microseconds() { echo "${EPOCHREALTIME//[!0-9]/}"; }
seconds_since() {
  local tenths=$((($(microseconds) - $1) / 100000))
  echo "$((tenths / 10)).$((tenths % 10)) s"
}
step() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
say() { printf '  %s\n' "$1"; }
give_up() {
  printf '\n%s%s%s\n' "$red" "$1" "$plain" >&2
  exit 1
}

stop_server() {
  [ -n "$server" ] || return 0
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=""
}
trap 'stop_server; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Leaves the binary's path in $probe.
build_native() {
  timeout --foreground 600 ./publish.sh artifacts >"$work/build.log" 2>&1 || return 1
  probe=artifacts/healthprobe
}
build_single_file() {
  timeout --foreground 600 dotnet publish src/HealthProbe.Cli -c Release -o artifacts/single-file >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    give_up "The build failed: its messages are above."
  }
  probe=artifacts/single-file/healthprobe
}

# Leaves the process in $server and the port that it listens on in $port. The server is the probe's other half.
start_server() {
  mkfifo "$work/listening"
  "$probe" listen 127.0.0.1 0 >"$work/listening" 2>"$work/server.log" &
  server=$!
  local line=""
  read -r -t 20 line <>"$work/listening" || give_up "The server did not start: $(cat "$work/server.log")"
  say "$line"
  port=${line##*:}
}

# ask <expected exit code> <expected output, a pattern>
ask() {
  local start output code=0 elapsed
  say "${bold}\$ healthprobe 127.0.0.1 $port${plain}"
  start=$(microseconds)
  output=$(timeout --foreground 10 "$probe" 127.0.0.1 "$port" 2>&1) || code=$?
  elapsed=$((($(microseconds) - start) / 1000))
  [ -z "$output" ] || say "$output"
  # shellcheck disable=SC2053 # The right side is a pattern.
  if [ "$code" = "$1" ] && [[ $output == $2 ]]; then
    say "${green}exit code $code${plain} ${dim}after $elapsed ms, the start of the process included${plain}"
  else
    say "${red}exit code $code, and $1 was expected${plain}"
    unexpected=$((unexpected + 1))
  fi
}

begin=$(microseconds)
echo "${bold}HealthProbe${plain} builds its probe, starts a server, asks it, stops it, and asks again."

step "1. What is on this machine"
command -v dotnet >/dev/null || give_up "The .NET SDK is missing. It is here: https://dot.net/download"
sdk=$(dotnet --version 2>/dev/null) || give_up "global.json asks for the .NET 10 SDK, and this machine has: $(dotnet --list-sdks | tr '\n' ' ')"
say "the .NET SDK $sdk"
toolchain=yes
if missing=$(./publish.sh --check 2>&1); then
  say "a C toolchain: so the probe is built as it is shipped, native and static"
else
  toolchain=""
  say "$missing"
  say "so the probe is built as a single file that brings its own runtime"
fi

step "2. Building, which takes a minute the first time"
start=$(microseconds)
if [ -n "$toolchain" ] && ! build_native; then
  tail -n 3 "$work/build.log" | sed 's/^/  /'
  say "the native build failed, as the lines above say: the single file takes its place"
  toolchain=""
fi
[ -n "$toolchain" ] || build_single_file
size=$(($(wc -c <"$probe") * 10 / 1000000))
say "$probe, $((size / 10)).$((size % 10)) MB ${dim}after $(seconds_since "$start")${plain}"

step "3. A server listens: healthy, and nothing to say"
say "${bold}\$ healthprobe listen 127.0.0.1 0${plain}"
start_server
ask 0 ""

step "4. The server is gone: unhealthy, and the reason"
stop_server
say "127.0.0.1:$port is closed"
ask 1 "unhealthy tcp://127.0.0.1:$port: connection refused (* ms)"

if [ "$unexpected" != 0 ]; then
  give_up "$unexpected of the 2 answers were not as expected."
fi
step "Both answers were as expected. It took $(seconds_since "$begin") in all, and nothing is left running."
say "Yours to copy into an image: $probe"
