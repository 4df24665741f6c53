from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invented import coded, days, event, report
from truceline.domain.coded import CodedReport
from truceline.domain.codes import RelationKind, TruceState
from truceline.domain.mentions import Relation
from truceline.domain.text import Span
from truceline.domain.truces import EntryKind, Truce, Voice
from truceline.fuse.assemble import fuse
from truceline.ledger.timeline import build_truces, state, timeline

RAIDERS, GONDOR = "Mordor-backed militias in Ithilien", "Gondor"


def declared(
    published: str = "3019-02-12", on: tuple[str, str] = ("3019-02-01", "3019-02-10"), words: str = ""
) -> CodedReport:
    sentence = words or "The militias announced that they would stop their attacks on the men of Gondor"
    of = report(published, sentence, outlet="Minas Post")
    return coded(
        of,
        event(
            of,
            sentence,
            "CONCEDE",
            actors=(RAIDERS,),
            recipients=(GONDOR,),
            on=days(*on),
            place="Gondor",
            truce="declared",
        ),
    )


def attack(
    published: str, on: str, actors: tuple[str, ...] = (), recipients: tuple[str, ...] = (GONDOR,), **more: object
) -> CodedReport:
    sentence = "Rockets fell on the garrison of Osgiliath"
    of = report(published, sentence, f"It was {on}.", outlet="Minas Post")
    return coded(
        of,
        event(of, sentence, "ASSAULT", actors=actors, recipients=recipients, on=days(on), place="Osgiliath", **more),  # type: ignore[arg-type]
    )


def said(published: str, kind: str, act: str | None, on: str | None, sentence: str, **more: object) -> CodedReport:
    of = report(published, sentence, outlet="Rohan Times")
    day = days(on) if on else None
    more.setdefault("actors", (RAIDERS,))
    more.setdefault("recipients", (GONDOR,))
    return coded(of, event(of, sentence, kind, on=day, place="Gondor", truce=act, **more))  # type: ignore[arg-type]


def ended(published: str = "3019-08-21", **more: object) -> CodedReport:
    more = {"said_by": "Grishnakh", "affiliation": RAIDERS, **more}
    return said(
        published, "REJECT", "ended", "3019-08-20", "The militias have ended this truce, Grishnakh said", **more
    )


def one_truce(*reports: CodedReport) -> Truce:
    truces = build_truces(reports, fuse(reports))
    assert len(truces) == 1, [t.name for t in truces]
    return truces[0]


def on(truce: Truce, day: str, known: str | None = None) -> TruceState:
    return state(truce, date.fromisoformat(day), date.fromisoformat(known) if known else None).state


def test_a_unilateral_truce_through_its_life() -> None:
    truce = one_truce(declared(), attack("3019-07-16", "3019-07-15"), ended())
    assert truce.truce_class == "unilateral"
    assert [e.name for e in truce.bound] == [RAIDERS]
    assert [e.name for e in truce.toward] == [GONDOR]
    assert on(truce, "3019-01-15") is TruceState.UNKNOWN
    assert on(truce, "3019-03-01") is TruceState.IN_FORCE
    assert on(truce, "3019-07-20") is TruceState.VIOLATIONS_REPORTED
    assert on(truce, "3019-08-21") is TruceState.ENDED
    assert state(truce, date(3019, 8, 21)).label == f"ended (declared by {RAIDERS}, as told by Grishnakh)"
    assert [v.note for v in truce.violations] == ["attacker not named"]


def test_the_same_day_asked_earlier_knows_less() -> None:
    truce = one_truce(declared(), attack("3019-07-16", "3019-07-15"), ended())
    assert on(truce, "3019-03-01", "3019-02-11") is TruceState.UNKNOWN
    assert on(truce, "3019-07-20", "3019-07-15") is TruceState.IN_FORCE
    assert on(truce, "3019-08-25", "3019-08-20") is TruceState.VIOLATIONS_REPORTED


