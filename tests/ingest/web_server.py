"""A web server on this machine that answers as a test asks, well or badly."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]
Route = Answer | Callable[["Handler"], Answer | None]


@dataclass
class Site:
    """What the server answers, and what it was asked."""

    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    closing: threading.Event = field(default_factory=threading.Event)

    def asked_for(self, path: str) -> int:
        return self.asked.count(path)

    def put(
        self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **heads: str
    ) -> None:
        data = body.encode() if isinstance(body, str) else body
        named = {key.replace("_", "-"): value for key, value in heads.items()}
        self.routes[path] = (status, {"Content-Type": kind, **named}, data)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append(self.path)
        self.site.heads.append({k.lower(): v for k, v in self.headers.items()})
        route = self.site.routes.get(self.path, (404, {}, b"nothing here"))
        answer = route(self) if callable(route) else route
        if answer is None:  # the route wrote for itself
            self.close_connection = True
            return
        status, heads, body = answer
        self.send_response(status)
        for key, value in heads.items():
            self.send_header(key, value)
        if not any(key.lower() in ("content-length", "transfer-encoding") for key in heads):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that hangs up is what some tests are about


@contextlib.contextmanager
def serve() -> Iterator[Site]:
    site = Site()
    handler = type("SiteHandler", (Handler,), {"site": site})
    server = _Server(("127.0.0.1", 0), handler)
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        server.server_close()


def drips(handler: Handler) -> None:
    """A head at once, then a byte now and then, for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    with contextlib.suppress(OSError):
        while not handler.site.closing.is_set():
            handler.wfile.write(b"<")
            handler.wfile.flush()
            time.sleep(0.05)


def drips_heads(handler: Handler) -> None:
    """Lines of the head now and then, for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    with contextlib.suppress(OSError):
        while not handler.site.closing.is_set():
            handler.wfile.write(b"X: y\r\n")
            handler.wfile.flush()
            time.sleep(0.05)


def never_ends(handler: Handler) -> None:
    """As much as the client takes."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss><channel>")
    with contextlib.suppress(OSError):
        while not handler.site.closing.is_set():
            handler.wfile.write(b"<item><title>more</title></item>" * 2000)


def hangs_up(handler: Handler) -> None:
    """Half an answer."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<html>")
