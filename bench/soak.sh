#!/usr/bin/env bash
# Hostile peers against the published binaries, for long. Ends with 1 when an answer was wrong, late or too large, when memory grew or a descriptor stayed.
#
#   bench/soak.sh peers [seeds]              every protocol, broken off after every byte; default: 200 seeds of nonsense each, some 5 minutes
#   bench/soak.sh probes [count] [seed]      default: 100000 probes, seed 1, some 7 minutes
#   bench/soak.sh sidecar [minutes] [seed]   default: 30 minutes, seed 1
#
# It needs ./publish.sh to have run, gcc and the .NET SDK. The end-to-end tests run a short form of the first.
set -euo pipefail
cd "$(dirname "$0")/.."

export SOAK_BINARIES=${HEALTHPROBE_BINARIES:-artifacts} SOAK_HELPER=artifacts/ask
[ -x "$SOAK_BINARIES/healthprobe" ] || { echo "bench/soak.sh: no $SOAK_BINARIES/healthprobe: run ./publish.sh first" >&2; exit 1; }
command -v gcc >/dev/null || { echo "bench/soak.sh: gcc is missing (on Debian: apt-get install gcc libc6-dev)" >&2; exit 1; }
gcc -O2 -Wall -Wextra -Werror -static -o "$SOAK_HELPER" bench/ask.c

export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
dotnet build bench/HealthProbe.Soak -c Release --nologo -v quiet -nodeReuse:false >/dev/null
exec dotnet bench/HealthProbe.Soak/bin/Release/net10.0/HealthProbe.Soak.dll "$@"
