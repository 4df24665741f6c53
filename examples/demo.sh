#!/usr/bin/env bash
# What `make demo` shows: reports in, events out, one value followed back to its words, the truce by day.
set -euo pipefail
BIN=${BIN:-.venv/bin}
DB=${DB:-demo.db}
EXAMPLES=${EXAMPLES:-examples/iraq-truce-2024}
BOLD='' DIM='' GREEN='' OFF=''
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then BOLD=$'\e[1m' DIM=$'\e[2m' GREEN=$'\e[32m' OFF=$'\e[0m'; fi

say() { printf '\n%s%s%s\n' "$BOLD" "$*" "$OFF"; }
# The first lines of what a command shows; where more follow, so it says. (No head: a command must not lose its reader.)
first() {
    local n=$1 text lines
    shift
    printf '%s$ truceline %s%s\n' "$GREEN" "$*" "$OFF"
    text=$("$BIN/truceline" "$@")
    lines=$(wc -l <<<"$text")
    sed -n "1,${n}p" <<<"$text"
    if ((lines > n)); then printf '%s… and %d lines more%s\n' "$DIM" $((lines - n)) "$OFF"; fi
}

rm -f "$DB" "$DB-wal" "$DB-shm"
say "1. Eighteen reports become events"
first 24 code "$EXAMPLES" --db "$DB"

say "2. Every value leads back to words: one report's first event"
first 16 show 2024-08-21-truce-over --db "$DB"

say "3. The truce on four days, each as known on that day"
for day in 2024-03-01 2024-07-20 2024-08-15 2024-08-22; do
    state=$("$BIN/truceline" truces --db "$DB" --on "$day" --as-known "$day" --format jsonl |
        "$BIN/python" -c 'import json, sys; print("; ".join(json.loads(x)["state"] for x in sys.stdin) or "no truce known")')
    printf '%s  %s%s%s\n' "$day" "$BOLD" "$state" "$OFF"
done

say "4. And day by day"
id=$("$BIN/truceline" truces --db "$DB" --format jsonl | "$BIN/python" -c 'import json, sys; print(json.loads(next(sys.stdin))["id"])')
first 18 truces show "$id" --db "$DB"

say "Next"
printf '  %smake serve%s                      opens the pages on these reports: http://127.0.0.1:8000\n' "$BOLD" "$OFF"
printf '  %struceline doctor%s                says whether all is there\n' "$BOLD" "$OFF"
printf '  docs/tutorial.md                goes on with reports of your own\n'
