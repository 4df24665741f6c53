"""What fuse compares of an event, worked out once: days as numbers, name and word sets, tolls.

Features depend on the event and its own report alone, never on other reports, so that a new report
changes nothing about the ones that are already placed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zlib import crc32

from truceline.domain.codes import EventType, HarmKind, Status
from truceline.domain.events import Entity, Event
from truceline.domain.text import Report
from truceline.fuse.runs import run_hashes
from truceline.resources.likeness import fold, stem, telling_words
from truceline.resources.likeness import words as word_table

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'’-]+|\d[\d,.]*")
_NAME: Final = re.compile(r"[A-Z][A-Za-z'’-]+")
_MATERIAL: Final = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE, EventType.PROTEST})
_WORDY: Final = frozenset(
    {EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SANCTION}
)

RUN_WORDS: Final = 6
"""Words in a row that two reports hardly write by chance."""
N_RUNS: Final = 3


@dataclass(frozen=True, slots=True)
class Features:
    """One event as fuse sees it. Days are proleptic ordinals (``date.toordinal``)."""

    ref: str
    report: str
    outlet: str
    published: int
    type: EventType
    group: str
    """``force``, ``words`` or ``accord``: events of different groups are not compared unless their words agree."""
    mode: str | None
    status: Status
    aggregate: bool
    first: int | None
    """First possible day, None for an undated event."""
    last: int | None
    n_days: int
    """Length of the interval in days; 0 for an undated event."""
    assumed_day: bool
    """True when no words of the report give the day: it was assumed, mostly from the day of publication."""
    place_key: str | None
    """Gazetteer id, else the folded name; None without a place."""
    place_name: str
    place_words: frozenset[str]
    country: str | None
    lat: float | None
    lon: float | None
    place_precision: int
    """UCDP where_prec, 0 without a place."""
    actors: tuple[Entity, ...]
    recipients: tuple[Entity, ...]
    actor_keys: frozenset[str]
    party_keys: frozenset[str]
    """Keys of actors and recipients together."""
    actor_countries: frozenset[str]
    """ISO codes of the actors' states, as far as they are known."""
    countries: frozenset[str]
    """Those of actors and recipients together."""
    persons: tuple[str, ...]
    """Names of the persons among actors and recipients."""
    told_parties: frozenset[str]
    """Telling words of the parties that the report writes with a capital."""
    killed: tuple[int | None, int | None] | None
    injured: tuple[int | None, int | None] | None
    words: frozenset[str]
    """Telling words of the evidence, names of places and parties included."""
    names: frozenset[str]
    """Those of them that are written with a capital inside a sentence."""
    trigger: str
    sentence_keys: frozenset[int]
    """Hashes of the evidence sentences' words: equal in verbatim copies."""
    run_keys: frozenset[int]
    """Some hashes of the sentences' runs of words, the lowest of each sentence: a paragraph that a later report takes
    over with a word changed keeps most of them."""
    truce: str | None
    report_names: frozenset[str]
    """Names that the whole report tells, the same set for all of its events."""
    triggers: frozenset[str]
    """Telling words of the trigger."""


def stems_of(text: str) -> frozenset[str]:
    """Telling words and numbers of a text, as ``Features.words`` has them."""
    return _telling(_WORD.findall(text))


@lru_cache(maxsize=256)
def names_of(text: str) -> frozenset[str]:
    """Telling words of a report that are written with a capital."""
    return _telling(_NAME.findall(text))


def _telling(written: Sequence[str]) -> frozenset[str]:
    """Keys of written words that not every report holds."""
    return frozenset(map(_key, written)) - {""}


def _plain(written: str) -> str:
    return written.lower().rstrip("'’.,")


@lru_cache(maxsize=100_000)
def _key(written: str) -> str:
    """What a word shares with its possessive and its other spellings; empty for a word that every report holds."""
    plain = _plain(written)
    return "" if plain in word_table().common else stem(plain.removesuffix("'s").removesuffix("’s"))


def _lowest_runs(found: Sequence[str]) -> set[int]:
    """The N_RUNS lowest hashes of a sentence's runs of RUN_WORDS words."""
    return set(sorted(run_hashes(found, RUN_WORDS))[:N_RUNS])


def entity_keys(entities: tuple[Entity, ...]) -> frozenset[str]:
    """Keys under which blocking files parties: the root of a registry id and each telling word."""
    keys: set[str] = set()
    for entity in entities:
        if entity.id:
            keys.add(entity.id.split(".")[0])
        keys.update(telling_words(entity.name))
    return frozenset(keys)


def features(event: Event, report: Report) -> Features:
    """Work out the features of one event of a report."""
    assumed = any(c.field == "date" and c.chosen and not c.words for c in event.claims)
    # A plan whose day was assumed has no day: publication is not when it will be.
    day = None if assumed and event.status is Status.FUTURE else event.date
    place = event.place
    evidence = event.evidence or (event.trigger,)
    common = word_table().common
    words: set[str] = set()
    sentence_keys: set[int] = set()
    run_keys: set[int] = set()
    named: set[str] = set()
    for span in evidence[:3]:
        written = _WORD.findall(span.of(report.text))
        words |= _telling(written)
        n_capitals = sum(w[0].isupper() for w in written)
        if n_capitals < 0.7 * len(written):  # not a sentence all in capitals
            named |= _telling([w for w in written[1:] if w[0].isupper()])
        if len(written) >= 6:
            found = [_plain(w) for w in written]
            sentence_keys.add(crc32(" ".join(found).encode("utf-8", "surrogatepass")))
            run_keys |= _lowest_runs(found)
    tolls = {h.kind: (h.minimum, h.maximum) for h in reversed(event.harm)}
    report_names = names_of(report.text)
    parties = event.actors + event.recipients
    told = frozenset(word for party in parties for word in telling_words(party.name))
    group = "force" if event.type in _MATERIAL else "words" if event.type in _WORDY else "accord"
    place_name = fold(place.name) if place else ""
    return Features(
        ref=event.ref,
        report=event.report_id,
        outlet=report.outlet or "",
        published=report.date.toordinal(),
        type=event.type,
        group=group,
        mode=event.mode,
        status=event.status,
        aggregate=event.aggregate,
        first=day.start.toordinal() if day else None,
        last=day.end.toordinal() if day else None,
        n_days=(day.end - day.start).days + 1 if day else 0,
        assumed_day=assumed and day is not None,
        place_key=(place.source_id or place_name) if place else None,
        place_name=place_name,
        place_words=telling_words(place.name) if place else frozenset(),
        country=place.country if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        place_precision=place.precision if place else 0,
        actors=event.actors,
        recipients=event.recipients,
        actor_keys=entity_keys(event.actors),
        party_keys=entity_keys(parties),
        actor_countries=frozenset(e.country for e in event.actors if e.country),
        countries=frozenset(e.country for e in parties if e.country),
        persons=tuple(e.name for e in parties if e.kind == "person"),
        told_parties=told & report_names,
        killed=tolls.get(HarmKind.KILLED),
        injured=tolls.get(HarmKind.INJURED),
        words=frozenset(words),
        names=frozenset(named),
        trigger=fold(event.trigger.of(report.text)),
        sentence_keys=frozenset(sentence_keys),
        run_keys=frozenset(run_keys),
        truce=event.truce_action,
        report_names=report_names,
        triggers=frozenset(stem(w) for w in fold(event.trigger.of(report.text)).split() if w not in common),
    )
