"""A lead that only sums up, and the sentence that unfolds it: "Eleven people were killed in a militant attack in Assam,
police said on Saturday. Separatists raided two houses near Dhubri late on Friday, killing nine villagers and two
policemen." One attack (codebook section 8): the same toll, told of as many people, of no other kind and no other town.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from truceline.domain.codes import EventType, HarmKind
from truceline.domain.mentions import HarmMention, PlaceMention
from truceline.domain.text import Document
from truceline.extract import events_parse as parse
from truceline.extract.merge_doers import are_of_two_sides
from truceline.extract.merge_views import View

UNFOLDED: Final = 0.7
"""Least score of such a pair."""
_SENTENCES: Final = 2
"""So many sentences behind the lead may unfold it."""
_DAYS: Final = 3
"""So many days before the lead's day, which is that of the telling, the deed may have been."""
_DEEDS: Final = frozenset(
    "attack raid ambush assault shooting violence bombing blast explosion incident strike".split()
)
_SUMMED: Final = frozenset("die kill slay shoot perish murder massacre".split())
_STORMING: Final = frozenset("raid storm overrun enter burst seize".split())
_ANYBODY: Final = frozenset("people person civilian victim other".split())
_APART: Final = frozenset("another other separate separately also earlier later meanwhile elsewhere second".split())


class Leads:
    """Which sentences of a report unfold its lead."""

    def __init__(self, doc: Document, harms: Sequence[HarmMention], places: Sequence[PlaceMention]) -> None:
        self._doc = doc
        self._places = [p for p in places if not p.acts]
        self._dead: dict[int, list[HarmMention]] = {}
        for harm in harms:
            told = harm.kind is HarmKind.KILLED and not harm.negated and not harm.alternative
            number = doc.sentence_at(harm.trigger.start)
            if told and number <= _SENTENCES:
                self._dead.setdefault(number, []).append(harm)
        self._unfolds = {n for n in self._dead if n and self._tells_lead(n)}

    def are_one(self, a: View, b: View) -> bool:
        """True for a deed of the lead and one of a sentence that unfolds it, where nothing tells them apart."""
        first, later = sorted((a, b), key=lambda v: v.mention.trigger)
        if first.mention.sentence != 0 or later.mention.sentence not in self._unfolds:
            return False
        if first.plural or first.definite or later.other or later.also or later.another:
            return False
        if not (first.lemma in _DEEDS or first.lemma in _SUMMED) or not _is_force(later):
            return False
        return first.mention.type is EventType.ASSAULT and not are_of_two_sides(a.sides, b.sides) and _follows(a, b)

    def _tells_lead(self, number: int) -> bool:
        """True for a sentence with as many dead as the lead, of those whom its words cover, in no other town."""
        lead, own = self._dead.get(0, []), self._dead.get(number, [])
        words = {t.lower for t in self._doc.sentence_tokens(number)[:8]}
        if not lead or not own or words & _APART or not self._sums_up():
            return False
        if _total(lead) != _total(own) or _total(lead) < 2:
            return False
        return self._are_alike(lead, own) and self._may_be_in(number)

    def _sums_up(self) -> bool:
        """True for a lead that tells of a deed by one noun under those who died of it: "killed in an attack"."""
        tokens = self._doc.sentence_tokens(0)
        deeds = [t for t in tokens if parse.lemma_of(self._doc, t) in _DEEDS and t.pos == "NOUN"]
        return len(deeds) == 1 and any(t.lemma in _SUMMED for t in tokens if parse.is_verb(t))

    def _are_alike(self, lead: Sequence[HarmMention], own: Sequence[HarmMention]) -> bool:
        whom = {w for h in lead for w in self._nouns(h)}
        return not whom or bool(whom & _ANYBODY) or bool(whom & {w for h in own for w in self._nouns(h)})

    def _nouns(self, harm: HarmMention) -> set[str]:
        tokens = self._doc.tokens_in(harm.whom_span) if harm.whom_span else ()
        return {parse.lemma_of(self._doc, t) for t in tokens if t.pos in ("NOUN", "PROPN")}

    def _may_be_in(self, number: int) -> bool:
        """False where both sentences name towns and share none, or name different countries."""
        lead, own = (self._in(n) for n in (0, number))
        towns = [{p.source_id or p.name for p in named if p.precision == 1} for named in (lead, own)]
        countries = [{p.country for p in named if p.country} for named in (lead, own)]
        return all(not all(two) or bool(two[0] & two[1]) for two in (towns, countries))

    def _in(self, number: int) -> list[PlaceMention]:
        sentence = self._doc.sentences[number]
        return [p for p in self._places if sentence.contains(p.span)]


def _total(harms: Sequence[HarmMention]) -> int:
    return sum(h.minimum or 0 for h in harms)


def _is_force(view: View) -> bool:
    kind = view.mention.type
    return kind is EventType.ASSAULT or (kind is EventType.COERCE and view.lemma in _STORMING)


def _follows(a: View, b: View) -> bool:
    """True where the later mention's days are the lead's or up to some days before: "said on Saturday", "late on
    Friday"."""
    first, later = sorted((a, b), key=lambda v: v.mention.trigger)
    told, own = first.days, later.own_days
    if not told or not own:
        return True
    return min(d[0] for d in told) - _DAYS <= max(d[1] for d in own) <= max(d[1] for d in told)
