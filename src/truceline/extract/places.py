"""Places of a report: which words name places, which places they mean, and which stand for governments or peoples.

Spans of the recogniser and of the gazetteer (places_names) are weighed (places_name_features), then their candidates by
what else the report names (places_resolve); relative places (``20 km west of X``) get a point of their own
(places_relative).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from truceline.domain.codes import PlaceKind
from truceline.domain.mentions import PlaceMention
from truceline.domain.text import Document, Span
from truceline.extract.places_governments import (
    GOVERNMENT_OF,
    governs,
    is_institution,
    is_met_in,
    stands_for_government,
)
from truceline.extract.places_name_features import Usage, name_features
from truceline.extract.places_names import Name, NameFinder
from truceline.extract.places_relative import part_of_territory, relative_place, territory_of
from truceline.extract.places_resolve import FEATURES, Array, Resolver, fit, is_capital
from truceline.resources.folding import fold, has_article
from truceline.resources.gazetteer import OWN, Gazetteer, Place, country_table, type_words
from truceline.resources.logistic import chance_of
from truceline.resources.place_weights import name_weights, rank_weights

NAME_THRESHOLD = 0.45
"""A span weighed below this names no place. Tuned on TR-News and LGL; rerun bench/eval_places.py."""
DOUBTFUL = 0.5
"""A facility stays unresolved where a town of its name is believed less than this."""
UNMISTAKABLE = 0.6
"""Least probability of a name of several words that can hardly be anything but a place (see unmistakable)."""
_SMALL_PLACES = frozenset("village municipality mandal area camp town prison district township quarter".split())
"""Words that make a name that no gazetteer knows a place's."""
_UNKNOWN_PRECISION = {PlaceKind.FACILITY: 1, PlaceKind.SETTLEMENT: 1, PlaceKind.ADMIN2: 3, PlaceKind.ADMIN1: 4}
"""UCDP's where_prec of a place that no gazetteer knows, by what its words say it is."""
_KIND_OF_LABEL = {"FAC": PlaceKind.FACILITY, "LOC": PlaceKind.REGION}


def find_places(
    doc: Document, gazetteer: Gazetteer, *, spans: Sequence[Span] | None = None
) -> tuple[PlaceMention, ...]:
    """Find place names and say which place each means.

    doc: one analysed report. spans: take exactly these as place names (for measuring); others give context only.
    Returns mentions in text order. One that could not be resolved has no source_id, no point and a reason.
    ``acts`` is True where the words stand for a government, a people or an organisation (demonyms, ``Washington said``,
    ``the Gaza health ministry``). lat, lon are WGS84 degrees; precision is UCDP's where_prec.
    """
    if not doc.tokens:
        return ()
    table = country_table()
    finder = NameFinder(doc, gazetteer, table, type_words())
    names = finder.find()
    wanted: set[Span] | None = None
    if spans is not None:
        names, wanted = finder.with_spans(names, spans)
    trust = weigh_names(doc, names)
    if wanted is not None:
        trust = [1.0 if n.span in wanted else t for n, t in zip(names, trust, strict=True)]
    resolver = Resolver(doc, names, trust, gazetteer, table)
    resolver.run(rank_weights(FEATURES))
    where = resolver.slices()
    found = []
    for i, (name, score) in enumerate(zip(names, trust, strict=True)):
        if (score < NAME_THRESHOLD) if wanted is None else (name.span not in wanted):
            continue
        group, stray = resolver.group_of.get(i), None
        if group is None:
            best, belief = None, 1.0
        else:
            best, belief = choose(name, resolver.places[where[group]], resolver.belief[where[group]])
            best = territory_of(doc, name, best, resolver.places[where[group]])
            if name.type_kind is PlaceKind.FACILITY and best.kind is not PlaceKind.FACILITY and belief < DOUBTFUL:
                best = None  # "Al Salem hospital": no town of that name, somewhere, is it
            elif resolver.is_stray(group, best):
                stray, best = best, None
        found.append(_mention(doc, gazetteer, name, score, best, belief, stray))
    return tuple(found)


def choose(name: Name, places: Sequence[Place], belief: Array) -> tuple[Place, float]:
    """The reading of a name: the spot with the most belief (candidates within 80 km of each other are one spot),

    and of a town and the areas named after it the town, unless a type word says otherwise: then the area, however much
    better known the town is. Returns place and belief.
    """
    top = int(np.argmax(belief))
    likely = [i for i in range(len(places)) if belief[i] > 0.02]
    if top not in likely:
        likely.append(top)
    spots = {
        i: sum(
            float(belief[j]) for j in likely if places[j].kind != PlaceKind.COUNTRY and places[i].km_to(places[j]) < 80
        )
        if places[i].kind != PlaceKind.COUNTRY
        else float(belief[i])
        for i in likely
    }
    best = max(likely, key=lambda i: (round(spots[i], 3), float(belief[i])))
    place = places[best]
    if place.kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2) and (
        name.type_kind is None or fit(name.type_kind, place.kind) < 0
    ):
        towns = [
            i for i in range(len(places))
            if places[i].kind == PlaceKind.SETTLEMENT and places[i].country == place.country and belief[i] > 0.004
            and (
                place.id in (places[i].admin1, places[i].admin2) or places[i].km_to(place) < 80
                or is_capital(places[i])
            )
            and places[i].population * 8 > place.population
        ]  # fmt: skip
        if towns:
            best = max(towns, key=lambda i: float(belief[i]))
            return places[best], max(
                spots.get(best, 0.0), spots[likely[0]] if likely else 0.0, float(belief[best] + belief[top])
            )
    if place.kind is PlaceKind.SETTLEMENT and name.type_kind in (PlaceKind.ADMIN1, PlaceKind.ADMIN2):
        areas = [
            i for i in range(len(places))
            if places[i].kind is name.type_kind and places[i].country == place.country
            and (places[i].id in (place.admin1, place.admin2) or is_capital(place))
        ]  # fmt: skip
        if areas:
            return places[max(areas, key=lambda i: float(belief[i]))], spots[best]
    return place, spots[best]