def test_a_threat_to_end_it_changes_nothing() -> None:
    threat = said("3019-05-02", "THREATEN", None, "3019-05-01", "The militias threatened to end the truce")
    hypothetical = said(
        "3019-05-03",
        "REJECT",
        "ended",
        "3019-05-02",
        "They would end the truce if Gondor stayed",
        status="hypothetical",
    )
    planned = said("3019-05-04", "REJECT", "ended", "3019-05-03", "They will soon end the truce", status="future")
    denied = said("3019-05-05", "REJECT", "ended", "3019-05-04", "They have not ended the truce", status="negated")
    truce = one_truce(declared(), threat, hypothetical, planned, denied)
    assert on(truce, "3019-06-01") is TruceState.IN_FORCE
    assert [e.kind for e in truce.entries if e.action == "ended"] == [EntryKind.REMARK] * 3


def test_neither_side_and_a_mediator_end_nothing() -> None:
    neither = said(
        "3019-05-02", "REJECT", "ended", "3019-05-01", "Neither side has left the truce", actors=("neither side",)
    )
    mediator = said(
        "3019-05-03",
        "REJECT",
        "ended",
        "3019-05-02",
        "The war ended in a truce of the council",
        actors=("United Nations",),
    )
    assert on(one_truce(declared(), neither, mediator), "3019-06-01") is TruceState.IN_FORCE


def test_what_the_other_side_says_is_kept_beside_a_declared_end() -> None:
    still = said(
        "3019-08-22", "RETREAT", "in_effect", "3019-08-21", "The truce is still in force, an adviser of Gondor said",
        said_by="an adviser", affiliation=GONDOR,
    )  # fmt: skip
    truce = one_truce(declared(), ended(), still)
    now = state(truce, date(3019, 8, 25))
    assert now.state is TruceState.ENDED
    assert any("an adviser" in remark for remark in now.remarks)


def test_a_member_of_an_alliance_is_bound_by_its_truce() -> None:
    of = report("3019-07-16", "The Red Eye said that it shelled Osgiliath", "It is part of the Host")
    strike = event(of, "The Red Eye said that it shelled Osgiliath", "ASSAULT", actors=("Red Eye",),
                   recipients=(GONDOR,), on=days("3019-07-15"), place="Osgiliath")  # fmt: skip
    tie = Relation(RelationKind.PART_OF, "Red Eye", "Host of Morgul", Span(0, 3))
    sentence = "The Host of Morgul declared a truce toward Gondor"
    start = report("3019-02-12", sentence)
    truce_act = event(start, sentence, "CONCEDE", actors=("Host of Morgul",), recipients=(GONDOR,),
                      on=days("3019-02-11"), place="Gondor", truce="declared")  # fmt: skip
    with_tie = one_truce(coded(start, truce_act), CodedReport(of, (strike,), relations=(tie,)))
    assert [v.note for v in with_tie.violations] == ["Red Eye: part of Host of Morgul"]
    without = one_truce(coded(start, truce_act), CodedReport(of, (strike,)))
    assert without.violations == ()


def test_force_by_the_side_that_is_not_bound_is_no_breach() -> None:
    strike = attack("3019-07-30", "3019-07-29", actors=(GONDOR,), recipients=("militias in Ithilien",))
    truce = one_truce(declared(), strike)
    assert truce.violations == ()
    assert [e.kind for e in truce.entries if e.action == "violated"] == [EntryKind.FORCE]
    assert on(truce, "3019-08-01") is TruceState.IN_FORCE


def test_an_accusation_is_a_claim_of_a_party() -> None:
    accusation = said(
        "3019-05-02", "ACCUSE", "violated", "3019-05-01", "Gondor accused the militias of breaking the truce",
        actors=(GONDOR,), recipients=(RAIDERS,),
    )  # fmt: skip
    truce = one_truce(declared(), accusation)
    assert [v.voice for v in truce.violations] == [Voice.CLAIMED]
    assert state(truce, date(3019, 5, 3)).label == "in force, violations claimed by Gondor"


