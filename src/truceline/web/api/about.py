"""Where the API is described: a page for people, and judgements and actors, which have no page of their own here."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from truceline.store.browse import ActorFilter, actor_rows, count_actors
from truceline.web.api.shapes import ERRORS, ActorPage, JudgementPage, Limit, MadeDep, Offset, clean, paged
from truceline.web.deps import StoreDep
from truceline.web.filters import TEXT
from truceline.web.templating import page

router = APIRouter()


@router.get("/api", include_in_schema=False)
def api(request: Request) -> Response:
    """The calls of the API, for people."""
    schema = request.app.openapi()
    calls = [
        {"method": method.upper(), "path": path, "text": call.get("description", ""),
         "parameters": call.get("parameters", [])}
        for path, methods in schema["paths"].items()
        for method, call in methods.items()
    ]  # fmt: skip
    return page(request, "api.html", calls=calls)


@router.get("/api/judgements", response_model=JudgementPage, responses=ERRORS, tags=["people"])
def list_judgements(
    request: Request,
    store: StoreDep,
    withdrawn: Annotated[bool, Query(description="With those that were taken back.")] = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """People's judgements on pairs of events: same, different or unsure, the oldest first."""
    found = store.judgements(withdrawn=withdrawn)
    items = [
        {"number": n, "about": j.about, "left": j.left, "right": j.right, "verdict": j.verdict, "by": clean(j.by),
         "at_utc": j.at_utc, "note": clean(j.note), "withdrawn_utc": j.withdrawn_utc, "withdrawn_by": j.withdrawn_by}
        for n, j in found[offset : offset + limit]
    ]  # fmt: skip
    return paged(request, items, len(found), limit, offset)


@router.get("/api/actors", response_model=ActorPage, responses=ERRORS, tags=["record"])
def list_actors(
    request: Request,
    store: StoreDep,
    standing: MadeDep,
    name: Annotated[str, Query(description="Part of a name.", **TEXT)] = "",
    kind: Annotated[str, Query(**TEXT)] = "",
    all: Annotated[bool, Query(description="Names that the registry does not know, too.")] = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Actors, those in most incidents first. Private persons are left out."""
    wanted = ActorFilter(name, kind, not all)
    with store.reading() as connection:
        n = count_actors(connection, wanted)
        rows = actor_rows(connection, wanted, limit=limit, offset=offset)
    items = [
        {"key": r.actor_key, "name": r.name, "kind": r.kind, "country": r.country, "other_names": r.other_names,
         "n_incidents": r.n_incidents, "n_as_actor": r.n_actor, "n_as_recipient": r.n_recipient,
         "first_day": r.first_day, "last_day": r.last_day}
        for r in rows
    ]  # fmt: skip
    return paged(request, clean(items), n, limit, offset)
