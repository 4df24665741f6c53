import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType, Role, Status, TruceAction
from truceline.domain.mentions import EventMention, RoleFill
from truceline.domain.text import Document, Span
from truceline.extract.events import read_fields
from truceline.extract.merge import APART, RECALLED, cluster, group_mentions, merge_mentions, score_pairs
from truceline.extract.merge_settled import cannot_be_one, is_recalled
from truceline.extract.merge_views import view_mentions
from truceline.extract.places import find_places
from truceline.extract.times import find_times
from truceline.resources.gazetteer import Gazetteer
from truceline.resources.lexicon import Lexicon

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "merge.jsonl").read_text(encoding="utf-8").splitlines()
]


def mentions_of(doc: Document, triggers: list[list[str]]) -> list[EventMention]:
    found = []
    for word, kind in triggers:
        start = doc.text.index(word)
        bare = EventMention(
            Span(start, start + len(word)), doc.sentence_at(start), EventType(kind), None, Status.ACTUAL, score=0.7
        )
        found.append(read_fields(doc, bare, Lexicon.load()))
    return found


@pytest.mark.parametrize("case", CASES, ids=[c["note"] for c in CASES])
def test_one_event_or_two(case: dict[str, Any]) -> None:
    doc = analysed(" ".join(case["sentences"]))
    groups = merge_mentions(doc, mentions_of(doc, case["triggers"]))
    assert (len(groups) == 1) is case["same"]


def test_nothing_in_nothing_out() -> None:
    assert merge_mentions(analysed("Nothing."), ()) == ()


