"""Incidents: list and map with one filter, exports of what is shown, and one incident with every report's version."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from truceline.domain.codes import QUAD_CLASS, EventType
from truceline.domain.events import Incident
from truceline.errors import NotFound
from truceline.export.flat import incident_table
from truceline.export.geojson import geojson
from truceline.export.record import Record
from truceline.export.text_file import write_table
from truceline.store import Store
from truceline.store.incident_query import (
    IncidentFilter,
    Sort,
    Span,
    incident_lines,
    incidents_by_id,
    map_marks,
    over_time,
    quad_names,
    read_incidents,
)
from truceline.store.record import CHUNK, QUADS
from truceline.web.deps import StoreDep
from truceline.web.filters import Wanted, WantedDep
from truceline.web.incident_view import view_of
from truceline.web.keeper import RecordDep, Standing
from truceline.web.templating import NavItem, page
from truceline.web.wording import query

router = APIRouter(include_in_schema=False)
NAV = (NavItem("Incidents", "/incidents", 20),)
PAGE = 50
_SORTS: dict[Sort, str] = {
    "newest": "newest first", "oldest": "oldest first", "deadliest": "most killed", "disputed": "most disputed",
    "least sure": "least sure",
}  # fmt: skip


@router.get("/")
def home() -> Response:
    """The first page."""
    return RedirectResponse("/truces", status_code=307)


@router.get("/incidents")
def incidents(
    request: Request,
    store: StoreDep,
    standing: RecordDep,
    wanted: WantedDep,
    sort: Sort = "newest",
    at: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    hx_request: Annotated[str | None, Header()] = None,
) -> Response:
    """List and map; for htmx, the results alone."""
    with store.reading() as connection:
        n, spans = over_time(connection, wanted.filter, _period(standing))
        lines = incident_lines(connection, wanted.filter, sort=sort, limit=PAGE, offset=(at - 1) * PAGE)
    answer = page(
        request,
        "incidents_results.html" if hx_request else "incidents.html",
        lines=lines,
        n=n,
        at=at,
        n_pages=max(1, -(-n // PAGE)),
        wanted=wanted,
        sort=sort,
        sorts=_SORTS,
        bars=_bars(spans, wanted),
        facets=standing.facets,
        quads=_types_by_quad(standing.facets.get("types", {})),
        tile_url=request.app.state.tile_url,
    )
    if hx_request:
        shown = query(wanted.pairs, sort=None if sort == "newest" else sort, page=None if at == 1 else at)
        answer.headers["HX-Replace-Url"] = "/incidents" + (f"?{shown}" if shown else "")
    answer.headers["Vary"] = "HX-Request"
    return answer


def _period(standing: Standing) -> tuple[date, date] | None:
    first, last = standing.facets.get("first_day"), standing.facets.get("last_day")
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None


def _types_by_quad(counts: dict[str, int]) -> list[tuple[str, str, list[tuple[str, int]]]]:
    words = quad_names()
    groups: dict[str, list[tuple[str, int]]] = {short: [] for short in QUADS.values()}
    for one in EventType:
        groups[QUADS[QUAD_CLASS[one]]].append((one.value, counts.get(one.value, 0)))
    order = ("mx", "vx", "mc", "vc")
    return [(short, words[short], groups[short]) for short in order]


def _bars(spans: list[Span], wanted: Wanted) -> dict[str, Any]:
    """Bars over time, x in per cent; empty where there is nothing to see."""
    if len(spans) < 2:
        return {"bars": [], "most": 0}
    starts = [_first_day(s.label) for s in spans]
    last = _after(spans[-1].label)
    total = (last - starts[0]).days or 1
    most = max(s.n for s in spans)
    bars = []
    for span, start in zip(spans, starts, strict=True):
        end = _after(span.label)
        bars.append(
            {
                "x": round(100 * (start - starts[0]).days / total, 3),
                "width": round(100 * (end - start).days / total * 0.9, 3),
                "n": span.n,
                "n_mx": span.n_mx,
                "label": span.label,
                "link": query(wanted.pairs, **{"from": start, "to": end - timedelta(days=1)}),
            }
        )
    return {"bars": bars, "most": most, "first": spans[0].label, "last": spans[-1].label}


def _first_day(label: str) -> date:
    return date.fromisoformat(label + "-01-01"[: 10 - len(label)] if len(label) == 4 else (label + "-01")[:10])


def _after(label: str) -> date:
    start = _first_day(label)
    if len(label) == 10:
        return start + timedelta(days=1)
    if len(label) == 7:
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return date(start.year + 1, 1, 1)


@router.get("/incidents/map.json")
def incidents_map(
    store: StoreDep,
    standing: RecordDep,
    wanted: WantedDep,
    zoom: Annotated[float, Query(ge=0, le=24)] = 2,
    view: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Incidents with a point as GeoJSON, gathered by place or by cell. view: the part of the world that is shown."""
    with store.reading() as connection:
        marks = map_marks(connection, wanted.in_box(view), zoom=zoom)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(m.lon, 5), round(m.lat, 5)]},
            "properties": {
                "n": m.n, "mx": m.n_mx, "coop": m.n_coop, "killed": m.killed, "place": m.place, "id": m.incident_id,
            },
        }
        for m in marks
    ]  # fmt: skip
    return JSONResponse({"type": "FeatureCollection", "features": features})


