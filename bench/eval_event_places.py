"""Event places with gold triggers: how often place_event is right by the gold scorer's place_ok, null and not.

python -m bench.eval_event_places [dev|train] [--errors]
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from bench.gold import gold_is_there, load_gold, oracle_groups, scorer
from truceline.domain.mentions import PlaceReading
from truceline.extract.places import find_places
from truceline.extract.placing import place_event
from truceline.resources.gazetteer import Gazetteer


def as_gold(readings: tuple[PlaceReading, ...]) -> dict[str, object] | None:
    """The best reading in the scorer's form, or None."""
    if not readings:
        return None
    p = readings[0].place
    return {"name": p.name, "country": p.country, "lat": p.lat, "lon": p.lon, "precision": p.precision}


def main() -> None:
    """Print the figures, and each error with --errors."""
    if not gold_is_there():
        print("gold absent")
        return
    split = "train" if "train" in sys.argv else "dev"
    rules, gazetteer = scorer(), Gazetteer.open()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    seconds = 0.0
    gold = load_gold(split)
    for doc, events in gold:
        began = time.process_time()
        places = find_places(doc, gazetteer)
        groups = oracle_groups(doc, events)
        coded = [as_gold(place_event(doc, group, places)) for _, group in groups]
        seconds += time.process_time() - began
        for (event, group), found in zip(groups, coded, strict=True):
            if event.get("optional"):
                continue
            wanted = event.get("place")
            ok = rules.place_ok(wanted, found)
            kind = "with a place" if wanted else "null"
            for key in ("all", kind, f"  {event['type']}"):
                right[key] += ok
                total[key] += 1
            if not ok and "--errors" in sys.argv:
                name = wanted and wanted["names"][:2]  # type: ignore[index]
                print(
                    f"{doc.report.report_id} {event['type']} «{group[0].trigger.of(doc.text) if group else ''}»"
                    f" gold {name} {wanted and wanted['precision']}"  # type: ignore[index]
                    f" found {found and (found['name'], found['lat'], found['precision'])}"
                )  # type: ignore[index]
                if group and "--text" in sys.argv:
                    print("     ", doc.sentences[group[0].sentence].of(doc.text).replace("\n", " "))
    for key in total:
        print(f"{key:16} {right[key] / total[key]:.3f}  ({right[key]} of {total[key]})")
    print(f"{1000 * seconds / len(gold):.1f} ms a document, find_places and place_event")


if __name__ == "__main__":
    main()
