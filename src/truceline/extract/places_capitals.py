"""Capitals that a report does not name: "the Iraqi capital", "Argentina's capital", "the heavily fortified capital"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from truceline.domain.codes import PlaceKind
from truceline.domain.mentions import PlaceMention
from truceline.domain.text import Document, Span, Token
from truceline.resources.gazetteer import Gazetteer, Place, country_table

_OTHER: Final = frozenset(
    "provincial regional state district departmental financial commercial cultural economic former old de facto "
    "self-proclaimed rebel summer winter working foreign human political venture".split()
)
"""Words beside "capital" that make it the seat of something else than a state, or money."""
_AFTER: Final = frozenset("punishment markets market flows gains investment spending expenditure crime murder cases".split())
_NEAR: Final = 4
"""Tokens after "capital" in which a name for it is looked for ("the capital city of Lusaka", "the capital, Lusaka")."""


def find_capitals(
    doc: Document, places: Sequence[PlaceMention], gazetteer: Gazetteer
) -> tuple[PlaceMention, ...]:
    """Mentions of a capital without its name, resolved to the city, in text order.

    places: what find_places read. "The capital" alone is that of the country whose places the report names most; where
    two countries share the lead, or the city is named beside it, there is none.
    """
    found = []
    for token in doc.tokens:
        if token.lower != "capital" or token.pos not in ("NOUN", "PROPN") or token.dep == "compound":
            continue
        mention = _capital(doc, token, places, gazetteer)
        if mention is not None:
            found.append(mention)
    return tuple(found)


def with_capitals(
    doc: Document, places: Sequence[PlaceMention], gazetteer: Gazetteer
) -> tuple[PlaceMention, ...]:
    """The places of a report and its unnamed capitals, in text order: what an event may be placed at."""
    return tuple(sorted((*places, *find_capitals(doc, places, gazetteer)), key=lambda p: p.span))


def _capital(
    doc: Document, token: Token, places: Sequence[PlaceMention], gazetteer: Gazetteer
) -> PlaceMention | None:
    beside = [t for t in doc.children(token) if t.i < token.i]
    after = doc.tokens[token.i + 1 : token.i + 1 + _NEAR]
    words = {t.lower for t in beside}
    if words & _OTHER or (after and after[0].lower in _AFTER):
        return None
    if not any(t.dep in ("det", "poss") for t in beside):
        return None  # "raise capital"
    reach = Span(token.start, after[-1].end if after else token.end)
    following = [p for p in places if reach.contains(p.span) and p.span.start > token.start]
    if any(p.kind is not PlaceKind.COUNTRY for p in following):
        return None
    start = min((t.start for t in beside), default=token.start)
    phrase = Span(start, token.end)
    inside = [p for p in places if phrase.contains(p.span) or (p.span.end <= token.start and p.span.overlaps(phrase))]
    of = [p for p in following if doc.text[token.end : p.span.start].strip().lower() in ("of", "of the", "city of")]
    named = [p.country for p in (*inside, *of) if p.country]
    country = named[0] if named else _main_country(places)
    city = _city_of(country, gazetteer) if country else None
    if city is None:
        return None
    return PlaceMention(
        span=phrase, text=phrase.of(doc.text), name=city.name, kind=PlaceKind.SETTLEMENT, country=country,
        lat=city.lat, lon=city.lon, precision=1, source_id=city.source_id, acts=False,
        score=0.9 if named else 0.6,
        reason=f"capital of {country}" + ("" if named else ", the country named most"),
    )  # fmt: skip


def _main_country(places: Sequence[PlaceMention]) -> str | None:
    """The country whose places are named most, when no other comes near."""
    share = Counter(p.country for p in places if p.country).most_common(2)
    if not share or (len(share) == 2 and share[1][1] * 2 > share[0][1]):
        return None
    return share[0][0]


def _city_of(country: str, gazetteer: Gazetteer) -> Place | None:
    known = country_table().countries.get(country)
    if known is None or not known.capital:
        return None
    cities = [
        c.place for c in gazetteer.lookup(known.capital) if c.place.country == country and c.place.kind is PlaceKind.SETTLEMENT
    ]
    return max(cities, key=lambda p: p.population, default=None)
