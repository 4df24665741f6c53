from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invented import coded, days, event, report
from tests.ledger.test_truces import GONDOR, RAIDERS, attack, declared, ended, on, one_truce, said
from truceline.domain.coded import CodedReport
from truceline.domain.codes import TruceState
from truceline.fuse.assemble import fuse
from truceline.ledger.chart import stretches
from truceline.ledger.timeline import build_truces, state

FORCE, BROKEN = TruceState.IN_FORCE, TruceState.VIOLATIONS_REPORTED
ENDED, AHEAD, UNKNOWN = TruceState.ENDED, TruceState.PROPOSED, TruceState.UNKNOWN


def agreed(published: str, day: str, sentence: str, *more: str) -> CodedReport:
    of = report(published, sentence, *more, outlet="Minas Post")
    return coded(of, event(of, sentence, "AGREE", actors=(GONDOR, "Harad"), on=days(day), place="Gondor",
                           truce="agreed"))  # fmt: skip


def extended(published: str, day: str, sentence: str, last: str | None = None) -> CodedReport:
    of = report(published, sentence, outlet="Rohan Times")
    return coded(of, event(of, sentence, "AGREE", actors=(GONDOR, "Harad"), on=days(day, last), place="Gondor",
                           truce="extended"))  # fmt: skip


# -- entry into force ------------------------------------------------------------------------------------------


def test_a_truce_agreed_for_a_later_day_is_not_in_force_before_it() -> None:
    sentence = "Gondor and Harad agreed on a 72-hour truce starting on Monday"
    truce = one_truce(agreed("2024-03-02", "2024-03-01", sentence))
    assert [on(truce, d) for d in ("2024-03-02", "2024-03-03", "2024-03-04", "2024-03-07", "2024-03-08")] == [
        AHEAD, AHEAD, FORCE, FORCE, ENDED,
    ]  # fmt: skip
    assert [(e.action.value, e.first_day.isoformat()) for e in truce.entries] == [
        ("agreed", "2024-03-01"), ("in_effect", "2024-03-04"),
    ]  # fmt: skip
    assert truce.announced == (date(2024, 3, 1),) * 2 and truce.in_force_from == (date(2024, 3, 4),) * 2


def test_the_next_sentences_may_say_from_when_until_when() -> None:
    truce = one_truce(agreed(
        "2024-03-02", "2024-03-01", "Gondor and Harad signed a truce.", "The steward wept.",
        "It will be in force from April 2 until May 9.",
    ))  # fmt: skip
    assert [on(truce, d) for d in ("2024-03-20", "2024-04-03", "2024-05-09", "2024-05-10")] == [
        AHEAD, FORCE, FORCE, ENDED,
    ]  # fmt: skip


def test_the_next_sentences_may_speak_of_another_matter() -> None:
    truce = one_truce(agreed(
        "2024-03-02", "2024-03-01", "Gondor and Harad signed a truce.", "Talks start on Monday and end on March 20.",
        "The previous truce ended on March 9.", "The siege of Osgiliath will go on until Tuesday.",
    ))  # fmt: skip
    assert on(truce, "2024-03-02") is FORCE
    assert on(truce, "2024-06-02") is FORCE


def test_a_breach_told_before_the_truce_takes_effect_breaks_nothing_yet() -> None:
    start = agreed("2024-03-02", "2024-03-01", "Gondor and Harad agreed on a truce starting on Monday")
    blamed = said("2024-03-02", "ACCUSE", "violated", "2024-03-02", "Gondor accused Harad of breaking the truce",
                  actors=(GONDOR,), recipients=("Harad",))  # fmt: skip
    truce = one_truce(start, blamed)
    assert on(truce, "2024-03-03") is AHEAD
    assert on(truce, "2024-03-05") is FORCE
    assert len(truce.violations) == 1


def test_a_report_that_a_truce_holds_before_its_day_is_a_truce_that_holds() -> None:
    start = agreed("2024-03-02", "2024-03-01", "Gondor and Harad agreed on a truce starting on Monday")
    early = said("2024-03-04", "RETREAT", "in_effect", "2024-03-03", "The truce already holds",
                 actors=(GONDOR, "Harad"), recipients=())  # fmt: skip
    assert on(one_truce(start, early), "2024-03-03") is FORCE


