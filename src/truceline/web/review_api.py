"""Decisions through the API: listed, made and taken back, under the same rules as on the pages.

A change needs a coder or a lead, and comes as JSON: no other site's form can send that (``accounts_gate.py``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from truceline import __version__
from truceline.domain.claims import Claim, Judgement
from truceline.domain.codes import Reading, Verdict
from truceline.domain.reviews import Decision, Deed
from truceline.domain.text import Span
from truceline.errors import UsageError
from truceline.store import Reviews
from truceline.store.accounts import Accounts
from truceline.web.accounts import address_of
from truceline.web.api.shapes import ERRORS, Limit, Offset, Page, clean, paged
from truceline.web.deps import StoreDep
from truceline.web.errors import ErrorAnswer
from truceline.web.review_forms import STAGE
from truceline.web.users import CoderDep, UserDep

router = APIRouter(tags=["people"])
CHANGES: dict[int | str, dict[str, Any]] = {
    **ERRORS,
    409: {"model": ErrorAnswer, "description": "Somebody else decided on it meanwhile; nothing was written."},
    413: {"model": ErrorAnswer, "description": "The body is too long."},
}
DecisionWord = Literal["accepted", "corrected", "rejected", "unsure", "accept", "correct", "reject"]
_SHORT: dict[str, Decision] = {
    "accept": Decision.ACCEPTED, "correct": Decision.CORRECTED, "reject": Decision.REJECTED
}  # fmt: skip
"""The words that the keys of the pages have."""
Kind = Literal["review", "claim", "judgement"]
Ref = Annotated[str, StringConstraints(min_length=1, max_length=160, pattern=r"^[^\x00-\x1f]*$")]
Words = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]
SampleName = Annotated[str, StringConstraints(max_length=64, pattern=r"^[\w.-]+$")]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ValueIn(_In):
    """The whole value of one field, as ``GET /api/events/{event_id}`` names it."""

    field: Annotated[str, StringConstraints(max_length=32)]
    value: Any = Field(description="The field's value; null where the report does not state one.")
    span: tuple[int, int] | None = Field(None, description="The words that it rests on: code points of the text.")


class ReviewIn(_In):
    """A decision on an event."""

    event: Ref = Field(description="<report id>#<event id>")
    decision: DecisionWord
    values: Annotated[list[ValueIn], Field(max_length=20, description="Of a correction: the fields that change.")] = []
    note: Words = ""
    sample: SampleName | None = Field(None, description="Shared sample that the decision is made in.")
    seen: Ref | None = Field(None, description="Mark of GET /api/review/state; a decision since is a conflict.")


class JudgementIn(_In):
    """A judgement on two events."""

    left: Ref
    right: Ref
    verdict: Verdict
    note: Words = ""
    seen: Number | None = Field(None, description="Number of the newest judgement on the pair that was seen; 0: none.")


class DecisionIn(_In):
    """Which decision to take back."""

    kind: Kind
    number: Number


class Made(BaseModel):
    """What was written."""

    kind: Kind
    number: int


class ClaimOut(BaseModel):
    """A value that a person gave a field."""

    field: str
    value: Any
    words: str
    span: tuple[int, int] | None


class DeedOut(BaseModel):
    """One decision."""

    kind: Kind
    number: int
    by: str
    at_utc: datetime
    event: str
    other: str | None = Field(description="Of a judgement: the other event.")
    what: str = Field(description="accepted, corrected, rejected, unsure, claimed, same or different")
    note: str
    claims: list[ClaimOut]
    sample: str | None
    withdrawn_utc: datetime | None
    withdrawn_by: str | None


class DeedPage(Page):
    """A page of decisions."""

    items: list[DeedOut]


class State(BaseModel):
    """A mark of what people decided on an event so far."""

    event: str
    seen: str


@router.get("/api/reviews", response_model=DeedPage, responses=ERRORS)
def list_decisions(
    request: Request,
    store: StoreDep,
    user: UserDep,
    by: Annotated[Words, Query(description="One person's.")] = "",
    event: Annotated[str, Query(description="On one event.", max_length=160)] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """What people decided, the newest first; what was taken back says so."""
    book = Reviews(store)
    deeds = book.history(limit=limit, offset=offset, by=by or None, about=event or None)
    total = book.count(by=by or None, about=event or None)
    return paged(request, [_deed_out(d) for d in deeds], total, limit, offset)


def _deed_out(deed: Deed) -> dict[str, Any]:
    claims = [
        {"field": c.field, "value": c.value, "words": c.words, "span": (c.span.start, c.span.end) if c.span else None}
        for c in deed.claims
    ]
    found: dict[str, Any] = clean({
        "kind": deed.kind, "number": deed.number, "by": deed.by, "event": deed.about, "other": deed.other,
        "what": deed.what, "note": deed.note, "claims": claims, "sample": deed.sample,
        "withdrawn_by": deed.withdrawn_by,
    })  # fmt: skip
    return found | {"at_utc": deed.at_utc, "withdrawn_utc": deed.withdrawn_utc}


@router.get("/api/review/state", response_model=State, responses=ERRORS)
def show_state(store: StoreDep, user: UserDep, event: Annotated[Ref, Query()]) -> dict[str, str]:
    """The mark to hand back with a decision, so that nobody overwrites what another decided meanwhile."""
    found = store.get_event(event)
    return {"event": found.ref, "seen": Reviews(store).state(found.ref)}


@router.post("/api/reviews", response_model=Made, status_code=201, responses=CHANGES)
def make_review(store: StoreDep, user: CoderDep, given: ReviewIn) -> dict[str, Any]:
    """Accept, correct, reject or leave open an event. Incidents and truces follow."""
    text = store.get_report(store.get_event(given.event).report_id).text
    claims = [_claim(one, text, given.note) for one in given.values]
    decision = _SHORT.get(given.decision) or Decision(given.decision)
    number = Reviews(store).decide(
        given.event, decision, user.name, claims=claims, note=given.note, sample=given.sample, seen=given.seen
    )
    return {"kind": "review", "number": number}


def _claim(given: ValueIn, text: str, note: str) -> Claim:
    span = None
    if given.span is not None:
        start, end = given.span
        if not 0 <= start < end <= len(text):
            raise UsageError(f"the span {start} to {end} is not in the text, which has {len(text)} characters")
        span = Span(start, end)
    # Null says that the report states no such thing; a list says so by being empty.
    none = given.value is None
    reading = Reading.NOT_STATED if none and given.field not in ("type", "status") else Reading.STATED
    words = span.of(text) if span else ""
    return Claim(
        given.field, given.value, words, span, STAGE, __version__, 1.0, note or "through the API", None, reading
    )


@router.post("/api/review/judgements", response_model=Made, status_code=201, responses=CHANGES)
def make_judgement(store: StoreDep, user: CoderDep, given: JudgementIn) -> dict[str, Any]:
    """Judge two events to be the same occurrence, different ones, or leave it open. Incidents and truces follow."""
    judgement = Judgement(given.left, given.right, given.verdict, user.name, datetime.now(UTC), note=given.note)
    return {"kind": "judgement", "number": Reviews(store).judge(judgement, seen=given.seen)}


@router.post("/api/review/withdrawals", response_model=Made, responses=CHANGES)
def take_back(request: Request, store: StoreDep, user: CoderDep, given: DecisionIn) -> dict[str, Any]:
    """Take a decision back; what others decided only a lead may. It stays in the list, marked so."""
    book = Reviews(store)
    owner = book.owner(given.kind, given.number)
    book.withdraw(given.kind, given.number, user.name, others_too=user.leads)
    if owner != user.name:
        Accounts(store).note(user.name, "took back", f"{given.kind} {given.number} by {owner}", address_of(request))
    return {"kind": given.kind, "number": given.number}
