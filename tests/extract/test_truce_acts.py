import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType, Status, TruceAction
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span
from truceline.extract.events import read_fields
from truceline.extract.truce_acts import (
    may_do_to_a_truce,
    names_a_truce,
    read_truce_action,
    read_truce_parties,
    rescue_truce_acts,
    settle_truce_mentions,
)
from truceline.extract.truce_types import retype_truce_mention
from truceline.resources.lexicon import Lexicon

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "truce_acts.jsonl").read_text(encoding="utf-8").splitlines()
]


def mention_of(doc: Document, trigger: str, kind: str) -> EventMention:
    start = doc.text.index(trigger)
    span = Span(start, start + len(trigger))
    bare = EventMention(span, doc.sentence_at(start), EventType(kind), None, Status.ACTUAL, stage="test")
    return read_fields(doc, bare, Lexicon.load())


@pytest.mark.parametrize("case", CASES, ids=[c["note"] for c in CASES])
def test_truce_act_of_one_sentence(case: dict[str, str | None]) -> None:
    doc = analysed(str(case["text"]))
    read = read_truce_action(doc, mention_of(doc, str(case["trigger"]), str(case["type"])))
    assert read.action == case["act"], read.reason
    assert 0.0 <= read.score <= 1.0
    assert read.reason


def test_truce_parties_are_the_sides_that_the_words_name() -> None:
    doc = analysed("Mediators said a ceasefire between Rohan and the Dunland clans took effect on Monday.")
    mention = mention_of(doc, "ceasefire", "RETREAT")
    assert [f.span.of(doc.text) for f in read_truce_parties(doc, mention)] == ["Rohan", "the Dunland clans"]


def test_no_truce_words_no_parties() -> None:
    doc = analysed("Fighters from the north attacked the port on Monday.")
    assert read_truce_parties(doc, mention_of(doc, "attacked", "ASSAULT")) == ()


def test_what_a_pledge_stops_is_no_event_beside_it_and_a_doubtful_truce_act_is_kept() -> None:
    doc = analysed("The militias announced on Sunday that they would stop their attacks on the garrison.")
    pledge = replace(mention_of(doc, "stop", "CONCEDE"), score=0.3)
    attacks = replace(mention_of(doc, "attacks", "ASSAULT"), score=0.9)
    assert settle_truce_mentions(doc, (pledge, attacks), least=0.4) == (pledge,)


def test_an_attack_beside_a_truce_is_kept_and_a_doubtful_mention_without_a_truce_act_is_not() -> None:
    doc = analysed("The militias declared a truce on Sunday after attacks on the garrison.")
    truce = mention_of(doc, "declared a truce", "CONCEDE")
    attacks = replace(mention_of(doc, "attacks", "ASSAULT"), score=0.9)
    doubtful = replace(attacks, score=0.3)
    assert settle_truce_mentions(doc, (replace(truce, score=0.9), attacks), least=0.4)[1:] == (attacks,)
    assert settle_truce_mentions(doc, (doubtful,), least=0.4) == ()


def test_a_pledge_that_the_rules_read_is_kept_though_no_group_holds_it_and_its_content_leaves_the_groups() -> None:
    doc = analysed("It was the first raid since May, when the militias said they would stop attacks on Bree.")
    raid = replace(mention_of(doc, "raid", "ASSAULT"), score=0.9)
    attacks = replace(mention_of(doc, "attacks", "ASSAULT"), score=0.9)
    pledge = replace(mention_of(doc, "stop", "CONCEDE"), score=0.4)
    assert names_a_truce(doc)
    assert rescue_truce_acts(doc, ((raid, attacks),), (pledge,)) == ((raid,), (pledge,))
    assert rescue_truce_acts(doc, ((raid, attacks),), (replace(pledge, score=0.2),)) == ((raid, attacks),)
    assert rescue_truce_acts(doc, ((pledge,),), (pledge,)) == ((pledge,),)


def test_a_truce_that_is_ended_neither_holds_nor_is_declared_whatever_type_was_read() -> None:
    doc = analysed("The riders of Rohan are ending the truce with Dunland, a captain said on Monday.")
    read = retype_truce_mention(doc, mention_of(doc, "truce", "RETREAT"))
    assert (read.type, read.truce_action, read.trigger.of(doc.text)) == (EventType.REJECT, "ended", "ending the truce")
    doc = analysed("The group called off a unilateral ceasefire on Monday.")
    assert retype_truce_mention(doc, mention_of(doc, "called off", "CONCEDE")).truce_action == "ended"


def test_a_threat_to_end_a_truce_and_a_truce_that_holds_keep_their_type() -> None:
    doc = analysed("The riders may end the truce with Dunland, a captain said. The truce has held since March.")
    assert retype_truce_mention(doc, mention_of(doc, "end the truce", "RETREAT")).truce_action != "ended"
    holds = mention_of(doc, "held", "RETREAT")
    assert retype_truce_mention(doc, holds) == holds


