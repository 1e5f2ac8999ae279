#!/usr/bin/env bash
# A CycloneDX software bill of materials of one executable, from the lines of linked.sh. The same bytes for the same input: no serial number, and the commit's date.
#
#   sbom.sh <program> <version> <file> <lines
set -euo pipefail
program=$1 version=$2 file=$3
self=pkg:generic/$program@$version

components=""
references=""
while IFS=$'\t' read -r name its_version license url; do
  components+=${components:+,}$(printf '\n    {"type": "library", "bom-ref": "%s", "name": "%s", "version": "%s", "purl": "%s", "licenses": [{"expression": "%s"}]}' \
    "$url" "$name" "$its_version" "$url" "$license")
  references+=${references:+, }\"$url\"
done

cat <<JSON
{
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "version": 1,
  "metadata": {
    "timestamp": "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)",
    "component": {
      "type": "application", "bom-ref": "$self", "name": "$program", "version": "$version", "purl": "$self",
      "licenses": [{"expression": "MIT"}],
      "hashes": [{"alg": "SHA-256", "content": "$(sha256sum <"$file" | cut -d' ' -f1)"}]
    }
  },
  "components": [$components
  ],
  "dependencies": [
    {"ref": "$self", "dependsOn": [$references]}
  ]
}
JSON
