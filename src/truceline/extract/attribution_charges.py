"""A charge that nobody in the report is said to make still alleges: "X, who is accused of the bombing"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from truceline.domain.codes import EventType, Stance
from truceline.domain.events import Attribution
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.attribution_speaker import UNNAMED

_UNPROVEN: Final = frozenset("charge accuse indict implicate blame prosecute arraign try suspect".split())
_PROVEN: Final = frozenset("convict sentence admit confess plead jail imprison serve".split())
_DEEDS: Final = frozenset({EventType.ASSAULT, EventType.COERCE})
_STEPS: Final = 7


def with_charges(
    doc: Document, group: Sequence[EventMention], told: tuple[Attribution, ...], *, blamed: bool
) -> tuple[Attribution, ...]:
    """The attributions of a deed; where nobody tells it and its actor is so by a charge alone, one of somebody unnamed
    who alleges it.

    blamed: whether that is how the report has its actor. A conviction or an admission alleges nothing.
    """
    if told or not blamed or group[0].type not in _DEEDS:
        return told
    above = [_held_above(doc, m) for m in group]
    charges = [t for t in above if t is not None and t.lemma in _UNPROVEN]
    if not charges or any(t is not None and t.lemma in _PROVEN for t in above):
        return told
    charge = min(charges, key=lambda t: t.i)
    return (Attribution(UNNAMED.name, None, None, Stance.ALLEGES, charge.span),)


def _held_above(doc: Document, mention: EventMention) -> Token | None:
    """The nearest verb above a deed that charges somebody with it or settles that he did it."""
    anchor = doc.syntactic_head(mention.trigger)
    above = [*doc.ancestors(anchor)][:_STEPS] if anchor is not None else []
    return next((t for t in above if parse.is_verb(t) and t.lemma in _UNPROVEN | _PROVEN), None)
