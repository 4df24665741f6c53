"""A store of invented reports from Gondor and Arnor, and a client on its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi")
pytest.importorskip("uvicorn")
from fastapi.testclient import TestClient

from tests.fake_coder import code, report
from tests.ledger.test_truces import attack, declared, ended
from tests.web.browser import chromium, demo_db, demo_server, open_page
from truceline.domain.coded import CodedReport
from truceline.store import Store
from truceline.web.app import create_app

__all__ = ["chromium", "demo_db", "demo_server", "open_page"]  # fixtures for every file here: one browser for all
BASE = "http://127.0.0.1:8000"


def invented() -> list[CodedReport]:
    """A truce that is declared, broken and ended; a raid told twice with different tolls; and five-word reports."""
    return [
        declared(),
        attack("3019-07-18", "3019-07-16", actors=("Mordor",), killed=(2, 2)),
        attack("3019-07-20", "3019-07-16", actors=("Mordor",), killed=(5, 5)),
        ended(),
        code(report("A raid by Mordor on Gondor near Bree. The talks of Gondor with Arnor go on.", "3019-03-01",
                    source_id="herald-1", outlet="Bree Herald")),
    ]  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> str:
    """Path of a database with the invented reports."""
    path = str(tmp_path / "truce.db")
    with Store.open(path) as store:
        for coded in invented():
            store.write_coded(coded.report, coded)
    return path


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    """A client on the pages of the invented reports."""
    with TestClient(create_app(db), base_url=BASE) as client:
        yield client
