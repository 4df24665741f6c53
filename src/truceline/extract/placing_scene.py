"""A report's places with what is asked of them again and again: how they stand in its sentences and to each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from truceline.domain.codes import PlaceKind, Role
from truceline.domain.mentions import EventMention, PlaceMention
from truceline.domain.text import Document, Token
from truceline.extract.placing_spoken import speakers, who_spoke_at
from truceline.resources.folding import fold
from truceline.resources.gazetteer import distance_km, type_words
from truceline.resources.place_words import PERSON_TITLES

LOCATIVE = frozenset(
    "in at near on inside outside around across throughout within over along off above under beneath".split()
)
ANAPHORS = {
    "town": PlaceKind.SETTLEMENT, "city": PlaceKind.SETTLEMENT, "village": PlaceKind.SETTLEMENT,
    "capital": PlaceKind.SETTLEMENT,
    "camp": PlaceKind.SETTLEMENT, "base": PlaceKind.FACILITY, "airport": PlaceKind.FACILITY,
    "country": PlaceKind.COUNTRY,
    "nation": PlaceKind.COUNTRY, "province": PlaceKind.ADMIN1, "region": PlaceKind.REGION, "state": PlaceKind.ADMIN1,
    "territory": PlaceKind.REGION, "island": PlaceKind.REGION, "enclave": PlaceKind.REGION,
    "district": PlaceKind.ADMIN2,
    "area": PlaceKind.REGION, "strip": PlaceKind.REGION, "kingdom": PlaceKind.COUNTRY,
}  # fmt: skip
"""What "the town", "the country" ... stands for."""
_PLACE_NOUNS = frozenset(type_words())
_BORDER = re.compile(r"\s+(?:border|frontier)\b(?!\s+(?:town|village|city|guards?|police|post|crossing|area|region))")
_AT_THE = re.compile(r"\b(?:near|along|to|from|at|off|of|beside) the $", re.IGNORECASE)
_AT_CHARS = 12
_OWNED = re.compile(
    r"-(?:[a-z]+ed|backed|built|born|bound|flagged|held|led|made|owned|run|trained)\b"
    r"|\s+(?:[a-z]+\s+)?(?:ambassador|consul|consulate|diplomat|embass(?:y|ies)|envoy|flag|legation)(?:s|'s)?\b",
    re.IGNORECASE,
)
"""What stands abroad and is named by its country: "the Japanese ambassador's residence", "a Turkish-built dam"."""
_BASED = re.compile(r"-(?:based|headquartered)\b")
_PAPER = re.compile(r" (?:Goals|Round|Protocol|Roadmap|Agenda|Principles)\b")
_ETHNIC = re.compile(r"\bethnic(?:ally)?[ -]$", re.IGNORECASE)
"""What makes a people of the word behind it: "ethnic Serbs" are not in Serbia."""
_ELABORATION = re.compile(r"\b(?:of|from|near|outside|between|border(?:ing)?)\b", re.IGNORECASE)


class Scene:
    """A report's places with what is asked of them again and again. Used for all events of the report."""

    def __init__(self, doc: Document, places: Sequence[PlaceMention]) -> None:
        self.doc, self.places = doc, places
        self.sentence = [doc.sentence_at(p.span.start) for p in places]
        self.heads = [self._head(p) for p in places]
        self._clauses: dict[int, int] = {}

    def _head(self, place: PlaceMention) -> Token | None:
        """The token that stands for the place in the parse: its type word where one follows (``Hit district``)."""
        head = self.doc.syntactic_head(place.span)
        for _ in range(2):
            if head is None or head.dep not in ("compound", "nmod", "amod", "nummod"):
                break
            noun = self.doc.head(head)
            if noun.i - head.i > 2 or not (noun.lower in ANAPHORS or fold(noun.text) in _PLACE_NOUNS):
                break
            head = noun
        return head

    def identity(self, place: PlaceMention) -> object:
        """What two mentions of one place share."""
        return (place.source_id or fold(place.text), place.precision)

    @cached_property
    def share(self) -> Counter[object]:
        """How often each place is named."""
        return Counter(self.identity(p) for p in self.places)

    @cached_property
    def most(self) -> int:
        """How often the place named most is named."""
        return max(self.share.values(), default=0)

    @cached_property
    def first(self) -> int:
        """The first sentence that names a place."""
        return min(self.sentence, default=0)

    @cached_property
    def body(self) -> int:
        """The first sentence after the dateline, which is a sentence of its own."""
        line = self.doc.dateline
        return 0 if line is None else sum(s.start < line.end for s in self.doc.sentences)

    @cached_property
    def sentences_with_places(self) -> frozenset[int]:
        """Sentences that name a place other than one that acts."""
        return frozenset(s for s, p in zip(self.sentence, self.places, strict=True) if not p.acts)

    @cached_property
    def speakers(self) -> tuple[Token, ...]:
        """Those who are named as saying something."""
        return speakers(self.doc)

    @cached_property
    def spoken_at(self) -> list[str | None]:
        """Who speaks at each place, in a word."""
        return [
            who_spoke_at(self.doc, head, self.speakers) if head is not None and locative and not place.acts else None
            for head, locative, place in zip(self.heads, self.locative, self.places, strict=True)
        ]

    def clause(self, token: Token) -> int:
        """The verb (or root) that heads the clause a token is in, by index."""
        if token.i not in self._clauses:
            self._clauses[token.i] = _clause(self.doc, token).i
        return self._clauses[token.i]

    @cached_property
    def prepositions(self) -> list[str]:
        """The preposition that governs each place, or empty."""
        out = []
        for head in self.heads:
            found = ""
            token: Token | None = head
            for _ in range(4):
                if token is None or token.head == token.i:
                    break
                governor = self.doc.head(token)
                if governor.pos == "ADP" and token.dep in ("pobj", "pcomp"):
                    found = governor.lower
                    break
                if token.dep not in ("conj", "appos", "compound", "nmod", "poss", "npadvmod", "amod"):
                    break
                token = governor
            out.append(found)
        return out

    @cached_property
    def beyond_border(self) -> list[bool]:
        """Whether a country is named only as what lies beyond a border: "near the Afghan border"."""
        text = self.doc.text
        return [
            p.kind is PlaceKind.COUNTRY
            and _BORDER.match(text, p.span.end) is not None
            and _AT_THE.search(text[max(0, p.span.start - _AT_CHARS) : p.span.start]) is not None
            for p in self.places
        ]

    @cached_property
    def owned_abroad(self) -> list[bool]:
        """Whether a country is named only as whose embassy, envoy, work or people it is ("Kenya embassy" may be where).
        """
        text = self.doc.text
        return [
            p.kind is PlaceKind.COUNTRY
            and (text[p.span.end : p.span.end + 1] == "-" or fold(p.text) != fold(p.name) or _is_short(p.text))
            and (_OWNED.match(text, p.span.end) is not None or _ETHNIC.search(text, 0, p.span.start) is not None)
            for p in self.places
        ]

    def is_nowhere(self, i: int) -> bool:
        """Whether place i only says whose something is, or what lies beyond: no event can be at it."""
        return self.beyond_border[i] or self.owned_abroad[i] or self.is_base[i] or self.is_home[i] or self.is_name[i]

    @cached_property
    def is_name(self) -> list[bool]:
        """Whether a place only stands in the name of an operation or a paper: "Operation Alba", "the Bogor Goals"."""
        text = self.doc.text
        return [
            text[: p.span.start].endswith("Operation ") or _PAPER.match(text, p.span.end) is not None
            for p in self.places
        ]

    @cached_property
    def is_base(self) -> list[bool]:
        """Whether a place only says where somebody who is named has his seat: "the Bree-based group"."""
        return [_BASED.match(self.doc.text, p.span.end) is not None for p in self.places]

    @cached_property
    def is_home(self) -> list[bool]:
        """Whether a place only says where somebody who is named is from: "Ana Ruiz, 26, of Bree, was shot". In 150
        reports of small towns and courts none of 22 such that we had told as an event's place was one.

        Not where the name has a title: "Mayor Ruiz of Bree" speaks of Bree.
        """
        return [head is not None and self._is_home(head) for head in self.heads]

    def _is_home(self, head: Token) -> bool:
        while head.dep in ("conj", "appos") and head.head != head.i:
            head = self.doc.head(head)
        governor = self.doc.head(head)
        name = self.doc.head(governor)
        if head.dep != "pobj" or governor.lower not in ("of", "from") or name.ent != "PERSON":
            return False
        first = name.i
        while first and self.doc.tokens[first - 1].ent == "PERSON":
            first -= 1
        before = self.doc.tokens[first - 1].lower.rstrip(".") if first else ""
        return before not in PERSON_TITLES and self.doc.tokens[first].lower.rstrip(".") not in PERSON_TITLES

    @cached_property
    def locative(self) -> list[bool]:
        """Whether a place stands where places of events stand: after in, at, near, or as a dateline."""
        dateline = self.doc.dateline
        return [
            (p in LOCATIVE and not place.acts) or (dateline is not None and dateline.contains(place.span))
            for p, place in zip(self.prepositions, self.places, strict=True)
        ]

    @cached_property
    def smaller_beside(self) -> list[bool]:
        """Whether a smaller place of the same country stands within a few words (``Manbij, Syria``)."""
        out = []
        for i, place in enumerate(self.places):
            out.append(
                any(
                    j != i and other.country is not None and other.country == place.country
                    and other.precision < place.precision
                    and abs(other.span.start - place.span.start) < 60 and self.sentence[i] == self.sentence[j]
                    and self.locative[j]
                    for j, other in enumerate(self.places)
                )
            )  # fmt: skip
        return out

    def within(self, i: int, j: int) -> bool:
        """Whether place i may lie in the larger place j: smaller, of its country, near a province's point."""
        small, large = self.places[i], self.places[j]
        if small.precision >= large.precision:
            return False
        if small.country is None:  # a village that no gazetteer knows, named where the event is told
            return (
                small.kind is PlaceKind.SETTLEMENT and small.lat is None and self.locative[i] and large.precision >= 3
            )
        if small.country != large.country:
            return False
        if large.precision >= 5 or small.lat is None or small.lon is None or large.lat is None or large.lon is None:
            return large.precision >= 4
        return distance_km(small.lat, small.lon, large.lat, large.lon) < 200

    def agrees(self, told: int, i: int) -> bool:
        """Whether an event told to be at the one place may be said to be at place i: it is the same, lies a few
        kilometres off, or in the country that is told."""
        return told == i or _agrees(self.places[told], self.places[i])

    def agreed(self, i: int, shares: Mapping[int, float]) -> float:
        """Sum of the chances of the places that place i agrees with: itself, what lies near, the country that holds it.

        shares: place number to chance, one number for each place.
        """
        return sum(share for j, share in shares.items() if self.agrees(j, i))

    @cached_property
    def elaborates(self) -> list[bool]:
        """Whether a place only says where the one before it lies (``Babil province, south of Baghdad``)."""
        out = [False] * len(self.places)
        for i in range(1, len(self.places)):
            before, place = self.places[i - 1], self.places[i]
            between = self.doc.text[before.span.end : place.span.start]
            out[i] = (
                len(between) < 45
                and self.sentence[i - 1] == self.sentence[i]
                and "," in between[:14]
                and bool(_ELABORATION.search(between))
            )
        return out

    def reason(self, group: Sequence[EventMention], i: int) -> str:
        """A short reason that a reviewer can read."""
        place = self.places[i]
        if any(f.role == Role.PLACE and f.span.overlaps(place.span) for m in group for f in m.roles):
            return "place role of the event"
        here = self.sentence[i]
        word = self.prepositions[i]
        given = f"«{word} {place.name}» " if word else f"«{place.name}» "
        if any(m.sentence == here for m in group):
            return given + "in the event's sentence"
        if self.doc.dateline is not None and self.doc.dateline.contains(place.span):
            return "dateline"
        nearest = min((m.sentence - here for m in group), key=abs)
        return given + (f"{nearest} sentences before" if nearest > 0 else f"{-nearest} sentences after")


def _is_short(name: str) -> bool:
    """Whether a country is named by its letters, as an adjective is: "U.S. embassies" are never in the United States.
    """
    return name.replace(".", "").isupper()


_BESIDE_KM = 50.0


def _agrees(told: PlaceMention, place: PlaceMention) -> bool:
    """Whether an event told to be at the one place may be said to be at the other."""
    if told.kind is PlaceKind.COUNTRY:
        return told.country is not None and told.country == place.country
    if told.precision > 4 or told.lat is None or told.lon is None or place.lat is None or place.lon is None:
        return False
    return distance_km(told.lat, told.lon, place.lat, place.lon) <= _BESIDE_KM


def _clause(doc: Document, token: Token) -> Token:
    """The verb (or root) that heads the clause a token is in."""
    if token.pos in ("VERB", "AUX"):
        return token
    for up in doc.ancestors(token):
        if up.pos in ("VERB", "AUX") or up.head == up.i:
            return up
    return token
