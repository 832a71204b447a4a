#!/usr/bin/env bash
# issue.sh FOLDER: makes one issue of the reports in a folder. Each report is Markdown, and empty where there is nothing to
# be done; a report that is missing belongs to a job that broke off. Wants gh, GH_TOKEN, GH_REPO and RUN_URL.
set -euo pipefail
folder=$1

readonly title='Upkeep: what is to be looked at'
readonly label=upkeep
# GitHub takes 65,536 characters.
readonly limit=60000

body=$(mktemp)
trap 'rm -f "$body"' EXIT
for name in 1-records 2-ways-out 3-workflows; do
  report="$folder/$name.md"
  if [[ ! -f $report ]]; then
    printf '## %s\n\nThis part broke off: see the run.\n\n' "$name" >>"$body"
  elif [[ -s $report ]]; then
    { cat "$report" && echo; } >>"$body"
  fi
done

# All that are open: one, unless somebody used the label for something else.
number=$(gh issue list --label "$label" --state open --json number,title \
  --jq "map(select(.title == \"$title\")) | .[0].number // empty")

if [[ ! -s $body ]]; then
  if [[ -n $number ]]; then
    gh issue close "$number" --comment "Nothing is left to be done ([run]($RUN_URL))."
  fi
  exit 0
fi

if (($(wc -c <"$body") > limit)); then
  # `iconv` drops what may be left of a character that was cut through.
  head -c "$limit" "$body" | iconv -f UTF-8 -t UTF-8 -c >"$body.cut"
  printf '\n\nCut here: the rest stands in the reports of the run.\n' >>"$body.cut"
  mv "$body.cut" "$body"
fi
printf '\n[The run that wrote this](%s). The next one brings this text up to date; comments stay.\n' "$RUN_URL" >>"$body"

if [[ -n $number ]]; then
  gh issue edit "$number" --body-file "$body"
else
  gh label create "$label" --description 'What the weekly job found' --force
  gh issue create --title "$title" --label "$label" --body-file "$body"
fi
