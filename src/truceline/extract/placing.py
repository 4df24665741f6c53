"""Where an event happened: the place its own sentence gives, else the nearest governing one, else null.

Every place mention of the report is weighed against every other and against null by what ties it to the event's
triggers: the preposition that governs it, the path through the parse, the order of sentences, the kind of event
(codebook section 8). The weights stand in data/placing_weights.tsv (training/place_event.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from truceline.domain.codes import PlaceKind
from truceline.domain.mentions import EventMention, PlaceMention, PlaceReading
from truceline.domain.text import Document, Span
from truceline.extract.arguments import WordChance, log_odds, weigh, word_signs
from truceline.extract.last import Last
from truceline.extract.placing_country import with_country
from truceline.extract.placing_items import find_items, own_item
from truceline.extract.placing_signs import Scene, Stage, null_signs, signs
from truceline.resources.logistic import weigh_signs
from truceline.resources.place_weights import placing_weights
from truceline.resources.word_weights import load_word_weights

REFINE = 0.05
"""A smaller place inside the best reading is put first from this share of its score on (training/place_event.py)."""
_NEVER = -1e9
"""Score of a place that the event cannot be at, whatever the network says."""
_KEPT = 5
"""Readings that are handed on."""


class _Story:
    """A report with its places, and what a digest's items have of them."""

    def __init__(self, doc: Document, places: Sequence[PlaceMention]) -> None:
        self.doc, self.places = doc, places
        self.items = find_items(doc, places)
        self._scenes: dict[Span | None, Scene] = {}

    def scene(self, group: Sequence[EventMention]) -> Scene:
        """What an event may be placed at: all of the report, or of its own item where the report is a digest."""
        item = next((i for i in self.items if i[1].contains(group[0].trigger)), None)
        key = None if item is None else item[0]
        if key not in self._scenes:
            doc, places = (self.doc, self.places) if item is None else own_item(self.doc, self.places, item)
            self._scenes[key] = Scene(doc, places)
        return self._scenes[key]


_LAST: Last[_Story] = Last()


def scene_of(doc: Document, group: Sequence[EventMention], places: Sequence[PlaceMention]) -> Scene:
    """The places that an event is weighed at, with what is asked of them again and again."""
    return _LAST.of(doc, places, make=lambda: _Story(doc, places)).scene(group)


def place_event(
    doc: Document, group: Sequence[EventMention], places: Sequence[PlaceMention], words: WordChance | None = None
) -> tuple[PlaceReading, ...]:
    """Readings of where an event happened, best first; () is the codebook's null.

    doc: the analysed report. group: the event's mentions, with PLACE roles where a reader found them.
    places: find_places of the report. words: the model's probability that a place is a mention's, None without a model.
    The score of a reading is its probability among all places and null.
    """
    if not group or not places:
        return ()
    scene = scene_of(doc, group, places)
    places, stage = scene.places, Stage(scene, group)
    weights = placing_weights()
    scores = [weigh_signs(signs(stage, i), weights) for i in range(len(places))]
    null = weigh_signs(null_signs(stage), weights)
    if words is not None:
        second = load_word_weights("placing")
        told = placing_signs(group, places, words)
        *scores, null = [weigh(s, own, second) for s, own in zip([*scores, null], told, strict=True)]
    scores = [
        _NEVER if scene.is_nowhere(i) or stage.is_elsewhere(i) else s for i, s in enumerate(scores)
    ]
    chosen = [(i, share) for i, share in choose_place(stage, scores, null) if scores[i] > _NEVER]
    readings = [PlaceReading(places[i], round(share, 4), scene.reason(group, i)) for i, share in chosen]
    if not readings:
        return ()
    kept = refine(stage, readings)[:_KEPT]
    return tuple(replace(r, place=with_country(doc, r.place, places)) for r in kept)


def choose_place(stage: Stage, scores: Sequence[float], null: float) -> list[tuple[int, float]]:
    """(number of a place, its chance among all places and null), the best first; [] where null is best.

    One entry a place, however often it is named. The chances of places that agree are first taken together against
    null and against places elsewhere: of a place, others a few kilometres off, and the country that holds it. The
    likeliest of those that agree comes first, then the others by their own.
    """
    scene = stage.scene
    top = max(*scores, null)
    likely = [math.exp(s - top) for s in scores]
    none = math.exp(null - top)
    total = sum(likely) + none
    alike: dict[object, list[int]] = {}
    for i, place in enumerate(scene.places):
        alike.setdefault(scene.identity(place), []).append(i)
    shares: dict[int, float] = {}
    for members in alike.values():
        best = max(members, key=lambda i: (scores[i], -i))
        shares[best] = sum(likely[i] for i in members) / total
    order = sorted(shares, key=lambda i: (-shares[i], scene.places[i].span))
    agreed = {i: scene.agreed(i, shares) for i in order}
    first = max(order, key=lambda i: agreed[i], default=None)
    if first is None or agreed[first] < none / total:
        return []
    first = max((i for i in order if scene.agrees(i, first)), key=lambda i: shares[i])
    return [(first, shares[first]), *((i, shares[i]) for i in order if i != first)]


def placing_signs(
    group: Sequence[EventMention], places: Sequence[PlaceMention], words: WordChance
) -> list[dict[str, float]]:
    """What the model says of each place, and last of none: its highest word over the event's mentions."""
    told = [[c for m in group if (c := words(m, p.span)) is not None] for p in places]
    signs = word_signs([max(chances) if chances else None for chances in told])
    known = [m.placed for m in group if m.placed is not None]
    if known:
        signs[-1]["placed"] = log_odds(max(known))
    return signs


def refine(stage: Stage, readings: list[PlaceReading]) -> list[PlaceReading]:
    """Put first the smaller place inside the best one, where the event's own sentences give it, likely enough; of a
    country that they do not name as a place, its likeliest town."""
    scene, best = stage.scene, readings[0]
    if stage.group[0].truce_action is not None:
        return readings  # the ground that a truce covers is not the town that its sentence names besides
    at = {p: i for i, p in enumerate(scene.places)}
    j = at[best.place]
    anywhere = best.place.kind is PlaceKind.COUNTRY and not stage.names_country(best.place)
    inner = [
        r
        for r in readings[1:]
        if r.score >= REFINE * best.score
        and (scene.sentence[at[r.place]] in stage.sentences or (anywhere and r.place.kind is PlaceKind.SETTLEMENT))
        and not r.place.acts
        and not scene.elaborates[at[r.place]]
        and scene.within(at[r.place], j)
    ]
    if not inner:
        return readings
    first = max(inner, key=lambda r: (-r.place.precision, r.score))
    return [first, *(r for r in readings if r is not first)]