def test_a_truce_that_was_broken_does_not_start() -> None:
    doc = analysed("A steward said the raid violated the truce on Monday.")
    broken = replace(mention_of(doc, "truce", "RETREAT"), score=0.9)
    assert settle_truce_mentions(doc, (broken,), least=0.4) == ()


RETYPED = [
    ("The front announced a truce on Monday.", "announced a truce", "AGREE", "CONCEDE", "declared"),
    ("The two sides announced a truce on Monday.", "announced a truce", "AGREE", "AGREE", "agreed"),
    ("The mediators announced a truce between Rohan and Dunland.", "announced a truce", "AGREE", "AGREE", "agreed"),
    ("Rohan and Gondor declared a truce on Monday.", "declared a truce", "CONCEDE", "AGREE", "agreed"),
    ("Rohan and Gondor each declared a unilateral truce.", "declared", "CONCEDE", "CONCEDE", "declared"),
    ("The rebels extended their truce by a month.", "extended their truce", "AGREE", "CONCEDE", "extended"),
    ("The truce was extended by a month.", "extended", "AGREE", "AGREE", "extended"),
    ("The group said it is prepared to declare a truce.", "declare a truce", "CONCEDE", "AGREE", "proposed"),
    ("The riders called off a unilateral ceasefire on Monday.", "called off", "REQUEST", "REJECT", "ended"),
    ("The council called for an end to the truce.", "called", "REQUEST", "REQUEST", None),
]


@pytest.mark.parametrize(("text", "trigger", "kind", "type_read", "act"), RETYPED, ids=[r[0] for r in RETYPED])
def test_type_follows_who_makes_the_truce(text: str, trigger: str, kind: str, type_read: str, act: str | None) -> None:
    doc = analysed(text)
    read = retype_truce_mention(doc, mention_of(doc, trigger, kind))
    assert (read.type, read.truce_action) == (type_read, act)


def test_what_a_truce_signed_long_ago_lasted_leaves_its_making_as_it_is() -> None:
    doc = analysed("A ceasefire signed in May lasted three weeks.")
    assert retype_truce_mention(doc, mention_of(doc, "ceasefire signed", "AGREE")).truce_action == "agreed"


def test_an_act_ruled_out_by_the_words_is_marked_and_a_mere_silence_is_not() -> None:
    doc = analysed("The envoys discussed a draft of a truce. The riders signed a paper on fishing.")
    assert mention_of(doc, "a draft of a truce", "AGREE").no_truce_act
    assert not mention_of(doc, "signed a paper", "AGREE").no_truce_act


def test_an_act_that_another_reader_proposes_must_fit_the_type_and_find_a_truce_in_the_sentence() -> None:
    doc = analysed("The riders broke the pact on Monday. The riders burned a mill.")
    broke, burned = mention_of(doc, "broke", "ASSAULT"), mention_of(doc, "burned", "ASSAULT")
    assert may_do_to_a_truce(doc, broke, TruceAction.VIOLATED)
    assert not may_do_to_a_truce(doc, broke, TruceAction.AGREED)
    assert not may_do_to_a_truce(doc, burned, TruceAction.VIOLATED)
    assert not may_do_to_a_truce(doc, replace(broke, no_truce_act=True), TruceAction.VIOLATED)


@pytest.mark.parametrize(
    ("text", "breach"),
    [
        ("Raiders shelled a ford near Bree on Monday in violation of the truce, killing two.", "violation"),
        ("Gondorian planes shelled a house on Monday, violating the ceasefire that began in May.", "violating"),
    ],
)
def test_what_makes_a_deed_a_breach_accuses_nobody(text: str, breach: str) -> None:
    doc = analysed(text)
    deed, remark = mention_of(doc, "shelled", "ASSAULT"), mention_of(doc, breach, "ACCUSE")
    assert deed.truce_action is remark.truce_action is TruceAction.VIOLATED
    kept = settle_truce_mentions(doc, (replace(deed, score=0.9), replace(remark, score=0.9)), least=0.4)
    assert [m.type for m in kept] == [EventType.ASSAULT]


def test_an_accusation_of_a_breach_stays_beside_it() -> None:
    doc = analysed("Rohan accused Mordor of breaking the truce. Mordor's army shelled a ford in breach of the truce.")
    accused = replace(mention_of(doc, "accused", "ACCUSE"), score=0.9)
    deed = replace(mention_of(doc, "shelled", "ASSAULT"), score=0.9)
    assert settle_truce_mentions(doc, (accused, deed), least=0.4) == (accused, deed)
