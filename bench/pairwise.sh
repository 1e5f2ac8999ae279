#!/usr/bin/env bash
# Runs the command with each combination of the values of any three options, variables and behaviors of a peer, and compares the exit code with what
# the peer did: 0 only where it met what was asked. A test of the project runs each combination of two. Some minutes on two cores.
#
#   bench/pairwise.sh [<strength>]     2 or 3 [3]
set -euo pipefail
cd "$(dirname "$0")/.."

export HEALTHPROBE_PAIRWISE=${1:-3}
dotnet build tests/HealthProbe.IntegrationTests -c Release -nodeReuse:false -v quiet
dotnet test tests/HealthProbe.IntegrationTests -c Release --no-build --filter FullyQualifiedName~PairwiseTests --logger "console;verbosity=normal"
