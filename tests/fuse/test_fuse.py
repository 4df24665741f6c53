from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invented import coded, days, event, report
from truceline.domain.claims import Judgement
from truceline.domain.coded import CodedReport
from truceline.domain.codes import HarmKind, Verdict
from truceline.domain.differences import Differences, differences
from truceline.domain.events import Incident
from truceline.fuse.assemble import Placing, fuse

NOON = datetime(3019, 3, 20, 12, tzinfo=UTC)


def bridge(published: str, outlet: str, killed: int, day: str = "3019-03-10", **more: object) -> CodedReport:
    sentence = f"Orc raiders fired rockets at the bridge of Osgiliath and killed {killed} soldiers of Gondor"
    of = report(published, sentence, f"{outlet} has it from the garrison.", outlet=outlet)
    return coded(
        of,
        event(
            of, sentence, "ASSAULT", mode="heavy-weapons", actors=("orc raiders",), recipients=("Gondor",),
            on=days(day), place="Osgiliath", killed=(killed, killed), **more,  # type: ignore[arg-type]
        ),
    )  # fmt: skip


def market(published: str, outlet: str) -> CodedReport:
    sentence = "A bomb went off in the market of Bree and killed four traders of Arnor"
    of = report(published, sentence, f"So says {outlet}.", outlet=outlet)
    return coded(
        of,
        event(
            of,
            sentence,
            "ASSAULT",
            mode="explosives",
            recipients=("Arnor",),
            on=days("3019-03-10"),
            place="Bree",
            killed=(4, 4),
        ),
    )


def members(incidents: tuple[Incident, ...]) -> set[frozenset[str]]:
    return {frozenset(i.events) for i in incidents}


def test_two_outlets_telling_of_one_attack_are_one_incident() -> None:
    incidents = fuse(
        [
            bridge("3019-03-10", "Minas Post", 9),
            bridge("3019-03-11", "Bree Herald", 13),
            market("3019-03-10", "Bree Herald"),
        ]
    )
    assert sorted(len(i.events) for i in incidents) == [1, 2]


def test_attacks_of_different_days_stay_apart() -> None:
    assert (
        len(fuse([bridge("3019-03-10", "Minas Post", 9), bridge("3019-03-18", "Minas Post", 9, day="3019-03-18")])) == 2
    )


def test_toll_shows_the_latest_and_keeps_low_and_high() -> None:
    (incident,) = fuse([bridge("3019-03-10", "Minas Post", 9), bridge("3019-03-11", "Bree Herald", 13)])
    toll = next(t for t in incident.tolls if t.kind is HarmKind.KILLED)
    assert (toll.best, toll.low, toll.high) == (13, 9, 13)
    (difference,) = [d for d in incident.disagreements if d.field == "killed"]
    assert [(v.published.isoformat(), v.value) for v in difference.versions] == [
        ("3019-03-10", {"min": 9, "max": 9}),
        ("3019-03-11", {"min": 13, "max": 13}),
    ]
    assert difference.rule == "latest"
    assert difference.shown == 13


def test_two_tolls_of_one_report_are_a_difference_on_that_toll() -> None:
    told = bridge("3019-03-10", "Minas Post", 9)
    conflict = "dated two ways: “Monday” and “in May”; two tolls (killed): 9 and 13"
    (incident,) = fuse([replace(told, events=(replace(told.events[0], conflict=conflict),))])
    assert [d.field for d in incident.disagreements] == ["date", "killed"]
    assert differences(incident) == Differences(between=(), within=("date", "killed"))


def test_differences_within_one_report_are_told_apart_from_those_between_reports() -> None:
    (incident,) = fuse([bridge("3019-03-10", "Minas Post", 9), bridge("3019-03-11", "Bree Herald", 13)])
    assert differences(incident) == Differences(between=("killed",), within=())


def test_background_mention_attaches_without_moving_the_day() -> None:
    sentence = "The rockets on the bridge of Osgiliath killed 13 soldiers of Gondor in early March"
    of = report("3019-05-02", sentence, outlet="Rohan Times")
    later = coded(
        of,
        event(of, sentence, "ASSAULT", mode="heavy-weapons", actors=("orc raiders",), recipients=("Gondor",),
              on=days("3019-03-01", "3019-03-10"), place="Osgiliath", killed=(13, 13)),
    )  # fmt: skip
    (incident,) = fuse([bridge("3019-03-10", "Minas Post", 13), later])
    assert incident.date == days("3019-03-10")
    assert any(v.background for v in incident.versions if v.field == "date")
    assert incident.n_independent == 2


def test_copies_of_one_dispatch_are_one_voice() -> None:
    text = "Orc raiders fired rockets at the bridge of Osgiliath and killed nine soldiers, the garrison said."
    found = []
    for outlet in ("Minas Post", "Dol Amroth Courier"):
        of = report("3019-03-10", text, f"({outlet})", outlet=outlet)
        found.append(
            coded(of, event(of, text, "ASSAULT", recipients=("Gondor",), on=days("3019-03-10"), place="Osgiliath"))
        )
    (incident,) = fuse(found)
    assert len(incident.events) == 2
    assert incident.n_independent == 1


