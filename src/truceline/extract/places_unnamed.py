"""Places that a report does not name: "the Iraqi capital", "the heavily fortified capital", "here".

Of the annotated reports that say "here" and have no dateline those that tell mostly of one country were written, three
in four, in the town of it that they name most, else in its capital. Of 56 others a town that the title names is the
place in 6 of 8, else one named more than any other in 11 of 16, else the capital of the country named most in 16 of 32.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from truceline.domain.codes import PlaceKind
from truceline.domain.mentions import PlaceMention
from truceline.domain.text import Document, Span, Token
from truceline.extract.places_governments import as_countries
from truceline.extract.placing_signs import HERE_IS_DATELINE
from truceline.resources.gazetteer import Gazetteer, Place, country_table
from truceline.resources.likeness import fold
from truceline.resources.seats import seat_on

_OTHER: Final = frozenset(
    "provincial regional state district departmental financial commercial cultural economic former old de facto "
    "self-proclaimed rebel summer winter working foreign human political venture".split()
)
"""Words beside "capital" that make it the seat of something else than a state, or money."""
_AFTER: Final = frozenset(
    "punishment markets market flows gains investment spending expenditure crime murder cases".split()
)
_HERE_CAPITAL: Final = "here: the capital of"
_NEAR: Final = 4
"""Tokens after "capital" in which a name for it is looked for ("the capital city of Lusaka", "the capital, Lusaka")."""
_COMING: Final = frozenset("arrive visit come attend depart".split())
"""Verbs of guests: with "here", their subject is from elsewhere."""
_OF_MANY: Final = frozenset("summit conference forum gathering symposium".split())
"""What people of many countries come to, wherever it is."""
_MEETINGS: Final = frozenset("meeting talk negotiation session round".split())
_PRESS: Final = frozenset(("news", "press"))
_CONVENING: Final = frozenset("gather convene assemble".split())
_TOWN_OF: Final = re.compile(r"(?: [a-z-]+){0,2} (?:town|city|village|port|resort) of $")
_WASHINGTON: Final = re.compile(
    r"\b(?:State Department|White House|Pentagon) (?:spokes(?:man|woman|person)|officials?)\b|\bState Department said\b"
)
"""Who speaks where the report was written in Washington."""


def find_capitals(doc: Document, places: Sequence[PlaceMention], gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
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


def with_unnamed(doc: Document, places: Sequence[PlaceMention], gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """The places of a report named or not, in text order: what an event may be placed at.

    A town that stands for its government is the country, as the people of one is.
    """
    places = as_countries(places, gazetteer)
    unnamed = (*find_capitals(doc, places, gazetteer), *find_here(doc, places, gazetteer))
    return tuple(sorted((*places, *unnamed), key=lambda p: p.span))


def find_here(doc: Document, places: Sequence[PlaceMention], gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """Each "here" of the report's own voice, read as where it was written: its dateline, else as the module says; and
    each "this town" under a dateline. Of 17 such that tell where an event was all are of the dateline."""
    tokens = [
        t for t in doc.tokens
        if doc.in_quotation(t.start) is None
        and (_is_this_town(doc, t) or (t.lower == "here" and t.pos == "ADV" and not _presents(doc, t)))
    ]  # fmt: skip
    if not tokens:
        return ()
    first = Span(tokens[0].start, tokens[0].end)
    known = _written_at(doc, first, _at_home(doc, tokens, places), gazetteer)
    if known is None or known.reason != HERE_IS_DATELINE:
        tokens = [t for t in tokens if t.lower == "here"]
    if known is None or (known.reason.startswith(_HERE_CAPITAL) and any(_is_of_many(doc, t) for t in tokens)):
        return ()
    spans = (Span(t.start, t.end) for t in tokens)
    return tuple(replace(known, span=s, text=s.of(doc.text)) for s in spans)


def _is_this_town(doc: Document, token: Token) -> bool:
    """Whether a noun is the town of "in this northern town", whose name does not stand beside it."""
    if token.lower not in ("town", "city", "village", "port") or token.dep != "pobj":
        return False
    of = any(c.lower == "of" for c in doc.children(token))
    return not of and any(c.lower == "this" for c in doc.children(token))


def _is_of_many(doc: Document, here: Token) -> bool:
    """Whether "here" is where many countries meet ("trade ministers gathered here", "a summit of the League here"): it
    may be in any of them. Of 12 such events read as in the capital of the country named most 2 were there."""
    for over in doc.ancestors(here):
        if over.pos in ("VERB", "AUX"):
            around = (c for c in doc.children(over) if c.dep in ("nsubj", "nsubjpass", "dobj"))
            return over.lemma in _CONVENING or any(_is_of_countries(doc, c) for c in around)
        if over.pos in ("NOUN", "PROPN") and _is_of_countries(doc, over):
            return True
    return False


def _is_of_countries(doc: Document, noun: Token) -> bool:
    """Whether a noun is a gathering of more than two sides: a conference, the meeting of a body."""
    word, inside = noun.lemma.lower(), doc.subtree(noun)
    if word in _OF_MANY:
        return not any(c.lower in _PRESS for c in doc.children(noun))
    return word in _MEETINGS and any(t.ent == "ORG" or t.lower in ("ministerial", "multilateral") for t in inside)


def _presents(doc: Document, here: Token) -> bool:
    """Whether "here" opens its sentence to present something ("Here are the results", "Here, as before, ...")."""
    own = doc.sentence_tokens(here.sent)
    return own[0].i == here.i and len(own) > 1 and own[1].lower in ("are", "is", "comes", "come", ",")


def _at_home(doc: Document, here: Sequence[Token], places: Sequence[PlaceMention]) -> Sequence[PlaceMention]:
    """The places without those of a country that somebody comes from ("the Chadian envoy arrived here")."""
    guests = set[str | None]()
    for token in here:
        verb = next((t for t in doc.ancestors(token) if t.pos in ("VERB", "AUX")), None)
        if verb is not None and verb.lemma in _COMING:
            subjects = [s for c in doc.children(verb) if c.dep == "nsubj" for s in doc.subtree(c)]
            guests.update(p.country for p in places if any(p.span.contains(s.span) for s in subjects))
    return [p for p in places if p.country is None or p.country not in guests]


def _is_introduced(doc: Document, town: PlaceMention, places: Sequence[PlaceMention]) -> bool:
    """Whether a town is told with its country as one that readers elsewhere may not know ("the Turkish town of X")."""
    before = doc.text[max(0, town.span.start - 40) : town.span.start]
    of = _TOWN_OF.search(before)
    start = town.span.start - len(before) + of.start() if of else -1
    return any(p.span.end == start and p.country == town.country for p in places)


def _written_at(doc: Document, span: Span, places: Sequence[PlaceMention], gazetteer: Gazetteer) -> PlaceMention | None:
    """Where the report was written, as the mention at the span."""

    def named(town: PlaceMention, score: float, reason: str) -> PlaceMention:
        return PlaceMention(
            span=span, text=span.of(doc.text), name=town.name, kind=PlaceKind.SETTLEMENT, country=town.country,
            lat=town.lat, lon=town.lon, precision=1, source_id=town.source_id, score=score, reason=reason,
        )  # fmt: skip

    towns = [p for p in places if p.kind is PlaceKind.SETTLEMENT and p.lat is not None and p.lon is not None]
    dateline = next((p for p in towns if doc.dateline is not None and doc.dateline.contains(p.span)), None)
    if dateline is not None:
        return named(dateline, 0.9, HERE_IS_DATELINE)
    if _WASHINGTON.search(doc.text):
        return _city_mention(doc, span, "US", gazetteer, 0.6, f"{_HERE_CAPITAL} US, whose officials speak")
    country = _main_country(places)
    towns = [p for p in towns if not _is_introduced(doc, p, places)]
    told = Counter(p.source_id for p in towns if not p.acts and country in (None, p.country))
    ranked = [next(p for p in towns if p.source_id == name) for name, _ in told.most_common()]
    if country is not None and ranked:
        return named(ranked[0], 0.5, f"here: the town of {country} named most")
    if country is not None:
        return _city_mention(doc, span, country, gazetteer, 0.5, f"{_HERE_CAPITAL} {country}, named most")
    title = f" {fold(doc.report.title or '')} "
    for town in ranked:
        if f" {fold(town.name)} " in title:
            return named(town, 0.5, "here: a town that the title names")
    counts = [n for _, n in told.most_common(2)]
    if counts and counts[0] > max([1, *counts[1:]]):
        return named(ranked[0], 0.45, "here: the town named most")
    shares = _named_most(places)
    if len(shares) < 2 or shares[0][1] == shares[1][1]:
        return None
    home = shares[0][0]
    return _city_mention(doc, span, home, gazetteer, 0.3, f"{_HERE_CAPITAL} {home}, named most of several")


def _capital(doc: Document, token: Token, places: Sequence[PlaceMention], gazetteer: Gazetteer) -> PlaceMention | None:
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
    country = named[0] if named else _main_country(places) or _country_of_lead(doc, places)
    if country is None:
        return None
    score, why = (0.9, "") if named else (0.6, ", the country named most")
    return _city_mention(doc, phrase, country, gazetteer, score, f"capital of {country}{why}")


def _city_mention(
    doc: Document, span: Span, country: str, gazetteer: Gazetteer, score: float, reason: str
) -> PlaceMention | None:
    """The capital of a country as the mention at the span; None where the gazetteer has none."""
    city = _city_of(country, gazetteer, doc.report.date)
    if city is None:
        return None
    return PlaceMention(
        span=span, text=span.of(doc.text), name=city.name, kind=PlaceKind.SETTLEMENT, country=country,
        lat=city.lat, lon=city.lon, precision=1, source_id=city.source_id, score=score, reason=reason,
    )  # fmt: skip


def _named_most(places: Sequence[PlaceMention]) -> list[tuple[str, int]]:
    """The at most two countries whose places are named most, and how often."""
    return Counter(p.country for p in places if p.country).most_common(2)


def _main_country(places: Sequence[PlaceMention]) -> str | None:
    """The country whose places are named most, when no other comes near."""
    share = _named_most(places)
    if not share or (len(share) == 2 and share[1][1] * 2 > share[0][1]):
        return None
    return share[0][0]


def _country_of_lead(doc: Document, places: Sequence[PlaceMention]) -> str | None:
    """The one country of the first sentence's places, when none is named more often."""
    first = doc.sentences[0].end if doc.sentences else 0
    lead = {p.country for p in places if p.country and p.span.start < first}
    return next((c for c, _ in _named_most(places)[:1] if lead == {c}), None)


def _city_of(country: str, gazetteer: Gazetteer, day: date) -> Place | None:
    """The seat of a country's government on a day, its capital else."""
    known = country_table().countries.get(country)
    name = seat_on(country, day) or (known.capital if known is not None else "")
    places = (c.place for c in gazetteer.lookup(name)) if name else ()
    cities = [p for p in places if p.country == country and p.kind is PlaceKind.SETTLEMENT]
    return max(cities, key=lambda p: p.population, default=None)
