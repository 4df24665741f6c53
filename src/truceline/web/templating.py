"""Templates: Jinja2 with autoescape, the filters that pages share, and what every page is given."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from truceline import __version__
from truceline.domain.printable import printable
from truceline.web import wording
from truceline.web.users import current_user

_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation at the head of every page."""

    label: str
    path: str
    order: int = 50


@functools.cache
def environment() -> Environment:
    """The Jinja2 environment. Every value is escaped, control characters and direction overrides are made visible; a
    name that is not given is an error."""
    env = Environment(
        loader=PackageLoader("truceline.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    for name in ("day", "days", "kind", "quad", "names", "country", "bounds", "toll", "number", "share", "field",
                 "value", "place", "path"):  # fmt: skip
        env.filters[name] = getattr(wording, name)
    env.globals["query"] = wording.query
    env.globals["precisions"] = wording.PLACE_PRECISION
    env.globals["tie_words"] = wording.TIE_WORDS
    env.globals["static"] = static_url
    env.globals["version"] = __version__
    return env


def _shown(value: Any) -> Any:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@functools.cache
def static_url(name: str) -> str:
    """The address of a static file, with a mark that changes with its content. Raises FileNotFoundError."""
    digest = hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def page(request: Request, template: str, *, status_code: int = 200, **context: Any) -> Response:
    """A rendered template. It is given ``request``, ``user``, ``nav`` (items) and ``here`` (path) beside context."""
    given = {
        "request": request,
        "user": current_user(request),
        "nav": request.app.state.nav,
        "here": request.url.path,
        "team": request.app.state.team,
        "standing": getattr(request.state, "standing", None),
        **context,
    }
    html = environment().get_template(template).render(given)
    return HTMLResponse(html.encode("utf-8", "backslashreplace"), status_code=status_code)
