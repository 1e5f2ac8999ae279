#!/usr/bin/env bash
# Writes src/Native/order.ld again: which parts of the runtime and of libc a probe runs, so that the linker lays them side by side. Needs valgrind.
#
#   bench/order.sh [folder]        default: the native folder that the last ./publish.sh filled
#
# A list that is old costs only what it saves: what it names and is not there is passed over, and what it does not name is laid where it always was.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=${1:-artifacts/build/bin/HealthProbe.Cli/release_linux-x64/native}
command -v valgrind >/dev/null || { echo "order.sh: valgrind is missing (on Debian: apt-get install valgrind)" >&2; exit 1; }
[ -f "$folder/healthprobe.map" ] || { echo "order.sh: ${folder:-artifacts}/healthprobe.map is not there: run ./publish.sh first" >&2; exit 1; }

scratch=$(mktemp -d)
. bench/servers.sh
finish() {
  end_servers
  rm -rf "$scratch"
}
trap finish EXIT
start_server 200

# valgrind does not understand the symbols that the program refers to.
objcopy --remove-section .gnu_debuglink "$folder/healthprobe" "$scratch/healthprobe"

# Every address that is run, once. Whether the answer came in time does not matter here.
for target in "127.0.0.1:$port" "localhost:$port" "http://127.0.0.1:$port/"; do
  timeout 60 valgrind --tool=lackey --trace-mem=yes --log-file="$scratch/trace" "$scratch/healthprobe" "$target" >/dev/null || true
  sed -nE 's/^I +([0-9a-f]+),.*/\1/p' "$scratch/trace"
done | awk '{ printf "%16s\n", $1 }' | tr ' ' 0 | sort -u >"$scratch/addresses"

# The sections of .text by address: start, end, "*archive:member(section)". The compiler's own object stays where it is, and so does what libgcc puts at both ends.
sed -n '/^Linker script and memory map/,$p' "$folder/healthprobe.map" | awk '
  /^ \.text/ && NF == 1 { getline rest; $0 = $0 " " rest }
  /^ \.text/ && $2 ~ /^0x0*[1-9a-f]/ && $3 != "0x0" && $4 ~ /\.a\(/ { print substr($2, 3), substr($3, 3), $1, $4 }' |
  while read -r start size section file; do
    archive=${file##*/}
    member=${archive#*(}
    # The file name of libm says its version.
    archive=${archive%%(*}
    [[ $archive != libm-* ]] || archive="libm-*.a"
    printf '%016x %016x *%s:%s(%s)\n' "$((16#$start))" "$((16#$start + 16#$size))" "$archive" "${member%)}" "$section"
  done | sort >"$scratch/sections"

{
  echo "/* Written by bench/order.sh; what it is for and what it saves: docs/startup.md. */"
  echo "SECTIONS"
  echo "{"
  echo "  .text.first :"
  echo "  {"
  # Hexadecimal numbers of one length compare as text.
  awk 'NR == FNR { start[NR] = "x" $1; end[NR] = "x" $2; name[NR] = $3; count = NR; next }
    FNR == 1 { i = 1 }
    { at = "x" $1; while (i <= count && end[i] <= at) i++; if (i <= count && start[i] <= at && !(name[i] in seen)) { seen[name[i]] = 1; print "    " name[i] } }
  ' "$scratch/sections" "$scratch/addresses"
  echo "  }"
  echo "}"
  echo "INSERT BEFORE .text;"
} >"$scratch/order.ld"
mv "$scratch/order.ld" src/Native/order.ld
echo "order.sh: $(grep -c '^    ' src/Native/order.ld) parts in src/Native/order.ld"
