"""Where reports are coded: in this process, or in worker processes, each with a coder of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from truceline.domain.coded import CodedReport
from truceline.domain.text import Report
from truceline.errors import BadData, BadReport, TrucelineError

_PACKAGE = Path(__file__).parents[1]

Coder = Callable[[Report], CodedReport]


@dataclass(frozen=True, slots=True)
class CoderSource:
    """A coder that each process can load for itself."""

    version: str
    load: Callable[[], Coder]
    """A function at the top of a module (it is sent to worker processes by name)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A report on which the coder broke."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: could not be coded: {self.reason}"


def shipped_coder() -> CoderSource:
    """The coder of this package."""
    from truceline.coder import VERSION

    return CoderSource(VERSION, load_shipped_coder)


def load_shipped_coder() -> Coder:
    """Load tables and models once and return the coder. Raises BadData, LookupNotBuilt, ModelError."""
    from truceline.coder import Resources, code_report

    resources = Resources.load()
    return lambda report: code_report(report, resources)


def code_safely(coder: Coder, report: Report, max_seconds: int = 0) -> CodedReport | Failure:
    """Code a report; when the coder breaks on it or takes too long, say so. Errors that would meet every report are
    raised."""
    try:
        with _time_limit(max_seconds):
            return coder(report)
    except _TooLong:
        return Failure(report_name(report), f"took longer than {max_seconds} s; raise TRUCELINE_MAX_REPORT_SECONDS")
    except BadReport as bad:
        return Failure(report_name(report), str(bad))
    except TrucelineError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and str(error.filename or "").startswith(str(_PACKAGE)):
            raise BadData(f"{error.filename}: {error.strerror}; install Truceline anew") from error
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rsplit('truceline/', 1)[-1]}:{last.lineno}"
        return Failure(report_name(report), f"{type(error).__name__}: {error} ({where})")


class _TooLong(BaseException):
    """The time for a report is over. Not an Exception, so that no stage takes it for one of its own."""


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Raise _TooLong in this thread when the time is over. Without a limit off the main thread, and on Windows."""
    if seconds <= 0 or not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(_number: int, _frame: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def report_name(report: Report) -> str:
    """The report's id, with its day and first words where the id is a hash that says nothing to the reader."""
    if report.source_id or report.origin:
        return str(report.source_id or report.origin)
    first_words = report.title or " ".join(report.text[:200].split())[:50]
    return f"{report.id} ({report.date.isoformat()}, “{first_words}”)"


class Desk:
    """Where reports are coded: here, one at a time, when they are asked for."""

    n_ahead = 0
    """Reports that may wait while an earlier one is coded."""

    def __init__(self, coder: CoderSource, max_seconds: int) -> None:
        self._source = coder
        self._max_seconds = max_seconds
        self._coder: Coder | None = None

    def submit(self, report: Report) -> Future[CodedReport | Failure]:
        """Code a report; the result is in the future."""
        if self._coder is None:
            self._coder = self._source.load()
        future: Future[CodedReport | Failure] = Future()
        future.set_result(code_safely(self._coder, report, self._max_seconds))
        return future

    def result(self, report: Report, coding: Future[CodedReport | Failure]) -> CodedReport | Failure:
        """The coded report, or why there is none."""
        return coding.result()


class Pool(Desk, AbstractContextManager["Pool"]):
    """Worker processes, each with a coder of its own. A worker that dies costs the report that killed it, no other."""

    def __init__(self, coder: CoderSource, workers: int, max_seconds: int) -> None:
        super().__init__(coder, max_seconds)
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._alone: ProcessPoolExecutor | None = None
        self.n_ahead = 4 * workers

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in (self._pool, self._alone):
            if pool is not None:
                pool.shutdown(wait=kind is None, cancel_futures=True)

    def submit(self, report: Report) -> Future[CodedReport | Failure]:
        """Hand a report to the workers."""
        try:
            self._pool = self._pool or self._start(self._workers)
            return self._pool.submit(_code_in_worker, report, self._max_seconds)
        except BrokenProcessPool:
            self._pool = self._start(self._workers)
            return self._pool.submit(_code_in_worker, report, self._max_seconds)

    def result(self, report: Report, coding: Future[CodedReport | Failure]) -> CodedReport | Failure:
        """Wait for a report. When its worker died, which may be another's doing, it is coded again, alone."""
        try:
            return coding.result()
        except BrokenProcessPool:
            pass
        try:
            self._alone = self._alone or self._start(1)
            return self._alone.submit(_code_in_worker, report, self._max_seconds).result()
        except BrokenProcessPool:
            self._alone = None
            return Failure(report_name(report), "the process that coded it died (out of memory?)")

    def _start(self, workers: int) -> ProcessPoolExecutor:
        # Spawned, not forked: a copy of a process that holds onnxruntime's threads can hang.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, context, initializer=_start_worker, initargs=(self._source.load,))


def open_desk(coder: CoderSource, workers: int, max_seconds: int) -> AbstractContextManager[Desk]:
    """A desk in this process, or one with so many workers; to be used in a ``with`` statement."""
    return nullcontext(Desk(coder, max_seconds)) if workers <= 1 else Pool(coder, workers, max_seconds)


_worker_coder: Coder | TrucelineError | None = None


def _start_worker(load: Callable[[], Coder]) -> None:
    global _worker_coder
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    end_with_parent()
    try:
        _worker_coder = load()
    except TrucelineError as error:
        _worker_coder = error


def end_with_parent() -> None:
    """End this process, which another one started, when that one is killed; else it would wait for work for ever."""
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _code_in_worker(report: Report, max_seconds: int) -> CodedReport | Failure:
    if isinstance(_worker_coder, TrucelineError):
        raise _worker_coder
    assert _worker_coder is not None  # set by _start_worker
    return code_safely(_worker_coder, report, max_seconds)
