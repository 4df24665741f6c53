"""Who brought a truce about without being a side of it: "brokered by Riyadh and Washington"."""

from __future__ import annotations

import re

from truceline.domain.events import Entity, Event
from truceline.domain.text import Report, Span
from truceline.ledger.act_days import own_sentence

_BROKERED_BY: re.Pattern[str] = re.compile(
    r"\b(?:broker|mediat|facilitat|sponsor|arrang|overseen|supervis|monitor|guarantee)\w*\s+(?:\w+\s+){0,2}?by\s+"
    r"(?P<who>[^,.;:()]{2,80})",
    re.I,
)
_BROKERS = re.compile(r"\b(?:broker|mediat|facilitat)", re.I)


def brokers_of(event: Event, report: Report) -> tuple[Entity, ...]:
    """Actors of a truce act that its own sentence names as those who brokered, sponsored or watch over the truce."""
    if _BROKERS.match(event.trigger.of(report.text)):
        return event.actors
    sentence = own_sentence(event)
    named = [
        Span(sentence.start + m.start("who"), sentence.start + m.end("who"))
        for m in _BROKERED_BY.finditer(sentence.of(report.text))
    ]
    people = (*event.actors, *event.recipients, *event.truce_parties)
    return tuple(e for e in people if e.mention is not None and any(w.overlaps(e.mention) for w in named))
