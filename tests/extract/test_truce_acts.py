import json
from pathlib import Path

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span
from truceline.extract.events import read_fields
from truceline.extract.truce_acts import read_truce_action, read_truce_parties
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