# -- terms and extensions --------------------------------------------------------------------------------------


def test_an_age_gives_a_truce_no_term() -> None:
    truce = one_truce(said("3019-03-02", "RETREAT", "in_effect", "3019-03-01", "The year-old ceasefire is holding"))
    assert on(truce, "3021-03-01") is FORCE


def test_an_extension_until_a_day_in_words() -> None:
    start = agreed("2024-04-02", "2024-04-02", "Gondor and Harad agreed on a truce until April 22")
    truce = one_truce(start, extended("2024-04-23", "2024-04-22", "They extended their truce until the end of April"))
    assert [on(truce, d) for d in ("2024-04-22", "2024-04-30", "2024-05-01")] == [FORCE, FORCE, ENDED]
    assert on(truce, "2024-04-25", "2024-04-20") is ENDED


def test_an_extension_of_no_told_length_leaves_the_end_open() -> None:
    start = agreed("2024-04-02", "2024-04-02", "Gondor and Harad agreed on a truce until April 22")
    truce = one_truce(start, extended("2024-04-22", "2024-04-22", "They extended their truce"))
    assert on(truce, "2024-08-01") is FORCE


def test_an_extension_told_by_two_reports_adds_its_length_once() -> None:
    start = agreed("2024-04-02", "2024-04-02", "Gondor and Harad agreed on a truce until April 22")
    once = extended("2024-04-22", "2024-04-21", "They extended their truce by two weeks")
    again = extended("2024-04-23", "2024-04-22", "The truce was prolonged for another two weeks")
    bare = extended("2024-04-24", "2024-04-22", "The truce, which was extended, held")
    truce = one_truce(start, once, again, bare)
    assert [on(truce, d) for d in ("2024-05-06", "2024-05-07")] == [FORCE, ENDED]


def test_a_day_more_and_another_day_more_are_two_extensions() -> None:
    start = agreed("2024-04-02", "2024-04-02", "Gondor and Harad agreed on a truce until April 22")
    more = [extended(f"2024-04-{d}", f"2024-04-{d}", "They extended it by another 24 hours") for d in (22, 23)]
    assert [on(one_truce(start, *more), d) for d in ("2024-04-24", "2024-04-25")] == [FORCE, ENDED]


def test_an_extension_over_a_span_counts_from_its_first_day_to_its_last() -> None:
    start = agreed("2024-04-02", "2024-04-02", "Gondor and Harad agreed on a two-month truce")
    truce = one_truce(start, extended("2024-06-02", "2024-06-01", "They renewed their truce", last="2024-08-01"))
    assert [on(truce, d) for d in ("2024-06-10", "2024-08-01", "2024-08-02")] == [FORCE, FORCE, ENDED]


def test_a_truce_that_is_extended_had_not_run_out_before() -> None:
    start = agreed("2024-04-02", "2024-04-02", "Gondor and Harad agreed on a two-month truce")
    late = extended("2024-08-03", "2024-08-02", "They renewed their truce for another two months")
    truce = one_truce(start, late)
    assert on(truce, "2024-07-01") is FORCE
    assert on(truce, "2024-07-01", "2024-07-15") is ENDED
    broken_off = said("2024-06-21", "REJECT", "ended", "2024-06-20", "Harad ended the truce", actors=("Harad",),
                      recipients=())  # fmt: skip
    reports = (start, broken_off, late)
    assert on(build_truces(reports, fuse(reports))[0], "2024-07-01") is ENDED


def test_what_expires_in_the_sentence_of_an_extension_is_the_old_term() -> None:
    start = agreed("2024-04-02", "2024-04-02", "Gondor and Harad agreed on a truce until April 22")
    more = extended("2024-04-20", "2024-04-20", "They extended the truce, which expires on Monday, by a week")
    assert [on(one_truce(start, more), d) for d in ("2024-04-29", "2024-04-30")] == [FORCE, ENDED]


