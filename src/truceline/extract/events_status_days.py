"""Status of an event by its day: what is long past is background, what lies ahead has not happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import DateReading, EventMention
from truceline.domain.text import Document
from truceline.extract.dating_told import is_told_done
from truceline.extract.events_status import SPEECH

_YEAR_DAYS: Final = 366


def settle_status(
    status: Status,
    event_type: EventType,
    first_day: date | None,
    last_day: date | None,
    *,
    published: date,
    done: bool = False,
) -> Status:
    """Status once the event is dated: more than a year old is historical, a deed that lies ahead is future.

    A speech act keeps its status when its date lies ahead: it is then the date of what was promised. So does what is
    told as done ("were arrested"): the day is then misread, or that of something else.
    """
    if status is Status.ACTUAL and last_day is not None and (published - last_day).days > _YEAR_DAYS:
        return Status.HISTORICAL
    ahead = first_day is not None and first_day > published
    if status is Status.ACTUAL and ahead and event_type not in SPEECH and not done:
        return Status.FUTURE
    if status is Status.HISTORICAL and last_day is not None and (published - last_day).days < _YEAR_DAYS - 35:
        return Status.ACTUAL
    return status


_SURE_DAY: Final = 0.3
"""Score from which an event's day says whether it is long past or lies ahead."""


def with_settled_status(
    doc: Document, group: Sequence[EventMention], dates: Sequence[DateReading]
) -> tuple[EventMention, ...]:
    """The mentions of an event, the status of the first settled by the day that the report's words give the event."""
    lead, *rest = group
    if dates and dates[0].words and dates[0].score >= _SURE_DAY:
        day = dates[0]
        lead = replace(lead, status=status_on(doc, lead, day.first_day, day.last_day))
    return (lead, *rest)


def status_on(doc: Document, mention: EventMention, first_day: date | None, last_day: date | None) -> Status:
    """The status of a mention that these days date."""
    done = is_told_done(doc, doc.syntactic_head(mention.trigger))
    return settle_status(mention.status, mention.type, first_day, last_day, published=doc.report.date, done=done)