def test_average_linkage_does_not_chain() -> None:
    # 0-1 and 1-2 are alike, 0-2 are not: joining all three would rest on one wrong link.
    assert cluster(3, {(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.05}, 0.5) == [[0, 1], [2]]


def test_two_mentions_that_cannot_be_one_are_never_in_one_group() -> None:
    assert cluster(3, {(0, 1): 0.95, (1, 2): 0.94, (0, 2): APART}, 0.2) == [[0, 1], [2]]


def test_a_ceasefire_and_a_withdrawal_are_two() -> None:
    doc = analysed("The truce in the valley held on Monday. The withdrawal from the valley held on Monday.")
    truce, withdrawal = (
        EventMention(Span(at, at + n), k, EventType.RETREAT, mode, Status.ACTUAL, score=0.8)
        for k, (at, n, mode) in enumerate([(4, 5, "ceasefire"), (44, 10, "withdraw")])
    )
    assert len(merge_mentions(doc, (truce, withdrawal))) == 2


@pytest.mark.parametrize(
    ("later", "apart"),
    [
        ("Six people were also killed in a car bomb in Basra.", True),
        ("Six people were killed in the car bomb in Baghdad.", False),
        ("Six people were also killed in the bombing in Mosul.", False),
    ],
)
def test_what_also_happened_in_another_town_is_another_event(later: str, apart: bool) -> None:
    doc = analysed(f"A hundred people died in a car bomb in Mosul on Friday. {later}")
    places = find_places(doc, Gazetteer.open())
    named = mentions_of(doc, [["died", "ASSAULT"]])
    start = doc.text.index("killed")
    named.append(EventMention(Span(start, start + 6), 1, EventType.ASSAULT, None, Status.ACTUAL, score=0.8))
    first, second = view_mentions(doc, named, places=places)
    assert cannot_be_one(first, second) is apart


def test_a_model_s_word_on_a_pair_is_heard() -> None:
    doc = analysed("A bomb exploded in Bree. Police said that the blast hurt nobody.")
    spans = [Span(7, 15), Span(46, 51)]
    mentions = [EventMention(s, n, EventType.ASSAULT, None, Status.ACTUAL, score=0.8) for n, s in enumerate(spans)]
    apart, together = (np.array([[1.0, p], [p, 1.0]], dtype=np.float32) for p in (0.05, 0.95))
    assert score_pairs(doc, mentions, said=apart)[0, 1] < score_pairs(doc, mentions, said=together)[0, 1]


def test_the_first_mention_of_a_group_carries_its_roles_and_truce_act() -> None:
    doc = analysed("Rebels attacked the barracks at dawn and killed three guards.")
    roles = (RoleFill(Role.ACTOR, Span(0, 6), 0.9),)
    sure = EventMention(Span(41, 47), 0, EventType.ASSAULT, None, Status.ACTUAL, score=0.9)
    other = EventMention(
        Span(7, 15),
        0,
        EventType.ASSAULT,
        None,
        Status.ACTUAL,
        roles=roles,
        score=0.6,
        truce_action=TruceAction.VIOLATED,
    )
    ((_, group),) = group_mentions(doc, [other, sure], {(0, 1): 1.0}, ())
    assert group[0].trigger == sure.trigger
    assert [f.role for f in group[0].roles] == [Role.ACTOR]
    assert group[0].truce_action is TruceAction.VIOLATED
    assert all(f.role is not Role.ACTOR for f in group[1].roles)


def test_words_that_come_back_to_what_is_still_to_come_do_not_make_it_done() -> None:
    doc = analysed("They will sign a truce on Monday. The truce is a hope. The truce is a start.")
    spans = [Span(10, 14), Span(37, 42), Span(59, 64)]
    named = [EventMention(s, i, EventType.AGREE, None, Status.ACTUAL, score=0.8) for i, s in enumerate(spans)]
    plan = replace(named[0], status=Status.FUTURE, score=0.9)
    ahead = replace(plan, truce_action=TruceAction.AGREED)
    same = {(0, 1): 1.0, (0, 2): 1.0, (1, 2): 1.0}
    ((_, told),) = group_mentions(doc, [plan, *named[1:]], same, ())
    ((_, truce),) = group_mentions(doc, [ahead, *named[1:]], same, ())
    assert (told[0].status, truce[0].status) == (Status.FUTURE, Status.FUTURE)


def test_merge_joins_the_closest_pair_of_groups_first_and_stops_at_the_threshold() -> None:
    """Against the plain way of doing it, which takes too long for a report with hundreds of mentions."""

    def plainly(n: int, scores: dict[tuple[int, int], float]) -> list[list[int]]:
        groups = [[i] for i in range(n)]

        def between(a: list[int], b: list[int]) -> float:
            return sum(scores.get((min(i, j), max(i, j)), 0.0) for i in a for j in b) / (len(a) * len(b))

        while len(groups) > 1:
            best, x, y = max((between(groups[x], groups[y]), -x, -y) for y in range(len(groups)) for x in range(y))
            if best < 0.5:
                break
            groups[-x] += groups.pop(-y)
        return groups

    for turn in range(60):
        dice = random.Random(turn)
        n = dice.randint(1, 14)
        pairs = [(i, j) for j in range(n) for i in range(j) if dice.random() < 0.9]
        scores = {pair: dice.choice([dice.random(), 0.75]) for pair in pairs}
        assert cluster(n, scores, 0.5) == plainly(n, scores)
    assert cluster(0, {}, 0.5) == []


def test_a_mention_that_takes_up_place_and_days_is_the_same_event() -> None:
    text = "Rockets hit Baghdad on July 30. The minister spoke after the late July attack on Baghdad."
    doc = analysed(text)
    times = find_times(doc, anchor=doc.report.date)
    places = find_places(doc, Gazetteer.open())
    lexicon = Lexicon.load()
    hit, attack = (
        read_fields(doc, EventMention(Span(at, at + n), k, EventType.ASSAULT, None, Status.ACTUAL, score=0.9), lexicon)
        for at, n, k in ((8, 3, 0), (text.index("attack"), 6, 1))
    )
    assert score_pairs(doc, [hit, attack], times=times, places=places)[0, 1] >= RECALLED
    assert is_recalled(*view_mentions(doc, [hit, attack], times=times, places=places))
    other = analysed(text.replace("attack on Baghdad", "attack on Basra"))
    there = find_places(other, Gazetteer.open())
    assert not is_recalled(*view_mentions(other, [hit, attack], times=times, places=there))
