#!/usr/bin/env bash
# What `make demo` shows: reports in, events out, one value followed back to its words, the truce by day.
set -euo pipefail
BIN=${BIN:-.venv/bin}
DB=${DB:-demo.db}
EXAMPLES=${EXAMPLES:-examples/iraq-truce-2024}
say() { printf '\n== %s\n\n' "$*"; }

rm -f "$DB" "$DB-wal" "$DB-shm"
say "Coding $EXAMPLES into $DB"
"$BIN/truceline" code "$EXAMPLES" --db "$DB" --format table

say "One report's events, each value with its sentence, its words and who says so"
"$BIN/truceline" show 2024-08-21-truce-over --db "$DB"

say "The truces"
"$BIN/truceline" truces --db "$DB"

say "The same question for four days"
for day in 2024-03-01 2024-07-20 2024-08-15 2024-08-22; do
    "$BIN/truceline" truces --db "$DB" --on "$day" --as-known "$day" --format line
done
printf '\nOpen the pages with: make serve\n'
