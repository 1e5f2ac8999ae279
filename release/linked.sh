#!/usr/bin/env bash
# What is linked into a native executable, read from what its compiler and its linker were given and took:
# one line for each package, "name, version, licence, package URL" between tabs. Its licence texts go to a folder of its name.
#
#   linked.sh <native build folder> <folder for licences>
set -euo pipefail
native=$1 licenses=$2
. /etc/os-release
nuget=$(realpath "$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')")

fail() {
  echo "linked.sh: $1" >&2
  exit 1
}

# The managed assemblies that the compiler read, and the archives that the linker took members from: the linker's map begins with them.
# The compiler leaves its list under obj, the linker its map under bin.
files() {
  sed -n 's/^-r://p' "$native"/*.ilc.rsp
  sed -nE '/^(Discarded|Memory)/q; s/^(\/[^(]+\.a)\(.*/\1/p' "${native/\/obj\//\/bin\/}"/*.map | xargs -r realpath
}

from_nuget() {
  local folder=$1 nuspec name version license
  nuspec=$(echo "$folder"/*.nuspec)
  field() { sed -n "s:.*<$1[^>]*>\(.*\)</${1%% *}>.*:\1:p" "$nuspec" | tr -d '\r' | head -n 1; }
  name=$(field id) version=$(field version) license=$(field 'license type="expression"')
  [ "$license" = MIT ] || fail "$name is not under the MIT licence any more, but \"$license\": read it before shipping"
  mkdir -p "$licenses/$name"
  find "$folder" -maxdepth 1 -iregex '.*/\(license\|third-party-notices\)\.txt' -exec install -m 644 -t "$licenses/$name" {} +
  # Some packages only name the licence.
  if [ ! -e "$licenses/$name/LICENSE.TXT" ]; then
    { echo "$name, $license"; echo; field copyright; echo; sed -n '/^Permission is hereby granted/,$p' "$(dirname "$0")/../LICENSE"; } >"$licenses/$name/LICENSE.TXT"
  fi
  printf '%s\t%s\t%s\tpkg:nuget/%s@%s\n' "$name" "$version" "$license" "$name" "$version"
}

from_debian() {
  local package=$1 source version license url text
  source=$(dpkg-query -W -f '${source:Package}' "$package")
  version=$(dpkg-query -W -f '${Version}' "$package")
  case $source in
    openssl) license=Apache-2.0 ;;
    glibc) license=LGPL-2.1-or-later ;;
    gcc-*) license='GPL-3.0-or-later WITH GCC-exception-3.1' ;;
    zlib) license=Zlib ;;
    *) fail "$package is linked in, and its licence is not known here: read /usr/share/doc/$package/copyright before shipping, then name it in $0" ;;
  esac
  mkdir -p "$licenses/$source"
  cp -L "/usr/share/doc/$package/copyright" "$licenses/$source/copyright"
  # Debian keeps the long texts in one place, and copyright files only point to them.
  for text in $(grep -oE '/usr/share/common-licenses/[A-Za-z0-9.+-]*[A-Za-z0-9]' "$licenses/$source/copyright" | sort -u); do
    [ ! -e "$text" ] || cp -L "$text" "$licenses/$source/"
  done
  url="pkg:deb/$ID/$package@${version//:/%3A}?arch=$(dpkg-query -W -f '${Architecture}' "$package")&distro=$ID-$VERSION_ID&upstream=$source"
  printf '%s\t%s\t%s\t%s\n' "$source" "$version" "$license" "${url//+/%2B}"
}

files | sort -u | while read -r file; do
  case $file in
    "$nuget"/*)
      within=${file#"$nuget"/}
      echo "nuget $nuget/$(cut -d/ -f1-2 <<<"$within")"
      ;;
    # Ours, and the framework's OpenSSL glue, whose source is in one of its packages.
    */artifacts/build-*) ;;
    *)
      owner=$(dpkg-query -S "$file") || fail "no Debian package owns $file"
      echo "debian ${owner%%:*}"
      ;;
  esac
done | sort -u | while read -r kind package; do
  "from_$kind" "$package"
done
