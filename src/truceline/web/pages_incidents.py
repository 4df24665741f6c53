"""Incidents: the list."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from truceline.run.record import read_fused
from truceline.web.deps import StoreDep
from truceline.web.templating import NavItem, page

router = APIRouter(include_in_schema=False)
NAV = (NavItem("Incidents", "/incidents", 20),)


@router.get("/")
def home() -> Response:
    """The first page."""
    return RedirectResponse("/incidents", status_code=307)


@router.get("/incidents")
def incidents(request: Request, store: StoreDep) -> Response:
    """All incidents."""
    return page(request, "incidents.html", incidents=read_fused(store).incidents)


@router.get("/healthz")
def healthz(store: StoreDep) -> dict[str, object]:
    """Says that the server answers and the database can be read."""
    return {"status": "ok", "reports": store.info()["reports"]}
