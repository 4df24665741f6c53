"""Event places with gold triggers: how often place_event is right by the gold scorer's place_ok, null and not.

python -m bench.eval_event_places [dev|train] [--errors]
"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from bench.gold import gold_is_there, load_gold, oracle_groups, scorer
from truceline.domain.mentions import PlaceReading
from truceline.extract.places import find_places
from truceline.extract.places_unnamed import with_unnamed
from truceline.extract.placing import place_event
from truceline.resources.gazetteer import Gazetteer


def as_gold(readings: tuple[PlaceReading, ...]) -> dict[str, object] | None:
    """The best reading in the scorer's form, or None."""
    if not readings:
        return None
    p = readings[0].place
    return {"name": p.name, "country": p.country, "lat": p.lat, "lon": p.lon, "precision": p.precision}


def shares(split: str) -> tuple[Counter[str], Counter[str], list[str]]:
    """(right, total) by kind and type of core events, and a line for each wrong one."""
    rules, gazetteer = scorer(), Gazetteer.open()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    lines = []
    for doc, events in load_gold(split):
        places = with_unnamed(doc, find_places(doc, gazetteer), gazetteer)
        for event, group in oracle_groups(doc, events):
            if event.get("optional"):
                continue
            found = as_gold(place_event(doc, group, places))
            wanted: Any = event.get("place")
            ok = rules.place_ok(wanted, found)
            for key in ("all", "with a place" if wanted else "null", f"  {event['type']}"):
                right[key] += ok
                total[key] += 1
            if not ok:
                words = group[0].trigger.of(doc.text) if group else ""
                said = wanted and (wanted["names"][:2], wanted["precision"])
                got = found and (found["name"], found["lat"], found["precision"])
                lines.append(f"{doc.report.report_id} {event['type']} «{words}» gold {said} found {got}")
                if group:
                    lines.append("      " + " ".join(doc.sentences[group[0].sentence].of(doc.text).split()))
    return right, total, lines


def main() -> None:
    """Print the figures, and each error with --errors."""
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("split", nargs="?", default="dev", choices=("dev", "train", "newswire"))
    args.add_argument("--errors", action="store_true", help="each wrong one beside its sentence")
    opts = args.parse_args()
    if not gold_is_there():
        print("gold absent")
        return
    right, total, lines = shares(opts.split)
    for key in total:
        print(f"{key:16} {right[key] / total[key]:.3f}  ({right[key]} of {total[key]})")
    if opts.errors:
        print(*lines, sep="\n")


if __name__ == "__main__":
    main()
