from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fake_coder import code, code_later, report
from truceline.domain.claims import Claim, Judgement
from truceline.domain.codes import EventType, Verdict
from truceline.domain.events import Event
from truceline.domain.reviews import Decision
from truceline.domain.text import Report, Span
from truceline.errors import Conflict, NotAllowed, NotFound, UsageError
from truceline.run.record import is_current, read_fused, refresh
from truceline.store import Reviews, Store

TEXT = "Gondor made a raid on Mordor. Mordor broke the truce. A threat was heard at Bree. “The talks are over.”"
NOON = datetime(2024, 8, 22, 12, tzinfo=UTC)


def value(field: str, value: object, span: Span | None = None) -> Claim:
    words = "" if span is None else span.of(TEXT)
    return Claim(field, value, words, span, "review", "", 1.0, "read it again")  # type: ignore[arg-type]


def written(store: Store, text: str = TEXT, **about: Any) -> tuple[Report, tuple[Event, ...]]:
    one = report(text, **about)
    coded = code(one)
    assert store.write_coded(one, coded)
    return one, coded.events


def refs(store: Store) -> set[str]:
    return {event.ref for _, event in store.iter_events()}


def test_reviews_accepted_event_keeps_the_reading_as_it_was(store: Store) -> None:
    _, events = written(store)
    book = Reviews(store)
    number = book.decide(events[0].ref, Decision.ACCEPTED, "Éowyn", note="clear")
    ((found, review),) = book.of_event(events[0].ref).values()
    assert found == number
    assert (review.decision, review.by, review.note) == (Decision.ACCEPTED, "Éowyn", "clear")
    assert review.reading["type"] == "ASSAULT"
    assert review.version == "five-words 1"
    assert events[0].ref not in {w.ref for w in book.waiting("Faramir")}


def test_reviews_correction_changes_events_incidents_and_truces_at_once(store: Store) -> None:
    _, events = written(store)
    ends = next(e for e in events if e.type is EventType.REJECT)
    assert any(t.ended for t in read_fused(store).truces)
    book = Reviews(store)
    number = book.decide(ends.ref, Decision.CORRECTED, "Éowyn", claims=[value("truce_action", None)])
    assert store.get_event(ends.ref).truce_action is None
    assert not any(t.ended for t in read_fused(store).truces)
    book.withdraw("review", number, "Éowyn")
    assert store.get_event(ends.ref).truce_action == ends.truce_action
    assert any(t.ended for t in read_fused(store).truces)


def test_reviews_type_and_mode_may_change_in_one_correction(store: Store) -> None:
    _, events = written(store)
    book = Reviews(store)
    book.decide(events[0].ref, Decision.CORRECTED, "Éowyn", claims=[value("mode", "phone"), value("type", "CONSULT")])
    event = store.get_event(events[0].ref)
    assert (event.type, event.mode) == (EventType.CONSULT, "phone")


def test_reviews_span_of_a_correction_is_kept_with_its_words(store: Store) -> None:
    _, events = written(store)
    span = Span(TEXT.index("Bree"), TEXT.index("Bree") + 4)
    Reviews(store).decide(events[0].ref, Decision.CORRECTED, "Éowyn", claims=[value("weapon", "Bree", span)])
    claim = next(c for c in store.get_event(events[0].ref).claims if c.by)
    assert (claim.span, claim.words, claim.chosen) == (span, "Bree", True)


def test_reviews_rejected_event_leaves_the_record_but_not_the_store(store: Store) -> None:
    one, events = written(store)
    ref = events[0].ref
    book = Reviews(store)
    number = book.decide(ref, Decision.REJECTED, "Éowyn")
    assert ref not in refs(store)
    assert all(ref not in i.events for i in read_fused(store).incidents)
    assert ref not in {e.ref for c in store.iter_coded() for e in c.events}
    assert store.get_event(ref).ref == ref
    assert ref in {e.ref for e in store.events_of(one.id, rejected=True)}
    assert ref in {e.ref for e in store.events_of(one.id, corrected=False)}
    book.withdraw("review", number, "Éowyn")
    assert ref in refs(store)


def test_reviews_latest_firm_word_decides_whether_an_event_is_shown(store: Store) -> None:
    _, events = written(store)
    ref = events[0].ref
    book = Reviews(store)
    book.decide(ref, Decision.REJECTED, "Éowyn")
    book.decide(ref, Decision.UNSURE, "Faramir")
    assert ref not in refs(store)
    book.decide(ref, Decision.ACCEPTED, "Faramir")
    assert ref in refs(store)


