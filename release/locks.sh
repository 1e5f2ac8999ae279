#!/usr/bin/env bash
# The lock files of NuGet in release/locks, for one version of the SDK, which release/global.json names: the SDK adds packages of its own version.
#
#   release/locks.sh --check     fails if another SDK is installed
#   release/locks.sh --update    writes the lock files anew, and the version of the SDK that is installed
set -euo pipefail
cd "$(dirname "$0")/.."

pinned=$(sed -n 's/.*"version": "\([^"]*\)".*/\1/p' release/global.json)
sdk=$(dotnet --version)

check() {
  [ "$sdk" = "$pinned" ] && return
  echo "release/locks: the lock files fit .NET SDK $pinned, and this is $sdk; install $pinned, or run release/locks.sh --update" >&2
  return 1
}

update() {
  local build project
  build=$(mktemp -d)
  trap "rm -rf '$build'" EXIT
  rm -rf release/locks
  restore() { dotnet restore "$@" -p:LockedRestore=true -p:RestoreLockedMode=false --artifacts-path "$build" -v q; }
  restore HealthProbe.sln
  for project in src/HealthProbe.Cli src/HealthProbe.Sidecar; do
    restore "$project" -r linux-x64 -p:Native=true
  done
  sed -i "s/\"version\": \".*\"/\"version\": \"$sdk\"/" release/global.json
}

case ${1:-} in
  --check) check ;;
  --update) update ;;
  *)
    echo "release/locks.sh: use --check or --update" >&2
    exit 1
    ;;
esac
