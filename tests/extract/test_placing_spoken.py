"""Where words are spoken: who speaks at a place, whom one meets, and whose deeds are condemned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.analysed import analysed
from tests.extract.test_placing_choice import at, places_of, stage_of
from truceline.domain.codes import EventType, PlaceKind, Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Span
from truceline.extract.placing import place_event
from truceline.extract.placing_signs import Scene, Stage, signs


@pytest.mark.parametrize(
    ("text", "trigger", "spoken"),
    [
        ("Boromir, speaking in Osgiliath, warned the raiders.", "warned", True),
        ("Boromir told a conference in Osgiliath on Monday. He warned the raiders.", "warned", True),
        ("Boromir told a conference in Osgiliath that he rejected the plan.", "rejected", True),
        ("Faramir told a conference in Osgiliath on Monday. Boromir warned the raiders.", "warned", False),
        ("Boromir, riding to Osgiliath, warned the raiders.", "warned", False),
    ],
)
def test_a_place_that_the_speaker_is_said_to_speak_at_is_told_by_a_sign(text: str, trigger: str, spoken: bool) -> None:
    stage = stage_of(text, trigger, EventType.THREATEN)
    assert ("spoken at" in signs(stage, at(stage, "Osgiliath"))) is spoken


def test_a_deed_is_not_spoken_anywhere() -> None:
    stage = stage_of("Boromir, speaking in Osgiliath, warned the raiders.", "warned", EventType.ASSAULT)
    assert "spoken at" not in signs(stage, at(stage, "Osgiliath"))


def condemned(text: str, mode: str | None) -> list[str]:
    doc = analysed(text)
    start = doc.text.index("condemned")
    event = EventMention(Span(start, start + 9), 0, EventType.ACCUSE, mode, Status.ACTUAL)
    return [r.place.name for r in place_event(doc, (event,), places_of(doc), lambda m, s: 0.999)]


def test_a_condemned_deed_elsewhere_gives_no_place_whatever_the_network_says() -> None:
    text = "The steward condemned the attack in Osgiliath."
    stage = stage_of(text, "condemned", EventType.ACCUSE)
    assert not stage.is_of_deed_condemned(0)
    blamed = Stage(stage.scene, [replace(stage.group[0], mode="disapprove")])
    assert blamed.is_of_deed_condemned(0)
    assert condemned(text, "disapprove") == []


def test_condemning_at_a_place_or_a_town_itself_is_not_shut_out() -> None:
    for text in ("In Osgiliath the steward condemned the attack.", "The steward condemned the mayor in Osgiliath."):
        stage = stage_of(text, "condemned", EventType.ACCUSE)
        assert not Stage(stage.scene, [replace(stage.group[0], mode="disapprove")]).is_of_deed_condemned(0)


def test_what_is_to_come_has_a_sign_for_places_that_its_sentences_leave_out() -> None:
    text = "Raiders burned a mill in Bree. The envoys will meet."
    assert "T future, in none of its sentences" in signs(stage_of(text, "meet", EventType.CONSULT, Status.FUTURE), 0)
    assert "future, in none of its sentences" not in signs(stage_of(text, "meet", EventType.CONSULT), 0)
    here = stage_of("The envoys will meet in Bree.", "meet", EventType.CONSULT, Status.FUTURE)
    assert "future, in none of its sentences" not in signs(here, 0)


@pytest.mark.parametrize(
    ("text", "type_", "met"),
    [
        ("The steward held talks with the Arnor leader.", EventType.CONSULT, True),
        ("The steward held talks with the Arnor leader.", EventType.AGREE, False),
        ("The Arnor leader held talks with the steward.", EventType.CONSULT, False),
    ],
)
def test_talks_have_a_sign_for_the_country_of_whom_they_are_with(text: str, type_: EventType, met: bool) -> None:
    doc = analysed(text)
    acting = tuple(replace(p, acts=True) for p in places_of(doc))
    span = Span(doc.text.index("held"), doc.text.index("held") + 4)
    stage = Stage(Scene(doc, acting), (EventMention(span, 0, type_, None, Status.ACTUAL),))
    assert acting[0].kind is PlaceKind.COUNTRY
    assert ("is the country met" in signs(stage, 0)) is met


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("The envoy, who is chairing talks in Osgiliath, rejected the siege.", True),
        ("The raiders rejected the deal that others had signed in Osgiliath.", True),
        ("The envoy, who was visiting Osgiliath, rejected the siege.", False),
        ("The envoy in Osgiliath rejected the siege.", False),
        ("The envoy, who rejected the siege in Osgiliath, is a guest.", False),
    ],
)
def test_a_relative_clause_beside_the_words_spoken_gives_them_no_place(text: str, aside: bool) -> None:
    stage = stage_of(text, "rejected", EventType.REJECT)
    assert stage.is_aside(at(stage, "Osgiliath")) is aside


def test_a_deed_may_be_where_its_relative_clause_says() -> None:
    stage = stage_of("Riders stormed the hall that stands in Osgiliath.", "stormed", EventType.ASSAULT)
    assert not stage.is_aside(at(stage, "Osgiliath"))


def test_the_seat_of_a_group_is_no_place_of_what_it_tells() -> None:
    stage = stage_of("The Osgiliath-based society counted 40 men shot.", "shot", EventType.ASSAULT)
    assert stage.scene.is_nowhere(at(stage, "Osgiliath"))
    stage = stage_of("The society counted 40 men shot in Osgiliath.", "shot", EventType.ASSAULT)
    assert not stage.scene.is_nowhere(at(stage, "Osgiliath"))


@pytest.mark.parametrize(
    ("text", "trigger", "elsewhere"),
    [
        ("Two women were arrested for the bombing in Osgiliath, which killed two.", "arrested", True),
        ("Two women were arrested over a murder in Osgiliath.", "arrested", True),
        ("Two women were arrested in Osgiliath for the bombing.", "arrested", False),
        ("Two women were arrested in a raid in Osgiliath.", "arrested", False),
        ("Two women were arrested for a speech in Osgiliath.", "arrested", False),
    ],
)
def test_an_arrest_is_not_where_the_crime_was(text: str, trigger: str, elsewhere: bool) -> None:
    stage = stage_of(text, trigger, EventType.COERCE)
    assert stage.is_elsewhere(at(stage, "Osgiliath")) is elsewhere


@pytest.mark.parametrize(
    ("text", "trigger", "elsewhere"),
    [
        ("Arnor proposed a meeting in Osgiliath.", "proposed", True),
        ("Arnor invited both sides to talks in Osgiliath.", "invited", True),
        ("Arnor withdrew on Monday from talks due to start in Osgiliath.", "withdrew", True),
        ("The raiders called off a meeting planned for Monday in Osgiliath.", "called", True),
        ("Boromir demanded peace at a meeting in Osgiliath.", "demanded", False),
        ("Boromir demanded peace during a visit to Osgiliath.", "demanded", False),
        ("Talks in Osgiliath were called off.", "called", False),
    ],
)
def test_where_people_are_to_meet_is_not_where_it_is_spoken_of(text: str, trigger: str, elsewhere: bool) -> None:
    stage = stage_of(text, trigger, EventType.REJECT)
    assert stage.is_elsewhere(at(stage, "Osgiliath")) is elsewhere
    talks = stage_of(text, trigger, EventType.CONSULT)
    assert not talks.is_elsewhere(at(talks, "Osgiliath"))
