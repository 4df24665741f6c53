"""Event (one report's) and Incident (across reports): the fields of the codebook, section 3 and 6."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from truceline.domain.claims import Claim, JsonValue
from truceline.domain.codes import DatePrecision, EventType, HarmKind, Stance, Status, TruceAction
from truceline.domain.text import Span, content_id

EVENT_FIELDS: Final = (
    "type", "mode", "status", "aggregate", "actors", "recipients", "date", "place", "harm", "weapon", "reported_by",
    "claimed_by", "denied_by", "truce_action", "truce_parties",
)  # fmt: skip
"""The fields of an event whose values are read from the text, in the codebook's order."""
ENTITY_FIELDS: Final = ("actors", "recipients", "claimed_by", "denied_by", "truce_parties")
"""Those that hold entities."""

Day = date
"""The type of a day, under a name that no field hides."""

@dataclass(frozen=True, slots=True)
class Entity:
    """Who did it, or to whom: the fullest name the report gives, the registry id where resolved, the mention."""

    name: str
    id: str | None = None
    mention: Span | None = None
    affiliation: str | None = None
    kind: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class EventDate:
    """Days on which the event happened, both included."""

    start: date
    end: date
    precision: DatePrecision


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where it happened. ``precision`` is UCDP's where_prec (1 exact ... 7 international water or airspace)."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: int
    kind: str | None = None
    source_id: str | None = None
    mention: Span | None = None


@dataclass(frozen=True, slots=True)
class Harm:
    """People harmed. ``minimum``/``maximum`` None where the report gives no such bound; zero is a stated zero."""

    kind: HarmKind
    minimum: int | None
    maximum: int | None
    whom: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who vouches for the event inside the report."""

    speaker: str
    affiliation: str | None
    outlet: str | None
    stance: Stance
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody did, as one report tells it (codebook section 3)."""

    report_id: str
    """Content id of the report (``Report.id``)."""
    type: EventType
    mode: str | None
    status: Status
    aggregate: bool
    actors: tuple[Entity, ...]
    recipients: tuple[Entity, ...]
    date: EventDate | None
    place: EventPlace | None
    harm: tuple[Harm, ...]
    weapon: str | None
    reported_by: tuple[Attribution, ...]
    claimed_by: tuple[Entity, ...]
    denied_by: tuple[Entity, ...]
    truce_action: TruceAction | None
    truce_parties: tuple[Entity, ...]
    trigger: Span
    evidence: tuple[Span, ...]
    confidence: float
    field_confidence: tuple[tuple[str, float], ...] = ()
    reason: str = ""
    conflict: str | None = None
    """What the report contradicts itself on ("dated two ways: ..."), or None."""
    claims: tuple[Claim, ...] = field(default=(), compare=False)
    id: str = ""
    """Unique within the report; a hash of report, trigger, type and evidence."""

    def __post_init__(self) -> None:
        if not self.id:
            parts = (self.report_id, self.trigger.start, self.trigger.end, self.type)
            object.__setattr__(self, "id", content_id(*parts)[:12])

    @property
    def ref(self) -> str:
        """``<report id>#<event id>``: unique everywhere."""
        return f"{self.report_id}#{self.id}"


@dataclass(frozen=True, slots=True)
class Version:
    """One report's version of one field of an incident."""

    field: str
    value: JsonValue
    event: str
    """``Event.ref`` of the event that says so."""
    published: date
    outlet: str | None
    speaker: str | None = None
    """Who says so inside the report; None where the report says it in its own voice."""
    background: bool = False
    """True when the report tells of it in passing, long after (its date does not move the incident's)."""
    chosen: bool = True
    """False for a second reading that the report itself holds (two dates of one attack)."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field on which versions differ, in order of publication, with the value shown and the rule that chose it."""

    field: str
    versions: tuple[Version, ...]
    rule: str
    shown: JsonValue = None


@dataclass(frozen=True, slots=True)
class Toll:
    """A toll across reports as UCDP gives it: best is the shown value, low and high the bounds of all versions."""

    kind: HarmKind
    best: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """Why two events stand in one incident: the machine's score, or a person's word, and its reasons."""

    left: str
    right: str
    """``Event.ref``, left < right."""
    score: float
    """Probability that both tell of one occurrence; 1.0 for a person's word."""
    reasons: tuple[str, ...] = ()
    by: str | None = None
    """The person who judged; None for the machine."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One real-world occurrence, told by one or more reports. Rebuilt at any time from events and judgements."""

    id: str
    type: EventType
    mode: str | None
    date: EventDate | None
    place: EventPlace | None
    actors: tuple[Entity, ...]
    recipients: tuple[Entity, ...]
    harm: tuple[Harm, ...]
    claimed_by: tuple[Entity, ...]
    denied_by: tuple[Entity, ...]
    events: tuple[str, ...]
    """``Event.ref`` of each member, in order of publication."""
    versions: tuple[Version, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    """(field, rule that chose the shown value)."""
    outlets: tuple[str, ...] = ()
    n_independent: int = 1
    """Voices that are not copies of each other."""
    confidence: float = 1.0
    status: Status = Status.ACTUAL
    aggregate: bool = False
    tolls: tuple[Toll, ...] = ()
    links: tuple[Link, ...] = ()
    """The links that hold it together; empty for an incident that one event tells of."""
    published: tuple[Day, Day] | None = None
    """First and last day on which a report told of it."""
