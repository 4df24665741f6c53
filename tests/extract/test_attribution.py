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


def one(claims: list[Any]) -> Any:
    """What is claimed and denied of the only event asked about."""
    assert len(claims) == 1
    return claims[0]


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
    claimed, denied = one(find_responsibility(doc, [(mention(doc, trigger),)]))
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
    assert one(find_responsibility(doc, [(mention(doc, "bombing"),)])) == ((), ())


def claims_of(text: str, *triggers: str) -> list[list[str]]:
    """Who claims each of the acts with these triggers."""
    doc = analysed(text)
    found = find_responsibility(doc, [(mention(doc, words),) for words in triggers])
    return [[e.name for e in claimed] for claimed, _ in found]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A bomb hit the mill. The Lorien Front said it was behind the attack.", "Lorien Front"),
        ("A bomb hit the mill. The Lorien Front said that it had done it.", "Lorien Front"),
        ("A bomb hit the mill. The Lorien Front claimed it.", "Lorien Front"),
        ("A bomb hit the mill. The Lorien Front owned up to the attack.", "Lorien Front"),
        ("A bomb hit the mill. The Lorien Front admitted the bombing.", "Lorien Front"),
        ("A bomb hit the mill. The Lorien Front claimed the mill.", "Lorien Front"),
        ("A bomb hit the mill. A caller said the Lorien Front had carried out the attack.", "Lorien Front"),
        ("A bomb hit the mill. A statement by the Lorien Front claimed the attack.", "Lorien Front"),
    ],
)
def test_an_act_is_claimed_in_many_words(text: str, who: str) -> None:
    assert claims_of(text, "bomb") == [[who]]


@pytest.mark.parametrize(
    "text",
    [
        "A bomb hit the mill. Nobody said it was behind the attack.",
        "A bomb hit the mill. The Lorien Front did not say whether it had done it.",
        "A bomb hit the mill. The Lorien Front has not so far claimed the attack.",
        "A bomb hit the mill. The flood claimed twelve lives.",
        "A bomb hit the mill. The Lorien Front claimed victory.",
        "A bomb hit the mill. The Lorien Front, which claims the island, was silent.",
        "A bomb hit the mill. The Lorien Front said it would carry out the attack.",
        "A bomb hit the mill. The Lorien Front said it had carried out no attack.",
        "A bomb hit the mill. The Lorien Front said it deplored the attack.",
        "A bomb hit the mill near a station owned by the Lorien Front.",
        "A bomb hit the mill. The Lorien Front claimed that people in all the towns it held were glad.",
        "A bomb hit the mill. The Lorien Front, acknowledging the wounds of the war, told its men to forgive.",
        "Two hundred riders have been killed since the bombing, which Boromir admitted had been based on wrong maps.",
    ],
)
def test_what_claims_nothing(text: str) -> None:
    assert claims_of(text, "bomb" if "bomb " in text else "killed") == [[]]


def test_it_is_the_act_told_last_and_both_are_the_last_two() -> None:
    text = "A bomb hit the mill. Gunmen shot a miller. A rider was ambushed. The Lorien Front claimed {}."
    triggers = ("bomb", "shot", "ambushed")
    assert claims_of(text.format("it"), *triggers) == [[], [], ["Lorien Front"]]
    assert claims_of(text.format("both"), *triggers) == [[], ["Lorien Front"], ["Lorien Front"]]
    assert claims_of(text.format("the mill attack"), *triggers) == [["Lorien Front"], [], []]


def test_own_deeds_of_a_group_are_claimed_and_those_of_an_army_reported() -> None:
    assert claims_of("The Lorien Front said its fighters had ambushed a patrol.", "ambushed") == [["Lorien Front"]]
    assert claims_of("The army said its soldiers had ambushed a patrol.", "ambushed") == [[]]
    assert claims_of("The Lorien Front said it had clashed with a patrol.", "clashed") == [[]]


def test_a_denial_of_something_else_is_not_of_the_act_before() -> None:
    for words in (
        "denied having paid a ransom",
        "dismissed suggestions that a mill is no place for children",
        "denied any link between the mill and the talks",
    ):
        doc = analysed(f"A bomb hit the mill. The Lorien Front {words}.")
        _, denied = one(find_responsibility(doc, [(mention(doc, "bomb"),)]))
        assert denied == ()
    doc = analysed("A bomb hit the mill. The Lorien Front neither confirmed nor denied the attack.")
    assert one(find_responsibility(doc, [(mention(doc, "bomb"),)])) == ((), ())


@pytest.mark.parametrize(
    "words", ["said the report was false", "dismissed the claim", "denied it", "said it had no part in it"]
)
def test_who_calls_the_report_false_denies_the_act(words: str) -> None:
    doc = analysed(f"A bomb hit the mill. The Lorien Front {words}.")
    _, denied = one(find_responsibility(doc, [(mention(doc, "bomb"),)]))
    assert [e.name for e in denied] == ["Lorien Front"]


def test_denial_goes_on_the_accused_act() -> None:
    doc = analysed("The Lorien Front denied any involvement in the bombing of the mill.")
    claimed, denied = one(find_responsibility(doc, [(mention(doc, "bombing"),)]))
    assert claimed == ()
    assert [e.name for e in denied] == ["Lorien Front"]


def test_claim_carries_the_registry_id() -> None:
    doc = analysed("The Lorien Front claimed responsibility for the bombing of the mill.")
    span = Span(4, 16)
    actor = Actor(
        "a0", "Lorien Front", ActorKind.REBEL_GROUP, (ActorMention(span, "Lorien Front", "name"),), registry_id="lf"
    )
    claimed, _ = one(find_responsibility(doc, [(mention(doc, "bombing"),)], (actor,)))
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


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        ("Raiders killed four men in Bree on Monday, police sources said.", "police"),
        ("Raiders killed four men on Monday, foreign ministry spokesman Halbarad Dunadan said.", "foreign ministry"),
        ("Raiders killed four men in Bree on Monday, a security official said.", None),
        ("Raiders killed four men in Bree on Monday, rights activists said.", None),
    ],
)
def test_a_noun_before_an_office_is_a_body_only_where_it_names_one(text: str, affiliation: str | None) -> None:
    assert [s.affiliation for s in find_speeches(analysed(text))][:1] == [affiliation]


@pytest.mark.parametrize(
    "text",
    [
        "Police blamed the Red Brigades, which said they had nothing to do with the bombing.",
        "The envoy told the Security Council that the truce had broken down.",
    ],
)
def test_attribution_neither_the_accused_nor_a_body_that_is_told_is_an_outlet(text: str) -> None:
    assert all(s.outlet is None for s in find_speeches(analysed(text)))
