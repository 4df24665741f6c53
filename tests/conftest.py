"""What all tests share: a PostgreSQL server that is started when the first test asks for it, and slow files first."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres

# A busy machine is no fault of what is tested: no example has a time limit.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that hold a slow test come first, so that no worker is left alone with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    try:
        server = postgres.start()
    except postgres.NoServer as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL is not tested, and in CI it must be: {reason}")
        pytest.skip(str(reason))
    yield server
    server.stop()
