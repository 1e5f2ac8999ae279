#!/usr/bin/env bash
# Checks compiled methods that run before libc and the runtime: they may call only each other and the system calls of entry.c, and use only their own data.
#
#   check.sh <object file> [prefix of the methods' symbols] [objdump]
#
# Reads calls, jumps and relocations, which name everything that a method uses outside itself. Prints each violation and exits with 1.
set -euo pipefail
object=$1 prefix=${2:-healthprobe_HealthProbe_Cli_FastPath_} objdump=${3:-objdump}

# __security_cookie: the stack cookie, which may have any value; RhpFallbackFailFast ends the process if it was overwritten. RhpTrapThreads is zero until the
# runtime has started, and RhpGcPoll is called only if it is not. The others are literals, and what is handed over to the command.
allowed="^($prefix.*|healthprobe_[a-z_]+|__security_cookie|RhpFallbackFailFast|RhpTrapThreads|RhpGcPoll|healthprobe__PrivateImplementationDetails__.*|__NONGCSTATICS$prefix.*)\$"

"$objdump" -dr --no-show-raw-insn "$object" | awk -v prefix="$prefix" -v allowed="$allowed" '
  function use(symbol) {
    sub(/[-+]0x[0-9a-f]+$/, "", symbol)
    if (symbol !~ allowed && !seen[method, symbol]++) { print method ": uses " symbol ", which is not there before the runtime starts"; bad++ }
  }
  /^[0-9a-f]+ <.*>:$/ { method = substr($2, 2, length($2) - 3); isChecked = index(method, prefix) == 1; methods += isChecked; next }
  isChecked && /R_(X86_64|AARCH64)_/ { use($NF); next }
  # A call inside the section needs no relocation.
  isChecked && /<.*>$/ { symbol = $NF; gsub(/[<>]/, "", symbol); use(symbol) }
  END {
    if (!methods) { print "no method begins with " prefix; exit 1 }
    exit bad > 0
  }'
