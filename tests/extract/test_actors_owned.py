"""Whose people a pronoun tells of, or a noun that comes back to a party."""

import pytest

from tests.extract.analysed import analysed
from truceline.domain.mentions import Actor
from truceline.extract.actors import find_actors
from truceline.resources.actors import ActorRegistry


def actor_of(text: str, words: str) -> Actor:
    doc = analysed(text)
    actors = find_actors(doc, ActorRegistry.load(), (), on=doc.report.date)
    return next(a for a in actors if any(m.text == words for m in a.mentions))


@pytest.mark.parametrize(
    ("text", "words", "party"),
    [
        ("The Red Cross stopped its flights. Eleven of its staff left on Monday.", "its staff", "Red Cross"),
        (
            "The Black Panther is a group of gunmen. Troops who hunted the group killed two of its members.",
            "its members",
            "Black Panther",
        ),
        (
            "The Justice and Equality Movement denied it. Its commander, Bakhit Dabo, said his fighters were far.",
            "his fighters",
            "Justice and Equality Movement",
        ),
        (
            "The Entwash Movement was founded in 2014. The movement's gunmen attacked a bus on Monday.",
            "movement's gunmen",
            "Entwash Movement",
        ),
        (
            "The Entwash Movement was founded in 2014. The group's fighters attacked a bus on Monday.",
            "group's fighters",
            "Entwash Movement",
        ),
        (
            '"Our fighters burned two tanks on Monday," Abu Omar, a spokesman for Ansar al-Sham, said.',
            "Our fighters",
            "Ansar al-Sham",
        ),
        (
            '"Our forces burned two tanks on Monday," said Abu Omar, a commander in the Free Falcons Brigade.',
            "Our forces",
            "Free Falcons Brigade",
        ),
        (
            '"Our fighters burned two tanks on Monday," a spokesman for Ansar al-Sham said.',
            "Our fighters",
            "Ansar al-Sham",
        ),
    ],
)
def test_people_of_a_pronoun_are_the_party_that_it_stands_for(text: str, words: str, party: str) -> None:
    assert actor_of(text, words).name.lower() == party.lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Syria said on Monday that its troops killed three rebels near Hama.", "its troops"),
        ('"Our troops killed three rebels near Hama," Hassan Diab, the Syrian defence minister, said.', "Our troops"),
    ],
)
def test_forces_of_a_pronoun_are_called_by_the_state_that_it_stands_for(text: str, words: str) -> None:
    told = actor_of(text, words)
    assert (told.name, told.affiliation) == ("Syrian troops", "Syria")


def test_men_of_an_unnamed_speaker_have_no_name() -> None:
    told = actor_of('"Our fighters burned two tanks on Monday," an officer said.', "Our fighters")
    assert told.name == "Our fighters"


def test_an_official_of_a_pronoun_acts_for_its_body() -> None:
    told = actor_of("The African Union said its secretary-general would come on Monday.", "its secretary-general")
    assert told.affiliation == "African Union"


def test_a_force_without_a_state_keeps_what_it_is_of() -> None:
    assert actor_of("Forces of the Northern Union shelled Bree.", "Forces").name in (
        "Forces of the Northern Union",
        "Northern Union",
    )


def test_a_name_behind_al_is_no_demonym() -> None:
    doc = analysed("Minister Jassim Al-Kuwaiti spoke to reporters in Doha on Monday.")
    actors = find_actors(doc, ActorRegistry.load(), (), on=doc.report.date)
    assert all(a.name != "Kuwait" for a in actors)


@pytest.mark.parametrize(
    ("text", "words", "party"),
    [
        (
            "The Black Panther is a group of gunmen. Israel hunted the group and killed two of its members.",
            "its members",
            "Black Panther",
        ),
        ("Raiders attacked the fort. Malian troops beat back the raiders, killing 12 of them.", "them", "raiders"),
    ],
)
def test_who_harms_harms_others_than_his_own(text: str, words: str, party: str) -> None:
    assert actor_of(text, words).name.lower() == party.lower()
