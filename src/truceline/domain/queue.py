"""The order in which events wait for a person: where leaving the machine's reading unchecked would cost most.

An event's place is the product of two numbers that a reader can check:

- **doubt**, the chance that something in the reading is wrong: the machine's own uncertainty, raised by every
  disagreement (two reviewers, two reports, a report with itself, a newer coder with what was accepted);
- **weight**, what a mistake would do to the record: the people killed, acts that begin or end a truce, deeds of force
  before words, what happened before what is planned.

So the least certain, the most consequential and the disputed come first, and a certain report of a small matter last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log2
from typing import Final

from truceline.domain.codes import QUAD_CLASS, EventType, QuadClass, Status, TruceAction

REVIEWERS_DIFFER: Final = 0.9
"""Chance that a reading is wrong on which two reviewers differ: one of them must be, whatever the machine says."""
REPORTS_DIFFER: Final = 0.5
"""The same where reports of one incident differ; each may repeat its source rightly."""
REPORT_CONTRADICTS_ITSELF: Final = 0.5
READ_OTHERWISE: Final = 0.7
"""A newer coder reads otherwise what a person had accepted."""
LEFT_OPEN: Final = 0.6
"""A person looked and could not tell."""
_TURNS: Final = frozenset({
    TruceAction.AGREED, TruceAction.DECLARED, TruceAction.IN_EFFECT, TruceAction.ENDED, TruceAction.SUSPENDED,
    TruceAction.RESTORED, TruceAction.VIOLATED,
})  # fmt: skip
"""Acts that change a truce's state; proposals and refusals change little."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event as the queue sees it."""

    ref: str
    """``Event.ref``."""
    type: EventType
    status: Status
    confidence: float
    """The machine's, 0 to 1."""
    truce_action: TruceAction | None = None
    n_killed: int = 0
    """The lower bound that the report gives; people injured, captured, missing or displaced are not in it."""
    n_harmed: int = 0
    """Others harmed."""
    contradiction: str | None = None
    """What the report contradicts itself on."""
    reports_differ: tuple[str, ...] = ()
    """Fields on which the reports of its incident differ."""
    reviewers_differ: tuple[str, ...] = ()
    """Fields on which standing reviews differ; ``event`` for whether it is one."""
    read_otherwise: tuple[str, ...] = ()
    """Fields that a newer coder reads otherwise than a person accepted them."""
    left_open_by: tuple[str, ...] = ()
    """Persons who were unsure."""


@dataclass(frozen=True, slots=True)
class Place:
    """An event's place in the queue, and why. Larger ``score`` first."""

    ref: str
    score: float
    doubt: float
    weight: float
    reasons: tuple[str, ...]
    """In words, what counts most first."""


def place_in_queue(event: Waiting) -> Place:
    """Doubt, weight and their product, with the reasons in words."""
    doubts: list[tuple[float, str]] = []
    if event.reviewers_differ:
        doubts.append((REVIEWERS_DIFFER, f"reviewers differ on {_listed(event.reviewers_differ)}"))
    if event.read_otherwise:
        doubts.append((READ_OTHERWISE, f"accepted before, read otherwise now: {_listed(event.read_otherwise)}"))
    if event.left_open_by:
        doubts.append((LEFT_OPEN, f"{_listed(event.left_open_by)} left it open"))
    if event.reports_differ:
        doubts.append((REPORTS_DIFFER, f"reports differ on {_listed(event.reports_differ)}"))
    if event.contradiction:
        doubts.append((REPORT_CONTRADICTS_ITSELF, f"the report contradicts itself: {event.contradiction}"))
    certain = min(1.0, max(0.0, event.confidence))
    right = certain
    for chance, _ in doubts:
        right *= 1.0 - chance
    weight, weights = _weight(event)
    doubt = 1.0 - right
    words = [text for _, text in doubts] + [text for _, text in sorted(weights, reverse=True)]
    words.append(f"the machine is {round(100 * certain)} % sure")
    return Place(event.ref, doubt * weight, doubt, weight, tuple(words))


def order_queue(waiting: Iterable[Waiting]) -> list[Place]:
    """All places, the first to look at first. Equal ones by ref, so that two people see one order."""
    return sorted((place_in_queue(event) for event in waiting), key=lambda p: (-p.score, p.ref))


def _weight(event: Waiting) -> tuple[float, list[tuple[float, str]]]:
    parts: list[tuple[float, str]] = []
    if event.n_killed:
        parts.append((log2(1 + event.n_killed), f"{event.n_killed} killed"))
    if event.n_harmed:
        parts.append((0.5 * log2(1 + event.n_harmed), f"{event.n_harmed} harmed"))
    if event.truce_action is not None:
        turns = event.truce_action in _TURNS
        parts.append((3.0 if turns else 1.0, f"truce: {event.truce_action.value.replace('_', ' ')}"))
    if QUAD_CLASS[event.type] is QuadClass.MATERIAL_CONFLICT:
        parts.append((1.0, "material conflict"))
    weight = 1.0 + sum(points for points, _ in parts)
    if event.status is not Status.ACTUAL:
        weight *= 0.5
    return weight, parts


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(word.replace("_", " ") for word in words)
