"""Truce: an object of its own, built from events that carry a truce action and from incidents in its scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from truceline.domain.codes import TruceAction, TruceState
from truceline.domain.events import Entity
from truceline.domain.text import Span


@dataclass(frozen=True, slots=True)
class TruceEvidence:
    """A sentence of a report that an entry rests on."""

    report_id: str
    event: str
    """``Event.ref``."""
    span: Span
    published: date
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class TruceEntry:
    """A line of the ledger: what an event did to the truce, on which days, and since when it could be known."""

    action: TruceAction
    first_day: date
    last_day: date
    known_on: date
    """Publication day of the first report that says so."""
    voice: str
    """``reported`` (own voice), ``claimed by a party``, ``denied``, ``demanded``."""
    by: tuple[Entity, ...]
    evidence: tuple[TruceEvidence, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """One thing that the truce binds a side to, with its own state."""

    text: str
    by: tuple[Entity, ...]
    toward: tuple[Entity, ...]
    state: TruceState
    evidence: tuple[TruceEvidence, ...]


@dataclass(frozen=True, slots=True)
class StateOn:
    """The state of a truce on a day, as known on a day, with what it rests on."""

    day: date
    as_known_on: date
    state: TruceState
    label: str
    """The state in words, such as ``ended (declared by Iranian-backed militias in Iraq)``."""
    evidence: tuple[TruceEvidence, ...]


@dataclass(frozen=True, slots=True)
class Truce:
    """A ceasefire, cessation of hostilities, humanitarian pause, lull or armistice (codebook section 5)."""

    id: str
    name: str
    parties: tuple[Entity, ...]
    scope: str | None
    scope_country: str | None
    truce_class: str
    """unilateral, bilateral, multilateral."""
    purpose: str | None
    announced: tuple[date, date] | None
    in_force_from: tuple[date, date] | None
    ended: tuple[date, date] | None
    term_days: int | None
    """Length of a fixed term in days, where one was given."""
    commitments: tuple[Commitment, ...]
    entries: tuple[TruceEntry, ...]
