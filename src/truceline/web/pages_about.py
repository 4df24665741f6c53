"""The server's own pages: whether it is well."""

from __future__ import annotations

from fastapi import APIRouter

from truceline.web.deps import StoreDep

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz(store: StoreDep) -> dict[str, object]:
    """Says that the server answers and the database can be read."""
    return {"status": "ok", "reports": store.info()["reports"]}