@router.get("/incidents/export.{kind}")
def export(store: StoreDep, standing: RecordDep, wanted: WantedDep, kind: str, sort: Sort = "newest") -> Response:
    """What the filter lets through, as a CSV table or as GeoJSON."""
    if kind == "csv":
        return _download(_csv(store, wanted.filter, sort), "text/csv; charset=utf-8", "incidents.csv")
    if kind == "geojson":
        return _download(_geojson(store, wanted.filter, sort), "application/geo+json", "incidents.geojson")
    raise NotFound(f"no export {kind!r} of the list; there are csv and geojson, and more with: truceline export")


def _download(parts: Iterator[str], media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(parts, media_type=media_type, headers=headers)


def _chunks(store: Store, wanted: IncidentFilter, sort: Sort) -> Iterator[tuple[Incident, ...]]:
    with store.reading() as connection:
        chunk: list[Incident] = []
        for incident in read_incidents(connection, wanted, sort=sort):
            chunk.append(incident)
            if len(chunk) == CHUNK:
                yield tuple(chunk)
                chunk = []
        yield tuple(chunk)


def _csv(store: Store, wanted: IncidentFilter, sort: Sort) -> Iterator[str]:
    for n, chunk in enumerate(_chunks(store, wanted, sort)):
        out = io.StringIO()
        write_table(incident_table(Record({}, {}, chunk)), out)
        text = out.getvalue()
        yield text if n == 0 else text.split("\n", 1)[1]


def _geojson(store: Store, wanted: IncidentFilter, sort: Sort) -> Iterator[str]:
    yield '{"type":"FeatureCollection","features":['
    first, without_point = True, 0
    for chunk in _chunks(store, wanted, sort):
        found = geojson(incident_table(Record({}, {}, chunk)), {})
        without_point += found["without_point"]
        for feature in found["features"]:
            yield ("" if first else ",") + json.dumps(feature, ensure_ascii=True)
            first = False
    yield f'],"without_point":{without_point}}}'


@router.get("/incidents/{incident_id}")
def incident(request: Request, store: StoreDep, standing: RecordDep, incident_id: str) -> Response:
    """One incident: every report's version of it, side by side."""
    with store.reading() as connection:
        found = incidents_by_id(connection, [incident_id]).get(incident_id)
    if found is None:
        raise NotFound(f"no incident {incident_id!r}; after a correction or a judgement it may have another id")
    return page(request, "incident.html", view=view_of(store, found))
