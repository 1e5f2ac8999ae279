#!/usr/bin/env bash
# What the native file is made of, by part, from the linker's map beside it. Standard output is Markdown.
#
#   bench/size.sh [folder]        default: the native folder that the last ./publish.sh filled
#
# Parts of the linker are told apart by the archive that they come from, managed ones by the assembly that their symbol begins with.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=${1:-artifacts/build/bin/HealthProbe.Cli/release_linux-x64/native}
for file in healthprobe healthprobe.map; do
  [ -f "$folder/$file" ] || { echo "size.sh: ${folder:-artifacts}/$file is not there: run ./publish.sh first" >&2; exit 1; }
done

# Not every awk reads hexadecimal.
hex='function hex(text,  value, i) { value = 0; for (i = 1; i <= length(text); i++) value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1; return value }'

# What takes room in the file: not .bss and .tbss, and nothing that was discarded or has no address.
linked() {
  awk "$hex"'
    /^Linker script and memory map/ { on = 1 }
    !on { next }
    /^\.[a-z]|^__[a-z]/ { output = $1 }
    output ~ /^\.(bss|tbss|debug|comment|shstrtab|symtab|strtab)|freeres_ptrs/ { next }
    /^ [._*A-Za-z]/ && NF == 1 { getline rest; $0 = $0 " " rest }
    /^ [._A-Za-z]/ && $2 ~ /^0x/ && $3 ~ /^0x/ && NF >= 4 && $2 !~ /^0x0+$/ {
      size = hex(substr($3, 3))
      if (size == 0) next
      file = $4
      part = "C runtime and libgcc"
      if (file ~ /healthprobe\.o$/) part = "managed"
      else if (file ~ /libcrypto\.a/) part = "OpenSSL: libcrypto"
      else if (file ~ /libssl\.a/) part = "OpenSSL: libssl"
      else if (file ~ /libRuntime.*\(gc[a-z]*\.cpp|\(objecthandle|\(handletable/) part = "runtime: collector"
      else if (file ~ /libRuntime|libbootstrapper|libeventpipe|libstandalonegc|libstdc\+\+compat/) part = "runtime: the rest"
      else if (file ~ /libSystem\.|Cryptography\.Native/) part = "framework, native half"
      else if (file ~ /libz\.a/) part = "zlib"
      else if (file ~ /libc\.a|libm.*\.a|libpthread\.a|libdl\.a|librt\.a/) part = "libc"
      bytes[part] += size
    }
    END { for (part in bytes) print part "\t" bytes[part] }
  ' "$1"
}

# Symbols of the managed object, by the assembly in their name. The map says no sizes: what counts is how far the next symbol is.
managed() {
  awk '
    /^Linker script and memory map/ { on = 1 }
    /^\.[a-z]|^__[a-z]/ { output = $1 }
    on && output !~ /^\.(bss|tbss|tdata|debug|comment|shstrtab|symtab|strtab)|freeres_ptrs/ && $1 ~ /^0x0*[1-9a-f]/ && $2 !~ /^0x/ { print substr($1, 3), $2 }' "$1" | sort | awk "$hex"'
    function assembly_of(name) {
      if (!match(name, /(HealthProbe_(Core|Executable)|healthprobe|System_CommandLine|System_Net_(Security|Sockets|NameResolution|Primitives)|System_Security_Cryptography|System_Formats_Asn1|System_Linq|System_Text_(Json|Encodings_Web)|System_Diagnostics_DiagnosticSource|System_Collections(_Concurrent)?|System_Console|System_Runtime_Numerics|S_P_(CoreLib|TypeLoader|Reflection_Execution|StackTraceMetadata|Uri))_/)) return ""
      name = substr(name, RSTART, RLENGTH - 1)
      gsub(/_/, ".", name)
      sub(/^S\.P\./, "System.Private.", name)
      return name
    }
    {
      at = hex($1)
      if (before != "" && at - from < 1000000) bytes[before] += at - from
      before = assembly_of($2)
      from = at
    }
    END { for (assembly in bytes) print assembly "\t" bytes[assembly] }'
}

table() {
  sort -t $'\t' -k2,2nr | awk -F '\t' -v total="$1" '{ printf "| %s | %d | %.1f %% |\n", $1, $2, 100 * $2 / total }'
}

total=$(stat -c %s "$folder/healthprobe")
parts=$(linked "$folder/healthprobe.map")
echo "| part of the file | bytes | of $total |"
echo "| --- | ---: | ---: |"
table "$total" <<<"$parts"
echo
echo "The managed part by assembly, where the name of a symbol says one (a generic method counts for the assembly that is named first):"
echo
echo "| assembly | bytes | of $total |"
echo "| --- | ---: | ---: |"
managed "$folder/healthprobe.map" | table "$total"
echo
echo "| section | bytes | of $total |"
echo "| --- | ---: | ---: |"
readelf -SW "$folder/healthprobe" | sed 's/^ *\[ *[0-9]*\] *//' |
  awk "$hex"'$2 == "PROGBITS" { size = hex($5); if (size > 100000) print $1 "\t" size }' | table "$total"
