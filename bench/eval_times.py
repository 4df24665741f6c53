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

from bench.docs import SETS, SHARED, load_documents, load_reports, rows
from truceline.extract.times import find_times
from truceline.language import Language, analyse


def f1(tp: float, n_gold: int, n_found: int) -> float:
    """F1 in percent."""
    return 200 * tp / (n_gold + n_found) if n_gold + n_found else 0.0


def main() -> None:
    """Print the figures, and with --errors what went wrong, by kind."""
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("--half", type=int, choices=(0, 1))
    args.add_argument("--errors", action="store_true")
    args.add_argument("--speed", action="store_true", help="documents per CPU second with the analysis, too")
    opts = args.parse_args()
    path = SHARED / SETS["tbaq"]
    if not path.exists():
        print("gold absent")
        return
    gold = {r["report_id"]: r["times"] for r in rows(path)}
    docs = [
        d
        for d in load_documents("tbaq")
        if opts.half is None or zlib.crc32(d.report.report_id.encode()) % 2 == opts.half
    ]
    n_gold = n_found = strict = relaxed_g = relaxed_f = value = kind = 0
    missed, extra, wrong, spans = Counter(), Counter(), Counter(), Counter()  # type: ignore[var-annotated]
    find_times(docs[0], anchor=docs[0].report.date)
    start = time.process_time()
    answers = [find_times(d, anchor=d.report.date) for d in docs]
    seconds = time.process_time() - start
    for doc, found in zip(docs, answers, strict=True):
        want = gold[doc.report.report_id]
        n_gold, n_found = n_gold + len(want), n_found + len(found)
        hit = set()
        for g in want:
            over = [m for m in found if m.span.start < g["end"] and g["start"] < m.span.end]
            if not over:
                missed[_flat(doc.text, g["start"], g["end"], 30) + f" {g['value']}"] += 1
                continue
            relaxed_g += 1
            exact = [m for m in over if (m.span.start, m.span.end) == (g["start"], g["end"])]
            best = (exact or over)[0]
            hit.update(id(m) for m in over)
            if exact:
                strict += 1
            else:
                spans[f"{_flat(doc.text, g['start'], g['end'], 12)} | {best.text!r}"] += 1
            value += best.value == g["value"]
            kind += best.type == g["type"]
            if best.value != g["value"]:
                wrong[
                    f"{doc.report.report_id} {doc.report.date} {_flat(doc.text, g['start'], g['end'], 40)} "
                    f"gold {g['value']} not {best.value} ({best.reason})"
                ] += 1
        relaxed_f += len(hit)
        for m in found:
            if id(m) not in hit:
                extra[_flat(doc.text, m.span.start, m.span.end, 30) + f" {m.value} ({m.reason.split(':')[0]})"] += 1
    p, r = relaxed_f / max(n_found, 1), relaxed_g / n_gold
    relaxed = 200 * p * r / (p + r) if p + r else 0.0
    print(f"documents {len(docs)}  gold {n_gold}  found {n_found}")
    print(
        f"strict F1 {f1(strict, n_gold, n_found):.1f}  relaxed P {100 * p:.1f} R {100 * r:.1f} F1 {relaxed:.1f}  "
        f"type F1 {relaxed * kind / relaxed_g:.1f}  value F1 {relaxed * value / relaxed_g:.1f}"
    )
    print(f"find_times alone: {len(docs) / seconds:.0f} documents per CPU second")
    if opts.speed:
        language = Language.load()
        reports = load_reports("tbaq")[:60]
        start = time.process_time()
        for report in reports:
            find_times(analyse(report, language), anchor=report.date)
        print(f"with analysis: {len(reports) / (time.process_time() - start):.1f} documents per CPU second")
    if opts.errors:
        for title, table in (("MISSED", missed), ("EXTRA", extra), ("SPAN", spans), ("VALUE", wrong)):
            print(f"--- {title} {sum(table.values())}")
            for line, n in table.most_common():
                print(f"{title} {n} {line}")


def _flat(text: str, start: int, end: int, width: int) -> str:
    left, right = text[max(0, start - width) : start], text[end : end + width]
    return " ".join(f"{left}[{text[start:end]}]{right}".split())


if __name__ == "__main__":
    main()
