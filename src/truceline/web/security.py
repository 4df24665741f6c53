"""Headers on every answer, and which requests are let in at all."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def policy(tile_url: str = "") -> str:
    """The content security policy: everything from here, nothing inline; images of a tile server where one is set."""
    tiles = ""
    if tile_url:
        parts = urlsplit(tile_url)
        host = parts.netloc.replace("{s}.", "*.")
        tiles = f" {parts.scheme}://{host}" if parts.scheme in ("http", "https") else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; "
        f"img-src 'self' data: blob:{tiles}; connect-src 'self'{tiles}; worker-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )


def security_headers(tile_url: str = "") -> dict[str, str]:
    """Headers of every answer."""
    return {
        "content-security-policy": policy(tile_url),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
    }


def host_name(host: str) -> str:
    """The name in a Host header, without port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()


class Guard:
    """ASGI middleware: refuses foreign hosts on a local server and unsafe methods from other origins; sets headers.

    A page somewhere on the web can make the browser speak to 127.0.0.1, under a name of its own (DNS rebinding) or
    by a form. The first is seen by the Host header, the second by Origin and Sec-Fetch-Site.
    """

    def __init__(self, app: Asgi, *, team: bool = False, tile_url: str = "") -> None:
        self._app = app
        self._team = team
        self._headers = [(k.encode(), v.encode("ascii", "ignore")) for k, v in security_headers(tile_url).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        path = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                message["headers"] = given + self._headers
                if not any(k == b"cache-control" for k, _ in given):
                    static = path.startswith("/static/")
                    value = b"public, max-age=3600" if static else b"private, no-store"
                    message["headers"].append((b"cache-control", value))
            await send(message)

        status, reason = 403, self._refusal(scope["method"], headers)
        if reason is None and ("\x00" in path or b"%00" in scope["query_string"]):
            status, reason = 400, "An address cannot hold a NUL character."
        if reason:
            await self._refuse(status, reason, path, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    async def _refuse(self, status: int, reason: str, path: str, send: Send) -> None:
        if path.startswith("/api/"):
            code = "forbidden" if status == 403 else "bad_request"
            error: dict[str, object] = {"code": code, "message": reason, "details": []}
            body, kind = json.dumps({"error": error}).encode(), b"application/json"
        else:
            body, kind = (reason + "\n").encode(), b"text/plain; charset=utf-8"
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind)]})
        await send({"type": "http.response.body", "body": body})

    def _refusal(self, method: str, headers: dict[str, str]) -> str | None:
        host = headers.get("host", "")
        if not self._team and host_name(host) not in LOOPBACK:
            return "This server answers on localhost alone; open http://127.0.0.1 with its port."
        if method in _SAFE_METHODS:
            return None
        origin = headers.get("origin")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "A change must come from these pages, not from another site."
        if origin is not None and urlsplit(origin).netloc != host:
            return "A change must come from these pages, not from another site."
        return None
