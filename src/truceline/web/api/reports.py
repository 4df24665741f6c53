"""Reports and their events."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from truceline.domain.codes import EventType
from truceline.domain.serial import event_to_dict, report_to_dict
from truceline.store.browse import ReportFilter, count_events, count_reports, events_page, report_rows
from truceline.store.reader import EventFilter
from truceline.web.api.shapes import ERRORS, EventOut, EventPage, Limit, Offset, ReportOut, ReportPage, clean, paged
from truceline.web.days import DayOrNothing
from truceline.web.deps import StoreDep
from truceline.web.filters import COUNTRIES, TEXT

router = APIRouter(prefix="/api", responses=ERRORS, tags=["record"])


@router.get("/reports", response_model=ReportPage)
def list_reports(
    request: Request,
    store: StoreDep,
    from_: Annotated[DayOrNothing, Query(alias="from", description="Published on this day or later.")] = None,
    to: Annotated[DayOrNothing, Query(description="Published on this day or earlier.")] = None,
    outlet: Annotated[str, Query(**TEXT)] = "",
    title: Annotated[str, Query(description="Part of the title.", **TEXT)] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Reports without their texts, the newest first."""
    wanted = ReportFilter(from_, to, outlet, title)
    with store.reading() as connection:
        n = count_reports(connection, wanted)
        rows = report_rows(connection, wanted, limit=limit, offset=offset)
    names = ("id", "date", "title", "outlet", "url", "language", "n_events")
    return paged(request, clean([{k: getattr(row, k) for k in names} for row in rows]), n, limit, offset)


@router.get("/reports/{report_id:path}", response_model=ReportOut)
def get_report(store: StoreDep, report_id: str) -> Any:
    """One report with its text, by its id here or at its source."""
    report = store.get_report(report_id)
    events = [e.ref for e in store.events_of(report.id, claims=False)]
    return clean({**report_to_dict(report), "id": report.id, "source_id": report.source_id, "events": events})


@router.get("/events", response_model=EventPage)
def list_events(
    request: Request,
    store: StoreDep,
    type: Annotated[list[EventType] | None, Query(description="PLOVER types; several may be given.")] = None,
    country: Annotated[str, Query(description="ISO 3166-1 alpha-2; several with commas.", **COUNTRIES)] = "",
    from_: Annotated[DayOrNothing, Query(alias="from", description="Ending on this day or later.")] = None,
    to: Annotated[DayOrNothing, Query(description="Starting on this day or earlier.")] = None,
    truce: Annotated[bool, Query(description="Only those that act on a truce.")] = False,
    min_confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Events by day of report. The filter looks at the machine's reading; the records carry people's corrections."""
    countries = tuple(c.strip().upper() for c in country.split(",") if c.strip())
    wanted = EventFilter(tuple(t.value for t in type or ()), countries, from_, to, min_confidence, truce)
    with store.reading() as connection:
        n = count_events(connection, wanted)
        events = events_page(connection, wanted, limit=limit, offset=offset)
    reports = store.reports_by_id({e.report_id for e in events})
    items = [{**event_to_dict(e, reports[e.report_id]), "report_id": e.report_id} for e in events]
    return paged(request, clean(items), n, limit, offset)


@router.get("/events/{event_id:path}", response_model=EventOut)
def get_event(store: StoreDep, event_id: str) -> Any:
    """One event with every claim behind it, by ``<report id>#<event id>`` (``#`` as ``%23``) or its own id alone."""
    event = store.get_event(event_id)
    report = store.get_report(event.report_id)
    return clean({**event_to_dict(event, report), "report_id": event.report_id})
