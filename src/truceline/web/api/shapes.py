"""Shapes that all answers of the API share. Records are those of ``truceline … --format jsonl``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from truceline.domain.codes import EventType, Stance, Status, TruceAction, TruceState, Verdict
from truceline.web.errors import ErrorAnswer
from truceline.web.keeper import RecordDep, Standing
from truceline.web.wording import query

Limit = Annotated[int, Query(ge=1, le=200, description="Items of a page.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="Items to leave out before the page.")]

ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorAnswer, "description": "The call cannot be answered."},
    403: {"model": ErrorAnswer, "description": "Not allowed, or not logged in."},
    404: {"model": ErrorAnswer, "description": "No such record."},
    422: {"model": ErrorAnswer, "description": "A parameter could not be read."},
    503: {"model": ErrorAnswer, "description": "The database does not answer, or the record is being made."},
}


class Page(BaseModel):
    """What every list has beside its items."""

    total: int = Field(description="Items that pass the filter.")
    next: str | None = Field(description="Address of the next page; null on the last one.")


class Open(BaseModel):
    """A record that may hold more than is named here."""

    model_config = ConfigDict(extra="allow")


class PartyOut(Open):
    """An actor or recipient."""

    name: str
    id: str | None = None


class DateOut(Open):
    """Days on which it happened, both included."""

    start: date
    end: date
    precision: str


class PlaceOut(Open):
    """Where it happened; precision is UCDP's where_prec."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int


class HarmOut(Open):
    """People harmed; null where the report gives no such bound."""

    kind: str
    min: int | None
    max: int | None


class ReportLine(BaseModel):
    """A report without its text."""

    id: str
    date: date
    title: str | None
    outlet: str | None
    url: str | None
    language: str
    n_events: int | None = Field(description="null where it is not coded.")


class ReportOut(Open):
    """A report with its text."""

    id: str
    date: date
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    events: list[str] = Field(description="Ids of its events: <report id>#<event id>.")


class AttributionOut(Open):
    """Who vouches for an event inside its report."""

    speaker: str
    stance: Stance


class EventOut(Open):
    """What one report says of one occurrence, people's corrections laid over it."""

    id: str
    report_id: str
    type: EventType
    mode: str | None
    status: Status
    actors: list[PartyOut]
    recipients: list[PartyOut]
    date: DateOut | None
    place: PlaceOut | None
    harm: list[HarmOut]
    reported_by: list[AttributionOut]
    truce_action: TruceAction | None
    confidence: float


class DisagreementOut(Open):
    """A field on which reports differ."""

    field: str
    rule: str


class IncidentOut(Open):
    """One occurrence across reports."""

    id: str
    type: EventType
    mode: str | None
    status: Status
    date: DateOut | None
    place: PlaceOut | None
    actors: list[PartyOut]
    recipients: list[PartyOut]
    harm: list[HarmOut]
    events: list[str]
    disagreements: list[DisagreementOut]
    confidence: float


class EvidenceOut(Open):
    """A sentence, by its offsets in a report's text."""

    report_id: str
    start: int
    end: int


class TruceOut(Open):
    """A truce with its state on a day."""

    id: str
    name: str
    state: TruceState
    label: str
    state_on: date
    as_known_on: date | None
    parties: list[PartyOut]
    evidence: list[EvidenceOut]
    violations: list[dict[str, Any]]


class StateOut(BaseModel):
    """The state of a truce on a day, as known on a day."""

    day: date
    as_known_on: date | None
    state: TruceState
    label: str
    evidence: list[EvidenceOut]
    remarks: list[str]


class JudgementOut(BaseModel):
    """A person's word on two events."""

    number: int
    about: str
    left: str
    right: str
    verdict: Verdict
    by: str
    at_utc: datetime
    note: str
    withdrawn_utc: datetime | None
    withdrawn_by: str | None


class ActorOut(BaseModel):
    """An actor across incidents."""

    key: str = Field(description="Its registry id, or its name in small letters after ~.")
    name: str
    kind: str | None
    country: str | None
    other_names: list[str]
    n_incidents: int
    n_as_actor: int
    n_as_recipient: int
    first_day: date | None
    last_day: date | None


class ReportPage(Page):
    """A page of reports."""

    items: list[ReportLine]


class EventPage(Page):
    """A page of events."""

    items: list[EventOut]


class IncidentPage(Page):
    """A page of incidents."""

    items: list[IncidentOut]


class TrucePage(Page):
    """A page of truces."""

    items: list[TruceOut]


class JudgementPage(Page):
    """A page of judgements."""

    items: list[JudgementOut]


class ActorPage(Page):
    """A page of actors."""

    items: list[ActorOut]


class StatePage(Page):
    """States of a truce, day by day."""

    items: list[StateOut]


def made(standing: RecordDep) -> Standing:
    """The record's standing; 503 while there is none yet."""
    if standing.built_utc is None:
        why = standing.problem or "The record is being made from the reports; ask again in a moment."
        raise HTTPException(503, why, headers={"Retry-After": "5"})
    return standing


MadeDep = Annotated[Standing, Depends(made)]
"""Annotation of a handler's parameter: the incidents and truces are there."""


def next_page(request: Request, total: int, limit: int, offset: int) -> str | None:
    """The address of the next page, with all that was asked kept; None on the last."""
    if offset + limit >= total:
        return None
    pairs: dict[str, Any] = {}
    for key, value in request.query_params.multi_items():
        pairs.setdefault(key, []).append(value)
    return f"{request.url.path}?{query(pairs, limit=limit, offset=offset + limit)}"


def paged(request: Request, items: Sequence[Any], total: int, limit: int, offset: int) -> dict[str, Any]:
    """A page of items as JSON."""
    return {"items": list(items), "total": total, "next": next_page(request, total, limit, offset)}


def clean(record: Any) -> Any:
    """A record whose texts UTF-8 can hold: half a surrogate pair becomes U+FFFD."""
    if isinstance(record, str):
        return record.encode("utf-8", "replace").decode("utf-8") if not record.isascii() else record
    if isinstance(record, dict):
        return {clean(k): clean(v) for k, v in record.items()}
    if isinstance(record, list | tuple):
        return [clean(v) for v in record]
    return record