def test_two_events_of_one_report_are_never_merged_by_the_machine() -> None:
    one, two = "Raiders shelled Osgiliath at dawn", "Raiders shelled Osgiliath again at dusk"
    of = report("3019-03-10", f"{one}.", f"{two}.")
    shared = {"actors": ("raiders",), "recipients": ("Gondor",), "on": days("3019-03-10"), "place": "Osgiliath"}
    assert len(fuse([coded(of, event(of, one, "ASSAULT", **shared), event(of, two, "ASSAULT", **shared))])) == 2  # type: ignore[arg-type]


def test_claimed_and_denied_stand_side_by_side() -> None:
    left = bridge("3019-03-10", "Minas Post", 9, claimed_by=("White Hand",))
    right = bridge("3019-03-11", "Bree Herald", 9, denied_by=("Isengard",))
    (incident,) = fuse([left, right])
    assert {d.field for d in incident.disagreements} >= {"responsibility"}
    assert [e.name for e in incident.claimed_by] == ["White Hand"]
    assert [e.name for e in incident.denied_by] == ["Isengard"]


def judgement(left: CodedReport, right: CodedReport, verdict: Verdict, **more: object) -> Judgement:
    a, b = sorted((left.events[0].ref, right.events[0].ref))
    return Judgement(a, b, verdict, "faramir", NOON, **more)  # type: ignore[arg-type]


def test_a_person_outranks_the_machine_and_can_take_it_back() -> None:
    one, two, other = (
        bridge("3019-03-10", "Minas Post", 9),
        bridge("3019-03-11", "Bree Herald", 9),
        market("3019-03-10", "Bree Herald"),
    )
    assert len(fuse([one, two], [judgement(one, two, Verdict.DIFFERENT)])) == 2
    assert len(fuse([one, other], [judgement(one, other, Verdict.SAME)])) == 1
    assert len(fuse([one, two], [judgement(one, two, Verdict.DIFFERENT, withdrawn_utc=NOON)])) == 1
    assert len(fuse([one, two], [judgement(one, two, Verdict.UNSURE)])) == 1


@st.composite
def batches(draw: st.DrawFn) -> list[CodedReport]:
    found = []
    for i in range(draw(st.integers(2, 9))):
        day = f"3019-03-{draw(st.integers(10, 13)):02d}"
        outlet = draw(st.sampled_from(["Minas Post", "Bree Herald", "Rohan Times"]))
        made = (
            bridge(day, f"{outlet} {i}", draw(st.integers(1, 30)), day)
            if draw(st.booleans())
            else market(day, f"{outlet} {i}")
        )
        found.append(made)
    return found


@settings(deadline=None, max_examples=40)
@given(batches(), st.randoms(use_true_random=False))
def test_order_of_reports_does_not_matter(found: list[CodedReport], random: object) -> None:
    expected = fuse(found)
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fuse(shuffled) == expected


@settings(deadline=None, max_examples=40)
@given(batches(), st.integers(1, 8))
def test_placing_reports_later_equals_a_rebuild(found: list[CodedReport], cut: int) -> None:
    placing = Placing()
    placing.add(found[:cut])
    placing.incidents()
    placing.add(found[cut:])
    assert placing.incidents() == fuse(found)


@settings(deadline=None, max_examples=40)
@given(batches(), st.data())
def test_judgements_always_hold_and_withdrawn_ones_are_forgotten(found: list[CodedReport], data: st.DataObject) -> None:
    left, right = data.draw(st.sampled_from(found)), data.draw(st.sampled_from(found))
    if left.events[0].ref == right.events[0].ref:
        return
    verdict = data.draw(st.sampled_from([Verdict.SAME, Verdict.DIFFERENT]))
    word = judgement(left, right, verdict)
    together = any({word.left, word.right} <= m for m in members(fuse(found, [word])))
    assert together == (verdict is Verdict.SAME)
    assert fuse(found, [judgement(left, right, verdict, withdrawn_utc=NOON)]) == fuse(found)


def test_contradicting_judgements_keep_the_newer_ones() -> None:
    a, b, c = (bridge("3019-03-10", f"Paper {i}", 9) for i in range(3))
    later = datetime(3019, 3, 21, tzinfo=UTC)
    words = [judgement(a, b, Verdict.SAME), judgement(b, c, Verdict.SAME)]
    left, right = sorted((a.events[0].ref, c.events[0].ref))
    words.append(Judgement(left, right, Verdict.DIFFERENT, "eowyn", later))
    incidents = fuse([a, b, c], words)
    assert not any({left, right} <= m for m in members(incidents))


@pytest.mark.parametrize("n", [3, 6])
def test_one_wrong_link_does_not_chain_two_incidents(n: int) -> None:
    first = [bridge("3019-03-10", f"Post {i}", 9) for i in range(n)]
    second = [market("3019-03-10", f"Herald {i}") for i in range(n)]
    mixed = "A bomb and rockets hit Osgiliath and killed 9 soldiers of Gondor near the market"
    of = report("3019-03-10", mixed, outlet="Rumour")
    bad = coded(
        of, event(of, mixed, "ASSAULT", recipients=("Gondor",), on=days("3019-03-10"), place="Gondor", killed=(9, 9))
    )
    incidents = fuse([*first, *second, bad])
    homes = {ref: i.id for i in incidents for ref in i.events}
    assert len({homes[c.events[0].ref] for c in first}) == 1
    assert len({homes[c.events[0].ref] for c in second}) == 1
    assert homes[first[0].events[0].ref] != homes[second[0].events[0].ref]
