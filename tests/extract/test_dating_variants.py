"""Days that a length of time gives: how long a visit was, how long after a raid, within how long."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span
from truceline.extract.dating_features import Candidate, echoed, find_candidates, with_length
from truceline.extract.dating_lengths import days_named_together, stretches, whole_length
from truceline.extract.dating_story import Story, tell_story
from truceline.extract.dating_variants import compares, cut_at_report, variants
from truceline.extract.times import find_times

MONDAY = date(2024, 8, 19)
NOTHING = Candidate("null", None, None, None, {})


def story_of(doc: Document) -> Story:
    return tell_story(doc, find_times(doc, anchor=doc.report.date), doc.report.date)


def mention(doc: Document, trigger: str | Span, kind: str, status: Status = Status.ACTUAL) -> EventMention:
    span = trigger if isinstance(trigger, Span) else span_of(doc, trigger)
    return EventMention(span, doc.sentence_at(span.start), EventType(kind), None, status)


def days_of(found: tuple[date, date] | None) -> tuple[str, str] | None:
    return (found[0].isoformat(), found[1].isoformat()) if found else None


@pytest.mark.parametrize(
    ("text", "trigger", "days"),
    [
        ("The king arrived in Bree on Monday for a five-day visit.", "arrived", ("2024-08-19", "2024-08-23")),
        ("The king arrived in Bree on Monday for a five-day visit.", "visit", ("2024-08-19", "2024-08-23")),
        ("The king wrapped up a four-day visit to Rohan on Monday.", "wrapped up", ("2024-08-16", "2024-08-19")),
        ("The king returned on Monday from a three-day visit to Rohan.", "returned", ("2024-08-17", "2024-08-19")),
        ("Envoys opened a four-day summit in Edoras on Monday.", "summit", ("2024-08-19", "2024-08-22")),
        ("The king spoke on Monday after his recent three-day visit to Rohan.", "visit", None),
        ("The king spoke on Monday after a three-day visit to Rohan.", "spoke", None),
        ("Raiders burned a mill on Monday during a five-day visit by the king.", "burned", None),
        ("The king began a two-day visit on Monday.", "visit", None),
    ],
)
def test_dating_a_day_stands_for_the_whole_of_what_began_or_ended_on_it(
    text: str, trigger: str, days: tuple[str, str] | None
) -> None:
    doc = analysed(text)
    found = whole_length(doc, mention(doc, trigger, "CONSULT"), story_of(doc).counted, MONDAY)
    assert days_of(found) == days


def test_dating_what_is_still_to_come_keeps_the_day_it_begins() -> None:
    doc = analysed("The king will arrive in Bree on Monday for a five-day visit.")
    counted = story_of(doc).counted
    assert whole_length(doc, mention(doc, "arrive", "CONSULT", Status.FUTURE), counted, MONDAY) is None
    assert whole_length(doc, mention(doc, "arrive", "CONSULT"), counted, MONDAY) is not None


def test_dating_only_a_single_day_is_made_longer() -> None:
    doc = analysed("The king arrived in Bree on Monday for a five-day visit.")
    story, arrived = story_of(doc), mention(doc, "arrived", "CONSULT")
    week = Candidate("time", date(2024, 8, 12), date(2024, 8, 18), None, {})
    assert with_length(story, arrived, week) is week
    assert with_length(story, arrived, NOTHING) is NOTHING
    longer = with_length(story, arrived, Candidate("time", MONDAY, MONDAY, None, {"only": 1.0}))
    assert (longer.first_day, longer.last_day) == (MONDAY, date(2024, 8, 23))
    assert longer.features == {"only": 1.0, "length": 1.0}


def stretched(text: str, trigger: str) -> list[tuple[str, str] | None]:
    """The days that the sentence's length of time gives an assault told at the trigger."""
    doc = analysed(text)
    story, told = story_of(doc), mention(doc, trigger, "ASSAULT")
    head = doc.syntactic_head(told.trigger)
    (time,) = story.counted
    return [days_of(days) for days, _ in stretches(story, told, head, time, list(story.times))]


def test_dating_counts_back_only_for_what_stands_in_the_clause_of_after() -> None:
    before = "Three days after the raid, riders burned the camp on Tuesday."
    assert stretched(before, "raid") == [("2024-08-17", "2024-08-17")]
    assert stretched(before, "burned") == []
    behind = "Riders burned the camp on Tuesday, three days after raiders attacked the mill."
    assert stretched(behind, "attacked") == [("2024-08-17", "2024-08-17")]
    assert stretched(behind, "burned") == []


def test_dating_within_so_long_of_another_deed_is_no_stretch_up_to_the_report() -> None:
    assert stretched("They fought within two weeks.", "fought") == [("2024-08-07", "2024-08-21")]
    assert stretched("They fought within two weeks of his capture.", "fought") == []
    assert stretched("They fought within two weeks of his capture.", "capture") == []


