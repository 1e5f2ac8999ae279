#!/usr/bin/env bash
# Hands random and mutated StatsD packets to the sidecar's parser; what it prints must say "exceptions 0". Ends with 1 otherwise.
#
#   bench/statsd-fuzz.sh [packets] [seed]      default: 10000000 1
set -euo pipefail
cd "$(dirname "$0")/.."

export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
dotnet build bench/HealthProbe.Benchmarks -c Release --nologo -v quiet -nodeReuse:false >/dev/null
said=$(dotnet bench/HealthProbe.Benchmarks/bin/Release/net10.0/HealthProbe.Benchmarks.dll statsd-fuzz "$@")
echo "$said"
[[ $said == *"exceptions 0,"* ]]
