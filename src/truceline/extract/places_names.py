"""Which words of a report may name places: spans of the recogniser and of the gazetteer, with their candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from truceline.domain.codes import PlaceKind
from truceline.domain.text import Document, Span, Token
from truceline.extract.places_led import lead_to
from truceline.extract.places_runs import INSIDE, LABELS, PLACE_LABELS, entity_tokens, pieces_of, runs, words
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.folding import fold
from truceline.resources.gazetteer import OWN, PRIMARY, Candidate, CountryTable, Gazetteer
from truceline.resources.place_words import (
    COMPASS,
    CONNECTORS,
    FACILITY_ENDS,
    NOT_PLACES,
    PERSON_TITLES,
    SPOTTERS,
    STREET_ENDS,
)

_LARGE = 100_000
"""People of a town that is known by its name alone."""
_LONGEST = 7
"""Tokens of the longest name that is looked up (``Autonomous Region in Muslim Mindanao`` and the like)."""


@dataclass(frozen=True, slots=True)
class Name:
    """A span that may name a place, with its candidates and what speaks for and against it."""

    first: int
    last: int
    """Tokens, end exclusive."""
    span: Span
    text: str
    """The words, truecased, without a leading article."""
    candidates: tuple[Candidate, ...]
    label: str
    """Entity label on the span, or empty."""
    exact: bool
    """True when the span is a whole entity (but for an article, a possessive or a type word)."""
    people: str | None = None
    """ISO2 where the words are a demonym of a country (``Syrians``)."""
    adjective: bool = False
    """True for a word for the people of a region or area (``Chechen``); ``candidates`` then holds the area."""
    type_kind: PlaceKind | None = None
    """What a type word in or beside the span says the place is."""
    type_word: str | None = None
    inside: str = ""
    """Label of a larger entity that holds the span, or empty."""
    led: bool = False
    """True for a name that nothing but a sentence of the report says is a place's (places_led)."""


def _is_titled(tokens: Sequence[Token]) -> bool:
    """Whether a run of words is a person's name with his rank or office: "Sergeant Musa Lawal"."""
    return len(tokens) > 1 and tokens[0].lower.rstrip(".") in PERSON_TITLES


def _well_known(candidate: Candidate) -> bool:
    """Whether a name in a longer one is likelier the place than all of it ("the Manama Dialogue")."""
    large = candidate.sure >= PRIMARY and candidate.place.population >= _LARGE
    return candidate.sure == OWN or large


