"""Mentions that tell of one event of the report are put together (codebook sections 2 and 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from truceline.domain.mentions import Actor, EventMention, PlaceMention, TimeMention
from truceline.domain.text import Document


def merge_mentions(
    doc: Document,
    mentions: Sequence[EventMention],
    *,
    actors: Sequence[Actor] = (),
    times: Sequence[TimeMention] = (),
    places: Sequence[PlaceMention] = (),
    pair_scores: Mapping[tuple[int, int], float] | None = None,
) -> tuple[tuple[EventMention, ...], ...]:
    """Group the mentions of one event; within a group the best mention comes first. Groups in text order.

    First version: mentions of one type in one sentence are one event.
    """
    del doc, actors, times, places, pair_scores
    groups: dict[tuple[int, str], list[EventMention]] = {}
    for mention in mentions:
        groups.setdefault((mention.sentence, mention.type), []).append(mention)
    return tuple(tuple(sorted(g, key=lambda m: -m.score)) for g in groups.values())
