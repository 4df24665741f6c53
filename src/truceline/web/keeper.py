"""Keeps the record in the store up to its events and judgements while the pages are open.

A page asks ``current(request)``. Where people or a run have changed something since, the record is made again in a
thread; a small one is done before the page answers, a large one while pages show the last one and say so.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from truceline.errors import StoreError, TrucelineError
from truceline.run.record import record_mark, refresh
from truceline.store import Store
from truceline.store.record import read_build

WAIT_S: Final = 2.5
"""How long a page waits for the record to be made again before it shows the last one."""
LOOK_EVERY_S: Final = 0.5
"""How often the store is asked whether something has changed."""
REST: Final = 4.0
"""A record that took so long to make is left to stand four times as long before it is made again."""
_log = logging.getLogger("truceline.web")


@dataclass(frozen=True, slots=True)
class Standing:
    """How the record that a page shows stands to what the store holds now."""

    built_utc: datetime | None
    """When it was made; None where there is none yet."""
    is_current: bool
    n_incidents: int
    n_truces: int
    facets: dict[str, Any]
    mark: str
    problem: str = ""


class Keeper:
    """One for the application; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._seen: tuple[float, Standing] | None = None
        self._rest_until = 0.0
        self._problem = ""

    def standing(self, wait_s: float = WAIT_S) -> Standing:
        """The record's standing, after giving it a moment to be made again where that is needed."""
        now = time.monotonic()
        seen = self._seen
        if seen and now - seen[0] < LOOK_EVERY_S and seen[1].is_current:
            return seen[1]
        found = self._look()
        if not found.is_current:
            thread = self._start()
            if thread is not None:
                thread.join(wait_s)
                found = self._look()
        self._seen = (time.monotonic(), found)
        return found

    def _look(self) -> Standing:
        mark = record_mark(self._store)
        with self._store.reading() as connection:
            build = read_build(connection)
        if build is None:
            return Standing(None, False, 0, 0, {}, "", self._problem)
        return Standing(
            build.built_utc, build.mark == mark, build.n_incidents, build.n_truces, build.facets, build.mark,
            self._problem,
        )  # fmt: skip

    def _start(self) -> threading.Thread | None:
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return self._thread
            if time.monotonic() < self._rest_until:
                return None
            self._thread = threading.Thread(target=self._work, name="record", daemon=True)
            self._thread.start()
            return self._thread

    def _work(self) -> None:
        began = time.monotonic()
        try:
            refresh(self._store)
            self._problem = ""
        except StoreError as error:
            self._problem = str(error)  # a database that is read-only or busy: the last record stays
        except TrucelineError as error:
            self._problem = str(error)
        except Exception as error:
            _log.error("the record could not be made", exc_info=error)
            self._problem = f"{type(error).__name__}; the server's log has it"
        took = time.monotonic() - began
        pause = REST * took if took > WAIT_S or self._problem else 0.0
        self._rest_until = time.monotonic() + max(pause, 5.0 if self._problem else 0.0)


def current(request: Request) -> Standing:
    """The standing of the application's record."""
    keeper: Keeper = request.app.state.keeper
    standing = keeper.standing()
    request.state.standing = standing
    return standing


RecordDep = Annotated[Standing, Depends(current)]
"""Annotation of a handler's parameter: makes sure that the record is there, and says how fresh it is."""
