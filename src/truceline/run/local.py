"""A run on this machine: reports in, coded reports out and into the store, in the order they came.

Every report is written in a transaction of its own as soon as it is coded, so a run that is killed loses none that was
finished, and the same command goes on from there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from truceline.domain.coded import CodedReport
from truceline.domain.text import Report
from truceline.ingest import Refusal
from truceline.run.desk import CoderSource, Desk, Failure, open_desk, report_name
from truceline.run.parts import SetAside
from truceline.store import Store


@dataclass(slots=True)
class Summary:
    """What came of a run."""

    n_read: int = 0
    """Reports that were read, those of earlier runs and repeated ones too."""
    n_coded: int = 0
    n_events: int = 0
    n_known: int = 0
    """Reports that the store held already under this version of the coder."""
    n_repeated: int = 0
    """Reports that came twice in this run."""
    n_refused: int = 0
    n_failed: int = 0

    @property
    def exit_code(self) -> int:
        """0 for a clean run, 1 when some reports could not be read or coded."""
        return 1 if self.n_refused or self.n_failed else 0


@dataclass(frozen=True, slots=True)
class Listener:
    """Whom a run tells what, always in the order of the inputs."""

    on_coded: Callable[[CodedReport], None] = lambda coded: None
    """A report is coded (and stored). Of one that the store held, report and events are there, not the layers."""
    on_refused: Callable[[Refusal | Failure | SetAside], None] = lambda refused: None
    on_repeated: Callable[[Report], None] = lambda report: None
    on_step: Callable[[Summary], None] = lambda summary: None


def code_inputs(
    incoming: Iterable[Report | Refusal],
    coder: CoderSource,
    *,
    store: Store | None = None,
    workers: int = 1,
    listener: Listener | None = None,
    inputs: tuple[str, ...] = (),
    max_seconds: int = 0,
) -> Summary:
    """Code every report that comes in, store it where there is a store, and tell the listener.

    A report that the store holds under this version of the coder is not coded again. One on which the coder breaks is
    told with its reason and costs no other. workers: processes that code; the output is the same for any number.
    inputs: names of the inputs, for the record of runs.
    max_seconds: how long one report may take to code, 0 for no limit.
    Raises what loading the coder raises, and StoreError when the store can no longer be written.
    """
    run = _Run(coder, store, workers, listener or Listener(), max_seconds)
    run.run_id = store.start_run(coder.version, inputs) if store else None
    try:
        run.go(incoming)
    finally:
        if store and run.run_id is not None:
            s = run.summary
            store.end_run(
                run.run_id,
                n_read=s.n_read,
                n_coded=s.n_coded,
                n_known=s.n_known,
                n_refused=s.n_refused,
                n_failed=s.n_failed,
            )
    return run.summary


# -- the run ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Slot:
    """A place in the queue: what came in, and the coding of it where one is under way."""

    item: Report | Refusal
    coding: Future[CodedReport | Failure] | None = None
    known: bool = False
    """The store has it, or will have it when its turn comes."""
    repeated: bool = False
    """The same report came before in this run."""


@dataclass(slots=True)
class _Run:
    coder: CoderSource
    store: Store | None
    workers: int
    listener: Listener
    max_seconds: int
    run_id: int | None = None
    summary: Summary = field(default_factory=Summary)
    seen: _Seen = field(default_factory=lambda: _Seen())

    def go(self, incoming: Iterable[Report | Refusal]) -> None:
        queue: deque[_Slot] = deque()
        with open_desk(self.coder, self.workers, self.max_seconds) as desk:
            for slot in self._slots(incoming):
                if isinstance(slot.item, Report) and not slot.known and not slot.repeated:
                    slot.coding = desk.submit(slot.item)
                queue.append(slot)
                while len(queue) > desk.n_ahead:
                    self._finish(queue.popleft(), desk)
            while queue:
                self._finish(queue.popleft(), desk)

    def _slots(self, incoming: Iterable[Report | Refusal]) -> Iterator[_Slot]:
        for item in incoming:
            if isinstance(item, Refusal):
                yield _Slot(item)
                continue
            self.summary.n_read += 1
            again = self.seen.twice(item.id)
            if self.seen.twice(f"{item.id} {item.source_id}"):
                yield _Slot(item, repeated=True)
                continue
            stored = self.store is not None and (again or self.store.has(item.id, self.coder.version))
            yield _Slot(item, known=stored)

    def _finish(self, slot: _Slot, desk: Desk) -> None:
        if isinstance(slot.item, Refusal):
            self._refuse(slot.item)
        elif slot.repeated:
            self.summary.n_repeated += 1
            self.listener.on_repeated(slot.item)
        elif slot.coding is None:
            self._tell_known(slot.item, desk)
        else:
            self._take(slot.item, desk.result(slot.item, slot.coding))
        self.listener.on_step(self.summary)

    def _tell_known(self, report: Report, desk: Desk) -> None:
        assert self.store is not None  # only a store knows reports
        if not self.store.has(report.id, self.coder.version):  # its first copy could not be coded
            self._take(report, desk.result(report, desk.submit(report)))
            return
        self.summary.n_known += 1
        self.store.remember(report)
        events = self.store.events_of(report.id, corrected=False)
        events = tuple(replace(e, claims=tuple(c for c in e.claims if c.by is None)) for e in events)
        self.listener.on_coded(CodedReport(report, events, version=self.coder.version))

    def _take(self, report: Report, result: CodedReport | Failure) -> None:
        if self.store is not None and isinstance(result, CodedReport):
            try:
                self.store.write_coded(report, result, self.run_id)
            except ValueError as error:
                result = Failure(report_name(report), str(error))
        if isinstance(result, Failure):
            self.summary.n_failed += 1
            self._record(result.name, RuntimeError(result.reason))
            self.listener.on_refused(result)
            return
        self.summary.n_coded += 1
        self.summary.n_events += len(result.events)
        self.listener.on_coded(result)

    def _refuse(self, refusal: Refusal) -> None:
        self.summary.n_refused += 1
        self._record(refusal.name, refusal.error)
        self.listener.on_refused(refusal)

    def _record(self, name: str, error: Exception) -> None:
        if self.store is not None and self.run_id is not None:
            self.store.add_refusal(self.run_id, name, error)


class _Seen:
    """Which reports came in this run, as far back as a million; older ones are forgotten to keep memory bounded."""

    def __init__(self, limit: int = 1_000_000) -> None:
        self._limit = limit
        self._new: set[int] = set()
        self._old: set[int] = set()

    def twice(self, key: str) -> bool:
        """True when the key was asked for before."""
        code = hash(key)
        if code in self._new or code in self._old:
            return True
        self._new.add(code)
        if len(self._new) > self._limit:
            self._old, self._new = self._new, set()
        return False
