"""Shared samples: events drawn once, which several people review without seeing each other's decisions."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from truceline.errors import NotFound, UsageError
from truceline.store import people_tables as p
from truceline.store import review_reader
from truceline.store import tables as t

_NAME = re.compile(r"[\w.-]{1,64}")
MAX_SIZE = 10_000


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as it was drawn."""

    name: str
    seed: int
    refs: tuple[str, ...]
    """``Event.ref`` in the order drawn, by the ids of that day."""
    made_by: str
    made_utc: datetime


def draw(connection: Connection, name: str, size: int, seed: int, by: str) -> tuple[str, ...]:
    """Draw events and keep them under a name; returns their refs.

    The same seed and size over the same events give the same sample anywhere: events are ordered by a hash of seed
    and ref. Raises UsageError for a name that is taken or cannot be, a size or seed out of bounds, or no events.
    """
    check_name(name)
    if not 1 <= size <= MAX_SIZE:
        raise UsageError(f"a sample of {size} events; from 1 to {MAX_SIZE} can be drawn")
    if not -(2**31) <= seed < 2**31:
        raise UsageError(f"seed {seed}: a whole number of at most nine digits")
    s, e = p.review_samples, t.events.c
    if connection.execute(select(s.c.name).where(s.c.name == name)).scalar() is not None:
        raise UsageError(f"there is a sample {name!r} already; choose another name")
    refs = [f"{row.report_id}#{row.id}" for row in connection.execute(select(e.report_id, e.id))]
    drawn = sorted(refs, key=lambda ref: hashlib.sha256(f"{seed}:{ref}".encode()).digest())[:size]
    if not drawn:
        raise UsageError("no events to draw a sample from; code some reports first")
    add(connection, Sample(name, seed, tuple(drawn), by, datetime.now(UTC)))
    return tuple(drawn)


def check_name(name: str) -> None:
    """Raise UsageError where the name cannot be a sample's."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} cannot name a sample; use letters, digits, '.', '-' and '_', at most 64")


def add(connection: Connection, sample: Sample) -> None:
    """Write a sample as a row."""
    row = {
        "name": sample.name,
        "seed": sample.seed,
        "refs": list(sample.refs),
        "made_by": sample.made_by,
        "made_utc": sample.made_utc,
    }
    connection.execute(insert(p.review_samples).values(**row))


def refs_of(connection: Connection, name: str) -> tuple[str, ...]:
    """Refs of the events of a sample in the order drawn, older ids resolved, those that are gone left out.

    Raises NotFound.
    """
    query = select(p.review_samples.c.refs).where(p.review_samples.c.name == name)
    refs = connection.execute(query).scalar()
    if refs is None:
        known = connection.execute(select(p.review_samples.c.name)).scalars().all()
        raise NotFound(f"no sample {name!r}; there are: {', '.join(sorted(known)) or 'none'}")
    reports = sorted({ref.rpartition("#")[0] for ref in refs})
    now = review_reader.aliases(connection, reports)
    e = t.events.c
    here = {f"{a}#{b}" for a, b in connection.execute(select(e.report_id, e.id).where(e.report_id.in_(reports)))}
    resolved = []
    for ref in refs:
        report_id, _, event_id = ref.rpartition("#")
        resolved.append(f"{report_id}#{now.get((report_id, event_id), event_id)}")
    return tuple(dict.fromkeys(ref for ref in resolved if ref in here))


def all_samples(connection: Connection) -> list[Sample]:
    """Samples, the newest first."""
    s = p.review_samples
    rows = connection.execute(select(s).order_by(s.c.made_utc.desc(), s.c.name))
    return [Sample(r.name, r.seed, tuple(r.refs), r.made_by, r.made_utc) for r in rows]
