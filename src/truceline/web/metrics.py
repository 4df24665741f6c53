"""``/healthz`` and ``/metrics``: does the server answer, what does it hold, how busy is it.

Both are answered before the log-in, so that a monitor needs no account. ``/healthz`` tells no more than ok or not. On a
shared server ``/metrics`` asks for the token of the setting ``metrics_token``, sent as ``Authorization: Bearer TOKEN``;
without that setting it is off there. Paths are counted by their pattern (``/reports/{id}``), never as asked for.
"""

from __future__ import annotations

import hmac
import logging
import threading
import time
from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response

from truceline import __version__, settings
from truceline.errors import StoreError
from truceline.store import Store
from truceline.web.security import Asgi, Message, Receive, Scope, Send

router = APIRouter()
"""Empty: both paths are answered by ``Meter``, which stands before the log-in."""

_COUNTED: Final = ("reports", "events", "claims", "judgements", "runs", "refusals")
_COUNT_EVERY_S: Final = 60.0
"""Counting the rows of a large store takes seconds, so a count stands for a minute."""
_log = logging.getLogger("truceline.access")


def install(app: FastAPI) -> None:
    """Put the meter in front of log-in and handlers."""
    store: Store = app.state.store
    app.add_middleware(Meter, store=store, team=app.state.team, token=settings.get_str("metrics_token"))


class StoreCounts(Collector):
    """Gauges of what the store holds."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._counted: tuple[float, dict[str, Any]] | None = None

    def collect(self) -> Iterator[Metric]:
        """``truceline_reports`` and so on; ``truceline_up`` is 0 when the store does not answer."""
        try:
            info = self._info()
        except StoreError:
            yield GaugeMetricFamily("truceline_up", "1 when the database answers", value=0)
            return
        yield GaugeMetricFamily("truceline_up", "1 when the database answers", value=1)
        for name in _COUNTED:
            yield GaugeMetricFamily(f"truceline_{name}", f"Rows of {name} in the database", value=info[name])
        by_version = GaugeMetricFamily(
            "truceline_reports_by_coder", "Reports by the version of the coder that read them", labels=["version"]
        )
        for version, n in info["coder_versions"].items():
            by_version.add_metric([version], n)
        yield by_version

    def _info(self) -> dict[str, Any]:
        with self._lock:
            now = time.monotonic()
            if self._counted is None or now - self._counted[0] > _COUNT_EVERY_S:
                self._counted = (now, self._store.info())
            return self._counted[1]


class Meter:
    """ASGI middleware: counts and times every request, and answers the two paths itself."""

    def __init__(self, app: Asgi, *, store: Store, team: bool, token: str) -> None:
        self._app = app
        self._store = store
        self._team = team
        self._token = token
        self._registry = CollectorRegistry()
        self._registry.register(StoreCounts(store))
        labels = ["method", "path", "status"]
        self._requests = Counter("truceline_requests", "Requests answered", labels, registry=self._registry)
        self._seconds = Histogram("truceline_request_seconds", "Time to answer", ["path"], registry=self._registry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"] in ("/healthz", "/metrics") and scope["method"] in ("GET", "HEAD"):
            answer = self._health if scope["path"] == "/healthz" else self._metrics
            await (await run_in_threadpool(answer, scope))(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def send_and_see(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_see)
        finally:
            seconds, path = time.perf_counter() - began, _pattern(scope)
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._requests.labels(method, path, str(status)).inc()
            self._seconds.labels(path).observe(seconds)
            fields = {"method": method, "path": path, "status": status, "ms": round(1000 * seconds, 1)}
            _log.info("%s %s %s", method, path, status, extra={"fields": fields})

    def _health(self, scope: Scope) -> Response:
        try:
            self._store.version_of("")
        except StoreError:
            return JSONResponse({"status": "down", "reason": "the database does not answer"}, status_code=503)
        return JSONResponse({"status": "ok", "version": __version__})

    def _metrics(self, scope: Scope) -> Response:
        if self._team and not self._token:
            return PlainTextResponse("Off: set TRUCELINE_METRICS_TOKEN to have metrics here.\n", status_code=404)
        if self._token and not hmac.compare_digest(_bearer(scope), self._token.encode()):
            return PlainTextResponse("Send the token as Authorization: Bearer TOKEN.\n", status_code=401)
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _bearer(scope: Scope) -> bytes:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    kind, _, token = headers.get(b"authorization", b"").partition(b" ")
    return token.strip() if kind.lower() == b"bearer" else b""


def _pattern(scope: Scope) -> str:
    """The pattern of the route that answered; one word for all that no route of ours has."""
    if scope["path"].startswith("/static/"):
        return "/static"
    return str(getattr(scope.get("route"), "path", "other"))
