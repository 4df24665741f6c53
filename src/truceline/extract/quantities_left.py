"""Tolls that are left when an event is not told: they may be another's that stands beside it.

"An attempt to cross the bridge was repelled and three men were captured": where the capture is told as no event of its
own, its toll belongs to the attempt.
"""

from __future__ import annotations

from collections.abc import Sequence

from truceline.domain.mentions import EventMention, HarmMention
from truceline.domain.text import Document
from truceline.extract.quantities_assign import share_out

Tolls = tuple[HarmMention, ...]


def with_left(
    doc: Document,
    harms: Sequence[HarmMention],
    groups: Sequence[tuple[EventMention, ...]],
    tolls: Sequence[Tolls],
    left: Sequence[Tolls],
) -> tuple[Tolls, ...]:
    """The tolls of each group, with those of the events that are not told where it has none of their kind.

    harms: all of the report. groups: the events that are told. tolls: theirs so far, in the order of groups. left: the
    tolls of events that are not told. Only people who are counted, or one person, are handed on.
    """
    gone = {(h.kind, h.trigger) for share in left for h in share if not h.alternative}
    lost = tuple(h for h in harms if (h.kind, h.trigger) in gone and _is_sure(h))
    if not lost:
        return tuple(tolls)
    found = share_out(doc, tuple(groups), lost)
    return tuple(_added(own, more) for own, more in zip(tolls, found, strict=True))


def _is_sure(harm: HarmMention) -> bool:
    return harm.score == 1.0 or harm.maximum is not None


def _added(own: Tolls, more: Tolls) -> Tolls:
    kinds = {h.kind for h in own if not h.alternative}
    return own + tuple(h for h in more if h.kind not in kinds)
