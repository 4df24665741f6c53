"""Truces: the list, and one truce over time with its state on any day, as known on any day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from truceline.errors import NotFound
from truceline.store.record import truce_summaries
from truceline.web.days import DayOrNothing
from truceline.web.deps import StoreDep
from truceline.web.keeper import RecordDep
from truceline.web.templating import NavItem, page
from truceline.web.truce_view import STATE_CLASS, clamp, default_day, load_truce, view_of
from truceline.web.wording import query

router = APIRouter(include_in_schema=False)
NAV = (NavItem("Truces", "/truces", 10),)
_CSS = {s.value: css for s, css in STATE_CLASS.items()}


@router.get("/truces")
def truces(request: Request, store: StoreDep, standing: RecordDep) -> Response:
    """All truces with their states over time."""
    with store.reading() as connection:
        found = truce_summaries(connection)
    return page(request, "truces.html", truces=[_card(key, summary) for key, summary in found])


def _card(truce_id: str, summary: dict[str, Any]) -> dict[str, Any]:
    first, last = date.fromisoformat(summary["first_day"]), date.fromisoformat(summary["last_day"])
    n_days = (last - first).days + 1
    bands = []
    for start, end, state, label in summary["stretches"]:
        a, b = date.fromisoformat(start), date.fromisoformat(end)
        bands.append(
            {
                "x": round(100 * (a - first).days / n_days, 3),
                "width": round(100 * ((b - a).days + 1) / n_days, 3),
                "css": _CSS[state],
                "words": f"{start} to {end}: {label}",
            }
        )
    return {**summary, "id": truce_id, "bands": bands, "css": _CSS[summary["state"]]}


@router.get("/truces/{truce_id}")
def truce(
    request: Request,
    store: StoreDep,
    standing: RecordDep,
    truce_id: str,
    on: Annotated[DayOrNothing, Query()] = None,
    known: Annotated[DayOrNothing, Query()] = None,
    hx_request: Annotated[str | None, Header()] = None,
) -> Response:
    """One truce; for htmx, the part of the page that changes with the days."""
    found = load_truce(store, truce_id, standing.mark)
    if found is None:
        raise NotFound(f"no truce {truce_id!r}; the list has those of the record")
    day = clamp(on or default_day(found, known), found)
    view = view_of(store, found, day, known)
    template = "truce_view.html" if hx_request else "truce.html"
    answer = page(request, template, view=view, css=STATE_CLASS)
    if hx_request:
        answer.headers["HX-Replace-Url"] = f"/truces/{truce_id}?{query({'on': day, 'known': known})}"
    answer.headers["Vary"] = "HX-Request"
    return answer
