"""Everything that the networks learn from in one file, for a machine that has no language model and no shared/.

    python -m training.pack [--out .cache/training/examples.pkl]

Besides annotated reports it holds some that nobody annotated: only a teacher's word on them is learned. Reports of
gold/dev and those whose events or truces a benchmark asks for are in neither.
"""

from __future__ import annotations

import argparse
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import spacy

from bench.docs import ROOT, SHARED, load_documents, rows
from bench.gold import AMENDED, MUC4, NEWSWIRE, load_gold
from training.auxiliary import load_auxiliary
from training.examples import build
from training.labels import DocExample
from training.quiet import quiet_examples

HELD = (ROOT / "bench" / "incident_pairs.jsonl", ROOT / "bench" / "truce_questions.jsonl")
SYNTHETIC = 1500
LONGEST = 700
"""Words of an unread report that are read; the rest is more of the same."""
_MOJIBAKE = ((re.compile(r"aEURoe|aEUR(?![~(\w])"), '"'), (re.compile(r"aEUR~|aEUR\(tm\)"), "'"))
_BOILERPLATE = re.compile(r"^(?:facebook twitter|related stor|full coverage|farA)", re.I)


def held_ids() -> set[str]:
    """Reports that the benchmarks of incidents and truces ask for, those annotated and those of gold/dev."""
    found: set[str] = set()
    for path in HELD:
        for row in rows(path):
            found |= _ids(row)
    found |= {row["report_id"] for path in (NEWSWIRE, AMENDED, MUC4) for row in rows(path)}
    return found | {row["id"] for row in rows(SHARED / "gold" / "dev" / "reports.jsonl")}


def _ids(value: object) -> set[str]:
    """Every string in a row of a benchmark; report ids are among them."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        value = list(value.values())
    return set().union(*map(_ids, value)) if isinstance(value, list) else set()


def police_reports() -> Iterator[str]:
    """Sentences of the police set put together to reports again."""
    told: list[str] = []
    for row in rows(SHARED / "bench" / "police_events_train.jsonl.gz"):
        text = row["text"]
        if text.startswith("This story is from") and told:
            yield " ".join(told)
            told = []
        text = re.sub(r"^This story is from \w+ \d+, \d+\s*", "", text)
        for pattern, mark in _MOJIBAKE:
            text = pattern.sub(mark, text)
        if text and not _BOILERPLATE.match(text):
            told.append(text)
    yield " ".join(told)


def plain_reports() -> Iterator[tuple[str, str]]:
    """(id, text) of sets that are read without the language model."""
    for row in rows(SHARED / "bench" / "muc4_train.jsonl.gz"):
        yield row["docid"], row["doctext"]
    for row in rows(SHARED / "bench" / "place_lgl.jsonl.gz"):
        yield f"lgl-{row['report_id']}", row["text"]
    for n, text in enumerate(police_reports()):
        yield f"police-{n}", text
    for n, row in enumerate(rows(SHARED / "bench" / "synthetic_plover.jsonl.gz")):
        if n < SYNTHETIC:
            yield f"synthetic-plover-{n}", row["text"]


def unread_examples() -> list[DocExample]:
    """Reports that nobody annotated."""
    skip, out = held_ids(), list[DocExample]()
    for name in ("corpus", "tbaq", "trnews"):
        for doc in load_documents(name):
            if not {doc.report.report_id, doc.report.source_id} & skip:
                out.append(build(doc, []))
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    texts = [(i, " ".join(t.split())) for i, t in plain_reports() if i not in skip]
    for (name, _), doc in zip(texts, language.pipe(t for _, t in texts), strict=True):
        ranges = [(s.start, s.end) for s in doc.sents if s.end <= LONGEST]
        if ranges:
            out.append(DocExample(name, [], [t.text for t in doc[: ranges[-1][1]]], ranges, [], []))
    for doc in out:
        doc.unread = True
    return out


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / ".cache" / "training" / "examples.pkl")
    args = parser.parse_args()
    packed = {
        "ours": [build(d, e) for d, e in load_gold("ours")],
        "others": [build(d, e) for d, e in load_gold("muc4")],
        "quiet": quiet_examples()[0],
        "auxiliary": load_auxiliary(),
        "unread": unread_examples(),
    }
    bare = {name: [d.bare() for d in docs] for name, docs in packed.items()}
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(pickle.dumps(bare, protocol=5))
    for name, docs in bare.items():
        print(f"{name:10} {len(docs)} reports {sum(len(d.words) for d in docs)} words")


if __name__ == "__main__":
    main()
