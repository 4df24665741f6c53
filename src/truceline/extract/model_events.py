"""Event mentions as the trained model reads them: trigger, type, mode, status, truce act, and role phrases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from truceline.domain.codes import MODES, EventType, Role, Status, TruceAction
from truceline.domain.mentions import EventMention, RoleFill
from truceline.domain.text import Document, Span
from truceline.extract.events_status import ALWAYS_SAID
from truceline.inference.model import EventModel, Thresholds
from truceline.inference.reading import Floats, RolePhrase, TriggerReading

STAGE: Final = "events.model"
_SURE_STATUS: Final = 0.6
"""Probability from which the model's word on a status counts; 0.5 does as well, 0.8 half as much."""
_TRIM: Final = frozenset({"'s", "’s", "'", "’", ",", ".", ";", ":", "(", "-", "--", "\"", "“", "”", "``", "''"})


def read_event_mentions(doc: Document, model: EventModel, *, floor: float | None = None) -> tuple[EventMention, ...]:
    """Find the event mentions of a report with the model, in text order.

    ``score`` is the calibrated probability that a coder would code the mention with this type; mentions below ``floor``
    (the tuned one when None) are left out. ``roles`` hold
    name-sized phrases, one for each party; a phrase may stand in another sentence when the trigger's own has only
    a pronoun.
    """
    bar = model.thresholds.mention if floor is None else floor
    told = (r for r in model.read(doc) if calibrated(r, model.thresholds) >= bar)
    return tuple(_mention(doc, model, reading) for reading in told)


def calibrated(reading: TriggerReading, thresholds: Thresholds) -> float:
    """Probability that the mention is codable and its type right (Platt scaling on held-out training reports)."""
    a, b, c = thresholds.scale
    p = float(np.clip(reading.score, 1e-4, 1 - 1e-4))
    odds = a * float(np.log(p / (1 - p))) + b * float(np.log(max(float(reading.type.max()), 1e-4))) + c
    return float(1 / (1 + np.exp(-odds)))


def best_mode(model: EventModel, reading: TriggerReading, type_: EventType) -> str | None:
    """The most probable mode that the type allows; None where "no mode" is at least as probable."""
    names, chance = model.labels["mode"], reading.fields["mode"]
    allowed = [i for i, name in enumerate(names) if name == "" or name in MODES[type_]]
    best = max(allowed, key=lambda i: float(chance[i]))
    return names[best] or None


def _mention(doc: Document, model: EventModel, reading: TriggerReading) -> EventMention:
    t, labels = model.thresholds, model.labels
    order = np.argsort(-reading.type, kind="stable")
    type_ = EventType(labels["types"][int(order[0])])
    acts = reading.fields["truce"]
    act = int(np.argmax(acts[1:])) + 1
    truce = TruceAction(labels["truce"][act]) if float(acts[1:].sum()) >= t.truce else None
    second = labels["types"][int(order[1])]
    return EventMention(
        trigger=Span(doc.tokens[reading.first].start, doc.tokens[reading.last - 1].end),
        sentence=doc.tokens[reading.head].sent,
        type=type_,
        mode=best_mode(model, reading, type_),
        status=_status(labels["status"], reading.fields["status"], type_),
        aggregate=float(reading.fields["aggregate"][1]) >= t.aggregate,
        truce_action=truce,
        roles=_roles(doc, reading.roles),
        score=calibrated(reading, t),
        stage=STAGE,
        reason=(
            f"model: trigger {reading.score:.2f}, {type_} {float(reading.type[order[0]]):.2f}, "
            f"next {second} {float(reading.type[order[1]]):.2f}"
        ),
        dated=float(reading.fields["dated"][1]),
        placed=float(reading.fields["placed"][1]),
    )


def _status(names: Sequence[str], chance: Floats, kind: EventType) -> Status:
    """The most probable status where the model is sure of it, else actual, as what is said always is."""
    best = int(np.argmax(chance))
    sure = float(chance[best]) >= _SURE_STATUS and kind not in ALWAYS_SAID
    return Status(names[best]) if sure else Status.ACTUAL


def _roles(doc: Document, phrases: Sequence[RolePhrase]) -> tuple[RoleFill, ...]:
    out = []
    for phrase in phrases:
        first, last = phrase.first, phrase.last
        while last - first > 1 and doc.tokens[last - 1].text in _TRIM:
            last -= 1
        while last - first > 1 and doc.tokens[first].text in _TRIM:
            first += 1
        span = Span(doc.tokens[first].start, doc.tokens[last - 1].end)
        if any(c.isalnum() for c in span.of(doc.text)):
            out.append(RoleFill(Role(phrase.role.lower()), span, phrase.score, f"model {phrase.score:.2f}"))
    return tuple(out)
