import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span
from truceline.extract.events import read_fields
from truceline.extract.truce_acts import (
    names_a_truce,
    read_truce_action,
    read_truce_parties,
    rescue_truce_acts,
    retype_truce_mention,
    settle_truce_mentions,
)
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
    action, score, reason = read_truce_action(doc, mention_of(doc, str(case["trigger"]), str(case["type"])))
    assert action == case["act"], reason
    assert 0.0 <= score <= 1.0
    assert reason


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