def echo(lead: str, status: Status = Status.ACTUAL, choice: Candidate = NOTHING) -> Candidate:
    """What dates "the bombing" far below a lead."""
    doc = analysed(f"{lead} The king spoke to the guild. Carts stood idle.\n\nNine guards died in the bombing.")
    last = Span(doc.text.rindex("bombing"), len(doc.text) - 1)
    return echoed(story_of(doc), mention(doc, last, "ASSAULT", status), choice)


def test_dating_a_deed_takes_the_day_that_the_report_gives_its_noun_elsewhere() -> None:
    held = "Two men were held over the August 7 bombings of the mill."
    found = echo(held)
    assert (found.kind, found.first_day, found.last_day) == ("time", date(2024, 8, 7), date(2024, 8, 7))
    told_of = Candidate("story", MONDAY, MONDAY, None, {})
    assert echo(held, choice=told_of).first_day == date(2024, 8, 7)
    assert echo(held, Status.FUTURE) is NOTHING


@pytest.mark.parametrize(
    "lead",
    [
        "The August 7 bombings and the August 9 bombing of the mill shook the town.",
        "Two men were held over the August 7 fire of the mill.",
        "Two men were held over the bombings of the mill on a street.",
        "Two men were held over the 2023 bombings of the mill.",
    ],
    ids=["two days", "another noun", "no day", "a year"],
)
def test_dating_a_deed_takes_no_day_where_its_noun_has_none_or_several(lead: str) -> None:
    assert echo(lead) is NOTHING


def test_dating_a_day_beside_a_deed_is_not_given_up_for_that_of_its_noun_elsewhere() -> None:
    beside = Candidate("time", MONDAY, MONDAY, None, {})
    assert echo("Two men were held over the August 7 bombings of the mill.", choice=beside) is beside


def counted_days(
    text: str, trigger: str, kind: str = "ASSAULT", status: Status = Status.ACTUAL
) -> list[tuple[str, str]]:
    """Days that the lengths of time in a text give a mention."""
    doc = analysed(text)
    story, own = story_of(doc), mention(doc, trigger, kind, status)
    head = doc.syntactic_head(own.trigger)
    here = [t for t in story.times if doc.sentence_at(t.span.start) == own.sentence]
    found = [days_of(days) for time in story.counted for days, _ in stretches(story, own, head, time, here)]
    return [days for days in found if days is not None]


def test_dating_a_length_of_time_for_what_is_to_come_counts_on_from_the_report() -> None:
    text = "The riders could be deployed {} ten days, the queen announced on Monday."
    found = counted_days(text.format("within"), "deployed", "MOBILIZE", Status.HYPOTHETICAL)
    assert found == [("2024-08-21", "2024-08-31")]
    assert counted_days(text.format("for"), "deployed", "MOBILIZE", Status.HYPOTHETICAL) == []
    past = counted_days("The riders were deployed for ten days.", "deployed", "MOBILIZE")
    assert past == [("2024-08-11", "2024-08-21")]


@pytest.mark.parametrize(
    ("text", "trigger", "days"),
    [
        ("A week of protests shook Bree.", "protests", [("2024-08-14", "2024-08-21")]),
        ("The envoys came to Bree on Monday after days of clashes.", "clashes", [("2024-08-12", "2024-08-19")]),
        ("The envoys came to Bree on Monday after nine days of snow and left before clashes.", "clashes", []),
    ],
)
def test_dating_what_fills_a_length_of_time_lasted_so_long(
    text: str, trigger: str, days: list[tuple[str, str]]
) -> None:
    assert counted_days(text, trigger, "PROTEST") == days


def test_dating_what_will_fill_a_length_of_time_has_no_days_behind() -> None:
    assert counted_days("The guilds called for a week of protests.", "protests", "PROTEST", Status.FUTURE) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The council fell on Monday, days after the king was accused.", [("2024-08-12", "2024-08-18")]),
        ("The council fell on Monday, several weeks after the king was accused.", [("2024-07-20", "2024-08-12")]),
        ("The council fell on Monday, four years after the king was accused.", [("2020-01-01", "2020-12-31")]),
        ("The council fell on Monday, a year after the king was accused.", [("2023-08-01", "2023-08-31")]),
    ],
)
def test_dating_counts_vague_lengths_by_the_codebook_and_years_as_whole(text: str, days: list[tuple[str, str]]) -> None:
    assert counted_days(text, "accused", "ACCUSE") == days


def test_dating_a_length_of_what_came_before_is_none_of_the_deed() -> None:
    text = "The riders had {} the last fort in the valley after {}."
    for before in ("a siege of three weeks", "a three-week siege"):
        assert counted_days(text.format("captured", before), "captured", "ASSAULT") == []
    assert counted_days("The riders had besieged the last fort for three weeks.", "besieged", "ASSAULT")


def test_dating_a_fight_may_last_longer_than_a_visit() -> None:
    text = "The 34-day {} ended in Bree on Monday."
    assert ("2024-07-17", "2024-08-19") in counted_days(text.format("siege"), "siege", "COERCE")
    assert ("2024-07-17", "2024-08-19") not in counted_days(text.format("visit"), "visit", "CONSULT")


