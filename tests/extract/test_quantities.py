"""Counts of people harmed, and the events that they belong to. Hard cases stand in tests/cases/harm.jsonl."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType, HarmKind, Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span
from truceline.extract.quantities import assign_harms, find_harms
from truceline.extract.quantities_figures import bound, read_figure, read_words
from truceline.resources.harm import load_harm_words, load_numbers

CASES = [json.loads(line) for line in Path("tests/cases/harm.jsonl").read_text(encoding="utf-8").splitlines()]


def group(
    doc: Document, *words: str, kind: EventType = EventType.ASSAULT, status: Status = Status.ACTUAL
) -> tuple[EventMention, ...]:
    starts = [(doc.text.index(w), len(w)) for w in words]
    return tuple(EventMention(Span(s, s + n), doc.sentence_at(s), kind, None, status) for s, n in starts)


@pytest.mark.parametrize("case", CASES, ids=[c["note"] for c in CASES])
def test_harm_hard_case(case: dict[str, Any]) -> None:
    found = find_harms(analysed(case["text"]))
    assert [[str(h.kind), h.minimum, h.maximum] for h in found] == case["harms"], [h.reason for h in found]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twenty-five", 25), ("1.4 million", 1_400_000), ("two dozen", 24), ("half a dozen", 6),
        ("three hundred thousand", 300_000), ("hundred and five", 105), ("two thousand three hundred and five", 2305),
        ("2,850", 2850), ("a few hundred", 300), ("hundreds of thousands", 200_000), ("no", 0),
    ],
)  # fmt: skip
def test_number_words(words: str, value: int) -> None:
    read = read_words(words.split(), load_numbers())
    assert read is not None
    assert read[0] == value


def test_words_without_a_number_read_as_none() -> None:
    assert read_words(["brave", "men"], load_numbers()) is None
    assert read_figure("M16") is None


def test_bounds_follow_the_codebook() -> None:
    assert (bound(500, "exact", "more_than").minimum, bound(500, "exact", "more_than").maximum) == (501, None)
    assert (bound(200, "exact", "less_than").minimum, bound(200, "exact", "less_than").maximum) == (None, 199)
    assert (bound(7, "exact", None).minimum, bound(7, "exact", None).maximum) == (7, 7)


def test_zero_is_stated_and_marked() -> None:
    found = find_harms(analysed("There were no casualties in the raid."))
    assert all(h.negated and h.minimum == 0 for h in found)
    assert {h.kind for h in found} == {HarmKind.KILLED, HarmKind.INJURED}


def test_harm_mentions_lie_in_the_text() -> None:
    doc = analysed("Rebels killed 12 soldiers and wounded dozens; two bodies were found later near the mill.")
    found = find_harms(doc)
    assert len(found) == 3
    for harm in found:
        assert harm.span.contains(harm.trigger)
        assert harm.reason


def test_tolls_of_two_events_of_a_sentence_go_apart() -> None:
    doc = analysed("A car bomb in Bree killed four people, while a raid in Dale left nine rebels dead.")
    groups = (group(doc, "bomb"), group(doc, "raid"))
    first, second = assign_harms(doc, groups, find_harms(doc))
    assert [h.minimum for h in first] == [4]
    assert [h.minimum for h in second] == [9]


def test_later_toll_stays_as_an_alternative() -> None:
    doc = analysed("A blast killed 12 people in Bree. Hospital staff said the explosion killed 13 people.")
    (share,) = assign_harms(doc, (group(doc, "blast", "explosion"),), find_harms(doc))
    assert [(h.minimum, h.alternative) for h in share] == [(12, False), (13, True)]


def test_toll_of_the_next_sentence_comes_back_to_the_event() -> None:
    doc = analysed("Gunmen attacked a bus near Bree. Four passengers were killed.")
    (share,) = assign_harms(doc, (group(doc, "attacked"),), find_harms(doc))
    assert [h.minimum for h in share] == [4]


def test_running_toll_of_a_war_does_not_go_to_the_last_attack() -> None:
    doc = analysed("Gunmen attacked a bus near Bree. More than 3,000 people have been killed since the revolt began.")
    (share,) = assign_harms(doc, (group(doc, "attacked"),), find_harms(doc))
    assert share == ()


def test_talks_carry_no_tolls() -> None:
    doc = analysed("The two sides met after a clash that killed five people.")
    talks, clash = assign_harms(doc, (group(doc, "met", kind=EventType.CONSULT), group(doc, "clash")), find_harms(doc))
    assert talks == ()
    assert [h.minimum for h in clash] == [5]


def test_feared_harm_does_not_become_actual() -> None:
    doc = analysed("The raid ended quickly, but a new attack could kill 50 people.")
    raid, attack = assign_harms(
        doc, (group(doc, "raid"), group(doc, "attack", status=Status.HYPOTHETICAL)), find_harms(doc)
    )
    assert raid == ()
    assert [h.minimum for h in attack] == [50]


def test_no_casualties_of_two_attacks_is_said_of_both() -> None:
    doc = analysed("A bomb exploded at a bank in Bree and rockets hit a mill in Dale. No one was hurt.")
    first, second = assign_harms(doc, (group(doc, "bomb"), group(doc, "rockets")), find_harms(doc))
    assert [h.minimum for h in first] == [h.minimum for h in second] == [0]


def test_no_casualties_do_not_go_to_an_event_with_deaths() -> None:
    doc = analysed("Rebels fired two shells at Bree in revenge for the murder of a priest. There were no casualties.")
    shells, murder = assign_harms(doc, (group(doc, "fired"), group(doc, "murder")), find_harms(doc))
    assert [(h.kind, h.maximum) for h in shells] == [(HarmKind.KILLED, 0), (HarmKind.INJURED, 0)]
    assert [h.minimum for h in murder] == [1]


def test_death_in_an_accident_is_no_toll_of_a_rally() -> None:
    doc = analysed("Thousands attended a rally for the boy in Bree. His mother died in a boating accident last year.")
    assert assign_harms(doc, (group(doc, "rally", kind=EventType.PROTEST),), find_harms(doc)) == ((),)


def test_deaths_that_set_off_riots_are_no_toll_of_them() -> None:
    doc = analysed("The riots in Bree were sparked by the deaths of two boys.")
    assert assign_harms(doc, (group(doc, "riots", kind=EventType.PROTEST),), find_harms(doc)) == ((),)


def test_counted_toll_outranks_a_named_victim() -> None:
    doc = analysed(
        "An inquiry into the murder of Aldo Brun began. It must name all behind the murder of Brun and 11 other men."
    )
    (share,) = assign_harms(doc, (group(doc, "murder", "murder of Brun"),), find_harms(doc))
    assert [(h.minimum, h.alternative) for h in share] == [(12, False), (1, True)]


def test_tolls_of_two_sides_add_up() -> None:
    doc = analysed("Commandos stormed the mill on Monday, killing nine rebels. Three soldiers died in the raid.")
    (share,) = assign_harms(doc, (group(doc, "stormed", "raid"),), find_harms(doc))
    assert [(h.minimum, h.alternative) for h in share] == [(9, False), (3, False)]


def test_another_is_other_than_the_one_of_its_own_sentence() -> None:
    doc = analysed(
        "One guard died and four others were hurt in two blasts in Dale. "
        "One guard died and another was hurt when a patrol hit a mine."
    )
    (share,) = assign_harms(doc, (group(doc, "blasts", "mine"),), find_harms(doc))
    assert [h.minimum for h in share if h.kind is HarmKind.INJURED and not h.alternative] == [4]


def test_wounds_of_one_who_died_are_not_counted_apart() -> None:
    doc = analysed("Captain Brun died in the raid on the mill. Brun received gunshot wounds in the raid.")
    (share,) = assign_harms(doc, (group(doc, "raid", "raid."),), find_harms(doc))
    assert [h.kind for h in share if not h.alternative] == [HarmKind.KILLED]


def test_running_total_comes_after_the_toll_of_the_attack() -> None:
    doc = analysed("Ninety people have died in recent months, but raids this week have killed more than 30.")
    (share,) = assign_harms(doc, (group(doc, "died", "raids", "killed"),), find_harms(doc))
    assert [(h.minimum, h.alternative) for h in share] == [(31, False), (90, True)]


def test_jailing_is_no_toll_of_the_deed_that_it_punishes() -> None:
    doc = analysed("A court in Bree jailed six former guards over the massacre of 80 prisoners.")
    massacre, jailing = assign_harms(
        doc, (group(doc, "massacre"), group(doc, "jailed", kind=EventType.COERCE)), find_harms(doc)
    )
    assert [h.kind for h in massacre] == [HarmKind.KILLED]
    assert [h.kind for h in jailing] == [HarmKind.CAPTURED]


def test_people_hanged_are_the_toll_of_the_sentence() -> None:
    doc = analysed("Gondor has hanged 31 smugglers since the spring.")
    (share,) = assign_harms(doc, (group(doc, "hanged", kind=EventType.SANCTION),), find_harms(doc))
    assert [h.minimum for h in share] == [31]


def test_planned_execution_of_one_man_gives_no_toll() -> None:
    doc = analysed("Rohan prepares for the execution of the former ruler.")
    assert assign_harms(doc, (group(doc, "execution", status=Status.FUTURE),), find_harms(doc)) == ((),)


def test_deadline_to_kill_has_killed_nobody() -> None:
    doc = analysed("A deadline set by kidnappers to kill three pilgrims held in Dale has passed.")
    (harms,) = assign_harms(doc, (group(doc, "held"),), find_harms(doc))
    assert [(h.kind, h.minimum) for h in harms] == [(HarmKind.CAPTURED, 3)]


def test_what_came_later_did_not_do_the_harm() -> None:
    doc = analysed("The raid left one guard dead and five people wounded before police shot and killed the gunman.")
    raid, shooting = assign_harms(doc, (group(doc, "raid"), group(doc, "shot and killed")), find_harms(doc))
    assert [h.minimum for h in raid if h.kind is HarmKind.INJURED] == [5]
    assert [h.minimum for h in shooting] == [1]


def test_others_killed_are_more_than_the_one_who_is_named() -> None:
    doc = analysed("A police chief was shot dead in Bree on Monday. Two other guards were killed in the attack.")
    told = assign_harms(doc, (group(doc, "shot", "attack"),), find_harms(doc))[0]
    assert [(h.minimum, h.maximum) for h in told if not h.alternative] == [(1, 1), (2, 2)]


def test_the_driver_of_a_later_sentence_is_the_one_who_died() -> None:
    doc = analysed("A bomb went off in Bree, killing a suicide attacker. The bomb was in a cart and killed the driver.")
    told = assign_harms(doc, (group(doc, "bomb"),), find_harms(doc))[0]
    assert [(h.minimum, h.maximum) for h in told if not h.alternative] == [(1, 1)]


def test_dead_who_are_buried_or_were_taken_before_are_no_toll_of_what_followed() -> None:
    doc = analysed("Riders clashed with guards at the funeral of three smiths killed on Sunday.")
    assert assign_harms(doc, (group(doc, "clashed"),), find_harms(doc)) == ((),)
    doc = analysed("The raid followed the kidnapping of two reeves on Sunday.")
    assert assign_harms(doc, (group(doc, "raid"),), find_harms(doc)) == ((),)


def test_toll_told_of_the_same_deed_later_goes_to_both_that_speak_of_it() -> None:
    doc = analysed(
        "The council condemned the bombing of two mills in Rohan. The bombings in Rohan killed 41 people on Friday."
    )
    first, second = assign_harms(doc, (group(doc, "bombing"), group(doc, "bombings", "killed")), find_harms(doc))
    assert [h.minimum for h in first] == [h.minimum for h in second] == [41]


def test_toll_of_a_like_deed_elsewhere_stays_with_it() -> None:
    doc = analysed(
        "The council condemned the bombing of a mill in Dale. The bombing of a market in Rohan killed 12 people in May."
    )
    groups = (group(doc, "bombing"), group(doc, "bombing of a market", "killed"))
    first, second = assign_harms(doc, groups, find_harms(doc))
    assert first == ()
    assert [h.minimum for h in second] == [12]


def test_no_groups_give_no_shares() -> None:
    doc = analysed("Four people were killed.")
    assert assign_harms(doc, (), find_harms(doc)) == ()


def test_harm_tables_are_read() -> None:
    assert load_harm_words()[("kill", "verb")][0].frame == "patient"
    assert load_numbers().words["dozens"].value == 24


def tolls(doc: Document, *words: str) -> dict[str, int]:
    """The sum of each kind of harm of one event, which its triggers give."""
    (harms,) = assign_harms(doc, (group(doc, *words),), find_harms(doc))
    own = [h for h in harms if not h.alternative]
    return {str(kind): sum(h.minimum or 0 for h in own if h.kind is kind) for kind in {h.kind for h in own}}


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("An attack killed nine policemen. Fourteen rebels also died.", 23),
        ("An attack killed nine policemen. Fourteen rebels died, it said.", 23),
        ("An attack killed nine policemen. The rebels said 20 soldiers died.", 9),
        ("The army said that it killed 20 rebels in the attack. It lost three men.", 23),
        ("The army killed 20 people in the attack. The rebels said they lost three men.", 20),
        ("Two marines and four rebels died in the attack. The rebels said only one of their men was lost.", 6),
        ("An attack killed three soldiers. A fourth died in hospital.", 4),
        ("An attack killed nine soldiers. The army put the rebel dead at 20.", 29),
    ],
)
def test_dead_of_two_sides_in_neighbouring_sentences_add_up(text: str, killed: int) -> None:
    assert tolls(analysed(text), "attack")["killed"] == killed


def test_wounds_that_killed_are_no_injury() -> None:
    doc = analysed("In Bree gunmen wounded a colonel in his car. He died on the operating table.")
    assert tolls(doc, "wounded", "died") == {"killed": 1}


def test_captives_of_another_sentence_need_an_arrest_or_the_dead_beside_them() -> None:
    text = "Rebels shelled Bree. Four men were captured in Dale."
    assert tolls(analysed(text), "shelled") == {}
    text = "Troops stormed the camp. Seven gunmen died and four were captured."
    assert tolls(analysed(text), "stormed") == {"killed": 7, "captured": 4}


def test_fugitives_stay_near_their_event() -> None:
    text = "Rebels shelled Bree. The mayor spoke. A march was held. Some 4,000 people have fled since May."
    assert tolls(analysed(text), "shelled") == {}


def test_toll_as_near_to_two_deeds_goes_to_the_one_that_has_none() -> None:
    doc = analysed("The bombing of Bree, which killed nine men, came after rebels shelled Dale. A guard was killed.")
    bombing, shelling = assign_harms(doc, (group(doc, "bombing"), group(doc, "shelled")), find_harms(doc))
    assert [h.minimum for h in bombing] == [9]
    assert [h.minimum for h in shelling] == [1]


def test_what_describes_the_teller_did_not_do_the_harm() -> None:
    doc = analysed(
        "Jets bombed Bree. Nine workers were killed, said the radio of the rebels, which captured the port in May."
    )
    bombing, capture = assign_harms(doc, (group(doc, "bombed"), group(doc, "captured")), find_harms(doc))
    assert [h.minimum for h in bombing] == [9]
    assert capture == ()


def test_unhurt_beside_the_dead_gives_no_zero() -> None:
    doc = analysed("Gunmen killed a merchant in his van near Bree. A boy travelling with him escaped unhurt.")
    (share,) = assign_harms(doc, (group(doc, "killed"),), find_harms(doc))
    assert [(h.kind, h.minimum) for h in share] == [(HarmKind.KILLED, 1)]


def test_whoever_died_with_her_is_one_more() -> None:
    doc = analysed("Gunmen killed a councillor on Sunday. A guard died with her.")
    (share,) = assign_harms(doc, (group(doc, "killed"),), find_harms(doc))
    assert [(h.minimum, h.alternative) for h in share] == [(1, False), (1, False)]


def test_since_a_day_of_the_week_is_no_running_total() -> None:
    doc = analysed("Rebels attacked Bree. Some 1,100 villagers have fled to the camp since Monday.")
    (share,) = assign_harms(doc, (group(doc, "attacked"),), find_harms(doc))
    assert [(h.kind, h.minimum) for h in share] == [(HarmKind.DISPLACED, 1100)]


def test_all_who_died_outrank_a_part_of_them_told_before() -> None:
    doc = analysed(
        "The raid went on and all 14 rebels died. All 14 rebels, two soldiers and one hostage died in the raid."
    )
    (share,) = assign_harms(doc, (group(doc, "raid", "raid."),), find_harms(doc))
    assert [h.minimum for h in share if not h.alternative] == [17]


def test_some_among_the_wounded_give_way_to_a_number() -> None:
    doc = analysed("A blast hit Bree. Two boatmen were among the wounded. The blast wounded nine people.")
    (share,) = assign_harms(doc, (group(doc, "blast", "The blast"),), find_harms(doc))
    assert [(h.minimum, h.alternative) for h in share] == [(9, False), (2, True)]


def test_driver_who_died_with_the_judge_is_counted_beside_him() -> None:
    doc = analysed("Gunmen killed a judge in Bree on Tuesday. Two men fired at him. His driver died in hospital.")
    (share,) = assign_harms(doc, (group(doc, "killed", "fired"),), find_harms(doc))
    assert [(h.minimum, h.whom) for h in share if not h.alternative] == [(1, "a judge"), (1, "His driver")]


def test_dead_of_its_own_are_counted_beside_those_of_the_other_side() -> None:
    doc = analysed(
        "Two soldiers were killed at Bree when rebels fired at the fort. "
        "The rebels said that the army began. They reported one dead of their own."
    )
    (share,) = assign_harms(doc, (group(doc, "killed", "fired"),), find_harms(doc))
    assert [(h.minimum, h.whom) for h in share if not h.alternative] == [(2, "Two soldiers"), (1, "one of their own")]


def test_dead_whom_a_side_leaves_behind_are_its_own() -> None:
    doc = analysed("Bandits tried to cross a ford. Four soldiers were killed. The bandits left 31 dead on the field.")
    (share,) = assign_harms(doc, (group(doc, "tried to cross", "killed"),), find_harms(doc))
    own = [(h.minimum, h.whom) for h in share if not h.alternative]
    assert own == [(4, "Four soldiers"), (31, "31 of the bandits")]


def test_part_of_a_sum_goes_to_its_own_deed_or_to_none() -> None:
    doc = analysed("Rebels have killed 17 of these guards since last month, six of them in an ambush on Friday.")
    whole, part = assign_harms(doc, (group(doc, "killed"), group(doc, "ambush")), find_harms(doc))
    assert [[h.minimum for h in s if not h.alternative] for s in (whole, part)] == [[17], [6]]
    (alone,) = assign_harms(doc, (group(doc, "killed"),), find_harms(doc))
    assert [h.minimum for h in alone] == [17]


def test_toll_of_a_count_over_many_deeds_is_the_running_one() -> None:
    doc = analysed("The killings of 14 women in the past five years are unsolved. Nine women were killed in May.")
    told = group(doc, "killings", "killed")
    (alone,) = assign_harms(doc, (told,), find_harms(doc))
    many = tuple(replace(m, aggregate=True) for m in told)
    (share,) = assign_harms(doc, (many,), find_harms(doc))
    assert [[h.minimum for h in s if not h.alternative] for s in (alone, share)] == [[9], [14]]
