"""A real browser on a real server: fixtures for the tests that need them.

``open_page(path, ...)`` gives a page that notes errors of its console, and requests that leave the server. Where no
chromium is installed (``apt-get install chromium``), these tests are skipped with that as their reason.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from truceline.cli.main import run
from truceline.web.app import create_app

CHROMIUM = os.environ.get("TRUCELINE_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
)  # fmt: skip
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
EXAMPLES = Path(__file__).parents[2] / "examples" / "iraq-truce-2024"


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """A server on a free port of this computer; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def demo_db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The bundled example reports, coded by the shipped coder."""
    path = str(tmp_path_factory.mktemp("demo") / "demo.db")
    assert run(["code", str(EXAMPLES), "--db", path]) == 0
    return path


@pytest.fixture(scope="session")
def demo_server(demo_db: str) -> Iterator[str]:
    """The pages on the demo's database."""
    with serving(create_app(demo_db)) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's chromium, without a window."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no chromium found; install it, or name one in TRUCELINE_TEST_CHROMIUM")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page did that it should not."""

    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """``open_page(server, path, width=1280, height=900, theme="light")``; what went wrong fails the test at its end."""
    opened: list[tuple[Any, Watch]] = []

    def opens(server: str, path: str, *, width: int = 1280, height: int = 900, theme: str = "light") -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        page = context.new_page()
        page.set_default_timeout(15_000)
        watch = Watch()
        page.on("console", lambda m: watch.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: watch.complaints.append(str(e)))
        ours = (server, "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(ours) else watch.foreign.append(r.url))
        opened.append((context, watch))
        page.goto(server + path)
        return page

    yield opens
    for context, watch in opened:
        context.close()
        assert not watch.foreign, f"requests that leave the machine: {watch.foreign[:3]}"
        assert not watch.complaints, f"the browser complains: {watch.complaints[:3]}"


def axe(page: Any) -> list[str]:
    """What the accessibility checker finds wrong on a page, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8") + "; null")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations)")
    return [f"{v['id']}: {n['target']} {n['failureSummary'][:200]}" for v in found for n in v["nodes"][:4]]