@pytest.mark.parametrize(
    ("decision", "claims", "words"),
    [
        (Decision.CORRECTED, [], "at least one field"),
        (Decision.ACCEPTED, [value("type", "AID")], "takes no values"),
        (Decision.CORRECTED, [value("type", "AID"), value("type", "AGREE")], "once"),
        (Decision.CORRECTED, [value("type", "PARTY")], "no value"),
        (Decision.CORRECTED, [value("mode", "phone")], "no mode"),
        (Decision.CORRECTED, [value("weapon", "x", Span(0, 10_000))], "not in the text"),
        (Decision.CORRECTED, [value("weapon", "new"), value("harm", [{"kind": "bored"}])], "no value"),
    ],
)
def test_reviews_bad_correction_writes_nothing(
    store: Store, decision: Decision, claims: list[Claim], words: str
) -> None:
    _, events = written(store)
    book = Reviews(store)
    with pytest.raises(UsageError, match=words):
        book.decide(events[0].ref, decision, "Éowyn", claims=claims)
    assert book.history() == []
    assert store.info()["claims_by_people"] == 0


def test_reviews_nameless_decision_and_unknown_event_are_refused(store: Store) -> None:
    _, events = written(store)
    with pytest.raises(UsageError, match="name of the person"):
        Reviews(store).decide(events[0].ref, Decision.ACCEPTED, "")
    with pytest.raises(NotFound):
        Reviews(store).decide("nowhere#none", Decision.ACCEPTED, "Éowyn")


def test_reviews_decision_on_what_another_changed_meanwhile_is_a_conflict(store: Store) -> None:
    _, events = written(store)
    ref = events[0].ref
    book = Reviews(store)
    seen = book.state(ref)
    book.decide(ref, Decision.CORRECTED, "Faramir", claims=[value("weapon", "axes")], seen=seen)
    with pytest.raises(Conflict, match=r"Faramir corrected it on .* look again"):
        book.decide(ref, Decision.ACCEPTED, "Éowyn", seen=seen)
    assert list(book.of_event(ref)) == ["Faramir"]
    book.decide(ref, Decision.ACCEPTED, "Éowyn", seen=book.state(ref))
    assert list(book.of_event(ref)) == ["Faramir", "Éowyn"]
    assert store.get_event(ref).weapon == "axes"


def test_reviews_taking_back_counts_as_a_change_too(store: Store) -> None:
    _, events = written(store)
    book = Reviews(store)
    number = book.decide(events[0].ref, Decision.ACCEPTED, "Faramir")
    seen = book.state(events[0].ref)
    book.withdraw("review", number, "Faramir")
    with pytest.raises(Conflict):
        book.decide(events[0].ref, Decision.ACCEPTED, "Éowyn", seen=seen)


def test_reviews_another_persons_decision_is_not_taken_back_without_the_right(store: Store) -> None:
    _, events = written(store)
    book = Reviews(store)
    number = book.decide(events[0].ref, Decision.CORRECTED, "Éowyn", claims=[value("weapon", "axes")])
    judged = book.judge(Judgement(events[0].ref, events[1].ref, Verdict.SAME, "Éowyn", NOON))
    for kind, n in (("review", number), ("judgement", judged)):
        with pytest.raises(NotAllowed, match="by Éowyn"):
            book.withdraw(kind, n, "Faramir")
    assert store.get_event(events[0].ref).weapon == "axes"
    assert book.withdraw("review", number, "Faramir", others_too=True) == events[0].ref
    with pytest.raises(NotFound, match="that holds"):
        book.withdraw("review", number, "Faramir", others_too=True)
    (deed,) = [d for d in book.history() if d.kind == "review"]
    assert (deed.by, deed.withdrawn_by) == ("Éowyn", "Faramir")
    with pytest.raises(UsageError, match="no decisions of the kind"):
        book.withdraw("users", 1, "Faramir")


def test_reviews_machine_claims_cannot_be_taken_back(store: Store) -> None:
    written(store)
    with pytest.raises(NotFound):
        Reviews(store).withdraw("claim", 1, "Éowyn", others_too=True)


