"""Incidents under the filter of the pages."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from truceline.domain.serial_fused import incident_to_dict
from truceline.errors import NotFound
from truceline.store.incident_query import Sort, count_incidents, incidents_by_id, read_incidents
from truceline.web.api.shapes import ERRORS, IncidentOut, IncidentPage, Limit, MadeDep, Offset, clean, paged
from truceline.web.deps import StoreDep
from truceline.web.filters import WantedDep

router = APIRouter(prefix="/api", responses=ERRORS, tags=["record"])


@router.get("/incidents", response_model=IncidentPage)
def list_incidents(
    request: Request,
    store: StoreDep,
    standing: MadeDep,
    wanted: WantedDep,
    sort: Sort = "newest",
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Incidents, without each report's versions."""
    with store.reading() as connection:
        n = count_incidents(connection, wanted.filter)
        found = list(read_incidents(connection, wanted.filter, sort=sort, limit=limit, offset=offset))
    items = [incident_to_dict(i, {}, versions=False) for i in found]
    return paged(request, clean(items), n, limit, offset)


@router.get("/incidents/{incident_id}", response_model=IncidentOut)
def get_incident(store: StoreDep, standing: MadeDep, incident_id: str) -> Any:
    """One incident with every report's version of every field, and why its events stand together."""
    with store.reading() as connection:
        found = incidents_by_id(connection, [incident_id]).get(incident_id)
    if found is None:
        raise NotFound(f"no incident {incident_id!r}; after a correction or a judgement it may have another id")
    return clean(incident_to_dict(found, {}))