def test_dating_a_meeting_lasts_as_long_as_its_verb_says() -> None:
    text = "The talks in Bree will open on Friday and {} three days."
    ahead = ("2024-08-23", "2024-08-25")
    assert ahead in counted_days(text.format("are expected to last for"), "talks", "CONSULT", Status.FUTURE)
    assert ahead not in counted_days(text.format("are expected to pause for"), "talks", "CONSULT", Status.FUTURE)


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("It was the worst raid on Bree in two years.", True),
        ("It was the first raid on Bree for ten weeks.", True),
        ("It was the third raid on Bree in two years.", False),
        ("They were the first guards to be killed in two weeks.", False),
        ("It was the first thing they had shared in two years of fighting.", False),
        ("Raiders came to Bree in two weeks.", False),
    ],
)
def test_dating_a_length_of_time_that_only_measures_a_rank_is_no_date(text: str, ranks: bool) -> None:
    doc = analysed(text)
    (time,) = find_times(doc, anchor=doc.report.date)
    assert compares(doc, time) is ranks


def test_dating_a_period_up_to_the_report_is_not_cut_for_what_lay_ahead() -> None:
    doc = analysed("The envoys were to meet earlier this month, and will meet this month.")
    past, whole = find_times(doc, anchor=doc.report.date)
    assert days_of(cut_at_report(past, Status.FUTURE, doc.report.date)) == ("2024-08-01", "2024-08-21")
    assert days_of(cut_at_report(whole, Status.FUTURE, doc.report.date)) == ("2024-08-21", "2024-08-31")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("The siege imposed on August 5 starved Bree.", True),
        ("The siege, which began on August 5, starved Bree.", True),
        ("The siege denounced on August 5 starved Bree.", False),
    ],
)
def test_dating_what_began_on_a_day_may_last_to_the_report(text: str, begins: bool) -> None:
    doc = analysed(text)
    story, own = story_of(doc), mention(doc, "siege", "COERCE")
    head = doc.syntactic_head(own.trigger)
    found = [days_of(days) for days, _ in variants(story, own, head, None, story.times[0])]
    assert (("2024-08-05", "2024-08-21") in found) is begins


@pytest.mark.parametrize(
    ("text", "words", "ranks"),
    [
        ("Aldor is the first reeve to visit Bree over the past 13 years.", "the past 13 years", True),
        ("It was the fifth raid since Aldor took the seat in 2021.", "2021", True),
        ("Raids have gone on since Aldor took the seat in 2021.", "2021", False),
    ],
)
def test_dating_a_rank_is_counted_over_a_time_that_is_not_its_own(text: str, words: str, ranks: bool) -> None:
    doc = analysed(text)
    time = next(t for t in find_times(doc, anchor=doc.report.date) if t.text == words)
    assert compares(doc, time) is ranks


def test_dating_the_deed_since_which_something_is_the_first_has_its_own_day() -> None:
    doc = analysed("Rohan votes on Thursday for the first time since the 2003 invasion by Gondor.")
    found = [c for c in find_candidates(story_of(doc), mention(doc, "invasion", "ASSAULT")) if c.kind != "null"]
    assert {(c.kind, c.first_day) for c in found if c.features.get("under_trigger") or c.features.get("onset")} == {
        ("time", date(2003, 1, 1))
    }
    assert all(c.kind == "time" for c in found)


def test_dating_days_of_riots_beside_a_month_long_past_are_not_those_up_to_the_report() -> None:
    assert stretched("The decree sparked three days of riots.", "riots") == [("2024-08-18", "2024-08-21")]
    assert stretched("The decree of July 2 sparked three days of riots.", "riots") == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The council will meet on Friday and Saturday in Bree.", ("2024-08-23", "2024-08-24")),
        ("The council met on May 3, 4 and 5 in Bree.", ("2024-05-03", "2024-05-05")),
        ("The council met on Sunday and Tuesday in Bree.", None),
        ("The council met on Sunday, and on Monday riders burned the mill.", None),
    ],
)
def test_dating_days_named_together_are_one_stretch(text: str, days: tuple[str, str] | None) -> None:
    doc = analysed(text)
    times = story_of(doc).times
    assert days_of(days_named_together(doc, times, times[0])) == days


def test_dating_a_deed_of_a_since_clause_is_of_its_day_and_does_not_go_on() -> None:
    doc = analysed("Songs have been sung each year since riders burned the mill in 1989.")
    (time,) = story_of(doc).times
    told = mention(doc, "burned", "ASSAULT")
    head = doc.syntactic_head(told.trigger)
    assert [days_of(d) for d, _ in variants(story_of(doc), told, head, head, time)] == [("1989-01-01", "1989-12-31")]


def test_dating_years_of_raids_may_hold_the_month_named_beside_them() -> None:
    text = "The lull of last March came after four decades of raids."
    assert [d and d[1] for d in stretched(text, "raids")] == ["2024-08-21"]
