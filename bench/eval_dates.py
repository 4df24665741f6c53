"""Event dates with gold triggers: does date_event give gold's days?

    python -m bench.eval_dates [dev|train] [--errors]

Right by the gold scorer's date_ok (equal, or half of the joint interval shared; null must be null). Core events only.
"""

from __future__ import annotations

import argparse
from collections import Counter

from bench.gold import gold_is_there, load_gold, oracle_groups, scorer
from truceline.extract.dating import date_event
from truceline.extract.times import find_times


def shares(split: str, *, optional: bool = False) -> tuple[Counter[str], Counter[str], list[str]]:
    """(right, total) by kind of event, and a line for each wrong one."""
    rules = scorer()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    lines = []
    for doc, events in load_gold(split):
        times = find_times(doc, anchor=doc.report.date)
        for event, group in oracle_groups(doc, events):
            if event.get("optional") and not optional:
                continue
            readings = date_event(doc, group, times, anchor=doc.report.date)
            all_found = [{"start": str(r.first_day), "end": str(r.last_day)} for r in readings]
            found = all_found[0] if all_found else None
            ok = rules.date_ok(event["date"], found)
            for kind in ("all", "dated" if event["date"] else "null", f"status {event['status']}"):
                right[kind] += ok
                total[kind] += 1
            total["any"] += 1
            right["any"] += ok or any(rules.date_ok(event["date"], f) for f in all_found)
            if not ok:
                start, end = event["trigger"]["span"]  # type: ignore[index]
                text = doc.text
                where = f"{text[max(0, start - 110) : start]}«{text[start:end]}»{text[end : end + 110]}"
                said = readings[0].reason if readings else "null"
                line = f"{doc.report.report_id} {doc.report.date} {event['type']} {event['status']}"
                days = f"gold {_days(event['date'])} ({event.get('date_text')}) not {_days(found)}"
                lines.append(f"{line} {days}: {said}\n      {' '.join(where.split())}")
    return right, total, lines


def main() -> None:
    """Print shares right, and with --errors each wrong one beside its sentence."""
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("split", nargs="?", default="dev", choices=("dev", "train", "newswire"))
    args.add_argument("--errors", action="store_true")
    args.add_argument("--optional", action="store_true", help="score optional events, too")
    opts = args.parse_args()
    if not gold_is_there():
        print("gold absent")
        return
    right, total, lines = shares(opts.split, optional=opts.optional)
    for kind in sorted(total):
        print(f"{kind:22} {right[kind] / total[kind]:.3f}  ({right[kind]} of {total[kind]})")
    if opts.errors:
        print(*lines, sep="\n")


def _days(value: object) -> str:
    return f"{value['start']}..{value['end']}" if isinstance(value, dict) else "null"


if __name__ == "__main__":
    main()
