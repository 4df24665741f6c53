"""Parsers at work on hostile input: whatever they raise is one error of ours, and their time is bounded."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from truceline.errors import BadPage, BadReport

MAX_CPU_S = 5.0
"""Processor time for taking one page, feed or message apart. A page of 5,000 elements takes 0.1 s."""


class _OutOfTime(BaseException):
    """The time is over. Not an Exception, so that no parser takes it for one of its own."""


@contextmanager
def taken_apart(seconds: float = MAX_CPU_S) -> Iterator[None]:
    """Turn whatever a parser raises on what was made to break it into BadPage, and stop one that does not end.

    Libraries for feeds and mail search with patterns whose time grows with the square of the input. The limit holds in
    the main thread, on systems with such a timer; elsewhere the limits of size alone hold.
    """
    try:
        with _limited(seconds):
            yield
    except BadReport:
        raise
    except _OutOfTime:
        raise BadPage(f"takes longer than {seconds:.0f} s to take apart; it is left out") from None
    except Exception as error:
        raise BadPage(f"cannot be taken apart ({type(error).__name__})") from error


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(_number: int, _frame: object) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
