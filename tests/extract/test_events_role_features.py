"""What sort of event a trigger tells, what sort of party a phrase is, and which phrases may be parties."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, token_of
from truceline.domain.codes import EventType
from truceline.extract.events_role_features import View, candidates, event_sort, party_class
from truceline.extract.events_role_paths import signatures


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "sort"),
    [
        ("Sweden opened an inquiry into the blast.", "inquiry", "ACCUSE", "INQUIRY"),
        ("Police questioned the rider.", "questioned", "ACCUSE", "INQUIRY"),
        ("The court indicted the rider.", "indicted", "ACCUSE", "CHARGE"),
        ("Gondor said that Mordor had shelled the mill.", "shelled", "ACCUSE", "ALLEGED"),
        ("Gondor said that Mordor had shelled the mill.", "said", "ACCUSE", "ACCUSE"),
        ("Gondor accused Mordor of a raid.", "accused", "ACCUSE", "ACCUSE"),
        ("Rohan offered talks.", "offered", "AGREE", "PLEDGE"),
        ("Rohan pledged a hundred riders.", "pledged", "AGREE", "PLEDGE"),
        ("Rohan and Gondor closed a deal on horses.", "closed", "AGREE", "AGREE"),
        ("A ceasefire took hold in Ithilien.", "ceasefire", "AGREE", "AGREE"),
        ("Mordor freed nine captives.", "freed", "RETREAT", "RELEASE"),
        ("Mordor withdrew its riders.", "withdrew", "RETREAT", "RETREAT"),
        ("Mordor freed nine captives.", "freed", "CONCEDE", "CONCEDE"),
    ],
)
def test_sort_tells_apart_what_one_type_says_of_its_sides(text: str, trigger: str, kind: str, sort: str) -> None:
    doc = analysed(text)
    assert event_sort(doc, token_of(doc, trigger), EventType(kind)) == sort


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "voice"),
    [
        ("Mordor must free the captives.", "free", EventType.REQUEST, "Vm"),
        ("Mordor should withdraw.", "withdraw", EventType.REQUEST, "Vm"),
        ("Mordor must free the captives.", "free", EventType.RETREAT, "V"),
        ("Mordor will free the captives.", "free", EventType.REQUEST, "V"),
        ("Mordor was urged to withdraw.", "urged", EventType.REQUEST, "Vp"),
        ("Gondor must demand the captives back.", "demand", EventType.REQUEST, "V"),
        ("Gondor must hold off.", "hold", EventType.REQUEST, "Vm"),
    ],
)
def test_voice_of_a_request_tells_what_must_be_done(text: str, trigger: str, kind: EventType, voice: str) -> None:
    doc = analysed(text)
    assert View(doc, token_of(doc, trigger), kind, {}, {}).voice == voice


def test_party_class_knows_the_nouns_for_actors_that_the_lexicon_lacks() -> None:
    doc = analysed("Mourners, a newspaper and the ministry disagreed about a table.")
    found = {word: party_class(doc, token_of(doc, word)) for word in ("newspaper", "ministry", "Mourners", "table")}
    assert found == {"newspaper": "media", "ministry": "party", "Mourners": "person", "table": "thing"}


@pytest.mark.parametrize(
    ("text", "trigger", "site"),
    [
        ("The man confessed to the clinic bombing in Bree.", "bombing", "clinic"),
        ("The man confessed to the truck bombing in Bree.", "bombing", None),
        ("Two guards died in the bus bombing.", "bombing", None),
        ("The man was blamed for the mosque attack.", "attack", "mosque"),
        ("The man runs the clinic kitchen.", "kitchen", None),
    ],
)
def test_candidates_hold_the_site_before_a_noun_of_violence_and_no_vehicle(
    text: str, trigger: str, site: str | None
) -> None:
    doc = analysed(text)
    token = token_of(doc, trigger)
    inside = [t.text for t in candidates(doc, token, signatures(doc, token)) if t.dep == "compound"]
    assert inside == ([site] if site else [])


@pytest.mark.parametrize(
    ("text", "word", "party"),
    [
        ("Raiders shelled a children's hospital.", "children", False),
        ("Raiders burned the displaced people's camp.", "people", False),
        ("Raiders burned the villagers' houses.", "villagers", True),
        ("Raiders shelled Rohan's hospital.", "Rohan", True),
    ],
)
def test_people_by_whom_a_house_is_called_are_no_party(text: str, word: str, party: bool) -> None:
    doc = analysed(text)
    trigger = next(t for t in doc.tokens if t.lower in ("shelled", "burned"))
    found = candidates(doc, trigger, signatures(doc, trigger))
    assert (word in [t.text for t in found]) is party
