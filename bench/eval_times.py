"""Time expressions against TIMEX3 gold, as TempEval-3 scores them.

    python -m bench.eval_times [--half 0|1] [--errors] [--speed]

strict F1: same span. relaxed F1: overlapping span. value F1, type F1: relaxed F1 times the share of matched
mentions whose value (type) is right. --half takes every second report by a hash: tune on one, check on the other.
"""

from __future__ import annotations

import argparse
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.docs import SETS, SHARED, load_documents, load_reports, rows
from bench.figures import f1, harmonic, share
from truceline.domain.mentions import TimeMention
from truceline.domain.text import Document
from truceline.extract.times import find_times
from truceline.language import Language, analyse


@dataclass
class Tally:
    """What was found and what went wrong, over documents."""

    n_gold: int = 0
    n_found: int = 0
    strict: int = 0
    gold_hit: int = 0
    found_hit: int = 0
    value: int = 0
    kind: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    spans: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def add(self, doc: Document, want: list[dict[str, Any]], found: Sequence[TimeMention]) -> None:
        """Count one document."""
        self.n_gold, self.n_found = self.n_gold + len(want), self.n_found + len(found)
        hit = set()
        for g in want:
            over = [m for m in found if m.span.start < g["end"] and g["start"] < m.span.end]
            if not over:
                self.missed[_flat(doc.text, g["start"], g["end"], 30) + f" {g['value']}"] += 1
                continue
            self.gold_hit += 1
            exact = [m for m in over if (m.span.start, m.span.end) == (g["start"], g["end"])]
            best = (exact or over)[0]
            hit.update(id(m) for m in over)
            if exact:
                self.strict += 1
            else:
                self.spans[f"{_flat(doc.text, g['start'], g['end'], 12)} | {best.text!r}"] += 1
            self.value += best.value == g["value"]
            self.kind += best.type == g["type"]
            if best.value != g["value"]:
                where = _flat(doc.text, g["start"], g["end"], 40)
                line = f"{doc.report.report_id} {doc.report.date} {where} gold {g['value']} not {best.value}"
                self.wrong[f"{line} ({best.reason})"] += 1
        self.found_hit += len(hit)
        for m in found:
            if id(m) not in hit:
                self.extra[
                    _flat(doc.text, m.span.start, m.span.end, 30) + f" {m.value} ({m.reason.split(':')[0]})"
                ] += 1

    def figures(self) -> dict[str, float]:
        """Strict, relaxed, type and value F1 in percent."""
        p, r = share(self.found_hit, self.n_found), share(self.gold_hit, self.n_gold)
        relaxed = 100 * harmonic(p, r)
        found = {
            "strict": 100 * f1(self.strict, self.n_found, self.n_gold), "relaxed": relaxed,
            "type": relaxed * self.kind / self.gold_hit, "value": relaxed * self.value / self.gold_hit,
        }  # fmt: skip
        return {k: round(v, 1) for k, v in found.items()}


def tally(docs: Sequence[Document]) -> tuple[Tally, float]:
    """The tally over documents, and CPU seconds of find_times."""
    gold = {r["report_id"]: r["times"] for r in rows(SHARED / SETS["tbaq"])}
    find_times(docs[0], anchor=docs[0].report.date)
    start = time.process_time()
    answers = [find_times(d, anchor=d.report.date) for d in docs]
    seconds = time.process_time() - start
    found = Tally()
    for doc, answer in zip(docs, answers, strict=True):
        found.add(doc, gold[doc.report.report_id], answer)
    return found, seconds


def main() -> None:
    """Print the figures, and with --errors what went wrong, by kind."""
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("--half", type=int, choices=(0, 1))
    args.add_argument("--errors", action="store_true")
    args.add_argument("--speed", action="store_true", help="documents per CPU second with the analysis, too")
    opts = args.parse_args()
    if not (SHARED / SETS["tbaq"]).exists():
        print("gold absent")
        return
    docs = [
        d
        for d in load_documents("tbaq")
        if opts.half is None or zlib.crc32(d.report.report_id.encode()) % 2 == opts.half
    ]
    found, seconds = tally(docs)
    print(f"documents {len(docs)}  gold {found.n_gold}  found {found.n_found}")
    print("  ".join(f"{name} F1 {value}" for name, value in found.figures().items()))
    print(f"find_times alone: {len(docs) / seconds:.0f} documents per CPU second")
    if opts.speed:
        language = Language.load()
        reports = load_reports("tbaq")[:60]
        start = time.process_time()
        for report in reports:
            find_times(analyse(report, language), anchor=report.date)
        print(f"with analysis: {len(reports) / (time.process_time() - start):.1f} documents per CPU second")
    if opts.errors:
        tables = (("MISSED", found.missed), ("EXTRA", found.extra), ("SPAN", found.spans), ("VALUE", found.wrong))
        for title, table in tables:
            print(f"--- {title} {sum(table.values())}")
            for line, n in table.most_common():
                print(f"{title} {n} {line}")


def _flat(text: str, start: int, end: int, width: int) -> str:
    left, right = text[max(0, start - width) : start], text[end : end + width]
    return " ".join(f"{left}[{text[start:end]}]{right}".split())


if __name__ == "__main__":
    main()
