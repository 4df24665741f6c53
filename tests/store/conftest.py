"""One suite for every backend: SQLite in a file, and PostgreSQL where TRUCELINE_TEST_POSTGRES names a database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from truceline.store import Store

POSTGRES = os.environ.get("TRUCELINE_TEST_POSTGRES")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "truce.db")
    if POSTGRES is None:
        pytest.skip("set TRUCELINE_TEST_POSTGRES=postgresql://… to an empty database")
    from sqlalchemy import create_engine, text

    engine = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return POSTGRES


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened
