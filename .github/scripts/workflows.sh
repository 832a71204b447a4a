#!/usr/bin/env bash
# workflows.sh REPORT: asks GitHub whether each pinned commit is the one of its tag, and of the action it is said to be
# of, and whether a fault of it has become known (zizmor's online audits). The report is empty where all is well.
set -euo pipefail
report=$1

mkdir -p "$(dirname "$report")"
: >"$report"
status=0
zizmor --format plain --no-progress --color never . >"$report.txt" 2>&1 || status=$?
if ((status != 0)); then
  {
    echo '## Workflows'
    echo
    echo '```text'
    # Nothing in it may end the block of text that it stands in.
    tr '\140' "'" <"$report.txt"
    echo '```'
  } >"$report"
fi
rm "$report.txt"
