"""Places on the open sets: recognition (overlap), accuracy on gold mentions, both end to end, and speed.

    python -m bench.eval_places [trnews] [lgl]

Right is within 161 km of gold; a country is right within its own radius too, since corpora differ about a country's
point. The shipped weights were trained on these two sets: ``python -m training.place_rank`` prints held-out figures.
"""

from __future__ import annotations

import sys
import time

from bench.docs import SETS, SHARED, load_documents, rows
from bench.figures import harmonic
from truceline.domain.codes import PlaceKind
from truceline.domain.mentions import PlaceMention
from truceline.domain.text import Span
from truceline.extract.places import find_places
from truceline.resources.gazetteer import Gazetteer, distance_km

NEAR_KM = 161.0


def right(place: PlaceMention, gold: dict, gazetteer: Gazetteer) -> bool:  # type: ignore[type-arg]
    """Whether a resolved mention is right for a gold place with a point."""
    if place.lat is None or place.lon is None:
        return False
    away = distance_km(place.lat, place.lon, gold["lat"], gold["lon"])
    if place.kind == PlaceKind.COUNTRY:
        radius = next(
            (c.place.radius_km for c in gazetteer.lookup(place.name) if c.place.source_id == place.source_id), 0
        )
        return away <= max(NEAR_KM, radius)
    return away <= NEAR_KM


def measure(name: str, gazetteer: Gazetteer, *, demonyms: bool = True) -> dict[str, float]:
    """Figures of one set; demonyms=False leaves out mentions that stand for a people (GeoVirus does not mark them)."""
    gold = {r["report_id"]: r["places"] for r in rows(SHARED / SETS[name])}
    n_gold = n_found = hit_gold = hit_found = n_point = on_gold = pointed = end_found = end_gold = 0
    seconds = 0.0
    documents = load_documents(name)
    for doc in documents:
        wanted = gold[doc.report.report_id]
        began = time.process_time()
        found = find_places(doc, gazetteer)
        seconds += time.process_time() - began
        if not demonyms:
            found = tuple(p for p in found if not p.reason.startswith("people of"))

        def over(p: PlaceMention, g: dict) -> bool:  # type: ignore[type-arg]
            return g["start"] < p.span.end and p.span.start < g["end"]

        with_point = [g for g in wanted if g["lat"] is not None]
        n_gold, n_found, n_point = n_gold + len(wanted), n_found + len(found), n_point + len(with_point)
        hit_found += sum(any(over(p, g) for g in wanted) for p in found)
        hit_gold += sum(any(over(p, g) for p in found) for g in wanted)
        pointed += sum(p.lat is not None for p in found)
        end_found += sum(any(over(p, g) and right(p, g, gazetteer) for g in with_point) for p in found)
        end_gold += sum(any(over(p, g) and right(p, g, gazetteer) for p in found) for g in with_point)
        spans = {Span(g["start"], g["end"]): g for g in with_point}
        given = find_places(doc, gazetteer, spans=list(spans))
        on_gold += sum(right(p, spans[p.span], gazetteer) for p in given if p.span in spans)

    p, r = hit_found / n_found, hit_gold / n_gold
    ep, er = end_found / pointed, end_gold / n_point
    return {
        "recognition P": p, "recognition R": r, "recognition F1": harmonic(p, r), "gold mentions": on_gold / n_point,
        "end to end P": ep, "end to end R": er, "end to end F1": harmonic(ep, er),
        "documents per CPU second": len(documents) / seconds,
    }  # fmt: skip


def main() -> None:
    """Print the figures of each set named."""
    if not (SHARED / SETS["trnews"]).exists():
        print("gold absent")
        return
    gazetteer = Gazetteer.open()
    for name in sys.argv[1:] or ("trnews", "lgl"):
        for key, value in measure(name, gazetteer).items():
            print(f"{name:8} {key:26} {value:.3f}")


if __name__ == "__main__":
    main()