def test_a_fixed_term_runs_out_unless_extended() -> None:
    words = "The militias declared a two-month truce toward Gondor"
    start = declared("3019-02-12", ("3019-02-10", "3019-02-10"), words)
    truce = one_truce(start)
    assert truce.term_days == 61
    assert on(truce, "3019-04-05") is TruceState.IN_FORCE
    assert on(truce, "3019-04-20") is TruceState.ENDED
    more = said("3019-04-02", "CONCEDE", "extended", "3019-04-01", "The militias extended their truce by one month")
    longer = one_truce(start, more)
    assert on(longer, "3019-05-05") is TruceState.IN_FORCE
    assert on(longer, "3019-06-01") is TruceState.ENDED
    assert on(longer, "3019-05-05", "3019-03-30") is TruceState.ENDED


def test_agreed_today_and_in_force_from_a_later_day() -> None:
    sentence = "Gondor and Harad agreed on a truce"
    agreed = said("3019-03-02", "AGREE", "agreed", "3019-03-01", sentence, actors=(GONDOR, "Harad"), recipients=())
    later = said(
        "3019-03-02", "RETREAT", "in_effect", "3019-03-10", "The truce of Gondor and Harad takes effect on 10 March",
        actors=(GONDOR, "Harad"), recipients=(), status="future",
    )  # fmt: skip
    truce = one_truce(agreed, later)
    assert truce.truce_class == "bilateral"
    assert on(truce, "3019-03-05") is TruceState.PROPOSED
    assert on(truce, "3019-03-11") is TruceState.IN_FORCE


def test_suspended_and_restored() -> None:
    off = said("3019-04-02", "REJECT", "suspended", "3019-04-01", "The militias suspended the truce")
    back = said("3019-04-12", "CONCEDE", "restored", "3019-04-11", "The militias restored the truce")
    truce = one_truce(declared(), off, back)
    assert on(truce, "3019-04-05") is TruceState.SUSPENDED
    assert on(truce, "3019-04-15") is TruceState.IN_FORCE


def test_a_truce_declared_after_an_end_is_another_one() -> None:
    again = declared("3019-12-02", ("3019-12-01", "3019-12-01"), "The militias announced a new truce")
    reports = [declared(), ended(), again]
    assert len(build_truces(reports, fuse(reports))) == 2


def test_truces_of_different_countries_stay_apart() -> None:
    sentence = "Hillmen declared a truce toward Arnor"
    of = report("3019-02-12", sentence)
    other = coded(of, event(of, sentence, "CONCEDE", actors=("hillmen",), recipients=("Arnor",), on=days("3019-02-05"),
                            place="Arnor", truce="declared"))  # fmt: skip
    reports = [declared(), other]
    assert len(build_truces(reports, fuse(reports))) == 2


def test_timeline_has_a_state_for_every_day() -> None:
    truce = one_truce(declared(), ended())
    states = timeline(truce, date(3019, 8, 18), date(3019, 8, 22))
    assert [s.state for s in states] == [TruceState.IN_FORCE] * 2 + [TruceState.ENDED] * 3


@st.composite
def histories(draw: st.DrawFn) -> list[CodedReport]:
    found = [declared()]
    for i in range(draw(st.integers(0, 4))):
        day = date(3019, 3, 1) + timedelta(days=draw(st.integers(0, 150)))
        published = (day + timedelta(days=draw(st.integers(0, 20)))).isoformat()
        match draw(st.integers(0, 3)):
            case 0:
                found.append(attack(published, day.isoformat()))
            case 1:
                found.append(said(published, "RETREAT", "in_effect", day.isoformat(), f"The truce holds, part {i}"))
            case 2:
                found.append(
                    said(published, "REJECT", "suspended", day.isoformat(), f"The truce is suspended, part {i}")
                )
            case _:
                found.append(ended((day + timedelta(days=180)).isoformat()))
    return found


@settings(deadline=None, max_examples=30)
@given(histories(), st.randoms(use_true_random=False))
def test_order_of_reports_does_not_matter(found: list[CodedReport], random: object) -> None:
    expected = build_truces(found, fuse(found))
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert build_truces(shuffled, fuse(shuffled)) == expected


