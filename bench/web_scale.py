"""How long pages and API take on a record of 100,000 incidents, all of them invented.

    python -m bench.web_scale [--incidents 100000] [--db web-scale.db] [--runs 7]

Writes incidents and truces straight into the store (no report stands behind them), then asks each address several times
in this process and prints the median in milliseconds beside its limit. Exit code 1 when one is over. The limits are
those of the issue: lists and map 300 ms, the state of a truce 100 ms.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from truceline.domain.codes import (
    QUAD_CLASS,
    DatePrecision,
    EventType,
    HarmKind,
    QuadClass,
    Status,
    TruceAction,
)
from truceline.domain.events import (
    Disagreement,
    Entity,
    EventDate,
    EventPlace,
    Harm,
    Incident,
    Toll,
    Version,
)
from truceline.domain.text import Span, content_id
from truceline.domain.truces import EntryKind, Truce, TruceEntry, TruceEvidence, Voice

FIRST_DAY = date(2015, 1, 1)
N_DAYS = 3650
COUNTRIES = ("SY", "IQ", "YE", "SD", "ET", "UA", "ML", "MM", "CD", "SO", "LY", "AF")
N_PLACES = 4000
N_ACTORS = 1500
N_OUTLETS = 120
N_TRUCES = 40
N_ENTRIES = 2500
"""Entries of the longest truce; the others have fewer."""
_TYPES = [t for t in EventType for _ in range(6 if QUAD_CLASS[t] is QuadClass.MATERIAL_CONFLICT else 1)]


def _places(rng: random.Random) -> list[EventPlace]:
    found = []
    for n in range(N_PLACES):
        lat, lon = rng.uniform(-10, 50), rng.uniform(-10, 100)
        country, precision = rng.choice(COUNTRIES), rng.choice((1, 1, 2, 4))
        found.append(EventPlace(f"Place {n}", country, round(lat, 4), round(lon, 4), precision))
    return found


def invented_incidents(n: int, rng: random.Random) -> Iterator[Incident]:
    """So many incidents over ten years, with repeated places, actors and outlets, a fifth told by several reports."""
    places = _places(rng)
    actors = [Entity(f"Group {k}", f"group-{k}", kind="rebel group", country="SY") for k in range(N_ACTORS)]
    actors += [Entity(f"fighters of the {k}th", None) for k in range(N_ACTORS)]
    for k in range(n):
        day = FIRST_DAY + timedelta(days=int(N_DAYS * rng.random()))
        place = places[min(int(rng.expovariate(1 / 600)), N_PLACES - 1)] if rng.random() < 0.9 else None
        sides = [actors[min(int(rng.expovariate(1 / 200)), len(actors) - 1)] for _ in range(rng.choice((2, 2, 2, 3)))]
        n_reports = rng.choice((1, 1, 1, 1, 3))
        outlets = tuple(sorted({f"Outlet {rng.randrange(N_OUTLETS)}" for _ in range(n_reports)}))
        refs = tuple(f"{content_id('report', k, j)}#{content_id('event', k, j)[:12]}" for j in range(n_reports))
        killed = rng.choice((None, None, 0, 1, 2, 5, 12))
        kind = rng.choice(_TYPES)
        versions = tuple(
            Version(field, value, ref, day, outlets[0])
            for ref in refs
            for field, value in (("type", kind.value), ("actors", [sides[0].name]), ("killed", {"min": 1, "max": 2}))
        )
        differ = n_reports > 1 and rng.random() < 0.4
        yield Incident(
            id=content_id("invented", k)[:16],
            type=kind,
            mode=None,
            date=EventDate(day, day, DatePrecision.DAY),
            place=place,
            actors=tuple(sides[:1]),
            recipients=tuple(sides[1:]),
            harm=() if killed is None else (Harm(HarmKind.KILLED, killed, killed),),
            claimed_by=(),
            denied_by=(),
            events=refs,
            versions=versions,
            disagreements=(Disagreement("actors", versions, "latest", sides[0].name),) if differ else (),
            outlets=outlets,
            n_independent=len(outlets),
            confidence=round(rng.uniform(0.4, 1.0), 3),
            status=Status.ACTUAL,
            tolls=() if killed is None else (Toll(HarmKind.KILLED, killed, killed, killed),),
            published=(day, day),
        )


def invented_truce(k: int, n_entries: int, rng: random.Random) -> Truce:
    """A truce with so many entries: declared, broken many times, extended now and then."""
    start = FIRST_DAY + timedelta(days=rng.randrange(N_DAYS - 900))
    sides = (Entity(f"Group {2 * k}", f"group-{2 * k}"), Entity(f"Group {2 * k + 1}", f"group-{2 * k + 1}"))
    entries = []
    for j in range(n_entries):
        day = start + timedelta(days=800 * j // n_entries)
        action = TruceAction.DECLARED if j == 0 else TruceAction.EXTENDED if j % 200 == 0 else TruceAction.VIOLATED
        kind = EntryKind.VIOLATION if action is TruceAction.VIOLATED else EntryKind.ACT
        report_id = content_id("truce report", k, j)
        evidence = (TruceEvidence(report_id, f"{report_id}#e", Span(0, 40), day, f"Outlet {j % N_OUTLETS}"),)
        entries.append(
            TruceEntry(action, day, day, day + timedelta(days=1), Voice.REPORTED, sides[:1], evidence, kind=kind,
                       incident=content_id("incident", k, j)[:16])
        )  # fmt: skip
    return Truce(
        id=content_id("truce", k)[:16], name=f"Truce {k}", parties=sides, scope="Region", scope_country="SY",
        truce_class="bilateral", purpose=None, announced=(start, start), in_force_from=(start, start), ended=None,
        term_days=None, commitments=(), entries=tuple(entries), bound=sides,
    )  # fmt: skip


def build(path: str, n: int) -> None:
    """Write the record into a new database."""
    from truceline.run.record import record_mark, summarise
    from truceline.store import Store
    from truceline.store.record import write_record

    rng = random.Random(20240821)
    incidents = list(invented_incidents(n, rng))
    truces = [invented_truce(k, N_ENTRIES if k == 0 else rng.randrange(5, 300), rng) for k in range(N_TRUCES)]
    with Store.open(path) as store:
        summaries = [(t, summarise(t, None)) for t in truces]
        mark = record_mark(store)
        with store.writing() as connection:
            write_record(connection, incidents, summaries, mark)


def addresses() -> list[tuple[str, str, int]]:
    """(what, address, limit in ms)."""
    truce = f"/truces/{content_id('truce', 0)[:16]}"
    api = f"/api{truce}/state"
    return [
        ("list, first page", "/incidents", 300),
        ("list, page 900", "/incidents?page=900", 300),
        ("list, a year of assaults", "/incidents?type=ASSAULT&from=2019-01-01&to=2019-12-31", 300),
        ("list, part of an actor's name", "/incidents?actor=group+12", 300),
        ("list, one actor", "/incidents?actor_id=group-7&role=actors", 300),
        ("list, part of a place's name", "/incidents?place=place+12", 300),
        ("list, an outlet", "/incidents?outlet=Outlet+7", 300),
        ("list, disputed, most killed", "/incidents?disputed=1&sort=deadliest", 300),
        ("list, sure and deadly in a box", "/incidents?min_confidence=0.9&min_killed=5&bbox=30,10,60,40", 300),
        ("map, the world", "/incidents/map.json?zoom=1", 300),
        ("map, a continent", "/incidents/map.json?zoom=4&view=20,0,70,45", 300),
        ("map, a province", "/incidents/map.json?zoom=8&view=40,30,46,36", 300),
        ("map, filtered", "/incidents/map.json?zoom=3&type=ASSAULT&min_killed=1", 300),
        ("API, incidents", "/api/incidents?limit=50&country=SY", 300),
        ("actors", "/actors", 300),
        ("truces", "/truces", 300),
        ("a truce of many entries, its page", truce, 300),
        ("a truce, slider moved", truce + "?on=2016-06-01&known=2016-05-01", 300),
        ("state of a truce of many entries", api + "?on=2016-06-01", 100),
        ("the same, as known on a day", api + "?on=2016-06-01&as_known_on=2016-01-01", 100),
    ]


def measure(path: str, runs: int) -> list[tuple[str, float, float, int]]:
    """(what, median ms, first ms, limit ms) for every address."""
    from fastapi.testclient import TestClient

    from truceline.web.app import create_app

    found = []
    with TestClient(create_app(path), base_url="http://127.0.0.1:8000") as client:
        client.get("/healthz")
        for what, address, limit in addresses():
            took = []
            for _ in range(runs):
                began = time.perf_counter()
                answer = client.get(address)
                took.append(1000 * (time.perf_counter() - began))
                assert answer.status_code == 200, f"{address}: {answer.status_code}"
            found.append((what, statistics.median(took), took[0], limit))
    return found


def main() -> int:
    """Build where needed, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--db", default="web-scale.db")
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    if not Path(given.db).exists():
        began = time.perf_counter()
        build(given.db, given.incidents)
        print(f"built {given.incidents} incidents in {time.perf_counter() - began:.0f} s")
    rows = measure(given.db, given.runs)
    print(f"{'what':38} {'median ms':>10} {'first ms':>10} {'limit':>6}")
    for what, median, first, limit in rows:
        print(f"{what:38} {median:10.0f} {first:10.0f} {limit:6}{'   OVER' if median > limit else ''}")
    return int(any(median > limit for _, median, _, limit in rows))


if __name__ == "__main__":
    sys.exit(main())
