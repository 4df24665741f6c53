"""What the telling of an event says of its day: the past tense, an anniversary, a verb of saying, a story's day."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document
from truceline.extract.dating import dating_signs
from truceline.extract.dating_features import Candidate, echoed, find_candidates
from truceline.extract.dating_story import Story, tell_story
from truceline.extract.times import find_times


def story_of(doc: Document) -> Story:
    return tell_story(doc, find_times(doc, anchor=doc.report.date), doc.report.date)


def mention(doc: Document, trigger: str, kind: str = "ASSAULT", status: Status = Status.ACTUAL) -> EventMention:
    span = span_of(doc, trigger)
    return EventMention(span, doc.sentence_at(span.start), EventType(kind), None, status)


def candidates(text: str, trigger: str, kind: str = "ASSAULT", published: str = "2024-08-21") -> list[Candidate]:
    doc = analysed(text, published)
    return [c for c in find_candidates(story_of(doc), mention(doc, trigger, kind)) if c.kind == "time"]


def days(found: list[Candidate]) -> list[str]:
    return [str(c.first_day) for c in found]


def test_dating_a_day_ahead_of_a_past_deed_is_last_years() -> None:
    # October 3 is six weeks off, so that the day alone is read as the coming one
    found = candidates("Raiders came by night and had burned the mill on October 3, near the vote.", "burned")
    assert all(day < "2024-08-21" for day in days(found))


def test_dating_a_speech_act_of_the_past_has_no_day_still_to_come() -> None:
    text = "The riders gave the king until Saturday to leave."
    assert days(candidates(text, "gave", "REQUEST")) == []
    assert days(candidates(text.replace("Saturday", "August 24, 2024"), "gave", "REQUEST")) == []
    assert days(candidates(text.replace("Saturday", "August 24, 2024"), "gave", "AGREE")) == []
    assert days(candidates("The riders gave the king a list on August 14, 2024.", "gave", "REQUEST")) == ["2024-08-14"]


def test_dating_a_day_that_ends_a_deed_stays_ahead() -> None:
    assert "2024-08-24" in days(candidates("The town was placed under curfew until Saturday.", "placed", "COERCE"))


def test_dating_a_deed_told_as_done_has_no_day_ahead_of_another_clause() -> None:
    assert days(candidates("Eight men were arrested, and the trial opens on Friday.", "arrested", "COERCE")) == []


def test_dating_an_anniversary_is_of_the_day_years_before() -> None:
    text = "Arnor marked the {} anniversary on Monday of the shelling of Bree."
    assert days(candidates(text.format("first"), "shelling")) == ["2023-08-19"]
    assert days(candidates(text.format("10th"), "shelling")) == ["2014-08-19"]
    assert days(candidates(text.format("first"), "marked", "PROTEST")) == ["2024-08-19"]


def test_dating_knows_a_meeting_before_words_from_one_that_is_told() -> None:
    (spoke,) = candidates("The envoy told the heralds on Monday after a meeting with the king.", "meeting", "CONSULT")
    (met,) = candidates("The envoy told the heralds on Monday of a meeting with the king.", "meeting", "CONSULT")
    assert any(name.startswith("after_said") for name in spoke.features)
    assert not any(name.startswith("after_said") for name in met.features)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The council, which was sworn in yesterday, fled the town on Monday as riders came.", "Monday"),
        ("The council fled the town yesterday as riders who came on Monday burned it.", "yesterday"),
        ("The council, which was sworn in yesterday, fled the town.", "yesterday"),
    ],
)
def test_dating_a_report_does_not_tell_of_a_day_named_in_passing(text: str, day: str) -> None:
    told = story_of(analysed(text)).day
    assert told is not None
    assert told.text == day


def test_dating_a_day_before_the_verb_of_saying_is_of_what_is_said() -> None:
    text = "Guards and riders held talks in the old mill on Monday, officials from Rohan told the paper."
    (found,) = candidates(text, "held", "CONSULT")
    assert found.features["same_clause"] == 1.0
    (short,) = candidates("On Monday, officials told the paper that guards held talks in the mill.", "held", "CONSULT")
    assert short.features["same_clause"] == 0.0


def test_dating_signs_of_no_day_name_a_deed() -> None:
    doc = analysed("Raiders burned the mill. The king asked for calm.")
    for trigger, kind, deed in (("burned", "ASSAULT", 1.0), ("asked", "REQUEST", 0.0)):
        own = mention(doc, trigger, kind)
        found = find_candidates(story_of(doc), own)
        assert dating_signs(doc, found, own, lambda *_: None)[-1]["null:deed"] == deed


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        ("Rohan welcomes the decree of 18 August on the disbanded guards.", "welcomes", "SUPPORT"),
        ("The council condemns in the strongest terms the attempt yesterday on the steward.", "condemns", "ACCUSE"),
    ],
)
def test_dating_words_said_now_are_not_of_the_day_of_what_they_are_about(text: str, trigger: str, kind: str) -> None:
    assert candidates(text, trigger, kind) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rohan condemned the raid on Tuesday.",  # told in the past
        '"I object to the ban of August 18," the steward wrote.',  # his own words, of another day than the report's
    ],
)
def test_dating_words_told_in_the_past_or_quoted_keep_the_days_beside_them(text: str) -> None:
    assert candidates(text, "condemned" if "condemned" in text else "object", "ACCUSE") != []


def test_dating_the_day_of_telling_stays_with_what_is_said_in_the_present() -> None:
    text = "The riders in Rohan are ending the truce with Gondor, a member of a band told the paper on Tuesday."
    assert candidates(text, "ending", "REJECT") != []


def test_dating_the_year_of_a_law_is_no_day_of_what_is_done_under_it() -> None:
    assert candidates("Nine men were charged under the Treason Act 1995.", "charged", "ACCUSE") == []
    assert candidates("Nine men were held under the Treason Act of 1974.", "held", "COERCE") == []
    assert candidates("Nine men were held in 1974.", "held", "COERCE") != []


@pytest.mark.parametrize(
    ("text", "trigger", "found"),
    [
        ("Gondor on Tuesday condemned the bombing of a mill in Bree.", "bombing", []),
        ("Gondor condemned the bombing of the mills in Bree on Tuesday.", "bombing", []),
        ("Gondor condemned Tuesday's bombing of a mill in Bree.", "bombing", ["2024-08-20"]),
        ("Gondor condemns the bombing of a mill in Bree on Tuesday.", "bombing", ["2024-08-20"]),
        ("Gondor on Tuesday condemned the bombing of a mill, which took place on Friday.", "bombing", ["2024-08-16"]),
    ],
)
def test_dating_the_day_of_a_comment_is_not_that_of_the_deed(text: str, trigger: str, found: list[str]) -> None:
    assert days(candidates(text, trigger)) == found


def test_dating_a_deed_that_is_commented_on_takes_its_day_from_elsewhere_in_the_report() -> None:
    doc = analysed("Gondor on Tuesday condemned the bombing of a mill. The August 7 attacks killed nine.")
    story = story_of(doc)
    told = mention(doc, "bombing")
    null = next(c for c in find_candidates(story, told) if c.kind == "null")
    assert str(echoed(story, told, null).first_day) == "2024-08-07"


def test_dating_what_others_are_counted_since_is_not_of_the_reports_day() -> None:
    doc = analysed("The town has been calm since the riders declared a truce.")
    kinds = {c.kind for c in find_candidates(story_of(doc), mention(doc, "declared", "CONCEDE"))}
    assert kinds == {"null"}


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "found"),
    [
        ("The king and the reeve have agreed to meet in Bree on August 29.", "agreed", "AGREE", []),
        ("The king agreed on August 14 to meet the reeve.", "agreed", "AGREE", ["2024-08-14"]),
        ("The fair opens on Friday. Rohan sent 300 riders to the hills.", "sent", "MOBILIZE", []),
        ("The fair opened on Sunday. Rohan sent 300 riders to the hills.", "sent", "MOBILIZE", ["2024-08-18"]),
    ],
)
def test_dating_what_is_agreed_or_done_has_no_day_ahead(text: str, trigger: str, kind: str, found: list[str]) -> None:
    assert days(candidates(text, trigger, kind)) == found


def all_candidates(text: str, trigger: str, kind: str, status: Status) -> list[str]:
    doc = analysed(text)
    return [c.kind for c in find_candidates(story_of(doc), mention(doc, trigger, kind, status))]


def test_dating_what_is_to_come_has_no_day_by_default_nor_that_of_the_words() -> None:
    text = "The steward said on Tuesday that riders will attack the mill."
    assert all_candidates(text, "attack", "ASSAULT", Status.FUTURE) == ["null"]
    assert all_candidates(text, "attack", "ASSAULT", Status.ACTUAL)[-1] == "null"
    assert "story" in all_candidates(text, "attack", "ASSAULT", Status.ACTUAL)
    later = "The steward said on Tuesday that riders will attack the mill on Friday."
    assert all_candidates(later, "attack", "ASSAULT", Status.FUTURE) == ["time", "null"]


def test_dating_the_year_of_a_constitution_is_no_day_of_what_is_said_of_it() -> None:
    assert days(candidates("The reeve rejected the 1994 constitution of Arnor.", "rejected", "REJECT")) == []
    assert days(candidates("The reeve rejected the 1994 offer of Arnor.", "rejected", "REJECT")) == ["1994-01-01"]
