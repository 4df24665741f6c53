"""A second look at each event once its parties, days and places are read: is it one, and not one told before?

The first score (extract/events_worth.py) knows words and sentences only. What is read afterwards says more: a charge
without an accuser, a meeting of nobody, or a deed by the same side on the same day under the same word as a surer one
is seldom an event of its own. Weights: data/second_look_weights.json (training/second_look.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from truceline.domain.codes import Role
from truceline.extract.arguments import log_odds
from truceline.extract.events import TRUCE_ALLOWANCE
from truceline.extract.sureness import field_confidence
from truceline.extract.truce_acts import TRUCE_MAKING
from truceline.resources.combine import Logistic

if TYPE_CHECKING:
    from truceline.domain.text import Document
    from truceline.extract.assemble import EventReadings

FIRST_FLOOR: Final = 0.24
"""First score from which an event is looked at again; of all that the second look would tell one in eighty is below."""
FIELDS: Final = ("type", "mode", "status", "actors", "recipients", "date", "place", "reported_by")
"""Fields whose chance of being right speaks for the event itself."""
Signs = dict[str, float]


@dataclass(frozen=True, slots=True)
class _Told:
    """What two events of a report are compared by."""

    kind: str
    word: str
    actors: frozenset[str]
    recipients: frozenset[str]
    days: tuple[object, object] | None
    place: str | None
    sentences: frozenset[int]

    @classmethod
    def of(cls, doc: Document, event: EventReadings) -> _Told:
        lead = event.mentions[0]
        days = (event.dates[0].first_day, event.dates[0].last_day) if event.dates else None
        return cls(
            kind=lead.type.value,
            word=lead.trigger.of(doc.text).lower(),
            actors=_names(event, Role.ACTOR),
            recipients=_names(event, Role.RECIPIENT),
            days=days,
            place=event.places[0].place.name if event.places else None,
            sentences=frozenset(m.sentence for m in event.mentions),
        )

    def shares(self, other: _Told) -> Signs:
        """What the two have in common."""
        return {
            "actors": float(bool(self.actors) and self.actors == other.actors),
            "recipients": float(bool(self.recipients) and self.recipients == other.recipients),
            "turned": float(bool(self.actors) and self.actors == other.recipients),
            "days": float(self.days is not None and self.days == other.days),
            "place": float(self.place is not None and self.place == other.place),
            "sentence": float(bool(self.sentences & other.sentences)),
            "near": float(min(abs(i - j) for i in self.sentences for j in other.sentences) <= 1),
            "word": float(self.word == other.word),
        }


def _names(event: EventReadings, role: Role) -> frozenset[str]:
    return frozenset(e.name.casefold() for f in event.filled if f.role is role for e in f.entities)


def second_signs(
    doc: Document, events: Sequence[EventReadings], fields: Mapping[str, Logistic]
) -> tuple[Signs, ...]:
    """Signs of each event of a report, in the order given. fields: the weights of field_confidence."""
    told = [_Told.of(doc, e) for e in events]
    found: dict[int, Signs] = {}
    surer: list[_Told] = []
    for n in sorted(range(len(events)), key=lambda n: -events[n].mentions[0].score):
        found[n] = dict(_own(events[n], told[n], fields)) | _beside(told[n], surer)
        surer.append(told[n])
    return tuple(found[n] for n in range(len(events)))


def _own(event: EventReadings, told: _Told, fields: Mapping[str, Logistic]) -> Iterator[tuple[str, float]]:
    """What the event says for itself."""
    lead, kind = event.mentions[0], told.kind
    chances = dict(field_confidence(event, fields))
    yield "first", log_odds(lead.score)
    yield from ((f"chance of {name}", log_odds(chances[name])) for name in FIELDS)
    yield f"type={kind}", 1.0
    yield f"{kind} {lead.mode}", 1.0
    yield f"status={lead.status.value}", 1.0
    yield f"{kind}: {lead.status.value}", 1.0
    for name, missing in (
        ("actor", not told.actors), ("recipient", not told.recipients),
        ("day", told.days is None), ("place", told.place is None),
    ):  # fmt: skip
        yield f"no {name}", float(missing)
        yield f"{kind}: no {name}", float(missing)
    yield "mentions", math.log(len(event.mentions))
    yield "told once", float(len(event.mentions) == 1)
    yield "sentences", math.log(len(told.sentences))
    yield "first told", math.log1p(min(told.sentences))
    yield "truce act", float(lead.truce_action is not None)


def _beside(told: _Told, surer: Sequence[_Told]) -> Signs:
    """What it shares with the likest surer event of its type, and with the likest of another."""
    signs = {"surest": float(not surer)}
    for name, others in (
        ("alike", [o for o in surer if o.kind == told.kind]),
        ("other", [o for o in surer if o.kind != told.kind]),
    ):
        shared = max((told.shares(o) for o in others), key=lambda s: sum(s.values()), default={})
        count = sum(shared.values())
        if not count:
            continue
        signs |= {f"{name}: {k}": v for k, v in shared.items()} | {f"{name}: shared": count}
        if name == "alike":
            signs[f"{told.kind}: shared"] = count
            signs["alike: sides and days"] = shared["actors"] * shared["recipients"] * shared["days"]
    return signs


def first_floor(floor: float) -> float:
    """First score from which events are looked at again, for the floor of those that are told."""
    return min(FIRST_FLOOR, floor - TRUCE_ALLOWANCE)


def look_again(
    doc: Document, events: Sequence[EventReadings], weights: Logistic, fields: Mapping[str, Logistic], *, floor: float
) -> tuple[EventReadings, ...]:
    """The events whose second score is at or above the floor, with it as their chance, in the order given.

    Truces are what Truceline is for: an act upon one may be a little below, and one that makes or ends it stays where
    either score is high enough.
    """
    kept = []
    for event, signs in zip(events, second_signs(doc, events, fields), strict=True):
        score, lead = weights.score(signs), event.mentions[0]
        least = floor - TRUCE_ALLOWANCE if lead.truce_action is not None else floor
        if score >= least or (lead.truce_action in TRUCE_MAKING and lead.score >= least):
            kept.append(replace(event, chance=score))
    return tuple(kept)