def test_reviews_history_shows_reviews_claims_and_judgements_the_newest_first(store: Store) -> None:
    _, events = written(store)
    book = Reviews(store)
    store.add_claim(events[1].ref, Claim("weapon", "pens", "", None, "x", "", 1.0, "", by="Faramir", at_utc=NOON))
    book.judge(Judgement(events[0].ref, events[1].ref, Verdict.DIFFERENT, "Éowyn", datetime.now(UTC)))
    book.decide(events[0].ref, Decision.CORRECTED, "Éowyn", claims=[value("weapon", "axes"), value("place", None)])
    book.decide(events[1].ref, Decision.UNSURE, "Faramir")
    deeds = book.history()
    assert [(d.kind, d.what, d.by) for d in deeds] == [
        ("review", "unsure", "Faramir"),
        ("review", "corrected", "Éowyn"),
        ("judgement", "different", "Éowyn"),
        ("claim", "claimed", "Faramir"),
    ]
    assert [c.field for c in deeds[1].claims] == ["weapon", "place"]
    assert [d.what for d in book.history(by="Faramir")] == ["unsure", "claimed"]
    assert [d.what for d in book.history(about=events[0].ref)] == ["corrected", "different"]
    assert [d.what for d in book.history(limit=2, offset=1)] == ["corrected", "different"]


def test_reviews_judgement_on_a_pair_that_another_judged_meanwhile_is_a_conflict(store: Store) -> None:
    _, events = written(store)
    book = Reviews(store)
    a, b = events[0].ref, events[1].ref
    first = book.judge(Judgement(b, a, Verdict.SAME, "Faramir", datetime.now(UTC)), seen=0)
    with pytest.raises(Conflict, match="Faramir judged this pair same"):
        book.judge(Judgement(a, b, Verdict.DIFFERENT, "Éowyn", datetime.now(UTC)), seen=0)
    book.judge(Judgement(a, b, Verdict.DIFFERENT, "Éowyn", datetime.now(UTC)), seen=first)
    assert [j.by for _, j in store.judgements()] == ["Faramir", "Éowyn"]


def test_reviews_that_differ_bring_the_event_back_until_two_agree(store: Store) -> None:
    _, events = written(store)
    ref = events[0].ref
    book = Reviews(store)

    def differ_for(person: str) -> tuple[str, ...] | None:
        return next((w.reviewers_differ for w in book.waiting(person) if w.ref == ref), None)

    book.decide(ref, Decision.ACCEPTED, "Éowyn")
    assert differ_for("Faramir") is None
    book.decide(ref, Decision.CORRECTED, "Faramir", claims=[value("weapon", "axes")])
    assert differ_for("Éowyn") == differ_for("Aragorn") == ("weapon",)
    book.decide(ref, Decision.ACCEPTED, "Aragorn")
    assert differ_for("Éowyn") is None
    book.decide(ref, Decision.REJECTED, "Éowyn")
    assert differ_for("Aragorn") == ("event",)


def test_reviews_left_open_waits_for_others_not_for_the_same_person(store: Store) -> None:
    _, events = written(store)
    book = Reviews(store)
    book.decide(events[0].ref, Decision.UNSURE, "Éowyn")
    assert events[0].ref not in {w.ref for w in book.waiting("Éowyn")}
    ((open_by),) = [w.left_open_by for w in book.waiting("Faramir") if w.ref == events[0].ref]
    assert open_by == ("Éowyn",)


def test_reviews_move_with_the_event_when_a_newer_coder_reads_it_otherwise(store: Store) -> None:
    one, events = written(store)
    book = Reviews(store)
    threat = next(e for e in events if e.type is EventType.THREATEN)
    number = book.decide(events[0].ref, Decision.CORRECTED, "Éowyn", claims=[value("weapon", "axes")])
    book.decide(threat.ref, Decision.ACCEPTED, "Éowyn")
    book.decide(events[1].ref, Decision.REJECTED, "Éowyn")
    store.write_coded(one, code_later(one))
    assert store.get_event(events[1].ref).ref not in refs(store)
    now = store.get_event(events[0].ref)
    assert (now.id == events[0].id, now.weapon) == (False, "axes")
    assert [n for n, _ in book.of_event(now.ref).values()] == [number]
    assert store.get_event(threat.ref).id == threat.id
    store.write_coded(one, code(one))
    assert events[1].ref not in refs(store)
    assert [d.what for d in book.history(about=events[0].ref)] == ["corrected"]


def test_reviews_accepted_reading_that_a_newer_coder_changes_waits_again(store: Store) -> None:
    from dataclasses import replace

    one, events = written(store)
    book = Reviews(store)
    for event in events:
        book.decide(event.ref, Decision.ACCEPTED, "Éowyn")
    assert book.waiting("Éowyn") == []
    coded = code(one, "five-words 3")
    changed = (replace(coded.events[0], weapon="axes"), *coded.events[1:])
    store.write_coded(one, replace(coded, events=changed))
    ((waits),) = book.waiting("Éowyn")
    assert (waits.ref, waits.read_otherwise) == (events[0].ref, ("weapon",))


