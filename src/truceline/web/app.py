"""The application: routers, templates, security headers, errors. ``create_app(db)`` is all that a server needs.

How a part of the pages is built onto this:

- **A router module** has ``router = APIRouter()`` and stands in ``ROUTERS`` below by its dotted name; one that is not
  there is left out. It may have ``install(app)``, which is called once (middleware, state), and ``NAV``, a tuple of
  ``NavItem(label, path, order)`` for the head of every page.
- **A page** answers with ``page(request, "name.html", key=value)`` of ``web/templating.py``. Its template begins with
  ``{% extends "base.html" %}`` and fills ``title`` and ``content``; ``head`` (more ``<script src>``), ``user_menu`` and
  ``wide`` are there too. A fragment for htmx is a template without ``extends``. No inline script, style or ``style=``:
  the content security policy forbids them; scripts live in ``static/`` and are named with ``{{ static('x.js') }}``.
- **The store** of a request is ``store: StoreDep`` (``web/deps.py``): one ``Store`` for the whole application, safe to
  share between threads. Handlers are plain ``def``, so that they run in the thread pool.
- **Incidents and truces** stand in the store (``store/record_tables.py``); a handler that shows them asks for
  ``standing: RecordDep`` (``web/keeper.py``), which has them made again when a claim or judgement was added.
- **Who asks** is ``user: UserDep`` (``web/users.py``): ``User(name, role)``. Local use has one user.
- **Errors** are raised as ``NotFound`` or ``UsageError``; they become 404 and 400, as JSON under ``/api`` in one shape
  (``web/errors.py``), as a page elsewhere.
- **Unsafe methods** from another origin are refused for all routes (``web/security.py``).
"""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from truceline import __version__
from truceline.store import Store
from truceline.web import errors
from truceline.web.keeper import Keeper
from truceline.web.security import Guard
from truceline.web.templating import NavItem

STATIC = Path(__file__).parent / "static"

ROUTERS = (
    "truceline.web.pages_truces",
    "truceline.web.pages_incidents",
    "truceline.web.pages_reports",
    "truceline.web.pages_actors",
    "truceline.web.api",
    "truceline.web.accounts",
    "truceline.web.review",
    "truceline.web.metrics",
)
"""Modules with a ``router``, in the order in which their routes are tried."""


def create_app(db: str, *, team: bool = False, tile_url: str = "", local_name: str = "") -> FastAPI:
    """The application on a database.

    db: path or URL of a database that is there. team: for shared use, with log-in (``web/accounts.py``).
    tile_url: raster tiles for the map, ``https://…/{z}/{x}/{y}.png``; empty for the packaged basemap alone.
    local_name: whose name decisions carry where nobody logs in; empty for the system's user.
    Raises StoreError when the database cannot be opened.
    """
    store = Store.open(db, create=False)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        store.close()

    app = FastAPI(
        title="Truceline",
        version=__version__,
        summary="A sourced, queryable record of an armed conflict and its truces.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.store = store
    app.state.keeper = Keeper(store)
    app.state.team = team
    app.state.local_name = local_name
    app.state.tile_url = tile_url
    app.state.nav = []
    errors.install(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for name in ROUTERS:
        _add_router(app, name)
    app.state.nav.sort(key=lambda item: item.order)
    app.add_middleware(Guard, team=team, tile_url=tile_url)
    return app


def _add_router(app: FastAPI, name: str) -> None:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return
    app.include_router(module.router)
    items: tuple[NavItem, ...] = getattr(module, "NAV", ())
    app.state.nav.extend(items)
    if install := getattr(module, "install", None):
        install(app)
