"""Measure harm with gold triggers: killed and injured as the gold set's scorer has them, and the other kinds likewise.

python -m bench.eval_harm [dev|train|written] [--errors] [--limit N] [--prefix w19,w20]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from bench.gold import gold_is_there, load_gold, oracle_groups, scorer
from truceline.extract.quantities import assign_harms, find_harms

KINDS = ("killed", "injured", "captured", "displaced", "missing")


def main() -> None:
    """Print the figures of one split."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", nargs="?", default="dev")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--prefix", default="", help="only reports whose id begins so; several with a comma")
    options = parser.parse_args()
    if not gold_is_there():
        print("gold absent")
        return
    score = scorer()
    right: Counter = Counter()
    total: Counter = Counter()
    held: Counter = Counter()
    spent = 0.0
    wanted = tuple(options.prefix.split(","))
    gold = [g for g in load_gold(options.split) if g[0].report.report_id.startswith(wanted)][: options.limit]
    for doc, events in gold:
        pairs = oracle_groups(doc, events)
        began = time.process_time()
        harms = find_harms(doc)
        shares = assign_harms(doc, tuple(g for _, g in pairs), harms)
        spent += time.process_time() - began
        for (event, _), share in zip(pairs, shares, strict=True):
            if event.get("optional"):
                continue
            mine = {"harm": [{"kind": str(h.kind), "min": h.minimum} for h in share if not h.alternative]}
            for kind in KINDS:
                want, have = score.tolls(event, kind), score.tolls(mine, kind)
                if want is None and have is None:
                    continue
                total[kind] += 1
                right[kind] += want == have
                if want is not None:
                    held[kind, "gold"] += 1
                    held[kind, "right"] += want == have
                if options.errors and want != have:
                    where = [doc.text[a:b] for a, b in event["evidence"]]
                    told = [
                        (h.minimum, h.maximum, h.whom, "alt" if h.alternative else "") for h in share if h.kind == kind
                    ]
                    print(
                        f"{kind.upper()} {doc.report.report_id} {event['type']} {event['status'][:4]} "
                        f"«{event['trigger']['text']}» gold {want} "
                        f"have {have} {told}"
                    )
                    for line in where[:5]:
                        print("     -", " ".join(line.split())[:260])
    for kind in KINDS:
        if total[kind]:
            print(
                f"{kind:9} {right[kind] / total[kind]:.3f} ({right[kind]}/{total[kind]}), of those in gold "
                f"{held[kind, 'right']}/{held[kind, 'gold']}"
            )
    print(f"{len(gold) / max(spent, 1e-9):.1f} documents a second")


if __name__ == "__main__":
    main()