def test_reviews_sample_is_the_same_for_one_seed_and_kept(store: Store) -> None:
    for n in range(12):
        written(store, f"Gondor made raid {n}.")
    book = Reviews(store)
    drawn = book.draw_sample("august", 5, 7, "Éowyn")
    assert len(set(drawn)) == 5
    assert book.draw_sample("again", 5, 7, "Faramir") == drawn
    assert book.draw_sample("other", 5, 8, "Faramir") != drawn
    written(store, "Arnor made a raid.")
    assert book.sample("august") == drawn
    assert [s.name for s in book.samples()] == ["other", "again", "august"]
    for name, size in (("august", 5), ("two words", 5), ("none", 0)):
        with pytest.raises(UsageError):
            book.draw_sample(name, size, 1, "Éowyn")
    with pytest.raises(NotFound, match="again, august, other"):
        book.sample("nothing")


def test_reviews_in_a_sample_do_not_see_each_other(store: Store) -> None:
    _, events = written(store)
    book = Reviews(store)
    drawn = book.draw_sample("august", 3, 1, "Éowyn")
    seen = book.state(drawn[0])
    book.decide(drawn[0], Decision.CORRECTED, "Éowyn", claims=[value("weapon", "axes")], sample="august")
    assert book.shown(drawn[0], blind_for="Faramir").weapon != "axes"
    assert book.shown(drawn[0], blind_for="Éowyn").weapon == "axes"
    book.decide(drawn[0], Decision.ACCEPTED, "Faramir", sample="august", seen=seen)
    assert book.by_person("Faramir", sample="august")[drawn[0]].reading["weapon"] != "axes"
    outside = next(e.ref for e in events if e.ref not in drawn)
    with pytest.raises(UsageError, match="not in the sample"):
        book.decide(outside, Decision.ACCEPTED, "Faramir", sample="august")


def test_reviews_at_once_on_what_both_saw_let_one_through_and_tell_the_other(url: str) -> None:
    with Store.open(url) as store:
        _, events = written(store)
        marks = {event.ref: Reviews(store).state(event.ref) for event in events}
    told: list[str] = []
    start = threading.Barrier(2)

    def work(person: str) -> None:
        with Store.open(url) as mine:
            for ref, seen in marks.items():
                start.wait()
                try:
                    Reviews(mine).decide(ref, Decision.ACCEPTED, person, seen=seen)
                except Conflict:
                    told.append(ref)

    threads = [threading.Thread(target=work, args=(who,)) for who in ("Éowyn", "Faramir")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == sorted(marks)
    with Store.open(url) as store:
        assert all(len(Reviews(store).of_event(ref)) == 1 for ref in marks)


def test_reviews_of_two_people_at_once_are_all_kept(url: str) -> None:
    path = url
    with Store.open(path) as store:
        _, events = written(store, " ".join(f"Gondor made a raid on Mordor at {n}." for n in range(25)))
    failures: list[BaseException] = []
    start = threading.Barrier(2)

    def work(person: str) -> None:
        try:
            with Store.open(path) as mine:
                start.wait()
                for n, event in enumerate(events):
                    claims = [value("weapon", f"{person} {n}")]
                    Reviews(mine).decide(event.ref, Decision.CORRECTED, person, claims=claims)
                    if n:
                        both = (events[n - 1].ref, event.ref)
                        Reviews(mine).judge(Judgement(*both, Verdict.SAME, person, datetime.now(UTC)))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(who,)) for who in ("Éowyn", "Faramir")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Store.open(path) as store:
        book = Reviews(store)
        for event in events:
            of_event = book.of_event(event.ref)
            assert set(of_event) == {"Éowyn", "Faramir"}
            assert len({review.at_utc for _, review in of_event.values()}) == 2
            last = list(of_event)[-1]
            assert str(store.get_event(event.ref).weapon).startswith(last)
        assert store.info()["claims_by_people"] == 2 * len(events)
        assert len(store.judgements()) == 2 * (len(events) - 1)


def test_reviews_that_change_which_events_stand_make_the_kept_record_stale(store: Store) -> None:
    _, events = written(store)
    book = Reviews(store)
    refresh(store)
    book.decide(events[1].ref, Decision.ACCEPTED, "Éowyn")
    assert is_current(store)
    number = book.decide(events[0].ref, Decision.REJECTED, "Éowyn")
    assert not is_current(store)
    refresh(store)
    book.withdraw("review", number, "Éowyn")
    assert not is_current(store)
