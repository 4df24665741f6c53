"""Blocking: which pairs of events are worth comparing.

An event files itself under keys made of (group, time bucket, anchor). Two events of different reports are compared
when they share a key. The keys of an event depend on that event alone, so a new report is compared with its blocks
and with nothing else, and the pairs are the same whether reports come one by one or all at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truceline.fuse.features import Features
from truceline.resources.likeness import telling_words
from truceline.resources.stem_shares import rarity

Key = tuple[object, ...]

WEEK: Final = 7
SLACK_DAYS: Final = 2
"""A dispatch of the next morning, another time zone, a weekday read one off."""
UNDATED_BACK_DAYS: Final = 4
"""An undated act is filed as if it happened in these days up to publication."""
COARSE_DAYS: Final = 21
"""A longer interval ("in recent months", "in 2002") cannot be filed by week."""
BACKGROUND_DAYS: Final = 45
"""Told of so long after, an event is background: its day may be read from an anniversary or a month's name."""

RARE: Final = 6.5
"""Weight from which a name is rare (one or two reports in a thousand tell it): it finds an event without its day."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of one event. Any two events that share a fine key are compared; of two that share a coarse key
    at least one must be coarse itself."""

    fine: frozenset[Key]
    coarse: frozenset[Key]
    is_coarse: bool


def block_keys(event: Features) -> Keys:
    """The keys that an event is filed under."""
    if event.first is None or event.last is None:
        first, last, n_days = event.published - UNDATED_BACK_DAYS, event.published, 0
    else:
        first, last, n_days = event.first, event.last, event.n_days
    group = event.group
    fine: set[Key] = {("=", sentence) for sentence in event.sentence_keys}
    fine |= {("~", group, run) for run in event.run_keys}
    if n_days <= COARSE_DAYS:
        weeks = range((first - SLACK_DAYS) // WEEK, (last + SLACK_DAYS) // WEEK + 1)
        anchors: set[str] = set(event.party_keys)
        if event.country:
            anchors.add(event.country)
        anchors |= event.place_words | event.names
        fine.update((group, week, anchor) for week in weeks for anchor in anchors)
    strong = set(event.actor_keys)
    if 0 < event.place_precision <= 4:
        strong |= event.place_words
    strong |= event.names
    is_coarse = n_days > COARSE_DAYS or event.published - last > BACKGROUND_DAYS or n_days == 0
    years = {first // 365, last // 365}
    if is_coarse:
        years.add(event.published // 365)
    buckets: set[tuple[str, int]] = {("m", first // 30), ("m", last // 30)}
    if n_days:
        buckets |= {("y", first // 365), ("y", last // 365)}
    coarse: set[Key] = {(group, *bucket, anchor) for bucket in buckets for anchor in strong}
    # Who was killed, freed or tried, and a rare name, find a mention in passing whose day is unknown or misread.
    rare = {word for person in event.persons for word in telling_words(person)}
    rare |= {name for name in event.names if rarity({name}) >= RARE}
    coarse |= {("rare", group, year, word) for year in years for word in rare}
    return Keys(frozenset(fine), frozenset(coarse), is_coarse)
