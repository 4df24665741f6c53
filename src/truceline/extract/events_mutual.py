"""Complaints in two directions: "the army and the rebels accused each other" is two of them (codebook section 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from truceline.domain.codes import EventType, Role
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.assemble import EventReadings, Filled

_TRADED: Final = frozenset({"trade", "exchange", "swap"})
_SIDES: Final = (Role.ACTOR, Role.RECIPIENT)


def with_returned(doc: Document, readings: Iterable[EventReadings]) -> Iterator[EventReadings]:
    """The events, and behind each complaint that two make of each other the one that the second makes of the first.

    Its trigger takes in the words that say so, so that the two are told apart.
    """
    for event in readings:
        words = _reciprocal(doc, event) if event.mentions[0].type is EventType.ACCUSE else None
        sides = _two_sides(event.filled) if words is not None else None
        if words is None or sides is None:
            yield event
            continue
        rest = tuple(f for f in event.filled if f.role not in _SIDES)
        first, second = sides
        yield replace(event, filled=(*_as(first, Role.ACTOR), *_as(second, Role.RECIPIENT), *rest))
        lead = event.mentions[0]
        whole = Span(min(lead.trigger.start, words.start), max(lead.trigger.end, words.end))
        returned = replace(lead, trigger=whole, reason=f"{lead.reason}; {words.of(doc.text)!r}: returned")
        mentions = (returned, *event.mentions[1:])
        yield replace(event, mentions=mentions, filled=(*_as(second, Role.ACTOR), *_as(first, Role.RECIPIENT), *rest))


def _as(filled: Iterable[Filled], role: Role) -> Iterator[Filled]:
    return (replace(f, role=role) for f in filled)


def _two_sides(filled: Iterable[Filled]) -> tuple[tuple[Filled, ...], tuple[Filled, ...]] | None:
    """Both sides of the complaint; two that are read as who makes it together are one each."""
    actors, recipients = (tuple(f for f in filled if f.role is side) for side in _SIDES)
    if not recipients and len(actors) == 2:
        return actors[:1], actors[1:]
    return (actors, recipients) if actors and recipients else None


def _reciprocal(doc: Document, event: EventReadings) -> Span | None:
    """The words by which a complaint goes both ways: "each other", "one another", the verb of "traded accusations"."""
    anchor = doc.syntactic_head(event.mentions[0].trigger)
    if anchor is None:
        return None
    if not parse.is_verb(anchor):
        verb = doc.head(anchor)
        traded = anchor.dep == "dobj" and verb.lemma in _TRADED and anchor.tag == "NNS"
        return Span(verb.start, anchor.end) if traded else None
    return next((s for c in doc.children(anchor) if c.dep == "dobj" and (s := _each_other(doc, c))), None)


def _each_other(doc: Document, word: Token) -> Span | None:
    """ "Each other" or "one another" as the object, whichever of the two words the parse takes for it."""
    around = doc.tokens[max(word.i - 1, 0) : word.i + 2]
    pairs = pairwise(around)
    return next((Span(a.start, b.end) for a, b in pairs if (a.lower, b.lower) in _EACH_OTHER), None)


_EACH_OTHER: Final = frozenset({("each", "other"), ("one", "another")})
