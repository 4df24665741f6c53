"""What the grammar around a trigger says of single phrases."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, span_of, token_of
from truceline.extract.roles_signs import (
    addressed,
    coordination,
    doers_of_object,
    in_condemned,
    is_agentless,
    is_site,
    phrases_around,
    wronged_in,
)


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Turkey, Sweden and Norway signed a pact with Finland.", {"Turkey", "Sweden", "Norway"}),
        ("Riders killed guards and villagers.", {"guards", "villagers"}),
        ("Supporters and members of the guild marched.", set()),
        ("Turkey signed a pact.", set()),
    ],
)
def test_coordination_is_shared_by_those_of_one_list_unless_an_of_may_be_the_whole_lists(
    text: str, linked: set[str]
) -> None:
    doc = analysed(text)
    groups = {t.text: coordination(doc, t) for t in doc.tokens if t.pos in ("NOUN", "PROPN")}
    assert {word for word, group in groups.items() if group is not None} == linked
    assert len({groups[word] for word in linked}) <= 1


@pytest.mark.parametrize(
    ("text", "trigger", "word", "around"),
    [
        ("Sweden thanked the envoy of the king of Norway.", "thanked", "Norway", {"envoy", "king"}),
        ("Russia praised the Swedish government's envoy.", "praised", "Swedish", {"government", "envoy"}),
        ("Rebels attacked members of the Council of Elders.", "attacked", "Council", {"members"}),
        ("Sweden met its Norwegian counterpart.", "met", "Norwegian", set()),
        ("Rohan freed its captives.", "freed", "its", set()),
        ("Rebels attacked the mill with spears.", "attacked", "mill", set()),
        ("The Swedish envoy spoke.", "envoy", "Swedish", set()),
    ],
)
def test_phrases_around_are_those_that_a_party_stands_in(text: str, trigger: str, word: str, around: set[str]) -> None:
    doc = analysed(text)
    found = phrases_around(doc, token_of(doc, word), token_of(doc, trigger))
    assert {doc.tokens[i].text for i in found} == around


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("Sweden condemned the bombing of an embassy in Nairobi by Hamas.", "embassy Nairobi", "Sweden bombing Hamas"),
        ("Sweden condemned Iran's attack on the convoy.", "convoy", "Sweden Iran attack"),
        ("The attack on the convoy was condemned by Sweden.", "convoy", "Sweden attack"),
        ("Sweden condemned the rebels for the attack on the convoy.", "", "Sweden rebels convoy"),
        ("Sweden condemned the decision of the council.", "", "Sweden council"),
    ],
)
def test_condemned_are_the_deeds_victims_and_its_place_and_not_whoever_did_it(
    text: str, inside: str, outside: str
) -> None:
    doc = analysed(text)
    found = {doc.tokens[i].text for i in in_condemned(doc, token_of(doc, "condemned"))}
    assert set(inside.split()) <= found
    assert not set(outside.split()) & found


@pytest.mark.parametrize(
    ("text", "trigger", "doers"),
    [
        ("The council voted on Monday. Sweden is pleased with the vote.", "pleased", ["council"]),
        ("Norway offered a truce on Monday. Sweden said no to the offer.", "said", ["Norway"]),
        ("Norway offered a truce on Monday. Sweden said no to an offer.", "said", []),
        ("Norway offered a truce on Monday. Sweden said no to Finland's offer.", "said", []),
        ("Sweden said no to the offer. Norway offered a truce on Monday.", "said", []),
        ("Norway offered a truce on Monday. Sweden said no to the letter.", "said", []),
    ],
)
def test_doers_of_an_object_are_those_of_whom_an_earlier_sentence_tells_the_deed(
    text: str, trigger: str, doers: list[str]
) -> None:
    doc = analysed(text)
    assert [t.text for t in doers_of_object(doc, token_of(doc, trigger))] == doers


@pytest.mark.parametrize(
    ("text", "trigger", "agentless"),
    [
        ("The rider was charged on Monday.", "charged", True),
        ("An inquiry was opened on Monday.", "inquiry", True),
        ("The rider was charged by the court.", "charged", False),
        ("An inquiry was opened by the court.", "inquiry", False),
        ("The court charged the rider.", "charged", False),
        ("The minister faced charges of theft.", "charges", True),
        ("The minister faced charges of theft.", "faced charges", True),
        ("The minister faced charges from the court.", "charges", False),
        ("The minister faced Swedish charges.", "charges", False),
        ("The minister came under harsh criticism.", "came under harsh criticism", True),
        ("The minister came under criticism from the court.", "came under criticism", False),
        ("The soldier was the target of death threats.", "threats", True),
        ("Turkey revised the sanctions imposed on Sweden.", "sanctions", True),
        ("Turkey revised the sanctions imposed on Sweden by Norway.", "sanctions", False),
        ("The court brought charges against the minister.", "charges", False),
    ],
)
def test_agentless_is_a_deed_that_names_nobody_who_did_it(text: str, trigger: str, agentless: bool) -> None:
    doc = analysed(text)
    assert is_agentless(doc, span_of(doc, trigger)) is agentless


@pytest.mark.parametrize(
    ("text", "phrase", "site"),
    [
        ("Rebels burned the clinic.", "the clinic", True),
        ("Rebels fired on two convoys.", "two convoys", True),
        ("Rebels hit the American Embassy.", "the American Embassy", True),
        ("Rebels burned his house.", "his house", False),
        ("Rebels shot the guards.", "the guards", False),
    ],
)
def test_site_is_a_building_or_vehicle_that_no_pronoun_owns(text: str, phrase: str, site: bool) -> None:
    doc = analysed(text)
    assert is_site(doc, span_of(doc, phrase)) is site


@pytest.mark.parametrize(
    ("text", "trigger", "found"),
    [
        ("The minister sent a letter of condolences to the queen, condemning the raid.", "condemning", {"queen"}),
        ("The minister wrote to the queen, condemning the raid.", "condemning", {"queen"}),
        ("The minister wrote to the queen, condemning her raid.", "condemning", set()),
        ("The minister spoke to the queen, condemning the raid.", "condemning", set()),
        ("The minister sent riders to the queen and condemned the raid.", "condemned", set()),
    ],
)
def test_addressed_is_whoever_gets_the_message_in_which_others_are_accused(
    text: str, trigger: str, found: set[str]
) -> None:
    doc = analysed(text)
    assert {doc.tokens[i].text for i in addressed(doc, token_of(doc, trigger))} - {"the"} == found


def test_whom_somebody_launches_words_against_is_accused_and_not_the_victim_of_what_is_condemned() -> None:
    doc = analysed("The president launched a fresh attack against Sweden on Monday.")
    assert not in_condemned(doc, token_of(doc, "launched"))


def test_who_suffered_what_an_accuser_tells_is_not_accused() -> None:
    doc = analysed("The mayor complained that his guards had been killed by raiders from Bree.")
    found = {doc.tokens[i].text for i in wronged_in(doc, token_of(doc, "complained"))}
    assert found == {"his", "guards"}
    doc = analysed("The mayor charged that his guards had been bribed.")
    assert not wronged_in(doc, token_of(doc, "charged"))
