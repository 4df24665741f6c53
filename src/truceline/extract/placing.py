"""Where an event happened: the place its own sentence gives, else the nearest governing one, else null.

Every place mention of the report is weighed against every other and against null by what ties it to the event's
triggers: the preposition that governs it, the path through the parse, the order of sentences, the kind of event
(codebook section 8). The weights stand in data/placing_weights.tsv (training/place_event.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from truceline.domain.mentions import EventMention, PlaceMention, PlaceReading
from truceline.domain.text import Document
from truceline.extract.placing_signs import Scene, null_signs, signs
from truceline.resources.place_weights import placing_weights

_KEPT = 5
"""Readings that are handed on."""


def place_event(
    doc: Document, group: Sequence[EventMention], places: Sequence[PlaceMention]
) -> tuple[PlaceReading, ...]:
    """Readings of where an event happened, best first; () is the codebook's null.

    doc: the analysed report. group: the event's mentions, with PLACE roles where a reader found them.
    places: find_places of the report. The score of a reading is its probability among all places and null.
    """
    if not group or not places:
        return ()
    scene = Scene(doc, places)
    weights = placing_weights()
    scores = [sum(weights.get(k, 0.0) * v for k, v in signs(scene, group, i).items()) for i in range(len(places))]
    null = sum(weights.get(k, 0.0) * v for k, v in null_signs(scene, group).items())
    top = max(*scores, null) if scores else null
    likely = [math.exp(s - top) for s in scores]
    total = sum(likely) + math.exp(null - top)
    alike: dict[object, list[int]] = {}
    for i, place in enumerate(places):
        alike.setdefault(scene.identity(place), []).append(i)
    readings = []
    for members in alike.values():
        best = max(members, key=lambda i: (scores[i], -i))
        share = sum(likely[i] for i in members) / total
        readings.append(PlaceReading(places[best], round(share, 4), scene.reason(group, best)))
    readings.sort(key=lambda r: (-r.score, r.place.span))
    if not readings or readings[0].score < math.exp(null - top) / total:
        return ()
    return tuple(readings[:_KEPT])
