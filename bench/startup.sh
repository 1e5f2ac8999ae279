#!/usr/bin/env bash
# Where the time and the memory of one start go: the figures of docs/startup.md. Takes about a minute. Standard output is Markdown.
#
#   bench/startup.sh [folder]        default: the native folder that the last ./publish.sh filled
#
# The floors beside it are built here: a static C program that connects, and an empty program with our settings of NativeAOT (without the SDK it is left out).
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=16 runs=25 stops=200
folder=${1:-artifacts/build/bin/HealthProbe.Cli/release_linux-x64/native}
say() { echo "startup.sh: $*" >&2; }
for file in healthprobe healthprobe.map; do
  [ -f "$folder/$file" ] || { say "${folder:-artifacts}/$file is not there: run ./publish.sh first"; exit 1; }
done
for name in $(compgen -e HEALTHPROBE_ || true); do unset "$name"; done

scratch=$(mktemp -d)
. bench/servers.sh
finish() {
  end_servers
  rm -rf "$scratch"
}
trap finish EXIT
gcc -O2 -Wall -Wextra -Werror -static -o "$scratch/spawn" bench/spawn.c
gcc -O2 -Wall -Wextra -Werror -static -o "$scratch/phases" bench/phases.c
gcc -O2 -Wall -Wextra -Werror -static -o "$scratch/connect" bench/connect.c
# What is resident depends on how the kernel keeps the file: a copy made as publish.sh makes it, for all alike.
install -m 755 "$folder/healthprobe" "$scratch/healthprobe"
start_server 300

empty_program() {
  command -v dotnet >/dev/null || return 1
  mkdir "$scratch/empty"
  echo 'internal static class Program { private static int Main() => 0; }' >"$scratch/empty/Program.cs"
  cat >"$scratch/empty/empty.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <InvariantGlobalization>true</InvariantGlobalization>
    <Native>true</Native>
  </PropertyGroup>
  <Import Project="$PWD/src/Executable.props" />
  <PropertyGroup>
    <StaticOpenSslLinking>false</StaticOpenSslLinking>
  </PropertyGroup>
  <ItemGroup>
    <LinkerArg Remove="-Wl,--wrap=OPENSSL_cpuid_setup,--defsym=__wrap_OPENSSL_cpuid_setup=OPENSSL_rdtsc" />
    <DirectPInvoke Remove="libcrypto" />
  </ItemGroup>
</Project>
PROJECT
  timeout 240 dotnet publish "$scratch/empty" -c Release -r linux-x64 -nodeReuse:false -o "$scratch/empty/out" >"$scratch/empty.log" 2>&1 || return 1
  install -m 755 "$scratch/empty/out/empty" "$scratch/empty.native"
}

row() { (IFS=$'\t'; printf '%s\n' "$*") >>"$scratch/rows"; }
row healthprobe "$scratch/healthprobe" 127.0.0.1 "$port"
row "a static C program that connects" "$scratch/connect" 127.0.0.1 "$port"
if command -v nc >/dev/null; then row "nc -z" "$(realpath "$(command -v nc)")" -z 127.0.0.1 "$port"; fi
if empty_program; then row "an empty NativeAOT program" "$scratch/empty.native"; else say "the empty program was not built: it is left out"; fi
timeout 300 "$scratch/spawn" "$rounds" "$runs" <"$scratch/rows" >"$scratch/figures"

calls() {
  command -v strace >/dev/null || { echo "?"; return 0; }
  strace -f -c -o "$scratch/calls" "${@:2}" && awk '$NF == "total" { print $(NF - (NF > 5 ? 2 : 1)) }' "$scratch/calls"
}
echo "| command | median time | CPU time | peak memory | page faults | system calls |"
echo "| --- | ---: | ---: | ---: | ---: | ---: |"
while IFS=$'\t' read -r -a words; do
  awk -F '\t' -v label="${words[0]}" -v calls="$(calls "${words[@]}")" '
    $1 == label { printf "| %s | %.2f ms | %.2f ms | %.1f MB | %d | %s |\n", $1, $4 / 1e3, $5 / 1e3, $6 / 1024, $7, calls }' "$scratch/figures"
done <"$scratch/rows"

# The file has no symbols; the linker's map says where they are.
step() { awk -v name="$1" -v label="$2" '$1 ~ /^0x/ && $2 == name { print substr($1, 3), label; exit }' "$folder/healthprobe.map" >>"$scratch/steps"; }
step _start "the kernel: exec"
step main "libc: asks the processor, relocates, sets up the first thread"
step RhInitialize "enters the runtime"
step "InitializeGC()" "runtime: signals, processors"
step InitializeModules "collector: its heap and tables; the finalizer's thread"
step S_P_CoreLib_Internal_Runtime_CompilerHelpers_StartupCodeHelpers__InitializeStatics "the first managed code"
step __managed__Main "an object for each type with static fields; initializers"
step healthprobe_HealthProbe_Cli_Program__Main "main thread, arguments"
step exit "our own code: arguments, socket, connect"
timeout 120 "$scratch/phases" "$stops" "$scratch/healthprobe" 127.0.0.1 "$port" <"$scratch/steps" >"$scratch/phased"
echo
echo "| until | us, tenth percentile | us, median |"
echo "| --- | ---: | ---: |"
grep -v '^\(file,\|memory of\)' "$scratch/phased" | awk -F '\t' '{ printf "| %s | %d | %d |\n", $1, $2, $3; a += $2; b += $3 } END { printf "| sum | %d | %d |\n", a, b }'
echo
echo "| resident at the end | KB | of it its own |"
echo "| --- | ---: | ---: |"
grep '^\(file,\|memory of\)' "$scratch/phased" | awk -F '\t' '{ printf "| %s | %d | %d |\n", $1, $2, $3; a += $2; b += $3 } END { printf "| sum | %d | %d |\n", a, b }'
