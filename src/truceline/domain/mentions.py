"""What the workrooms find: spans with readings, each with a score and a reason a reviewer can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from truceline.domain.codes import (
    ActorKind,
    DatePrecision,
    EventType,
    HarmKind,
    PlaceKind,
    RelationKind,
    Role,
    Stance,
    Status,
    TruceAction,
)
from truceline.domain.text import Span


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression. ``type`` and ``value`` in TIMEX3 terms; the days both included."""

    span: Span
    text: str
    type: str
    """DATE, TIME, DURATION or SET."""
    value: str
    """TIMEX3 value such as ``2024-07-30``, ``2024-W31``, ``P3D``, ``PAST_REF``; empty when unreadable."""
    first_day: date | None
    last_day: date | None
    """The interval of days that the words mean for an event they date (codebook section 8); None with a reason."""
    precision: DatePrecision | None = None
    mod: str | None = None
    """TIMEX3 mod: START, MID, END, APPROX, BEFORE, AFTER ..."""
    since: bool = False
    """True when the words open a period ("since February"): last_day is then the report's day."""
    until: bool = False
    """True when the words close a period ("until Friday")."""
    score: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym and its resolution, or none with a reason."""

    span: Span
    text: str
    name: str
    """The name to show: the text's own form with its type word ("Ain Al Asad airbase")."""
    kind: PlaceKind
    country: str | None
    """ISO 3166-1 alpha-2."""
    lat: float | None
    lon: float | None
    precision: int
    """UCDP where_prec, 1 to 7."""
    source_id: str | None = None
    """``geonames:98182``, ``airport:ORAA``, ``region:donbas`` ...; None when not resolved."""
    admin1: str | None = None
    acts: bool = False
    """True when the word stands for a government or people (demonym, capital for its government), not for a place."""
    score: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ActorMention:
    """One mention of an actor."""

    span: Span
    text: str
    form: str
    """name, short, acronym, title, nominal, pronoun, demonym, capital."""
    score: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor as one report speaks of it: all its mentions under the fullest name the report gives."""

    key: str
    """Unique within the report: ``a0``, ``a1`` ..."""
    name: str
    kind: ActorKind
    mentions: tuple[ActorMention, ...]
    registry_id: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2 of the actor's home, where known."""
    affiliation: str | None = None
    """For a person in office or speaking for others: the organisation's name (fullest in the report or registry)."""
    affiliation_id: str | None = None
    office: str | None = None
    guessed: bool = False
    """True when kind and country were guessed from the text, not looked up."""
    score: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HarmMention:
    """A count of people harmed. ``minimum`` None with ``maximum`` given is "up to"; both None is never built."""

    span: Span
    kind: HarmKind
    minimum: int | None
    maximum: int | None
    whom: str
    """Who was harmed, in the report's words."""
    whom_span: Span | None
    trigger: Span
    """The words that say the harm ("killed", "wounding", "death toll")."""
    negated: bool = False
    score: float = 1.0
    reason: str = ""
    alternative: bool = False
    """True for another version of a toll that the event already has: kept as a claim, not counted."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody says something: who vouches for the words in ``content``."""

    content: Span
    """The words that are vouched for (a clause, a quotation, or several sentences of a continued speech)."""
    cue: Span
    """The words of saying ("told", "according to")."""
    speaker: str
    speaker_span: Span | None
    affiliation: str | None
    outlet: str | None
    """A medium inside the text that carries the words ("told The National"); not the report's own outlet."""
    stance: Stance
    actor_key: str | None = None
    score: float = 1.0
    reason: str = ""
    manner: str = "clause"
    """How the words are tied to the speaker: quote, clause, according, object, passive or continued."""


@dataclass(frozen=True, slots=True)
class RoleFill:
    """A phrase that fills a role of an event mention."""

    role: Role
    span: Span
    score: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EventMention:
    """One trigger in one sentence, before mentions of one event are merged."""

    trigger: Span
    sentence: int
    type: EventType
    mode: str | None
    status: Status
    aggregate: bool = False
    truce_action: TruceAction | None = None
    no_truce_act: bool = False
    """True where the words name a truce and show that nothing is done to it: no other reader gives it an act."""
    roles: tuple[RoleFill, ...] = ()
    score: float = 1.0
    """Probability that a coder would code this mention with this type."""
    stage: str = "events.rules"
    """Which stage read it: ``events.rules``, ``events.model`` ..."""
    reason: str = ""
    dated: float | None = None
    """Probability that the report dates the event (codebook: date not null); None where nobody has judged."""
    placed: float | None = None
    """Probability that the report places the event; None where nobody has judged."""
    ruled_mode: str | None = None
    """The mode that is told in the end where the rules read another than the model and are right more often."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie between two actors that a report states (codebook section 9)."""

    kind: RelationKind
    subject: str
    """Fullest name; for part_of the member, for backed_by the one that is backed."""
    object: str
    span: Span
    subject_key: str | None = None
    object_key: str | None = None
    speaker: str | None = None
    """Who says so; None when the report says it in its own voice."""
    first_day: date | None = None
    last_day: date | None = None
    score: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DateReading:
    """One reading of when an event happened. Best first where there are several."""

    first_day: date
    last_day: date
    precision: DatePrecision
    words: str
    """The words it was read from; empty for a default, which ``reason`` then names."""
    span: Span | None
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """One reading of where an event happened. Best first where there are several."""

    place: PlaceMention
    score: float
    reason: str
