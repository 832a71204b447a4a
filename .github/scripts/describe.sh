#!/usr/bin/env bash
# describe.sh BASE FOLDER: writes what the comment under a pull request is made of into a folder.
# The number of the pull request stands in NUMBER. A part that cannot be made is left out, and its place says so.
set -euo pipefail
base=$1
folder=$2

mkdir -p "$folder"
printf '%s\n' "${NUMBER:?}" >"$folder/number.txt"
# The check has said its say already; what is wanted here is its words, whatever they are.
python scripts/check.py --format markdown >"$folder/check.md" || true
if ! python scripts/diff.py "$base" --format markdown --limit 35000 >"$folder/diff.md"; then
  echo 'The two states could not be compared: see the run.' >"$folder/diff.md"
fi
cat "$folder/check.md" "$folder/diff.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