class NameFinder:
    """Finds the spans of one report that may name places. Used once per report."""

    def __init__(self, doc: Document, gazetteer: Gazetteer, table: CountryTable, types: dict[str, PlaceKind]) -> None:
        self.doc, self.gazetteer, self.table, self.types = doc, gazetteer, table, types
        self.entities = [e for e in entity_tokens(doc) if e[2] in LABELS]
        self.entity_of: dict[int, tuple[int, int, str]] = {}
        for entity in self.entities:
            for i in range(entity[0], entity[1]):
                self.entity_of.setdefault(i, entity)
        self.runs = [(start, end, tuple(pieces_of(doc, start, end))) for start, end in runs(doc)]
        """Runs of capitalised words, each with its pieces."""
        self.led = frozenset(fold(words(doc, *p)) for *_, pieces in self.runs for p in pieces if self._is_led(*p))
        """Names that are led to somewhere in the report, folded: a place is one wherever it is named."""

    def find(self) -> list[Name]:
        """Names in text order, none overlapping another."""
        taken: set[int] = set()
        found: list[Name] = []
        pool = sorted(self._spans(), key=lambda s: (-s[0], s[1], s[2]))
        for _, first, last in pool:
            if any(i in taken for i in range(first, last)):
                continue
            name = self._name(first, last)
            if name is not None:
                found.append(name)
                taken.update(range(first, last))
        return sorted(found, key=lambda n: n.first)

    def with_spans(self, names: Sequence[Name], spans: Sequence[Span]) -> tuple[list[Name], set[Span]]:
        """Names with exactly these spans among them, and their own spans; names that overlap one give way to it."""
        mine, wanted = [], set()
        for span in spans:
            tokens = self.doc.tokens_in(span)
            if not tokens:
                continue
            first, last = self.trim(tokens[0].i, tokens[-1].i + 1)
            name = self._name(first, last) or Name(first, last, span, words(self.doc, first, last), (), "", False)
            name = replace(name, span=span)
            mine.append(name)
            wanted.add(span)
        rest = [n for n in names if not any(n.span.overlaps(s) for s in wanted)]
        return sorted([*mine, *rest], key=lambda n: (n.first, n.last)), wanted

    def _spans(self) -> Iterable[tuple[float, int, int]]:
        """(priority, first, last) of spans worth a look: place entities, demonyms, n-grams the gazetteer knows."""
        doc = self.doc
        for first, last, label in self.entities:
            if label in PLACE_LABELS:
                a, b = self.trim(first, last)
                if b > a:
                    whole = words(doc, a, b)
                    known = self._known(a, whole)
                    street = doc.tokens[b - 1].lower.rstrip(".") in STREET_ENDS
                    core = self._without_type(a, b)
                    good = known or street or core is not None
                    yield (b - a + (10.0 if good else 0.1 - (b - a)), a, b)
        for start, end, pieces in self.runs:
            parts = list(self._known_in(start, end))
            for first, last in parts:
                more = 10.0 if last - first > 1 and self._outgrows(first, last, words(doc, first, last)) else 0.0
                yield (more + last - first, first, last)
            for first, last in pieces:
                within = any(a <= first and last <= b for a, b in parts)
                if not within and fold(words(doc, first, last)) in self.led:
                    yield (9.0 + last - first, first, last)

    def _known_in(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a run of capitalised words that the gazetteer or a table knows."""
        tokens = self.doc.tokens
        for first in range(start, end):
            if tokens[first].lower == "the":
                continue
            if tokens[first].lower in CONNECTORS and not tokens[first].text[0].isupper() and first > start:
                continue
            for last in range(min(end, first + _LONGEST), first, -1):
                tail = tokens[last - 1]
                if (tail.lower in CONNECTORS and tail.text[0].islower()) or tail.text == "-":
                    continue
                if self._known(first, words(self.doc, first, last)):
                    yield first, last

    def _is_led(self, first: int, last: int) -> bool:
        """Whether a run of capitalised words that nothing knows, as a whole or in any well-known part, is led to."""
        tokens, entity = self.doc.tokens[first:last], self.entity_of.get(first)
        if entity is not None and entity[2] in PLACE_LABELS and self.trim(entity[0], entity[1]) != (first, last):
            return False
        if any(t.lower not in INSIDE and (t.pos != "PROPN" or fold(t.text) in NOT_PLACES) for t in tokens):
            return False
        if any(c.isdigit() for t in tokens for c in t.text) or self._goes_on(last) or _is_titled(tokens):
            return False
        parts = ((a, b) for a in range(first, last) for b in range(a + 1, last + 1) if b - a < last - first)
        if any(_well_known(c) for a, b in parts for c in self.gazetteer.lookup(words(self.doc, a, b))):
            return False
        lead = lead_to(self.doc, first, last)
        person = entity is not None and entity[2] == "PERSON" and last - first > 1
        whom = lead.after == "aims" or (lead.by == "of" and lead.after != "type")
        return lead.is_to_place and not (person and whom)

    def _goes_on(self, last: int) -> bool:
        """Whether a run is only the beginning of a name: "the Liberation Tigers of Tamil Eelam"."""
        following = self.doc.tokens[last : last + 2]
        return len(following) == 2 and following[0].lower == "of" and following[1].text[0].isupper()

    def _outgrows(self, first: int, last: int, text: str) -> bool:
        """True for a well-known name of which the recogniser took a part for the whole ("CAPE" of "CAPE TOWN")."""
        inside = any(
            label in PLACE_LABELS and first <= a and b <= last and b - a < last - first for a, b, label in self.entities
        )
        return inside and any(c.sure >= PRIMARY for c in self.gazetteer.lookup(text))

    def _known(self, first: int, text: str) -> bool:
        table = self.table
        if text in table.demonyms or text in table.peoples or self._abbreviated(first, text):
            return True
        return fold(text) not in NOT_PLACES and self.gazetteer.knows(text)

    def trim(self, first: int, last: int) -> tuple[int, int]:
        """Without a leading article or compass word and a trailing possessive."""
        tokens = self.doc.tokens
        while last > first and tokens[last - 1].text in ("'s", "’s", "'", "’", ",", ".", "S"):
            last -= 1
        while last - first > 1 and tokens[first].lower in (
            "the",
            "of",
            "in",
            "a",
            "nearby",
            "neighboring",
            "neighbouring",
            "central",
        ):
            if self.gazetteer.knows(words(self.doc, first, last), articles=True):
                break
            first += 1
        if (
            last - first > 1
            and tokens[first].lower in COMPASS
            and not self.gazetteer.knows(words(self.doc, first, last))
        ):
            first += 2 if tokens[first + 1].text == "-" and last - first > 3 else 1
        return first, last

    def _without_type(self, first: int, last: int) -> int | None:
        """Last token (exclusive) of the name proper where a type word ends the span and the rest is known."""
        tokens = self.doc.tokens
        for n in (2, 1):
            if last - first > n:
                kind = self.types.get(fold(words(self.doc, last - n, last)))
                if kind and self.gazetteer.knows(words(self.doc, first, last - n)) and tokens[last - n - 1].text != "-":
                    return last - n
        return None

    def _type_beside(self, first: int, last: int) -> tuple[PlaceKind | None, str | None]:
        """A type word right after the span (``Babil province``) or before it (``the province of Babil``)."""
        tokens = self.doc.tokens
        for n in (2, 1):
            beside = tokens[last : last + n]
            if len(beside) == n and all(t.text.isalpha() and t.sent == tokens[first].sent for t in beside):
                word = words(self.doc, last, last + n)
                if kind := self.types.get(fold(word)):
                    return kind, word
        i = first - 1
        if i >= 1 and tokens[i].lower in ("the", "al"):
            i -= 1
        if i >= 1 and tokens[i].lower == "of":
            for n in (2, 1):
                if i - n >= 0:
                    word = words(self.doc, i - n, i)
                    if kind := self.types.get(fold(word)):
                        return kind, None
        elif i >= 0 and tokens[i].sent == tokens[first].sent:
            for n in (2, 1):
                if i - n + 1 >= 0:
                    word = words(self.doc, i - n + 1, i + 1)
                    kind = self.types.get(fold(word))
                    if kind and kind in SPOTTERS:
                        return kind, None
        return None, None

    def _name(self, first: int, last: int) -> Name | None:
        doc = self.doc
        written = words(doc, first, last)
        text = written.rstrip("-") or written  # "the Gaza- Israel border"
        entity = self.entity_of.get(first)
        label = entity[2] if entity else ""
        exact = bool(entity) and self.trim(entity[0], entity[1]) == (first, last) if entity else False
        kind: PlaceKind | None
        kind, word = self._type_beside(first, last)
        people = self.table.demonyms.get(text)
        candidates: tuple[Candidate, ...] = ()
        adjective = False
        if people is None and (listed := self.table.peoples.get(text)):
            candidates, adjective = self._listed(*listed), True
        elif people is None and self._abbreviated(first, text):
            candidates = self._listed(*self.table.abbreviations[text])
        elif people is None and fold(text) not in NOT_PLACES:
            candidates = self.gazetteer.lookup(text)
            core = self._without_type(first, last)
            if core is not None and not any(c.sure >= PRIMARY for c in candidates):
                candidates = candidates + tuple(
                    c for c in self.gazetteer.lookup(words(doc, first, core)) if c not in candidates
                )
            if core is not None:
                kind = self.types.get(fold(words(doc, core, last)), kind)
        tail = doc.tokens[last - 1].lower.rstrip(".")
        if tail in STREET_ENDS and not any(c.sure == OWN for c in candidates):
            candidates = ()
        if tail in FACILITY_ENDS and kind is None:
            kind = PlaceKind.FACILITY
        if not candidates and people is None and text.lower() in load_actor_nouns():
            return None  # "Guerrillas of ...", at the head of a sentence
        led = False
        if not candidates and people is None and not (exact and label in PLACE_LABELS):
            led = fold(text) in self.led
            if not led:
                return None
        inside = label if entity and not exact else ""
        span = Span(doc.tokens[first].start, doc.tokens[last - 1].end - (len(written) - len(text)))
        return Name(first, last, span, text, candidates, label, exact, people, adjective, kind, word, inside, led)

    def _listed(self, name: str, country: str) -> tuple[Candidate, ...]:
        """The place that one of our tables means by a name, as the only candidate."""
        for c in self.gazetteer.lookup(name):
            if c.sure >= PRIMARY and c.place.country == country and (not country or c.place.kind != PlaceKind.ADMIN2):
                return (Candidate(c.place, OWN),)
        return tuple(c for c in self.gazetteer.lookup(name) if c.sure == OWN)[:1]

    def _abbreviated(self, first: int, text: str) -> bool:
        """True for an abbreviated state or province: one with inner points, or one after a comma."""
        if text not in self.table.abbreviations:
            return False
        return text.count(".") > 1 or (first > 0 and self.doc.tokens[first - 1].text == ",")