@settings(deadline=None, max_examples=30)
@given(histories(), st.integers(0, 200), st.integers(0, 250), st.integers(0, 60))
def test_what_is_known_only_grows(found: list[CodedReport], day: int, known: int, later: int) -> None:
    asked, first = date(3019, 2, 1) + timedelta(days=day), date(3019, 2, 1) + timedelta(days=known)
    for truce in build_truces(found, fuse(found)):
        early, late = state(truce, asked, first), state(truce, asked, first + timedelta(days=later))
        assert all(e.published <= first for e in early.evidence)
        assert early.state is TruceState.UNKNOWN or late.state is not TruceState.UNKNOWN
        hidden = [e for e in truce.entries if e.known_on > first]
        if not hidden:
            assert (early.state, early.evidence) == (late.state, late.evidence)


def test_a_deed_told_in_one_sentence_with_the_truce_that_it_breaks_is_a_violation() -> None:
    sentence = "Although neither side has left the truce signed in May, hundreds have died in violence since July"
    of = report("3019-11-20", sentence)
    truce = event(of, sentence, "AGREE", on=days("3019-05-02"), place="Gondor", truce="agreed")
    violence = event(
        of, sentence, "ASSAULT", on=days("3019-07-01", "3019-11-20"), place="Gondor", aggregate=True, trigger="violence"
    )
    truces = build_truces([coded(of, truce, violence)], fuse([coded(of, truce, violence)]))
    assert on(truces[0], "3019-06-01") is TruceState.IN_FORCE
    assert on(truces[0], "3019-08-01") is TruceState.VIOLATIONS_REPORTED


def test_fighting_that_a_truce_followed_does_not_break_it() -> None:
    sentence = "They agreed to a truce after days of fighting"
    of = report("3019-05-04", sentence)
    truce = event(of, sentence, "AGREE", on=days("3019-05-02"), place="Gondor", truce="agreed")
    fighting = event(of, sentence, "ASSAULT", on=days("3019-05-04"), place="Gondor", trigger="fighting")
    truces = build_truces([coded(of, truce, fighting)], fuse([coded(of, truce, fighting)]))
    assert truces[0].violations == ()


def test_force_told_with_a_truce_but_said_not_to_break_it_is_no_violation() -> None:
    sentence = "The truce signed in May holds, and the steward denied that killings in July undermined it"
    of = report("3019-07-20", sentence)
    truce = event(of, sentence, "AGREE", on=days("3019-05-02"), place="Gondor", truce="agreed")
    killings = event(of, sentence, "ASSAULT", on=days("3019-07-05"), place="Gondor", trigger="killings")
    assert one_truce(coded(of, truce, killings)).violations == ()


def test_a_group_of_the_land_may_be_the_side_that_a_truce_is_not_said_to_have() -> None:
    sentence = "Gondor keeps the truce signed in May, but the Haradrim have killed hundreds in violence since July"
    of = report("3019-11-20", sentence)
    truce = event(of, sentence, "AGREE", actors=("Gondor",), on=days("3019-05-02"), place="Gondor", truce="agreed")
    violence = event(of, sentence, "ASSAULT", actors=("Haradrim",), on=days("3019-07-01", "3019-11-20"),
                     place="Gondor", trigger="violence")  # fmt: skip
    strange = one_truce(coded(of, truce, violence))
    armed = replace(violence, actors=(replace(violence.actors[0], kind="rebel group", country="GO"),))
    assert (len(strange.violations), len(one_truce(coded(of, truce, armed)).violations)) == (0, 1)


def test_undated_force_that_goes_on_lies_between_the_start_and_the_report() -> None:
    begun = said("3019-05-03", "AGREE", "agreed", "3019-05-02", "Gondor and the militias signed a truce")
    going_on = said("3019-09-15", "ASSAULT", "violated", None, "Despite it gunmen continued to shell the garrison",
                    trigger="shell")  # fmt: skip
    once = said("3019-09-15", "ASSAULT", "violated", None, "Despite it gunmen shelled the garrison", trigger="shelled")
    assert on(one_truce(begun, going_on), "3019-09-01") is TruceState.VIOLATIONS_REPORTED
    assert on(one_truce(begun, once), "3019-09-01") is TruceState.IN_FORCE


