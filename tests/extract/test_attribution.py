"""Speech, attributions and claims of responsibility. Hard cases stand in tests/cases/attribution.jsonl."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import ActorKind, EventType, Stance, Status
from truceline.domain.mentions import Actor, ActorMention, EventMention
from truceline.domain.text import Document, Span
from truceline.extract.attribution import attribute, find_responsibility, find_speeches
from truceline.resources.speech import load_attribution_weights, load_outlets, load_speech_verbs

CASES = [json.loads(line) for line in Path("tests/cases/attribution.jsonl").read_text(encoding="utf-8").splitlines()]


def mention(doc: Document, words: str, kind: EventType = EventType.ASSAULT) -> EventMention:
    start = doc.text.index(words)
    return EventMention(Span(start, start + len(words)), doc.sentence_at(start), kind, None, Status.ACTUAL)


@pytest.mark.parametrize("case", CASES, ids=[c["note"] for c in CASES])
def test_speech_hard_case(case: dict[str, Any]) -> None:
    doc = analysed(case["text"])
    found = find_speeches(doc)
    told = [(s.speaker, s.content.of(doc.text), s.outlet, str(s.stance)) for s in found]
    if not case["speeches"]:
        assert told == []
    for want in case["speeches"]:
        fitting = [s for s in found if s.speaker == want["speaker"] and want["has"] in s.content.of(doc.text)]
        assert fitting, told
        if "outlet" in want:
            assert any(s.outlet == want["outlet"] for s in fitting), told
        if "stance" in want:
            assert any(s.stance == want["stance"] for s in fitting), told


def test_speeches_lie_in_the_text_in_order() -> None:
    doc = analysed('Police said rebels burned a mill. "We saw smoke," said a farmer, adding that shots were fired.')
    found = find_speeches(doc)
    assert len(found) >= 3
    assert [s.content.start for s in found] == sorted(s.content.start for s in found)
    assert all(0 <= s.content.start < s.content.end <= len(doc.text) for s in found)


def test_speaker_takes_affiliation_of_the_known_actor() -> None:
    doc = analysed("Faramir said the rebels had burned a mill near Bree.")
    span = Span(0, len("Faramir"))
    actor = Actor(
        "a0", "Faramir Hurin", ActorKind.PERSON, (ActorMention(span, "Faramir", "short"),), affiliation="Gondor"
    )
    (speech,) = find_speeches(doc, (actor,))
    assert (speech.speaker, speech.affiliation, speech.actor_key) == ("Faramir Hurin", "Gondor", "a0")


def test_attribution_of_a_deed_told_by_a_source() -> None:
    doc = analysed("Gunmen ambushed an army patrol near Bree on Tuesday, a police source said.")
    (record,) = attribute(doc, (mention(doc, "ambushed"),), find_speeches(doc))
    assert record.speaker == "a police source"
    assert record.stance is Stance.STATES
    assert record.span is not None
    assert record.span.of(doc.text) == "said"


def test_attribution_is_empty_where_the_report_speaks_itself() -> None:
    doc = analysed("Gunmen ambushed an army patrol near Bree on Tuesday. Police closed the road.")
    assert attribute(doc, (mention(doc, "ambushed"),), find_speeches(doc)) == ()


def test_attribution_is_empty_for_a_speech_act_the_report_narrates() -> None:
    doc = analysed("The minister said that Mordor should withdraw its troops at once.")
    assert attribute(doc, (mention(doc, "should withdraw", EventType.REQUEST),), find_speeches(doc)) == ()


def test_attribution_of_an_empty_group_is_empty() -> None:
    doc = analysed("Police said a mill burned.")
    assert attribute(doc, (), find_speeches(doc)) == ()


@pytest.mark.parametrize(
    ("text", "trigger", "who"),
    [
        ("The Lorien Front claimed responsibility for the bombing of the mill.", "bombing", "Lorien Front"),
        ("A bomb hit the mill. The Lorien Front claimed responsibility for the attack.", "bomb", "Lorien Front"),
        ("Rockets hit the base in an attack claimed by a group called The Wargs.", "hit", "Wargs"),
        ("The Lorien Front said it had carried out the attack on the mill.", "attack", "Lorien Front"),
        ("Responsibility for the ambush was claimed by the Lorien Front.", "ambush", "Lorien Front"),
    ],
)
def test_claim_of_responsibility(text: str, trigger: str, who: str) -> None:
    doc = analysed(text)
    claimed, denied = find_responsibility(doc, (mention(doc, trigger),))
    assert [e.name for e in claimed] == [who]
    assert denied == ()


@pytest.mark.parametrize(
    "text",
    [
        "No group has claimed responsibility for the bombing of the mill.",
        "Police blamed the Lorien Front for the bombing of the mill.",
        "The Lorien Front did not claim responsibility for the bombing of the mill.",
    ],
)
def test_nobody_claims(text: str) -> None:
    doc = analysed(text)
    assert find_responsibility(doc, (mention(doc, "bombing"),)) == ((), ())


def test_denial_goes_on_the_accused_act() -> None:
    doc = analysed("The Lorien Front denied any involvement in the bombing of the mill.")
    claimed, denied = find_responsibility(doc, (mention(doc, "bombing"),))
    assert claimed == ()
    assert [e.name for e in denied] == ["Lorien Front"]


def test_claim_carries_the_registry_id() -> None:
    doc = analysed("The Lorien Front claimed responsibility for the bombing of the mill.")
    span = Span(4, 16)
    actor = Actor(
        "a0", "Lorien Front", ActorKind.REBEL_GROUP, (ActorMention(span, "Lorien Front", "name"),), registry_id="lf"
    )
    claimed, _ = find_responsibility(doc, (mention(doc, "bombing"),), (actor,))
    assert [(e.name, e.id) for e in claimed] == [("Lorien Front", "lf")]


def test_speech_tables_are_read() -> None:
    assert load_speech_verbs()["claim"].stance is Stance.ALLEGES
    assert "reuters" in load_outlets().names
    weights = load_attribution_weights()
    assert 0 < weights["threshold"] < 1


def test_speeches_of_one_interview_keep_its_outlet_until_somebody_else_speaks() -> None:
    doc = analysed(
        'The truce is over, Faramir told the Bree Herald on Tuesday. "We owe them nothing," Faramir said. '
        '"The bridge is open," Boromir said. "It is a lie," Faramir said.'
    )
    told = {s.content.of(doc.text).strip('",. '): s.outlet for s in find_speeches(doc)}
    assert told["We owe them nothing"] == "the Bree Herald"
    assert told["The bridge is open"] is None
    assert told["It is a lie"] is None


@pytest.mark.parametrize("who", ["Foreign Secretary Tom Cotton", "The Foreign Secretary"])
def test_statement_is_of_whoever_says_it_a_named_person_or_an_office(who: str) -> None:
    doc = analysed(
        f"The Foreign Secretary comments on the raid.\n{who} said:\nThe riders must leave Bree. Gondor will watch them."
    )
    told = [s.content.of(doc.text) for s in find_speeches(doc) if s.manner == "statement"]
    assert told == ["The riders must leave Bree.", "Gondor will watch them."]
