"""Of whom something is requested, and who is only spoken of in a request."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.domain.codes import EventType
from truceline.extract.events_role_requests import asked, leavers, must_do, spoken_of
from truceline.extract.events_ruled import ruled_parties


@pytest.mark.parametrize(
    ("text", "trigger", "found"),
    [
        ("Gondor called for the river states to strengthen their walls.", "called", ["states"]),
        ("Protesters called for the king to resign.", "called", ["king"]),
        ("The riders are insisting that the farms hire guards.", "insisting", ["farms"]),
        ("Gondor's demand that Mordor free the captives was ignored.", "demand", ["Mordor"]),
        ("Gondor made a call for Rohan to send riders.", "call", ["Rohan"]),
        ("Gondor wants Rohan to send riders.", "wants", ["Rohan"]),
        ("Gondor demanded that the captives be freed by Mordor.", "demanded", ["Mordor"]),
        ("Gondor demanded that the captives be freed.", "demanded", []),
        ("Gondor insisted that Rohan had sent riders.", "insisted", []),
        ("Gondor demanded horses.", "demanded", []),
    ],
)
def test_asked_are_those_who_shall_do_it_and_not_those_to_whom_it_shall_be_done(
    text: str, trigger: str, found: list[str]
) -> None:
    doc = analysed(text)
    assert [t.text for t in asked(doc, token_of(doc, trigger))] == found


@pytest.mark.parametrize(
    ("text", "trigger", "leaving", "spoken"),
    [
        ("Gondor called for the resignation of the minister.", "called", {"minister"}, set()),
        ("Gondor demanded Mordor's withdrawal.", "demanded", {"Mordor"}, set()),
        ("Gondor demanded the extradition of the general.", "demanded", set(), {"general"}),
        ("Gondor called for a reduction of Elvish troops in the valley.", "called", set(), {"troops"}),
        ("Gondor called for the release of the guards and the riders.", "called", set(), {"guards", "riders"}),
        ("Gondor asked for the trial of the general.", "asked", set(), set()),
        ("Gondor asked Rohan for help.", "asked", set(), set()),
    ],
)
def test_demanded_nouns_tell_who_must_go_from_those_with_whom_something_shall_be_done(
    text: str, trigger: str, leaving: set[str], spoken: set[str]
) -> None:
    doc = analysed(text)
    word = token_of(doc, trigger)
    assert {t.text for t in leavers(doc, word)} == leaving
    assert {doc.tokens[i].text for i in spoken_of(doc, word)} == spoken


@pytest.mark.parametrize(
    ("text", "trigger", "found"),
    [
        ("Mordor must free the captives.", "free", {"Mordor"}),
        ("Mordor and Rohan should withdraw.", "withdraw", {"Mordor", "Rohan"}),
        ("Gondor must demand the captives back.", "demand", set()),
        ("We must free the captives, Gondor said.", "free", set()),
        ("Mordor will free the captives.", "free", set()),
    ],
)
def test_must_do_is_the_subject_of_what_must_be_done_but_not_of_must_demand(
    text: str, trigger: str, found: set[str]
) -> None:
    doc = analysed(text)
    assert {doc.tokens[i].text for i in must_do(doc, token_of(doc, trigger))} == found


def ruled(text: str, trigger: str, kind: EventType) -> dict[str, str]:
    """Head of a phrase to the role that the rules give it."""
    doc = analysed(text)
    found = ruled_parties(doc, token_of(doc, trigger), kind)
    return {doc.tokens[i].text: roles[0][0] for i, roles in found.items()}


@pytest.mark.parametrize(
    ("text", "trigger", "found"),
    [
        ("The court met at the request of the rebels.", "request", {"rebels": "actor"}),
        ("The court heard the appeal to the rebels.", "appeal", {"rebels": "recipient", "court": "actor"}),
        ("Turkey demanded the extradition of the general.", "demanded", {"Turkey": "actor"}),
        ("Turkey demanded the withdrawal of the troops.", "demanded", {"Turkey": "actor", "troops": "recipient"}),
        ("The minister faces demands to resign.", "demands", {"minister": "recipient"}),
    ],
)
def test_rules_of_requests_know_who_makes_them_and_who_only_is_in_them(
    text: str, trigger: str, found: dict[str, str]
) -> None:
    assert ruled(text, trigger, EventType.REQUEST) == found


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "found"),
    [
        ("The soldier was the target of threats.", "threats", EventType.THREATEN, {"soldier": "recipient"}),
        ("The minister came under criticism.", "came", EventType.ACCUSE, {"minister": "recipient"}),
        ("The minister faced charges.", "faced", EventType.ACCUSE, {"minister": "recipient"}),
        ("The minister faced the rebels.", "faced", EventType.ACCUSE, {"minister": "actor", "rebels": "recipient"}),
        ("Turkey revised the sanctions imposed on Sweden.", "sanctions", EventType.SANCTION, {"Sweden": "recipient"}),
        (
            "Turkey revised the sanctions imposed on Sweden by Norway.", "sanctions", EventType.SANCTION,
            {"Sweden": "recipient", "Norway": "actor"},
        ),
        ("The killings blamed on Sweden have ended.", "killings", EventType.ASSAULT, {}),
        ("Turkey imposed sanctions on Sweden.", "sanctions", EventType.SANCTION,
         {"Turkey": "actor", "Sweden": "recipient"}),
    ],
)  # fmt: skip
def test_rules_make_those_who_undergo_it_recipients(
    text: str, trigger: str, kind: EventType, found: dict[str, str]
) -> None:
    assert ruled(text, trigger, kind) == found


@pytest.mark.parametrize(
    ("text", "trigger", "spoken"),
    [
        ("Gondor demanded that the captives be freed.", "demanded", {"captives"}),
        ("Gondor wanted the camps closed.", "wanted", {"camps"}),
        ("Gondor called for the formation of a unity government.", "called", {"government"}),
        ("Gondor demanded that the riders leave.", "demanded", set()),
    ],
)
def test_requests_what_something_shall_be_done_to_is_not_asked(text: str, trigger: str, spoken: set[str]) -> None:
    doc = analysed(text)
    assert {doc.tokens[i].text for i in spoken_of(doc, token_of(doc, trigger))} == spoken
