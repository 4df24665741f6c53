"""Lines of a file of decisions, checked when they are read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from truceline.domain.claims import Claim, JsonValue
from truceline.domain.codes import EventType, Reading, Verdict
from truceline.domain.events import Event
from truceline.domain.reviews import Decision, Review
from truceline.domain.text import Span
from truceline.store.samples import MAX_SIZE, Sample
from truceline.store.writer import heir_of


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _forward(pair: tuple[int, int]) -> tuple[int, int]:
    if not 0 <= pair[0] <= pair[1]:
        raise ValueError("a span starts before it ends")
    return pair


Pair = Annotated[tuple[int, int], AfterValidator(_forward)]
Moment = Annotated[datetime, AfterValidator(_utc)]
Ref = Annotated[str, Field(min_length=1, max_length=160)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


def _words(value: Any) -> str:
    """Words of a report may hold half of a surrogate pair, which pydantic's own strings cannot."""
    if not isinstance(value, str):
        raise ValueError("a text is wanted")
    if len(value) > MAX_WORDS:
        raise ValueError(f"longer than {MAX_WORDS} characters")
    return value


MAX_WORDS = 300_000
"""Characters of a note, a reason, or the words of a claim."""
Words = Annotated[Any, AfterValidator(_words)]
OptionalWords = Annotated[Any, AfterValidator(lambda value: None if value is None else _words(value))]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class ClaimPart(_Part):
    """A claim as ``claim_to_dict`` writes it."""

    field: Annotated[str, Field(max_length=32)]
    value: Any
    words: Words = ""
    span: Pair | None = None
    stage: Annotated[str, Field(max_length=64)] = "review"
    version: Annotated[str, Field(max_length=64)] = ""
    score: float = 1.0
    reason: Words = ""
    speaker: OptionalWords = None
    reading: Reading = Reading.STATED
    by: Name | None = None
    at_utc: Moment | None = None

    def claim(self, by: str, at_utc: datetime) -> Claim:
        """The claim by that person at that moment."""
        value: JsonValue = self.value
        span = None if self.span is None else Span(*self.span)
        return Claim(
            self.field, value, self.words, span, self.stage, self.version, self.score, self.reason, self.speaker,
            self.reading, True, by, at_utc,
        )  # fmt: skip


class _Withdrawable(_Part):
    withdrawn_utc: Moment | None = None
    withdrawn_by: Name | None = None

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.withdrawn_by is None) != (self.withdrawn_utc is None):
            raise ValueError("what is taken back has both withdrawn_utc and withdrawn_by")
        return self


class FoundBy(_Part):
    """What else to find an event by."""

    trigger: Pair
    type: EventType
    evidence: Annotated[list[Pair], Field(max_length=1000)] = []

    def heir(self, events: tuple[Event, ...]) -> Event | None:
        """The event of a report that stands for this one, or None."""
        return heir_of(Span(*self.trigger), self.type, [Span(*pair) for pair in self.evidence], events)


class ReviewLine(_Withdrawable):
    """A review with its claims."""

    kind: Literal["review"]
    event: Ref
    found_by: FoundBy | None = None
    decision: Decision
    by: Name
    at_utc: Moment
    note: Words = ""
    sample: Annotated[str, Field(max_length=64)] | None = None
    version: Annotated[str, Field(max_length=64)] = ""
    reading: dict[str, Any]
    claims: Annotated[list[ClaimPart], Field(max_length=100)] = []

    def review(self, ref: str) -> Review:
        """The review on the event of this store."""
        return Review(
            ref, self.decision, self.by, self.at_utc, self.reading, self.note, self.sample, self.version,
            self.withdrawn_utc, self.withdrawn_by,
        )  # fmt: skip


class ClaimLine(_Withdrawable):
    """A claim that was made without a review."""

    kind: Literal["claim"]
    event: Ref
    found_by: FoundBy | None = None
    claim: ClaimPart


class JudgementLine(_Withdrawable):
    """A judgement on two events or two actors."""

    kind: Literal["judgement"]
    about: Annotated[str, Field(max_length=16)] = "event"
    left: Ref
    right: Ref
    left_found_by: FoundBy | None = None
    right_found_by: FoundBy | None = None
    verdict: Verdict
    by: Name
    at_utc: Moment
    note: Words = ""


class SampleLine(_Part):
    """A shared sample."""

    kind: Literal["sample"]
    name: str
    seed: int
    refs: Annotated[list[Ref], Field(min_length=1, max_length=MAX_SIZE)]
    made_by: Name
    made_utc: Moment

    def sample(self) -> Sample:
        """The sample."""
        return Sample(self.name, self.seed, tuple(self.refs), self.made_by, self.made_utc)


Line = ReviewLine | ClaimLine | JudgementLine | SampleLine
_LINE: TypeAdapter[Line] = TypeAdapter(Annotated[Line, Field(discriminator="kind")])


def read_line(text: str) -> Line:
    """A line of the file. Raises ValueError (pydantic's ValidationError is one) for what is none."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON object: {error}") from None
    return _LINE.validate_python(record)
