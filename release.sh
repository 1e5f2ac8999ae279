#!/usr/bin/env bash
# The release: everything that is offered for download, the same bytes from the same commit whatever the folder.
#
#   ./release.sh [folder]        default: artifacts/release
#   ./release.sh --verify        makes it from two clones in two folders and compares; two native builds, at most 20 minutes each
#
# It leaves artifacts/image, from which Dockerfile makes the image. What is in each file: docs/releasing.md
set -euo pipefail
cd "$(dirname "$0")"

# The settings of the machine must not be seen in the result.
export LC_ALL=C TZ=UTC CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 UseSharedCompilation=false
umask 022

fail() {
  echo "release.sh: $1" >&2
  exit 1
}
for tool in git tar gzip dpkg-query sha256sum; do
  command -v "$tool" >/dev/null || fail "missing: $tool. The licences of what is linked in come from Debian packages: build on Debian"
done

verify() {
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  local clone commit
  commit=$(git rev-parse HEAD)
  # The second folder has another length and another depth: paths that are only cut or padded would show. And no branch, as when a tag is built.
  for clone in first a/second-longer-one; do
    git clone --quiet . "$folder/$clone"
    git -C "$folder/$clone" reset --quiet --hard "$commit"
    # The clone's address would be written into the packages.
    git -C "$folder/$clone" remote remove origin
    [ "$clone" = first ] || git -C "$folder/$clone" checkout --quiet --detach
    timeout 1200 "$folder/$clone/release.sh" >"$folder/log" 2>&1 || fail "the build in $clone failed or took longer than 20 minutes: $(tail -n 20 "$folder/log")"
    echo "built: $clone ($SECONDS s)"
  done
  diff "$folder"/{first,a/second-longer-one}/artifacts/release/SHA256SUMS || fail "not reproducible: the lines above differ"
  echo "reproducible: $(wc -l <"$folder/first/artifacts/release/SHA256SUMS") files are byte-identical in two folders"
}
if [ "${1:-}" = --verify ]; then
  verify
  exit
fi

release/locks.sh --check
[ -z "$(git status --porcelain)" ] || fail "there are changes that are not committed: commit or stash them, a release is made of a commit"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
version=$(dotnet msbuild Directory.Build.props -getProperty:Version)
out=$(realpath -m "${1:-artifacts/release}")
[ -z "$(ls -A "$out" 2>/dev/null)" ] || [ -e "$out/SHA256SUMS" ] || fail "$out holds other files, which would be deleted: name another folder"
stage=artifacts/staging
image=artifacts/image
rm -rf "$out" "$stage" "$image"
mkdir -p "$out" "$stage" "$image/licenses"

./publish.sh --locked "$stage/bin"

for program in healthprobe:HealthProbe.Cli healthprobe-sidecar:HealthProbe.Sidecar; do
  project=${program#*:} program=${program%:*}
  name=$program-$version-linux-x64
  tree=$stage/$name
  mkdir -p "$tree/licenses"
  cp "$stage/bin/$program" LICENSE "$tree/"
  # What the shell completes and what man shows, where there is any for this program.
  find completions man -type f -regex ".*/_?$program\(\.[^/]*\)?" -exec cp --parents -t "$tree" {} + 2>/dev/null || true

  release/linked.sh "artifacts/build/obj/$project/release_linux-x64/native" "$tree/licenses" >"$stage/$program.linked"
  release/sbom.sh "$program" "$version" "$stage/bin/$program" <"$stage/$program.linked" >"$out/$name.cdx.json"
  tar --format=ustar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C "$stage" -cf - "$name" \
    | gzip -9n >"$out/$name.tar.gz"

  cp "$stage/bin/$program" "$image/"
  cp -R "$tree/LICENSE" "$tree/licenses/." "$image/licenses/"
done

for library in HealthProbe.Core HealthProbe.Hosting; do
  dotnet pack "src/$library" -c Release -nodeReuse:false -p:LockedRestore=true -p:RepositoryBranch="refs/tags/v$version" --artifacts-path artifacts/build-packages \
    -o "$out" >"$stage/pack.log" || fail "$library does not pack: $(tail -n 20 "$stage/pack.log")"
done

sums=$(cd "$out" && sha256sum -- *)
echo "$sums" >"$out/SHA256SUMS"
cat "$out/SHA256SUMS"