def test_a_breach_may_lie_before_the_day_on_which_its_report_says_that_the_truce_holds() -> None:
    of = report("3019-05-20", "The army says the rebels broke the truce.", "We maintain the truce.")
    broken = event(of, "The army says", "ACCUSE", on=days("3019-05-14"), place="Gondor", truce="violated")
    held = event(of, "We maintain", "RETREAT", on=days("3019-05-20"), place="Gondor", truce="in_effect")
    assert on(one_truce(coded(of, broken, held)), "3019-05-14") is TruceState.VIOLATIONS_REPORTED


def test_a_description_within_a_wider_one_is_no_party_of_its_own() -> None:
    again = said("3019-04-02", "CONCEDE", "declared", "3019-02-05", "The truce of the Ithilien factions holds",
                 actors=("Ithilien factions",))  # fmt: skip
    assert [p.name for p in one_truce(declared(), again).bound] == [RAIDERS]


def test_a_phrase_for_the_truce_is_no_party() -> None:
    truce = one_truce(said("3019-02-02", "AGREE", "agreed", "3019-02-01", "The truce was agreed",
                           actors=("Gondor", "the ceasefire"), recipients=()))  # fmt: skip
    assert [p.name for p in truce.parties] == ["Gondor"]


def test_the_day_since_which_a_truce_was_declared_is_no_term() -> None:
    since = said("3019-08-21", "CONCEDE", "declared", None, "since early February, when they declared a truce")
    dated = coded(since.report, replace(since.events[0], date=days("3019-02-01", "3019-08-21")))
    truce = one_truce(dated)
    assert on(truce, "3019-12-01") is TruceState.IN_FORCE


def test_an_attack_that_a_bound_group_claims_on_a_site_of_no_named_side_is_a_violation() -> None:
    raid = attack("3019-07-16", "3019-07-15", actors=(RAIDERS,), recipients=("an airbase",))
    assert [v.kind for v in one_truce(declared(), raid).violations] == [EntryKind.VIOLATION]


def test_a_claim_of_responsibility_makes_the_attacker_known() -> None:
    raid = attack("3019-07-16", "3019-07-15", recipients=("an airbase",), claimed_by=(RAIDERS,))
    assert [v.kind for v in one_truce(declared(), raid).violations] == [EntryKind.VIOLATION]


def test_a_truce_that_holds_long_after_a_term_ran_out_is_another_one() -> None:
    short = said("3019-03-02", "AGREE", "agreed", "3019-03-01", "They agreed on a truce for two weeks")
    later = said("3019-09-02", "RETREAT", "in_effect", "3019-09-01", "Monitors watch the truce in Gondor")
    truces = build_truces([short, later], fuse([short, later]))
    assert [on(t, "3019-09-10") for t in truces] == [TruceState.ENDED, TruceState.IN_FORCE]


def test_an_undated_agreement_told_before_a_truce_began_is_another_one() -> None:
    before = said("3018-11-22", "AGREE", "agreed", None, "Envoys brokered a truce between them")
    after = said("3019-12-31", "RETREAT", "in_effect", "3019-08-14", "The truce took effect on August 14")
    assert len(build_truces([before, after], fuse([before, after]))) == 2


def test_a_party_known_by_description_takes_in_a_group_that_a_report_ties_to_a_member() -> None:
    of = report("3019-08-21", "Rockets fell on the garrison of Osgiliath", "They are Ithilien rebels")
    strike = event(of, "Rockets fell on the garrison of Osgiliath", "ASSAULT", claimed_by=("Red Eye",),
                   recipients=(GONDOR,), on=days("3019-08-01"), place="Osgiliath")  # fmt: skip
    tie = Relation(RelationKind.PART_OF, "The Red Eye", "Ithilien rebels", Span(0, 3))
    truce = one_truce(declared(), CodedReport(of, (strike,), relations=(tie,)))
    assert [v.kind for v in truce.violations] == [EntryKind.VIOLATION]
    assert "Ithilien rebels" in truce.violations[0].note
