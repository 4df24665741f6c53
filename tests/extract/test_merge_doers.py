"""What one side did is not what the other side did."""

import pytest

from tests.extract.analysed import analysed, span_of, token_of
from truceline.domain.codes import EventType
from truceline.extract.actors import find_actors
from truceline.extract.merge_doers import Naming, are_of_two_sides
from truceline.extract.places import find_places
from truceline.resources.actors import ActorRegistry
from truceline.resources.gazetteer import Gazetteer


def of_two_sides(text: str, first: str, second: str) -> bool:
    doc = analysed(text)
    actors = find_actors(doc, ActorRegistry.load(), find_places(doc, Gazetteer.open()), on=doc.report.date)
    naming = Naming(doc, {a.key: a for a in actors})
    sides = [naming.sides_of(EventType.ASSAULT, span_of(doc, w), token_of(doc, w)) for w in (first, second)]
    return are_of_two_sides(sides[0], sides[1])


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Thai troops shelled Poipet on Monday. Cambodian rockets hit Surin.", "shelled", "hit"),
        ("Hamas fighters killed two soldiers in Rafah; Israeli jets bombed Beit Hanoun.", "killed", "bombed"),
        ("Thai troops shot three men on Tuesday and gunmen killed a merchant in his van.", "shot", "killed"),
        ("The RSF shelled El Obeid. The army's planes hit an RSF convoy outside Bara.", "shelled", "hit"),
        ("Rebels attacked Bria on Friday. The police said they had killed nine rebels.", "attacked", "killed"),
        ("A Palestinian stabbed a soldier at Bree and was shot dead by another soldier.", "stabbed", "shot"),
        ("Hezbollah fired at Safed on Monday. The army said it had struck launchers.", "fired", "struck"),
    ],
)
def test_deeds_of_two_sides_are_two_events(text: str, first: str, second: str) -> None:
    assert of_two_sides(text, first, second)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Thai troops shelled Poipet on Monday. They hit a school.", "shelled", "hit"),
        ("Thai troops shelled Poipet on Monday. Shells hit a school.", "shelled", "hit"),
        ("Thai troops clashed with soldiers. Cambodian rockets hit Surin.", "clashed", "hit"),
        ("Thai troops shelled Poipet. Cambodian soldiers returned fire.", "shelled", "returned"),
        ("Gunmen attacked a post in Poipet. The attackers killed two soldiers.", "attacked", "killed"),
    ],
)
def test_one_engagement_or_one_doer_may_be_one_event(text: str, first: str, second: str) -> None:
    assert not of_two_sides(text, first, second)


def releases_apart(text: str, first: str, second: str) -> bool:
    doc = analysed(text)
    actors = find_actors(doc, ActorRegistry.load(), find_places(doc, Gazetteer.open()), on=doc.report.date)
    naming = Naming(doc, {a.key: a for a in actors})
    sides = [naming.sides_of(EventType.RETREAT, span_of(doc, w), token_of(doc, w)) for w in (first, second)]
    return are_of_two_sides(sides[0], sides[1])


@pytest.mark.parametrize(
    "text",
    [
        "The Sudanese army freed 50 prisoners on Monday and the RSF released 36.",
        "The government freed 120 prisoners and the rebels released 80 soldiers on Thursday.",
        "The junta freed 300 detainees on Tuesday. The Arakan Army released 12 policemen a day later.",
    ],
)
def test_captives_that_two_sides_let_go_are_two_events(text: str) -> None:
    assert releases_apart(text, "freed", "released")


@pytest.mark.parametrize(
    "text",
    [
        "Armenia freed eight soldiers and Azerbaijan released five in a swap on Monday.",
        "The RSF freed 50 prisoners on Monday. The RSF released them at a bridge.",
        "The RSF freed 50 prisoners. They were released at a bridge.",
    ],
)
def test_a_trade_of_captives_and_a_second_telling_are_one_event(text: str) -> None:
    assert not releases_apart(text, "freed", "released")


@pytest.mark.parametrize(
    ("text", "first", "second", "apart"),
    [
        ("Iran accused Israel of invading Lebanon. Rwanda's army invaded Congo.", "invading", "invaded", True),
        ("Egypt accused Hamas of shooting two men. Hamas accused Egypt of torturing men.", "shoot", "tortur", True),
        ("Gunmen invaded Congo. Rwanda's army invaded Goma.", "Gunmen invaded", "army invaded", False),
    ],
)
def test_deeds_of_named_doers_on_others_are_two_events(text: str, first: str, second: str, apart: bool) -> None:
    doc = analysed(text)
    actors = find_actors(doc, ActorRegistry.load(), find_places(doc, Gazetteer.open()), on=doc.report.date)
    naming = Naming(doc, {a.key: a for a in actors})
    spans = [span_of(doc, w) for w in (first, second)]
    anchors = [next(t for t in doc.tokens if t.tag.startswith("VB") and t.end > s.start) for s in spans]
    sides = [naming.sides_of(EventType.ASSAULT, a.span, a) for a in anchors]
    assert are_of_two_sides(*sides) is apart
