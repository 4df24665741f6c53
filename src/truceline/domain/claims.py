"""Claim and Judgement: every value with its evidence, and every decision of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from typing_extensions import TypeAliasType

from truceline.domain.codes import Reading, Verdict
from truceline.domain.text import Span

JsonValue = TypeAliasType("JsonValue", "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None")
"""What JSON can hold; a named alias, so that pydantic can follow it into itself."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One value of one field of one event, with the words it was read from.

    A person's claim (``by`` set) outranks the machine's and never erases it.
    """

    field: str
    """A field of the codebook, section 3: type, mode, actors, date ..."""
    value: JsonValue
    words: str
    """The words as written; empty when the value rests on no words (a default, marked by ``reason``)."""
    span: Span | None
    stage: str
    """Which stage read it, such as ``times`` or ``events.model``."""
    version: str
    """Version of the stage or model."""
    score: float
    reason: str
    speaker: str | None = None
    """Who says so in the text; None when the report says it in its own voice."""
    reading: Reading = Reading.STATED
    chosen: bool = True
    """False for a reading that the event keeps but does not show (a second date of the same attack)."""
    by: str | None = None
    """The person who made the claim; None for the machine."""
    at_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on two events (or two actors): same, different, unsure. Withdrawn, never deleted."""

    left: str
    right: str
    """``<report id>#<event id>`` for events, registry ids for actors; left < right."""
    verdict: Verdict
    by: str
    at_utc: datetime
    about: str = "event"
    note: str = ""
    withdrawn_utc: datetime | None = None
    withdrawn_by: str | None = None
