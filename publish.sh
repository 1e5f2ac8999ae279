#!/usr/bin/env bash
# The production binaries: native, fully static, stripped. They run in any Linux x64 image, FROM scratch included.
#
#   ./publish.sh [folder]        default: artifacts
#   ./publish.sh --locked [folder]   the same, and restores what release/locks lists, for CI and releases
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
locked=()
if [ "${1:-}" = --locked ]; then
  release/locks.sh --check
  locked=(-p:LockedRestore=true)
  shift
fi
out=$(realpath -m "${1:-artifacts}")

projects=(src/HealthProbe.Cli src/HealthProbe.Sidecar)
build=artifacts/build
log=artifacts/publish.log

# The framework's OpenSSL glue is compiled here, with cmake. Unless told so it keeps asserts, and names of folders on this machine.
packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')
export CMAKE_BUILD_TYPE=MinSizeRel CFLAGS="-fmacro-prefix-map=$packages=/_/"
mkdir -p artifacts "$out"
publish() {
  local project
  for project in "${projects[@]}"; do
    dotnet publish "$project" -c Release -r "$rid" -p:Native=true "${locked[@]}" --artifacts-path "$build" -o "$build/out" || return 1
  done
}
if ! publish >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi

for program in healthprobe healthprobe-sidecar; do
  install -m 755 "$build/out/$program" "$out/$program"
  echo "size:    $(stat -c %s "$out/$program") bytes"
  echo "path:    $out/$program"
done
