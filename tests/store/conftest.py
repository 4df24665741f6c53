"""One suite for every backend: SQLite in a file, and PostgreSQL (``tests/postgres.py``)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.postgres import Server
from truceline.store import Store


@pytest.fixture(params=["sqlite", "postgres"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Names a new, empty database of a backend."""
    numbers = count()
    lent: list[str] = []

    def make(backend: str) -> str:
        if backend == "sqlite":
            n = next(numbers)
            return str(tmp_path / (f"truce{n}.db" if n else "truce.db"))
        lent.append(request.getfixturevalue("postgres_server").new_database())
        return lent[-1]

    yield make
    for url in lent:
        request.getfixturevalue("postgres_server").give_back(url)


@pytest.fixture
def url(backend: str, new_url: Callable[[str], str]) -> str:
    return new_url(backend)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "truce.db"
    Store.open(str(path)).close()
    return path


@pytest.fixture
def store(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An open, empty store whose schema was made before, which is quicker than the migrations."""
    if backend == "sqlite":
        url = str(tmp_path / "truce.db")
        shutil.copy(request.getfixturevalue("sqlite_template"), url)
    else:
        server: Server = request.getfixturevalue("postgres_server")
        url = server.ready_database()
    with Store.open(url) as opened:
        yield opened
