"""Actors: the list, and one actor with its names, dated ties and incidents."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from truceline.errors import NotFound
from truceline.resources.actors import ActorRegistry
from truceline.store.browse import ActorFilter, actor_kinds, actor_rows, count_actors
from truceline.web.actor_view import view_of
from truceline.web.deps import StoreDep
from truceline.web.keeper import RecordDep
from truceline.web.templating import NavItem, page

router = APIRouter(include_in_schema=False)
NAV = (NavItem("Actors", "/actors", 40),)
PAGE = 60


@router.get("/actors")
def actors(
    request: Request,
    store: StoreDep,
    standing: RecordDep,
    name: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    all_names: Annotated[bool, Query(alias="all")] = False,
    at: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Actors of the record, those in most incidents first."""
    wanted = ActorFilter(name.strip(), kind, not all_names)
    with store.reading() as connection:
        n = count_actors(connection, wanted)
        rows = actor_rows(connection, wanted, limit=PAGE, offset=(at - 1) * PAGE)
        kinds = actor_kinds(connection)
    pairs = {"name": wanted.name, "kind": kind, "all": all_names}
    most = max((row.n_incidents for row in rows), default=1)
    n_pages = max(1, -(-n // PAGE))
    return page(
        request, "actors.html", rows=rows, n=n, at=at, n_pages=n_pages, pairs=pairs, kinds=kinds, most=most
    )


@router.get("/actors/{key:path}")
def actor(request: Request, store: StoreDep, standing: RecordDep, key: str) -> Response:
    """One actor."""
    view = view_of(store, key, ActorRegistry.load())
    if view is None:
        name = key.lstrip("~")
        raise NotFound(f"no actor {name!r} has a page: the record does not name it, or it is a private person")
    return page(request, "actor.html", view=view)
