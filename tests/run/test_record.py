"""Incidents and truces kept in the store: they are those of its events and judgements, whenever those change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.fake_coder import code, report
from tests.ledger.test_truces import attack, declared, ended
from truceline.domain.claims import Claim, Judgement
from truceline.domain.codes import Verdict
from truceline.run.record import is_current, read_fused, refresh
from truceline.store import Store
from truceline.store.browse import (
    ActorFilter,
    ReportFilter,
    actor_rows,
    count_actors,
    count_events,
    count_reports,
    events_page,
    outlets,
    report_rows,
    ties_in_reports,
)
from truceline.store.incident_query import (
    SORTS,
    IncidentFilter,
    count_incidents,
    incident_lines,
    map_marks,
    over_time,
    read_incidents,
)
from truceline.store.reader import EventFilter
from truceline.store.record import read_build, read_truce, truce_summaries

NOW = datetime(2024, 1, 2, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = str(tmp_path / "truce.db")
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_server").ready_database()
    with Store.open(url) as opened:
        for coded in (
            declared(),
            attack("3019-07-18", "3019-07-16", actors=("Mordor",), killed=(2, 2)),
            attack("3019-07-20", "3019-07-16", actors=("Mordor",), killed=(5, 5)),
            ended(),
            code(report("A raid by Mordor on Gondor near Bree.", "3019-03-01", outlet="Bree Herald")),
        ):
            opened.write_coded(coded.report, coded)
        yield opened


def found(store: Store, **wanted: object) -> list[str]:
    with store.reading() as connection:
        return [i.id for i in read_incidents(connection, IncidentFilter(**wanted))]  # type: ignore[arg-type]


def test_record_in_the_store_is_the_record_that_events_make(store: Store) -> None:
    assert not is_current(store)
    assert refresh(store)
    fused = read_fused(store)
    with store.reading() as connection:
        kept = list(read_incidents(connection, IncidentFilter(), sort="oldest"))
        truces = [read_truce(connection, key) for key, _ in truce_summaries(connection)]
    assert sorted(kept, key=lambda i: i.id) == sorted(fused.incidents, key=lambda i: i.id)
    assert truces == list(fused.truces) and len(truces) == 1
    assert is_current(store) and not refresh(store)


def test_record_follows_a_correction_and_its_withdrawal(store: Store) -> None:
    refresh(store)
    before = found(store, types=("PROTEST",))
    raid = next(e for _, e in store.iter_events() if e.trigger == next(iter(store.iter_events()))[1].trigger)
    number = store.add_claim(raid.ref, Claim("type", "PROTEST", "", None, "pages", "1", 1.0, "a march", by="Frodo"))
    assert not is_current(store)
    refresh(store)
    assert len(found(store, types=("PROTEST",))) == len(before) + 1
    store.withdraw_claim(number, "Frodo")
    refresh(store)
    assert found(store, types=("PROTEST",)) == before


def test_record_follows_a_judgement(store: Store) -> None:
    refresh(store)
    with store.reading() as connection:
        two = next(i for i in read_incidents(connection, IncidentFilter(place="osgil")) if len(i.events) == 2)
    store.add_judgement(Judgement(*two.events, Verdict.DIFFERENT, "Sam", NOW))
    refresh(store)
    assert len(found(store, place="Osgil")) == 2


def test_record_filters_are_what_they_say(store: Store) -> None:
    refresh(store)
    every = found(store)
    fused = {i.id: i for i in read_fused(store).incidents}
    assert set(found(store, types=("ASSAULT",))) == {k for k, i in fused.items() if i.type == "ASSAULT"}
    assert set(found(store, countries=("AR",))) == {k for k, i in fused.items() if i.place and i.place.country == "AR"}
    assert set(found(store, disputed=True)) == {k for k, i in fused.items() if i.disagreements} != set()
    assert set(found(store, outlet="Bree Herald")) == {k for k, i in fused.items() if "Bree Herald" in i.outlets}
    assert set(found(store, actor="mord", role="actors")) == {
        k for k, i in fused.items() if any("Mord" in e.name for e in i.actors)
    }
    assert set(found(store, actor_key="land:gondor")) == {
        k for k, i in fused.items() if any(e.id == "land:gondor" for e in (*i.actors, *i.recipients))
    }
    day = date(3019, 7, 1)
    assert set(found(store, first_day=day)) == {k for k, i in fused.items() if i.date and i.date.end >= day}
    assert set(found(store, last_day=day)) == {k for k, i in fused.items() if i.date and i.date.start <= day}
    assert found(store, min_killed=5) and set(found(store, min_killed=5)) < set(every)
    assert set(found(store, min_confidence=0.8)) == {k for k, i in fused.items() if i.confidence >= 0.8}
    assert found(store, box=(10.0, 13.0, 12.0, 15.0)) == found(store, place="bree")
    assert found(store, place="100%") == [] == found(store, actor="_")


def test_record_map_counts_every_incident_with_a_point(store: Store) -> None:
    refresh(store)
    fused = read_fused(store).incidents
    n = sum(1 for i in fused if i.place and i.place.lat is not None)
    for zoom in (0, 3, 9):
        with store.reading() as connection:
            marks = map_marks(connection, IncidentFilter(), zoom=zoom)
        assert sum(m.n for m in marks) == n
    assert {m.place for m in marks} == {i.place.name for i in fused if i.place and i.place.lat is not None}


def test_record_pages_hold_each_incident_once(store: Store) -> None:
    refresh(store)
    with store.reading() as connection:
        n = count_incidents(connection, IncidentFilter())
        pages = [incident_lines(connection, IncidentFilter(), limit=2, offset=k) for k in range(0, n, 2)]
        build = read_build(connection)
    ids = [line.row.id for page in pages for line in page]
    assert len(ids) == n == len(set(ids))
    assert build is not None and build.n_incidents == n and sum(build.facets["types"].values()) == n


def test_record_counts_over_time_by_day_month_or_year(store: Store) -> None:
    refresh(store)
    n = len(read_fused(store).incidents)
    for last, length in ((date(3019, 3, 1), 10), (date(3020, 1, 1), 7), (date(3400, 1, 1), 4)):
        with store.reading() as connection:
            found, spans = over_time(connection, IncidentFilter(), (date(3019, 1, 1), last))
        assert found == n == sum(s.n for s in spans) and {len(s.label) for s in spans} == {length}
        assert 0 < sum(s.n_mx for s in spans) < n


def test_record_is_sorted_as_asked_and_each_order_holds_all(store: Store) -> None:
    refresh(store)
    with store.reading() as connection:
        orders = {sort: incident_lines(connection, IncidentFilter(), sort=sort) for sort in SORTS}
    assert len({frozenset(line.row.id for line in lines) for lines in orders.values()}) == 1
    assert [x.row.killed or -1 for x in orders["deadliest"]] == sorted(
        (x.row.killed or -1 for x in orders["newest"]), reverse=True
    )
    assert [x.row.confidence for x in orders["least sure"]] == sorted(x.row.confidence for x in orders["newest"])


def test_record_reports_events_and_actors_are_browsed(store: Store) -> None:
    refresh(store)
    with store.reading() as connection:
        assert count_reports(connection, ReportFilter()) == len(report_rows(connection, ReportFilter(), limit=50)) == 5
        assert count_reports(connection, ReportFilter(outlet="Bree Herald", title="nowhere")) == 0
        assert dict(outlets(connection)) == {"Minas Post": 3, "Rohan Times": 1, "Bree Herald": 1}
        wanted = EventFilter(types=("ASSAULT",), first_day=date(3019, 1, 1), min_score=0.1)
        assert count_events(connection, wanted) == len(events_page(connection, wanted, limit=50)) == 3
        assert [r.actor_key for r in actor_rows(connection, ActorFilter("gond"), limit=9)] == ["land:gondor"]
        everybody = ActorFilter(registered=False)
        assert count_actors(connection, everybody) == len(actor_rows(connection, everybody, limit=99)) > 2
        assert ties_in_reports(connection, ["Gondor"])[0][1]["kind"] == "allied_with"
