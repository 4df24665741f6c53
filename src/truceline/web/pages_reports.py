"""Reports: the list, and one report's text with the words that events were read from."""

from __future__ import annotations

import importlib.util
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from truceline.errors import NotFound
from truceline.store.browse import ReportFilter, count_reports, outlets, report_rows
from truceline.store.record import incident_ids_of
from truceline.web.days import DayOrNothing
from truceline.web.deps import StoreDep
from truceline.web.keeper import RecordDep
from truceline.web.report_view import LEGEND, view_of
from truceline.web.templating import NavItem, page

router = APIRouter(include_in_schema=False)
NAV = (NavItem("Reports", "/reports", 30),)
PAGE = 50


@router.get("/reports")
def reports(
    request: Request,
    store: StoreDep,
    from_: Annotated[DayOrNothing, Query(alias="from")] = None,
    to: Annotated[DayOrNothing, Query()] = None,
    outlet: Annotated[str, Query(max_length=200)] = "",
    title: Annotated[str, Query(max_length=200)] = "",
    at: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """All reports, the newest first."""
    wanted = ReportFilter(from_, to, outlet, title.strip())
    with store.reading() as connection:
        n = count_reports(connection, wanted)
        rows = report_rows(connection, wanted, limit=PAGE, offset=(at - 1) * PAGE)
        known = outlets(connection)
    pairs = {"from": from_, "to": to, "outlet": outlet, "title": wanted.title}
    return page(
        request, "reports.html", rows=rows, n=n, at=at, n_pages=max(1, -(-n // PAGE)), pairs=pairs, outlets=known
    )


@router.get("/reports/{report_id:path}")
def report(
    request: Request,
    store: StoreDep,
    standing: RecordDep,
    report_id: str,
    event: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """One report, with its events."""
    found = store.get_report(report_id)
    events = store.events_of(found.id)
    if event and all(e.id != event for e in events):
        try:
            event = store.get_event(f"{found.id}#{event}").id  # an id of an older coding leads to the event of now
        except NotFound:
            event = ""
    with store.reading() as connection:
        incidents = incident_ids_of(connection, found.id)
    view = view_of(found, events, incidents, event or None)
    return page(
        request, "report.html", view=view, legend=LEGEND, source_ids=store.get_source_ids(found.id),
        can_review=importlib.util.find_spec("truceline.web.review") is not None,
    )  # fmt: skip
