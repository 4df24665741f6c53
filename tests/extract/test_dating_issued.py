"""Statements in the third person: who speaks for itself in a report, and which words are its own."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.extract.dating import date_event
from truceline.extract.dating_issued import find_issuers
from truceline.extract.times import find_times

_ISSUED = (
    "The Council of Rohan is following what happens at the fords. Riders burned two mills there on Sunday. The "
    "envoys left the day after. The Council of Rohan deplores the loss of the mills. Each camp accuses the other of "
    "the fire. The Council demands that both withdraw. It will not accept another raid. The lord of Isengard rejects "
    'the charge. A herald said on Monday: "The Council calls for calm."'
)
"""A statement with others' stances and a quotation in it."""


def day_of(text: str, trigger: str, kind: str) -> str | None:
    doc = analysed(text, "2024-08-21")
    span = span_of(doc, trigger)
    mention = EventMention(span, doc.sentence_at(span.start), EventType(kind), None, Status.ACTUAL)
    found = date_event(doc, [mention], find_times(doc, anchor=doc.report.date), anchor=doc.report.date)
    return str(found[0].first_day) if found else None


@pytest.mark.parametrize(
    ("trigger", "kind"),
    [("deplores", "ACCUSE"), ("demands", "REQUEST"), ("accept", "REJECT")],
)
def test_issued_words_are_of_the_reports_day(trigger: str, kind: str) -> None:
    assert day_of(_ISSUED, trigger, kind) == "2024-08-21"


@pytest.mark.parametrize(("trigger", "kind"), [("accuses", "ACCUSE"), ("rejects", "REJECT")])
def test_issued_statement_leaves_the_stance_of_others_undated(trigger: str, kind: str) -> None:
    assert day_of(_ISSUED, trigger, kind) is None


def test_issued_demand_alone_is_a_reporters_present() -> None:
    told = _ISSUED.replace("deplores the loss", "has counted the loss")
    assert day_of(told, "demands", "REQUEST") is None


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("The Mission in Rohan (UNMIR) is at work. The Mission regrets the delay.", "mission unmir"),
        ("The Ministry of Lore of Gondor welcomes the truce.", "ministry lore gondor"),
        ("The Mission welcomed the truce.", ""),  # told, not said
        ('"The Mission welcomes the truce," he said.', ""),
        ("Peter Jackson welcomes the truce.", ""),  # a witness
        ("Angry residents of Bree express fear of the truce.", ""),  # a crowd
        ("The resolution condemns the raid.", ""),  # a paper
        ("We welcome the truce.", ""),
    ],
)
def test_issuers_are_bodies_that_speak_in_the_present(text: str, issuers: str) -> None:
    assert find_issuers(analysed(text, "2024-08-21")) == frozenset(issuers.split())