def test_an_extension_undoes_no_breach() -> None:
    start = declared()
    raid = attack("3019-07-16", "3019-07-15")
    more = said("3019-07-16", "CONCEDE", "extended", "3019-07-15", "The militias extended their truce by six months")
    truce = one_truce(start, raid, more)
    assert on(truce, "3019-07-20") is BROKEN
    assert state(truce, date(3019, 7, 20)).label == "in force (extended), violations reported"
    back = said("3019-08-12", "CONCEDE", "restored", "3019-08-11", "The militias restored the truce")
    assert on(one_truce(start, raid, more, back), "3019-08-20") is FORCE


def test_a_mediator_prolongs_no_truce_that_has_ended() -> None:
    sentence = "Two days after the truce lapsed, the militias refused an offer of the council to prolong it"
    of = report("3019-08-23", sentence)
    over = event(of, sentence, "REJECT", actors=(RAIDERS,), on=days("3019-08-21"), place="Gondor", truce="ended",
                 trigger="lapsed")  # fmt: skip
    more = event(of, sentence, "AGREE", actors=("United Nations",), on=days("3019-08-23"), truce="extended",
                 parties=(RAIDERS,), trigger="prolong")  # fmt: skip
    assert on(one_truce(declared(), coded(of, over, more)), "3019-08-25") is ENDED


def test_a_truce_that_is_said_to_hold_beyond_its_term_has_not_ended() -> None:
    start = agreed("2024-04-02", "2024-04-02", "Gondor and Harad agreed on a truce until April 22")
    holds = said("2024-04-29", "RETREAT", "in_effect", "2024-04-29", "The truce of Gondor and Harad still holds",
                 actors=(GONDOR, "Harad"), recipients=())  # fmt: skip
    assert on(one_truce(start, holds), "2024-04-30") is FORCE


# -- ends ------------------------------------------------------------------------------------------------------


def test_an_end_announced_for_a_later_day_counts_from_the_day_after() -> None:
    over = said("3019-08-02", "REJECT", "ended", "3019-08-01",
                "The militias terminated the truce, saying that it would end at midnight on August 10")  # fmt: skip
    truce = one_truce(declared(), over)
    assert [on(truce, d) for d in ("3019-08-01", "3019-08-10", "3019-08-11")] == [FORCE, FORCE, ENDED]
    assert state(truce, date(3019, 8, 5)).label == f"in force; to end after 3019-08-10 (declared by {RAIDERS})"
    assert truce.ended == (date(3019, 8, 10),) * 2
    assert on(one_truce(over), "3019-08-05") is FORCE


def test_an_announced_end_told_once_more_does_not_come_sooner() -> None:
    over = said("3019-08-02", "REJECT", "ended", "3019-08-01", "The militias said that the truce will end on August 10")
    again = said("3019-08-05", "REJECT", "ended", "3019-08-04", "The militias had announced the end of the truce")
    truce = one_truce(declared(), over, again)
    assert [on(truce, d) for d in ("3019-08-06", "3019-08-11")] == [FORCE, ENDED]


def test_a_planned_end_needs_a_day_and_no_condition() -> None:
    planned = said("3019-08-02", "REJECT", "ended", "3019-08-02", "Our truce will end on August 10", status="future")
    unless = said("3019-08-02", "REJECT", "ended", "3019-08-02", "Our truce will end on August 10 unless Gondor leaves",
                  status="future")  # fmt: skip
    assert on(one_truce(declared(), planned), "3019-08-11") is ENDED
    assert on(one_truce(declared(), unless), "3019-08-11") is FORCE


def test_an_end_told_by_the_enemy_and_denied_by_the_side_is_no_end() -> None:
    sentence = "A captain of Gondor said that the militias ended the truce, and the militias denied it"
    told = said("3019-08-21", "REJECT", "ended", "3019-08-20", sentence, said_by="captain", affiliation=GONDOR)
    truce = one_truce(declared(), told)
    now = state(truce, date(3019, 8, 25))
    assert now.state is FORCE
    assert any("denied by the side itself" in remark for remark in now.remarks)


def test_an_end_told_by_the_enemy_is_denied_by_a_later_report() -> None:
    told = said("3019-08-21", "REJECT", "ended", "3019-08-20", "The militias ended the truce, a captain said",
                said_by="captain", affiliation=GONDOR)  # fmt: skip
    denied = said("3019-08-23", "REJECT", "ended", "3019-08-22", "We have not ended the truce, the militias said",
                  status="negated", said_by=RAIDERS)  # fmt: skip
    truce = one_truce(declared(), told, denied)
    assert on(truce, "3019-08-25", "3019-08-22") is ENDED
    assert on(truce, "3019-08-25") is FORCE


