"""The day of an event: own sentence, story, defaults that say so, several dates, none."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType, Role, Status
from truceline.domain.mentions import DateReading, EventMention, RoleFill
from truceline.domain.text import Document, Report, Span
from truceline.errors import BadData
from truceline.extract.dating import date_event, date_with
from truceline.extract.times import find_times
from truceline.resources import tables
from truceline.resources.dating import load_dating_weights


def mention(
    doc: Document, trigger: str, kind: str = "ASSAULT", status: str = "actual", when: str | None = None, n: int = 0
) -> EventMention:
    start = -1
    for _ in range(n + 1):
        start = doc.text.index(trigger, start + 1)
    roles = ()
    if when is not None:
        at = doc.text.index(when)
        roles = (RoleFill(Role.TIME, Span(at, at + len(when))),)
    return EventMention(
        trigger=Span(start, start + len(trigger)),
        sentence=doc.sentence_at(start),
        type=EventType(kind),
        mode=None,
        status=Status(status),
        roles=roles,
    )


def dates(doc: Document, *group: EventMention) -> tuple[DateReading, ...]:
    return date_event(doc, group, find_times(doc, anchor=doc.report.date), anchor=doc.report.date)


def days(readings: tuple[DateReading, ...]) -> list[tuple[str, str]]:
    return [(r.first_day.isoformat(), r.last_day.isoformat()) for r in readings]


TWO_EVENTS = (
    "Raiders from Mordor attacked the town of Bree on Monday, killing four guards, the mayor said on Tuesday. "
    "In mid-July, Gondor had shelled a mill near Osgiliath."
)


def test_dating_takes_the_day_that_governs_the_trigger_not_the_day_of_saying() -> None:
    doc = analysed(TWO_EVENTS)
    found = dates(doc, mention(doc, "attacked"))
    assert days(found)[0] == ("2024-08-19", "2024-08-19")
    assert found[0].words == "Monday"
    assert found[0].span is not None
    assert "Monday" in found[0].reason


def test_dating_gives_each_event_its_own_date() -> None:
    doc = analysed(TWO_EVENTS)
    assert days(dates(doc, mention(doc, "shelled")))[0] == ("2024-07-11", "2024-07-20")


def test_dating_a_past_act_of_a_one_day_report_takes_that_day_and_says_from_where() -> None:
    doc = analysed(
        "Rebels of Angmar stormed a fort in northern Arnor on Tuesday, killing nine soldiers, officials said.\n\n"
        "The attackers fled towards the hills after the fighting."
    )
    found = dates(doc, mention(doc, "fled", "RETREAT"))
    assert days(found)[0] == ("2024-08-20", "2024-08-20")
    assert "Tuesday" in found[0].reason


def test_dating_default_of_a_statement_is_named_as_a_default() -> None:
    doc = analysed(
        "We condemn the raid on the mill of Bree. We call on our neighbours in Angmar to hand over the raiders. "
        "Our guards stand ready, and we ask all sides to keep calm."
    )
    found = dates(doc, mention(doc, "condemn", "ACCUSE"))
    assert days(found)[0] == (doc.report.date.isoformat(), doc.report.date.isoformat())
    assert found[0].words == ""
    assert "default" in found[0].reason


def test_dating_leaves_a_standing_stance_undated() -> None:
    doc = analysed(
        "Rebels of Angmar stormed a fort in northern Arnor on Tuesday, officials said.\n\n"
        "The fort lies by the river.\n\nIt has forty rooms.\n\nAngmar wants the river valley for itself."
    )
    assert dates(doc, mention(doc, "wants", "REQUEST")) == ()


def test_dating_future_event_takes_the_day_ahead() -> None:
    doc = analysed("The envoys of Gondor and Rohan will meet on Friday in Edoras, the steward said on Tuesday.")
    found = dates(doc, mention(doc, "meet", "CONSULT", "future"))
    assert days(found)[0] == ("2024-08-23", "2024-08-23")


def test_dating_since_opens_a_period_for_what_goes_on_and_not_for_what_began() -> None:
    doc = analysed("Guards have fought hundreds of skirmishes since March, when Mordor broke the truce.")
    assert days(dates(doc, mention(doc, "skirmishes")))[0] == ("2024-03-01", "2024-08-21")
    assert days(dates(doc, mention(doc, "broke")))[0] == ("2024-03-01", "2024-03-31")


def test_dating_takes_a_range_whole() -> None:
    doc = analysed("The riders declared a truce from March 3, 2023 to May 3, 2023 in the hope of talks.")
    assert days(dates(doc, mention(doc, "declared", "CONCEDE")))[0] == ("2023-03-03", "2023-05-03")


def test_dating_keeps_both_dates_of_a_report_that_contradicts_itself() -> None:
    doc = analysed(
        "Raiders attacked the town of Bree on Monday, the mayor said.\n\n"
        "A guard told the paper that the raiders attacked the town on Sunday."
    )
    found = dates(doc, mention(doc, "attacked"), mention(doc, "attacked", n=1))
    assert sorted(days(found)) == [("2024-08-18", "2024-08-18"), ("2024-08-19", "2024-08-19")]


def test_dating_puts_the_more_specific_of_two_dates_first() -> None:
    doc = analysed(
        "An airstrike in southern Arnor last week killed thirty raiders, the governor said on Tuesday.\n\n"
        "Jets bombed a camp near the river on Wednesday, August 14."
    )
    found = dates(doc, mention(doc, "airstrike"), mention(doc, "bombed"))
    assert days(found) == [("2024-08-14", "2024-08-14"), ("2024-08-12", "2024-08-18")]


def test_dating_counts_back_from_the_report_of_an_event_days_after() -> None:
    doc = analysed("The queen spoke on Tuesday, three days after raiders attacked the town of Bree.")
    assert days(dates(doc, mention(doc, "attacked")))[0] == ("2024-08-17", "2024-08-17")


def test_dating_follows_a_time_role_found_elsewhere() -> None:
    doc = analysed("Jets struck Bree on Aug. 1, and Rohan recalled its envoys from Edoras on Aug. 9.")
    assert days(dates(doc, mention(doc, "recalled", "SANCTION")))[0] == ("2024-08-09", "2024-08-09")
    helped = dates(doc, mention(doc, "recalled", "SANCTION", when="Aug. 1"))
    assert days(helped)[0] == ("2024-08-01", "2024-08-01")


def weighed(doc: Document, weights: dict[str, float], *group: EventMention) -> list[tuple[str, str]]:
    """As dates, by a few weights made for the case."""
    times = find_times(doc, anchor=doc.report.date)
    return days(date_with(doc, group, times, weights, anchor=doc.report.date))


def test_dating_a_main_mention_without_a_day_gets_none_from_a_later_one_by_default() -> None:
    doc = analysed(
        "Rebels of Angmar stormed a fort in northern Arnor on Tuesday, officials said.\n\n"
        "Angmar wants the river valley. The raiders burned a mill. Guards burned a camp on Monday."
    )
    weights = {"story": 1.0, "null:tense=present": 5.0, "step=0": 3.0}
    wants, by_default, on_monday = mention(doc, "wants"), mention(doc, "burned"), mention(doc, "burned", n=1)
    assert weighed(doc, weights, wants, by_default) == []
    assert weighed(doc, weights, by_default, wants) == [("2024-08-20", "2024-08-20")]
    assert weighed(doc, weights, wants, on_monday) == [("2024-08-19", "2024-08-19")]


def test_dating_narrows_no_period_to_the_onset_that_the_same_words_give() -> None:
    doc = analysed("Guards have fought skirmishes since August 5, when Mordor broke the truce.")
    weights = {"whole": 9.0, "onset&under": 3.0}
    period, onset = ("2024-08-05", "2024-08-21"), ("2024-08-05", "2024-08-05")
    assert weighed(doc, weights, mention(doc, "skirmishes"), mention(doc, "broke")) == [period, onset]


def test_dating_narrows_a_period_to_a_day_of_other_words() -> None:
    doc = analysed("Guards have fought skirmishes since August 5. Raiders burned the mill on August 9.")
    weights = {"whole": 9.0, "step=0": 3.0}
    period, day = ("2024-08-05", "2024-08-21"), ("2024-08-09", "2024-08-09")
    assert weighed(doc, weights, mention(doc, "skirmishes"), mention(doc, "burned")) == [day, period]


def test_dating_a_visit_of_some_days_is_not_narrowed_to_one_of_them() -> None:
    doc = analysed("The king arrived in Bree on Monday for a five-day visit. He met the mayor on Tuesday.")
    weights = {"type=DATE": 3.0, "under_trigger": 3.0}
    visit, met = mention(doc, "arrived", "CONSULT"), mention(doc, "met", "CONSULT")
    assert weighed(doc, weights, visit, met) == [("2024-08-19", "2024-08-23"), ("2024-08-20", "2024-08-20")]


def test_dating_a_noun_of_a_deed_below_the_lead_is_not_of_the_day_that_the_report_tells() -> None:
    doc = analysed(
        "Rebels of Angmar stormed a fort in northern Arnor on Tuesday, officials said.\n\n"
        "The king spoke. The rebels left the hills. The siege of the valley starved its towns."
    )
    weights = {"story": 1.0}
    assert weighed(doc, weights, mention(doc, "left")) == [("2024-08-20", "2024-08-20")]
    assert weighed(doc, weights, mention(doc, "siege")) == []
    assert weighed(doc, weights, mention(doc, "siege", "CONSULT")) == [("2024-08-20", "2024-08-20")]


def test_dating_a_day_more_than_three_before_the_report_is_not_the_one_it_tells_of() -> None:
    text = "Rebels of Angmar stormed a fort in northern Arnor on {}, officials said. The rebels then left."
    recent, old = analysed(text.format("August 18")), analysed(text.format("August 17"))
    assert weighed(recent, {"story": 1.0}, mention(recent, "left")) == [("2024-08-18", "2024-08-18")]
    assert weighed(old, {"story": 1.0}, mention(old, "left")) == []


def test_dating_without_times_or_analysis_never_raises() -> None:
    doc = Document(Report(date(2024, 8, 21), "Jets struck."), sentences=(Span(0, 12),))
    assert dates(doc, mention(doc, "struck")) == ()


def test_dating_of_no_mentions_is_no_reading() -> None:
    doc = analysed(TWO_EVENTS)
    assert dates(doc) == ()


def test_a_broken_line_of_weights_stops_with_its_number(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "dating_weights.tsv").write_text("feature\tweight\nstory\tmuch\n", encoding="utf-8")
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    with pytest.raises(BadData, match=":2"):
        load_dating_weights.__wrapped__()


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("Rohan signed a deal on August 12. The deal came two days after a raid on Bree.", "raid", "2024-08-10"),
        ("Rohan signed a deal on August 12. The deal came two days after riders burned Bree.", "burned", "2024-08-10"),
        ("A mill burned on August 12. Police came two days after the raid on Bree.", "raid", "2024-08-12"),
    ],
)
def test_dating_counts_back_from_the_sentence_to_what_it_came_after(text: str, trigger: str, day: str) -> None:
    doc = analysed(text)
    assert days(dates(doc, mention(doc, trigger)))[0] == (day, day)


def test_dating_counts_not_from_a_day_of_what_stands_behind_after() -> None:
    text = (
        "Raiders burned Bree on Tuesday. The attack came two days after the king offered to halt the war if the elves "
        "gave up the powers they took on February 1."
    )
    doc = analysed(text)
    assert days(dates(doc, mention(doc, "offered")))[0] == ("2024-08-18", "2024-08-18")
