"""Rebuild data/casing.tsv from the open sets: which words running text writes with a capital.

    python -m training.casing
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
OUT = ROOT / "src/truceline/data/casing.tsv"
SETS = (
    "gold/train/reports.jsonl",
    "corpus/newswire.jsonl.gz",
    "bench/time_timebank_aquaint.jsonl.gz",
    "bench/place_lgl.jsonl.gz",
    "bench/place_trnews.jsonl.gz",
    "bench/synthetic_plover.jsonl.gz",
    "bench/police_events_train.jsonl.gz",
    "bench/plover_types_train.jsonl.gz",
)
WORD = re.compile(r"[^\W\d_]+")
INSIDE_SENTENCE = re.compile(r"[a-z,] $")


def ordinary_texts() -> list[str]:
    """Texts of the sets that are not capitals-only."""
    found = []
    for name in SETS:
        path = SHARED / name
        with gzip.open(path, "rt") if name.endswith("gz") else open(path) as lines:
            for line in lines:
                text = json.loads(line).get("text") or ""
                letters = [c for c in text if c.isalpha()]
                if letters and sum(c.isupper() for c in letters) / len(letters) < 0.3:
                    found.append(text)
    return found


def main() -> None:
    """Count and write."""
    capital: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    acronym: Counter[str] = Counter()
    seen_in: defaultdict[str, set[int]] = defaultdict(set)
    for n, text in enumerate(ordinary_texts()):
        for match in WORD.finditer(text):
            word = match.group()
            if len(word) < 2:
                continue
            if word.isupper():
                acronym[word] += 1
                seen_in[word].add(n)
            elif INSIDE_SENTENCE.search(text[max(0, match.start() - 2) : match.start()]):
                if word.islower():
                    lower[word] += 1
                elif word[0].isupper():
                    capital[word.lower()] += 1
                    seen_in[word.lower()].add(n)
    rows = [
        (w, "proper")
        for w, n in capital.items()
        if n >= 0.8 * (n + lower[w]) and len(seen_in[w]) >= 2 and acronym[w.upper()] <= n
    ]
    rows += [
        (w, "acronym")
        for w, n in acronym.items()
        if n >= 3 and len(seen_in[w]) >= 2 and n > 2 * (capital[w.lower()] + lower[w.lower()])
    ]
    OUT.write_text("word\tkind\n" + "".join(f"{w}\t{k}\n" for w, k in sorted(rows)), encoding="utf-8")
    print(len(rows), "words in", OUT)


if __name__ == "__main__":
    main()
