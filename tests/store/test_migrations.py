from __future__ import annotations

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from tests.fake_coder import code, report
from truceline.errors import StoreError, UsageError
from truceline.store import Store, downgrade, session, upgrade
from truceline.store.tables import metadata


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    return [d for d in found if "alembic_version" not in str(d)]


@pytest.fixture
def engine(url: str) -> Engine:
    return session.open_engine(url, create=True, read_only=False)


def test_migrations_stand_in_one_line_and_the_newest_is_head() -> None:
    assert session.revisions() == sorted(session.revisions())
    assert session.revisions()[-1] == session.HEAD


def test_migrations_lead_up_step_by_step_and_down_to_nothing(engine: Engine) -> None:
    for revision in session.revisions():
        session.upgrade(engine, revision)
    assert differences(engine) == []
    for revision in [*session.revisions()[-2::-1], "base"]:
        session.downgrade(engine, revision)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    session.upgrade(engine)
    assert differences(engine) == []
    engine.dispose()


def test_migrations_down_and_up_keep_reports_and_what_people_said(url: str) -> None:
    from datetime import UTC, datetime

    from truceline.domain.claims import Claim, Judgement
    from truceline.domain.codes import Verdict

    noon = datetime(2024, 8, 22, 12, tzinfo=UTC)
    with Store.open(url) as store:
        one = report("Gondor made a raid on Mordor. Mordor broke the truce.")
        store.write_coded(one, code(one))
        a, b, *_ = [e.ref for e in store.events_of(one.id)]
        store.add_claim(a, Claim("mode", "drone", "", None, "person", "", 1.0, "", by="Éowyn", at_utc=noon))
        store.add_judgement(Judgement(a, b, Verdict.SAME, "Éowyn", noon))
        before = list(store.iter_coded()), store.judgements()
    if len(session.revisions()) > 1:
        assert "→ 0001" in downgrade(url, "0001")
        with pytest.raises(StoreError, match="truceline db upgrade"):
            Store.open(url)
        assert f"→ {session.HEAD}" in upgrade(url)
    with Store.open(url) as store:
        assert (list(store.iter_coded()), store.judgements()) == before


def test_migrations_down_to_what_is_not_there_is_one_line(url: str, new_url: Callable[[str], str]) -> None:
    Store.open(url).close()
    with pytest.raises(UsageError, match="there are: 0001"):
        downgrade(url, "nonsense")
    session.downgrade(session.open_engine(url, create=False, read_only=False), "base")
    with pytest.raises(StoreError, match="not newer"):
        downgrade(url, "0001")