def test_an_end_declared_by_the_side_itself_stands_whoever_denies_it() -> None:
    denied = said("3019-08-23", "REJECT", "ended", "3019-08-22", "The truce has not ended, an adviser said",
                  status="negated", said_by="adviser", affiliation=GONDOR, actors=(GONDOR,))  # fmt: skip
    assert on(one_truce(declared(), ended(), denied), "3019-08-25") is ENDED


def test_a_truce_restored_within_the_days_in_which_it_collapsed_stands_restored() -> None:
    sentence = "Gondor and Harad agreed to restore the truce that collapsed this month"
    of = report("3019-05-15", sentence)
    sides = (GONDOR, "Harad")
    back = event(of, sentence, "AGREE", actors=sides, on=days("3019-05-13"), place="Gondor", truce="restored")
    fell = event(of, sentence, "REJECT", actors=sides, on=days("3019-05-01", "3019-05-15"), place="Gondor",
                 truce="ended", trigger="collapsed")  # fmt: skip
    truce = one_truce(coded(of, back, fell))
    assert [on(truce, d) for d in ("3019-05-12", "3019-05-16")] == [ENDED, FORCE]


# -- the whole course ------------------------------------------------------------------------------------------


@st.composite
def courses(draw: st.DrawFn) -> list[CodedReport]:
    found = [agreed("3019-03-02", "3019-03-01", draw(st.sampled_from([
        "Gondor and Harad agreed on a truce", "Gondor and Harad agreed on a two-week truce from March 9",
        "Gondor and Harad agreed on a truce until April 22",
    ])))]  # fmt: skip
    for _ in range(draw(st.integers(0, 4))):
        day = date(3019, 3, 2) + timedelta(days=draw(st.integers(0, 90)))
        published = (day + timedelta(days=draw(st.integers(0, 5)))).isoformat()
        kind, act, words = draw(st.sampled_from([
            ("AGREE", "extended", "They extended their truce by two weeks"),
            ("AGREE", "extended", "They extended their truce"),
            ("REJECT", "ended", "Harad ended the truce"),
            ("REJECT", "ended", "Harad said that the truce would end on May 9"),
            ("ACCUSE", "violated", "Harad broke the truce"),
            ("RETREAT", "in_effect", "The truce holds"),
        ]))  # fmt: skip
        found.append(said(published, kind, act, day.isoformat(), f"{words}, {day}", actors=("Harad",), recipients=()))
    return found


@settings(deadline=None, max_examples=40)
@given(courses(), st.randoms(use_true_random=False))
def test_the_picture_shows_the_state_of_every_day_and_the_order_of_reports_does_not_matter(
    found: list[CodedReport], random: object
) -> None:
    truces = build_truces(found, fuse(found))
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert build_truces(shuffled, fuse(shuffled)) == truces
    first, last = date(3019, 2, 20), date(3019, 8, 1)
    for truce in truces:
        shown = {}
        for s in stretches(truce, first, last):
            for i in range((s.last_day - s.first_day).days + 1):
                shown[s.first_day + timedelta(days=i)] = (s.state, s.label)
        for i in range((last - first).days + 1):
            day = first + timedelta(days=i)
            assert shown[day] == (state(truce, day).state, state(truce, day).label)


def test_a_truce_that_expires_is_ended_by_nobody() -> None:
    sentence = "The truce with Harad expired on Monday"
    of = report("3019-05-02", sentence, outlet="Rohan Times")
    for trigger, label in (("expired", "ended"), ("truce", f"ended (declared by {GONDOR}")):
        over = event(of, sentence, "REJECT", actors=(GONDOR,), on=days("3019-05-01"), truce="ended", trigger=trigger)
        found = one_truce(agreed("3019-02-02", "3019-02-01", "They agreed on a truce"), coded(of, over))
        assert state(found, date(3019, 5, 3)).label.startswith(label)
        assert ("declared by" in state(found, date(3019, 5, 3)).label) is ("declared by" in label)