def weigh_names(doc: Document, names: Sequence[Name]) -> list[float]:
    """Probability that each name is a place's. What is sure of a name at one mention holds for all where it has
    several words, or only a sentence tells of it."""
    usage, weights = Usage.of(doc), name_weights()
    out, alike = [], dict[str, float]()
    for at, name in enumerate(names):
        if is_feast(doc, name):
            out.append(0.0)
            continue
        if is_institution(name):
            out.append(UNMISTAKABLE if is_met_in(doc, name) else 0.0)
            continue
        features = name_features(doc, name, usage, names, at)
        score = chance_of(features, weights)
        if unmistakable(name) or is_unknown_village(doc, name):
            score = max(score, UNMISTAKABLE)
        if (name.last - name.first > 1 or name.led) and not name.inside:
            alike[fold(name.text)] = max(score, alike.get(fold(name.text), 0.0))
        out.append(score)
    return [s if n.inside else max(s, alike.get(fold(n.text), 0.0)) for n, s in zip(names, out, strict=True)]


def is_feast(doc: Document, name: Name) -> bool:
    """True for the Patrick of "St Patrick's Day", and for its Day."""
    words = [t.text for t in doc.tokens[max(name.first - 1, 0) : name.last + 2]]
    before, after = words[: name.first > 0], words[(name.first > 0) + name.last - name.first :]
    if name.text in ("Day", "Eve"):
        return before in (["'s"], ["’s"])
    return len(after) == 2 and after[0] in ("'s", "’s") and after[1] in ("Day", "Eve")


def unmistakable(name: Name) -> bool:
    """True for a name of several words that our tables list, or with an Arabic article and a type word that fits."""
    if name.inside or name.last - name.first < 2 or not name.candidates:
        return False
    if any(c.sure == OWN for c in name.candidates):
        return True
    if name.type_kind is None or not has_article(fold(name.text)):
        return False
    return any(fit(name.type_kind, c.place.kind) >= 0 for c in name.candidates)


def is_unknown_village(doc: Document, name: Name) -> bool:
    """True for a name that no gazetteer knows with a word for a small place, after a preposition that leads to one
    ("in Dayagaun village", "in the Vrundel district")."""
    if name.inside or name.candidates or name.first == 0 or not name.text[0].isupper():
        return False
    words = doc.tokens[name.first : name.last + 1]
    typed = any(t.lower in _SMALL_PLACES for t in words[1:])
    before = name.first - 1
    if before and doc.tokens[before].lower == "the":
        before -= 1
    return typed and doc.tokens[before].lower in ("in", "at", "near")


def _mention(
    doc: Document, gazetteer: Gazetteer, name: Name, score: float, place: Place | None, belief: float,
    stray: Place | None = None,
) -> PlaceMention:
    """place: None where the name is unresolved; stray: what it would be, in a country that the report leaves out."""
    table = country_table()
    words = name.span.of(doc.text)
    if name.people is not None:
        country = next(
            c for c in gazetteer.lookup(table.countries[name.people].name) if c.place.country == name.people
        ).place
        return PlaceMention(
            name.span, words, country.name, PlaceKind.COUNTRY, name.people, country.lat, country.lon, 6,
            country.source_id,
            acts=True, score=score, reason=f"people of {country.name}",
        )  # fmt: skip
    fits = name.type_word and (place is None or name.type_kind is None or fit(name.type_kind, place.kind) >= 0)
    shown = f"{name.text} {name.type_word}" if fits else name.text
    if place is None:
        kind = name.type_kind or _KIND_OF_LABEL.get(name.label, PlaceKind.SETTLEMENT)
        return PlaceMention(
            name.span, words, shown, kind, None, None, None, _UNKNOWN_PRECISION.get(kind, 5),
            score=score, reason=f"only {why(stray, belief)}, far from all else" if stray else "not in the gazetteer",
        )  # fmt: skip
    area = gazetteer.place(place.admin1)
    kind, lat, lon, precision = place.kind, place.lat, place.lon, place.precision
    reason = why(place, belief)
    if name.type_kind == PlaceKind.FACILITY and place.kind == PlaceKind.SETTLEMENT:
        kind = PlaceKind.FACILITY
    source_id: str | None = place.source_id
    if (away := relative_place(doc, name, place)) is not None:
        lat, lon, shown, why_far = away
        precision, reason, source_id = 2, why_far, place.source_id
    elif (part := part_of_territory(doc, name, place)) is not None:
        shown, precision = part, 5
        reason = f"part of {place.name}; " + reason
    acts = stands_for_government(doc, name, place)
    if acts and governs(doc, name, place):
        reason = f"{GOVERNMENT_OF}{place.country}; {reason}"
    return PlaceMention(
        name.span, words, shown, kind, place.country or None, round(lat, 4), round(lon, 4), precision, source_id,
        area.name if area is not None and area.id != place.id else None,
        acts=acts, score=round(score * min(belief, 1.0), 4), reason=reason,
    )  # fmt: skip


def why(place: Place, belief: float) -> str:
    """A short reason that a reviewer can read."""
    sure = "only reading" if belief > 0.995 else f"{belief:.0%} of the readings weighed"
    return f"{place.name} ({place.kind.value}{', ' + place.country if place.country else ''}): {sure}"
