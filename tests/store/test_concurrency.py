"""Many write and many judge at once, in threads and in processes, on both backends: no decision is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fake_coder import code, code_later, report
from truceline.domain.claims import Claim, Judgement
from truceline.domain.codes import Verdict
from truceline.domain.reviews import Decision
from truceline.domain.text import Report
from truceline.errors import Conflict, NotFound
from truceline.store import Reviews, Store

ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2024, 8, 22, 12, tzinfo=UTC)
N_REPORTS, N_EACH = 5, 12


def reports() -> list[Report]:
    text = "Gondor made raid {} on Mordor. Mordor broke the truce. A threat was heard at Bree. Arnor held talks."
    return [report(text.format(n), source_id=f"m{n}") for n in range(N_REPORTS)]


def recode(url: str, rounds: int) -> None:
    """Code all reports again and again, with two versions of the coder that find other events."""
    with Store.open(url) as store:
        for n in range(rounds):
            for one in reports():
                store.write_coded(one, (code, code_later)[n % 2](one))


def review(url: str, name: str) -> None:
    """Correct and judge events while they are coded again; take every third word back. Prints one line a decision."""
    with Store.open(url) as store:
        for n in range(N_EACH):
            one = reports()[n % N_REPORTS]
            kind, number = decide(store, one.id, name, n)
            held = True
            if n % 3 == 0:
                (store.withdraw_claim if kind == "claim" else store.withdraw_judgement)(number, name)
                held = False
            print(kind, number, held)


def decide(store: Store, report_id: str, name: str, n: int) -> tuple[str, int]:
    while True:  # an event nobody has touched may go away while one looks at it: look again, as a person would
        events = store.events_of(report_id)
        one, other = events[n % len(events)], events[(n + 1) % len(events)]
        try:
            if n % 2:
                return "judgement", store.add_judgement(Judgement(one.ref, other.ref, Verdict.SAME, name, NOON))
            at = NOON + timedelta(seconds=n)
            claim = Claim("weapon", f"{name} {n}", "", None, "person", "", 1.0, "", by=name, at_utc=at)
            return "claim", store.add_claim(one.ref, claim)
        except NotFound:
            continue


def check(url: str, said: list[str]) -> None:
    """Every decision that was confirmed to somebody is there, held or withdrawn as it was left."""
    told = [line.split() for line in said]
    with Store.open(url, create=False) as store:
        assert len(list(store.iter_reports())) == N_REPORTS
        judged = dict(store.judgements(withdrawn=True))
        assert {int(n) for kind, n, _ in told if kind == "judgement"} == set(judged)
        for kind, number, held in told:
            if kind == "judgement":
                assert (judged[int(number)].withdrawn_utc is None) is (held == "True")
        seen = {}
        for _, event in store.iter_events(claims=True):
            seen |= dict(store.claims_by_people(event.ref))
        assert set(seen) == {int(n) for kind, n, held in told if kind == "claim" and held == "True"}
        refs = {event.ref for _, event in store.iter_events()}
        for _, judgement in store.judgements():
            assert {judgement.left, judgement.right} <= refs


def test_concurrency_threads_of_one_store_lose_no_decision(url: str) -> None:
    recode(url, 1)
    said: list[str] = []
    errors: list[BaseException] = []

    def guarded(work: Callable[..., None], *arguments: object) -> None:
        try:
            work(*arguments)
        except BaseException as error:
            errors.append(error)

    def reviewer(name: str) -> None:
        with Store.open(url) as store:
            for n in range(N_EACH):
                kind, number = decide(store, reports()[n % N_REPORTS].id, name, n)
                said.append(f"{kind} {number} True")

    threads = [threading.Thread(target=guarded, args=(recode, url, 6)) for _ in range(2)]
    threads += [threading.Thread(target=guarded, args=(reviewer, name)) for name in ("Éowyn", "Faramir", "Boromir")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(said) == 3 * N_EACH
    check(url, said)


@pytest.mark.slow
def test_concurrency_processes_lose_no_decision(url: str) -> None:
    recode(url, 1)

    def start(call: str) -> subprocess.Popen[str]:
        program = f"from tests.store.test_concurrency import *; {call}"
        return subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    running = [start(f"recode({url!r}, 8)") for _ in range(2)]
    running += [start(f"review({url!r}, {name!r})") for name in ("Éowyn", "Faramir", "Boromir")]
    said = []
    for process in running:
        out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        said += out.splitlines()
    assert len(said) == 3 * N_EACH
    check(url, said)


def test_concurrency_two_take_one_word_back_and_only_one_does(url: str) -> None:
    recode(url, 1)
    with Store.open(url) as store:
        ref = store.events_of(reports()[0].id)[0].ref
        number = store.add_claim(ref, Claim("mode", "drone", "", None, "person", "", 1.0, "", by="Éowyn", at_utc=NOON))
        done: list[str] = []

        def withdraw(name: str) -> None:
            try:
                store.withdraw_claim(number, name)
                done.append(name)
            except NotFound:
                pass

        threads = [threading.Thread(target=withdraw, args=(name,)) for name in ("Faramir", "Boromir", "Denethor")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(done) == 1


def test_concurrency_of_two_who_decide_on_what_they_saw_one_is_told_of_the_other(url: str) -> None:
    recode(url, 1)
    with Store.open(url) as store:
        book = Reviews(store)
        ref = store.events_of(reports()[0].id)[0].ref
        seen, start = book.state(ref), threading.Barrier(3)
        ended: list[str] = []

        def decide_once(name: str) -> None:
            start.wait()
            try:
                book.decide(ref, Decision.ACCEPTED, name, seen=seen)
                ended.append("written")
            except Conflict:
                ended.append("told")

        threads = [threading.Thread(target=decide_once, args=(name,)) for name in ("Éowyn", "Faramir", "Boromir")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(ended) == ["told", "told", "written"]
        assert len(book.all()) == 1


def test_concurrency_reviews_survive_recoding(url: str) -> None:
    recode(url, 1)
    with Store.open(url) as store:
        book, made = Reviews(store), []

        def decide_on_all(name: str) -> None:
            for n in range(N_EACH):
                events = store.events_of(reports()[n % N_REPORTS].id)
                try:
                    made.append(book.decide(events[n % len(events)].ref, Decision.ACCEPTED, name))
                except NotFound:
                    continue

        threads = [threading.Thread(target=decide_on_all, args=(name,)) for name in ("Éowyn", "Faramir")]
        threads.append(threading.Thread(target=recode, args=(url, 6)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        there = {event.ref for _, event in store.iter_events()}
        assert sorted(n for n, _ in book.all()) == sorted(made)
        assert {review.event for _, review in book.all()} <= there


def test_concurrency_processes_may_make_one_database_together(url: str) -> None:
    program = "import sys; from truceline.store import Store; Store.open(sys.argv[1]).close()"
    running = [subprocess.Popen([sys.executable, "-c", program, url], stderr=subprocess.PIPE) for _ in range(3)]
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    Store.open(url, create=False).close()
