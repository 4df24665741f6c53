"""What fusing costs as reports grow in number and in density; docs/scale.md has the figures.

    truceline code ../shared/corpus/newswire.jsonl.gz --db corpus.db
    python -m bench.scale corpus.db

Two series, each over growing shares of the database: the reports on their own days, and the same reports moved into one
fortnight, as if all were news at once, which is how the stream of a day lies. CPU seconds of one process.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from truceline.domain.coded import CodedReport
from truceline.fuse.assemble import Placing, fuse
from truceline.resources.actors import ActorRegistry
from truceline.run.record import read_coded
from truceline.store import Store

_FORTNIGHT = 14


def squeezed(coded: Iterable[CodedReport], first: date = date(2024, 1, 1)) -> list[CodedReport]:
    """The reports with their day, and their events' days, moved into one fortnight; which day of it goes by turn."""
    out = []
    for n, one in enumerate(coded):
        shift = (first - one.report.date) + timedelta(days=n % _FORTNIGHT)
        events = [
            replace(e, date=e.date and replace(e.date, start=e.date.start + shift, end=e.date.end + shift), claims=())
            for e in one.events
        ]
        out.append(CodedReport(replace(one.report, date=one.report.date + shift), tuple(events)))
    return out


def measure(coded: list[CodedReport], registry: ActorRegistry) -> tuple[int, int, float, float]:
    """(events, incidents, CPU ms a report to fuse all, CPU ms a report to place 16 more and fuse again)."""
    began = time.process_time()
    incidents = fuse(coded, (), registry)
    whole = time.process_time() - began
    placing = Placing(registry)
    placing.add(coded[:-16])
    placing.incidents()
    began = time.process_time()
    placing.add(coded[-16:])
    placing.incidents()
    more = time.process_time() - began
    return sum(len(c.events) for c in coded), len(incidents), 1000 * whole / len(coded), 1000 * more / 16


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db")
    with Store.open(parser.parse_args().db, create=False, read_only=True) as store:
        everything = list(read_coded(store))
    actors = ActorRegistry.load()
    print("| days | reports | events | incidents | ms a report, all | ms a report, 16 more |")
    print("|---|---|---|---|---|---|")
    for name, reports in (("own", everything), ("one fortnight", squeezed(everything))):
        for share in (4, 2, 1):
            some = reports[::share]
            n_events, n_incidents, ms, ms_more = measure(some, actors)
            print(f"| {name} | {len(some)} | {n_events} | {n_incidents} | {ms:.1f} | {ms_more:.1f} |", flush=True)
