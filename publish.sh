#!/usr/bin/env bash
# The production binaries: native, fully static, stripped. They run in any Linux x64 image, FROM scratch included.
#
#   ./publish.sh [folder]        default: artifacts
#   ./publish.sh --check         only says what is missing to build it, with exit code 1 when something is
set -euo pipefail
cd "$(dirname "$0")"

rid=linux-x64

missing=""
for tool in dotnet gcc objcopy cmake make; do
  command -v "$tool" >/dev/null || missing="$missing $tool"
done
# gcc answers with a path only for a library that it finds.
for library in libssl.a libz.a; do
  [ "$(gcc -print-file-name="$library" 2>/dev/null)" != "$library" ] || missing="$missing $library"
done
if [ -n "$missing" ]; then
  echo "publish.sh: missing:$missing (on Debian: apt-get install gcc binutils cmake make libc6-dev libssl-dev zlib1g-dev; the .NET SDK from https://dot.net)" >&2
  exit 1
fi

[ "${1:-}" != --check ] || exit 0
out=$(realpath -m "${1:-artifacts}")

# The NativeAOT pack of net10.0 is not in every package registry; that of net9.0 is. The same code compiles for both.
projects=(src/HealthProbe.Cli src/HealthProbe.Sidecar)
native=(-r "$rid" -p:Native=true)
restore() {
  local project
  for project in "${projects[@]}"; do
    dotnet restore "$project" "${native[@]}" -p:Framework="$1" --artifacts-path "artifacts/build-$1" || return 1
  done >"artifacts/restore-$1.log" 2>&1
}
fail() {
  cat "$1" >&2
  exit 1
}
# The framework's OpenSSL glue is compiled here, with cmake. Unless told so it keeps asserts, and names of folders on this machine.
packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')
export CMAKE_BUILD_TYPE=MinSizeRel CFLAGS="-fmacro-prefix-map=$packages=/_/"
mkdir -p artifacts "$out"
if [ -z "${HEALTHPROBE_FRAMEWORK:-}" ] && restore net10.0; then
  framework=net10.0
  why="the newest, and its NativeAOT pack is to be had"
else
  framework=${HEALTHPROBE_FRAMEWORK:-net9.0}
  why="the package registry has no NativeAOT pack for net10.0"
  [ -z "${HEALTHPROBE_FRAMEWORK:-}" ] || why="HEALTHPROBE_FRAMEWORK asks for it"
  restore "$framework" || fail "artifacts/restore-$framework.log"
fi

build="artifacts/build-$framework"
log="artifacts/publish-$framework.log"
publish() {
  local project
  for project in "${projects[@]}"; do
    dotnet publish "$project" --no-restore -c Release "${native[@]}" -p:Framework="$framework" --artifacts-path "$build" -o "$build/out" || return 1
  done
}
publish >"$log" 2>&1 || fail "$log"

echo "runtime: $framework ($why)"
for program in healthprobe healthprobe-sidecar; do
  install -m 755 "$build/out/$program" "$out/$program"
  echo "size:    $(stat -c %s "$out/$program") bytes"
  echo "path:    $out/$program"
done
