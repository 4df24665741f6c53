from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest

from truceline.errors import BadPage, NoDate
from truceline.ingest.feeds import parse_feed
from truceline.ingest.taken_apart import taken_apart


def never_ends() -> None:
    while True:
        pass


def catches_everything() -> None:
    while True:
        try:
            sum(range(1000))
        except Exception:
            continue


@pytest.mark.parametrize("parser", [never_ends, catches_everything])
def test_taken_apart_parser_that_does_not_end_is_stopped(parser: Callable[[], None]) -> None:
    with pytest.raises(BadPage, match="take apart"), taken_apart(0.05):
        parser()


def test_taken_apart_waiting_costs_nothing_and_the_timer_is_put_back() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with taken_apart(0.05):
        time.sleep(0.1)
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_taken_apart_errors_of_ours_pass_and_all_others_become_one() -> None:
    with pytest.raises(NoDate), taken_apart():
        raise NoDate("gives no day")
    with pytest.raises(BadPage, match="ZeroDivisionError"), taken_apart():
        raise ZeroDivisionError
    with pytest.raises(KeyboardInterrupt), taken_apart():
        raise KeyboardInterrupt


@pytest.mark.parametrize("piece", [b"\n", b"<!DOCTYPE\n"])
def test_feeds_made_to_be_slow_are_given_up(piece: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("truceline.ingest.feeds.taken_apart", lambda: taken_apart(0.3))
    with pytest.raises(BadPage):
        parse_feed(piece * 60_000 + b"<rss><channel>")
