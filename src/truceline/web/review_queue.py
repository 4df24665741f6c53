"""What waits for a person, kept ready: the order of events, and the pairs on which the machine is least sure.

Reading every event takes a while in a large store, so the order is kept until reports are coded or incidents made anew;
what people decide is laid over it at each request.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, func, select

from truceline.domain.differences import differences
from truceline.domain.queue import Place, Waiting, order_queue
from truceline.errors import TrucelineError
from truceline.fuse.pairs import UnsurePair, still_open, unsure_pairs
from truceline.run.record import read_coded
from truceline.store import Reviews, Store, review_reader
from truceline.store import record_tables as rt
from truceline.store import tables as t
from truceline.store.record import incident_adapter, read_build

WAIT_S: Final = 5.0
"""How long a page waits for the pairs before it says that they are being looked for."""
REST: Final = 20.0
"""Looking for pairs that took long is not done again before so many times as long."""


@dataclass(frozen=True, slots=True)
class OpenPair:
    """A pair that waits, with what others said of it."""

    pair: UnsurePair
    said: tuple[str, ...]


class ReviewQueue:
    """One for the application; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._events: tuple[str, list[Place], dict[str, Waiting]] | None = None
        self._pairs: tuple[str, tuple[UnsurePair, ...]] | None = None
        self._thread: threading.Thread | None = None
        self._problem = ""
        self._rest_until = 0.0

    # -- events ------------------------------------------------------------------------------------------------

    def events(self, person: str) -> Iterator[Place]:
        """Events that wait for the person, the first to look at first."""
        places, by_ref = self._base()
        book = Reviews(self._store)
        reviewed = book.reviewed()
        waiting = [
            replace(w, reports_differ=by_ref[w.ref].reports_differ) if w.ref in by_ref else w
            for w in book.waiting(person, among=reviewed)
        ]
        untouched = (place for place in places if place.ref not in reviewed)
        return heapq.merge(untouched, order_queue(waiting), key=lambda p: (-p.score, p.ref))

    def in_sample(self, person: str, name: str) -> Iterator[Place]:
        """Events of a sample on which the person has not decided in it, in the order drawn. Raises NotFound."""
        _, by_ref = self._base()
        book = Reviews(self._store)
        done = book.by_person(person, sample=name)
        for n, ref in enumerate(refs := book.sample(name)):
            if ref not in done and ref in by_ref:
                yield Place(ref, 0.0, 0.0, 0.0, (f"{n + 1} of {len(refs)} in the sample {name}",))

    def next_event(self, person: str, sample: str | None, after: str | None) -> Place | None:
        """The first event that waits, or the first behind one that the person leaves for later."""
        places = self.events(person) if sample is None else self.in_sample(person, sample)
        if after is None:
            return next(places, None)
        listed = list(places)
        at = next((n for n, place in enumerate(listed) if place.ref == after), None)
        if at is None:
            return listed[0] if listed else None
        return listed[at + 1] if at + 1 < len(listed) else None

    def _base(self) -> tuple[list[Place], dict[str, Waiting]]:
        with self._lock:
            with self._store.reading() as connection:
                k = t.codings.c
                coded = connection.execute(select(func.count(), func.max(k.coded_utc)).select_from(t.codings)).one()
                build = read_build(connection)
                mark = f"{coded[0]} {coded[1]} {build.mark if build else ''}"
                if self._events is None or self._events[0] != mark:
                    waiting = review_reader.waiting(connection)
                    differ = _reports_differ(connection)
                    waiting = [replace(w, reports_differ=differ[w.ref]) if w.ref in differ else w for w in waiting]
                    self._events = (mark, order_queue(waiting), {w.ref: w for w in waiting})
            return self._events[1], self._events[2]

    # -- pairs -------------------------------------------------------------------------------------------------

    def pairs(self, person: str, wait_s: float = WAIT_S) -> list[OpenPair] | None:
        """Pairs that wait for the person, the least sure first; None while they are being looked for.

        What is judged is left out at once. After other changes pairs are looked for again; while that goes on, or in
        a large record for a while after the last time, those found before are given.
        """
        mark = self._pair_mark()
        if (self._pairs is None or self._pairs[0] != mark) and time.monotonic() >= self._rest_until:
            self._start(mark)
            if self._thread is not None:
                self._thread.join(wait_s)
        if self._pairs is None:
            if self._problem:
                raise TrucelineError(self._problem)
            return None
        given = [j for _, j in self._store.judgements("event")]
        return [OpenPair(pair, said) for pair, said in still_open(self._pairs[1], given, person)]

    def unsure(self, left: str, right: str) -> UnsurePair | None:
        """What the machine thinks of a pair, where it is one of the unsure ones."""
        pairs = self._pairs[1] if self._pairs else ()
        return next((p for p in pairs if (p.left, p.right) == (left, right)), None)

    def _pair_mark(self) -> str:
        c, k = t.claims.c, t.codings.c
        with self._store.reading() as connection:
            coded = connection.execute(select(func.count(), func.max(k.coded_utc)).select_from(t.codings)).one()
            claims = select(func.count(), func.max(c.id), func.count(c.withdrawn_utc)).where(c.by.is_not(None))
            said = connection.execute(claims).one()
            gone = sorted(review_reader.rejected(connection))
        return f"{tuple(coded)} {tuple(said)} {gone}"

    def _start(self, mark: str) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._look, args=(mark,), name="pairs", daemon=True)
                self._thread.start()

    def _look(self, mark: str) -> None:
        began = time.monotonic()
        try:
            self._pairs = (mark, unsure_pairs(read_coded(self._store)))
            self._problem = ""
        except TrucelineError as error:
            self._problem = str(error)
        took = time.monotonic() - began
        self._rest_until = time.monotonic() + (REST * took if took > WAIT_S else 0.0)


def _reports_differ(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Event ref to the fields on which the reports of its incident differ; what one report alone tells two ways is the
    event's own contradiction."""
    i, r = rt.incidents.c, rt.incident_records.c
    query = select(r.record).join(rt.incidents, i.id == r.incident_id).where(i.n_disagreements > 0)
    found: dict[str, tuple[str, ...]] = {}
    for record in connection.execute(query).scalars():
        incident = incident_adapter().validate_python(record)
        fields = differences(incident).between
        if not fields:
            continue
        for ref in record["events"]:
            found[ref] = fields
    return found
