"""Actors and recipients by the hand-written rules alone."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType
from truceline.extract.events_ruled import ruled_parties


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "actors", "recipients"),
    [
        ("Iran condemned the bombing of embassies in Kenya.", "condemned", "ACCUSE", {"Iran"}, set()),
        ("Cyprus condemned Israel's raid on Gaza.", "condemned", "ACCUSE", {"Cyprus"}, {"Israel"}),
        ("France condemned Iran for the attack.", "condemned", "ACCUSE", {"France"}, {"Iran"}),
        ("Five former officers went on trial in Berlin.", "trial", "ACCUSE", set(), {"officers"}),
        ("The mayor is under investigation.", "investigation", "ACCUSE", set(), {"mayor"}),
        ("Lukashenko has earned stinging criticism from the West.", "criticism", "ACCUSE", {"West"}, {"Lukashenko"}),
        ("The troops suffered heavy attacks from the rebels.", "attacks", "ASSAULT", {"rebels"}, {"troops"}),
        ("The troops launched heavy attacks on the rebels.", "attacks", "ASSAULT", {"troops"}, {"rebels"}),
        ("Mordor rejected the rebels' truce on Monday.", "truce", "REJECT", {"Mordor"}, {"rebels"}),
        ("Militants opposed to the rebels' truce met in Bree.", "truce", "REJECT", {"Militants"}, {"rebels"}),
        ("Militants opposed to the truce met in Bree.", "opposed", "REJECT", {"Militants"}, set()),
        ("The troops confirmed an attack on the rebels.", "attack", "ASSAULT", set(), {"rebels"}),
        ("Monitors recorded Mordor's attacks on the rebels.", "attacks", "ASSAULT", {"Mordor"}, {"rebels"}),
        ("The court charged the general with the murder of a priest.", "murder", "ASSAULT", {"general"}, {"priest"}),
        ("Rohan's army struck a Mordor cell on Monday.", "cell", "ASSAULT", set(), {"cell"}),
        ("Russia must return the ships to Finland.", "return", "REQUEST", set(), {"Russia"}),
        ("Rebels should release the captives, the steward said.", "release", "REQUEST", set(), {"Rebels"}),
        ("Russia will return the ships.", "return", "REQUEST", {"Russia"}, set()),
        ("Men held a rally against the parades by the Orange Order.", "rally", "PROTEST", {"Men"}, {"Order"}),
        ("Students protested Russian laws.", "protested", "PROTEST", {"Students"}, {"Russian"}),
        ("Villagers rallied against China's dam.", "rallied", "PROTEST", {"Villagers"}, {"China"}),
        ("Villagers rallied against the mayor.", "rallied", "PROTEST", {"Villagers"}, {"mayor"}),
        ("The rebels benefited from the support of Libya.", "support", "AID", {"Libya"}, {"rebels"}),
        ("Finland received the aid of Sweden.", "aid", "AID", {"Sweden"}, {"Finland"}),
        ("The mayor was jailed on Monday, accused of murder.", "accused", "ACCUSE", set(), {"mayor"}),
        ("The king was outraged by the raid.", "outraged", "ACCUSE", {"king"}, set()),
        ("The mayor's trial on charges of murder began.", "trial", "ACCUSE", set(), {"mayor"}),
        ("Finland's motion received support from Sweden.", "support", "SUPPORT", {"Sweden"}, {"Finland"}),
        ("Finland sent aid to Sweden.", "aid", "AID", {"Finland"}, {"Sweden"}),
        ("The mayor was expelled from the party.", "expelled", "SANCTION", {"party"}, {"mayor"}),
        ("The mayor was expelled from the Labour Party.", "expelled", "SANCTION", {"Party"}, {"mayor"}),
        ("Three envoys were expelled from Sweden.", "expelled", "SANCTION", set(), {"envoys"}),
        ("The mayor was expelled from the party by the king.", "expelled", "SANCTION", {"king"}, {"mayor"}),
    ],
)
def test_rules_say_who_does_it_and_to_whom(
    text: str, trigger: str, kind: str, actors: set[str], recipients: set[str]
) -> None:
    doc = analysed(text)
    token = next(t for t in doc.tokens if t.start == text.index(trigger))
    ruled = ruled_parties(doc, token, EventType(kind))
    found = {doc.tokens[i].text: {role for role, _ in roles} for i, roles in ruled.items()}
    assert {w for w, roles in found.items() if "actor" in roles} == actors
    assert {w for w, roles in found.items() if "recipient" in roles} == recipients


@pytest.mark.parametrize(
    ("text", "noun", "against"),
    [
        ("Students held anti-Turkish demonstrations in Athens.", "demonstrations", "Turkish"),
        ("Thousands joined anti-China protests in Taipei.", "protests", "China"),
        ("Students held pro-Turkish demonstrations in Athens.", "demonstrations", None),
    ],
)
def test_rules_a_protest_is_done_to_whom_it_is_joined_to_by_anti(text: str, noun: str, against: str | None) -> None:
    doc = analysed(text)
    token = next(t for t in doc.tokens if t.start == text.index(noun))
    ruled = ruled_parties(doc, token, EventType.PROTEST)
    words = {doc.tokens[i].text for i, roles in ruled.items() if "recipient" in {role for role, _ in roles}}
    assert {w for w in words if w.isalpha()} == ({against} if against else set())
