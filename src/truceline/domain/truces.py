"""Truce: an object of its own, built from events that carry a truce action and from incidents in its scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from truceline.domain.codes import TruceAction, TruceState
from truceline.domain.events import Entity
from truceline.domain.text import Span


class EntryKind(StrEnum):
    """What a line of the ledger is."""

    ACT = "act"
    """Words or conduct that carry the truce: declared, in effect, extended, ended ..."""
    VIOLATION = "violation"
    """An act of force that breaks it, or an accusation of one."""
    FORCE = "force"
    """Force in its scope by a side that it does not bind: no breach, but worth seeing beside it."""
    REMARK = "remark"
    """Something said of it that changes nothing: a threat to end it, a denial, a refusal to renew."""


class Voice(StrEnum):
    """Who says so."""

    REPORTED = "reported"
    """The report's own voice, or somebody who is no party."""
    CLAIMED = "claimed by a party"
    DENIED = "denied"
    """The accused denies it."""
    DEMANDED = "demanded"
    """Asked for, offered or called for: a proposal."""


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
    """A line of the ledger: what one report says was done to the truce, on which days, and since when it was known."""

    action: TruceAction
    first_day: date
    last_day: date
    known_on: date
    """Publication day of the report that says so."""
    voice: Voice
    by: tuple[Entity, ...]
    """Who did it or said it."""
    evidence: tuple[TruceEvidence, ...]
    note: str = ""
    kind: EntryKind = EntryKind.ACT
    toward: tuple[Entity, ...] = ()
    speaker: str | None = None
    """Who says so inside the report."""
    denied_by: tuple[Entity, ...] = ()
    incident: str | None = None
    """Id of the incident it belongs to: entries of one incident are one act or violation, told by several reports."""
    until: date | None = None
    """Last day of a fixed term that this act sets, where it sets one."""
    term_days: int | None = None
    """Days that the act gives the truce, or that an extension adds to it."""
    single: bool = False
    """True for one act on some day of its interval; False for what goes on through it."""
    dated: bool = True
    """False when the report gives no day and publication stands in for it."""


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
    as_known_on: date | None
    """None asks with all that is known now."""
    state: TruceState
    label: str
    """The state in words, such as ``ended (declared by Iranian-backed militias in Iraq)``."""
    evidence: tuple[TruceEvidence, ...]
    remarks: tuple[str, ...] = ()
    """What others say of it, such as ``Kataib Hezbollah denies it``."""


@dataclass(frozen=True, slots=True)
class Truce:
    """A ceasefire, cessation of hostilities, humanitarian pause, lull or armistice (codebook section 5)."""

    id: str
    name: str
    parties: tuple[Entity, ...]
    scope: str | None
    scope_country: str | None
    truce_class: str
    """unilateral, bilateral, multilateral, or unknown where fewer than two sides are named."""
    purpose: str | None
    announced: tuple[date, date] | None
    in_force_from: tuple[date, date] | None
    ended: tuple[date, date] | None
    term_days: int | None
    """Length of a fixed term in days, where one was given."""
    commitments: tuple[Commitment, ...]
    entries: tuple[TruceEntry, ...]
    """In order of their days."""
    bound: tuple[Entity, ...] = ()
    """Sides that it binds: of a unilateral truce the one that declared it, else all parties."""
    toward: tuple[Entity, ...] = ()
    """Of a unilateral truce, those whom it spares."""
    mediators: tuple[Entity, ...] = ()
    form: str = "truce"
    """What reports call it: ceasefire, humanitarian pause, lull, armistice ..."""

    @property
    def homes(self) -> frozenset[str]:
        """Countries (ISO) that its sides are known to belong to."""
        return frozenset(p.country for p in (*self.parties, *self.bound, *self.toward) if p.country)

    @property
    def violations(self) -> tuple[TruceEntry, ...]:
        """Breaches of it, reported or claimed."""
        return tuple(e for e in self.entries if e.kind is EntryKind.VIOLATION)
