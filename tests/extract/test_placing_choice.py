"""Which place is chosen, and what ties one to an event: Arnor and Gondor as a gazetteer would have them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tests.extract.analysed import analysed, span_of
from truceline.domain.codes import EventType, PlaceKind, Status, TruceAction
from truceline.domain.mentions import EventMention, PlaceMention, PlaceReading
from truceline.domain.text import Document, Span
from truceline.extract.placing import choose_place, refine
from truceline.extract.placing_signs import HERE_IS_DATELINE, Scene, Stage, signs

LANDS = {
    "Bree": (PlaceKind.SETTLEMENT, "AR", 14.0, 11.0, 1),
    "Archet": (PlaceKind.SETTLEMENT, "AR", 14.1, 11.1, 1),
    "Fornost": (PlaceKind.SETTLEMENT, "AR", 18.0, 12.0, 1),
    "Arnor": (PlaceKind.COUNTRY, "AR", 15.0, 11.0, 6),
    "Osgiliath": (PlaceKind.SETTLEMENT, "GO", -10.0, 20.0, 1),
    "Staddle": (PlaceKind.SETTLEMENT, None, None, None, 1),
}
"""Kind, country, point and precision; Staddle is a village that no gazetteer knows."""


def places_of(doc: Document) -> tuple[PlaceMention, ...]:
    """The lands that a report names, each once."""
    found = []
    for name, (kind, country, lat, lon, precision) in LANDS.items():
        start = doc.text.lower().find(name.lower())
        if start >= 0:
            span = Span(start, start + len(name))
            source = f"lands:{name}" if country else None
            found.append(PlaceMention(span, span.of(doc.text), name, kind, country, lat, lon, precision, source))
    return tuple(sorted(found, key=lambda p: p.span))


def stage_of(text: str, trigger: str, kind: EventType = EventType.ASSAULT, status: Status = Status.ACTUAL) -> Stage:
    doc = analysed(text)
    span = span_of(doc, trigger)
    group = (EventMention(span, doc.sentence_at(span.start), kind, None, status),)
    return Stage(Scene(doc, places_of(doc)), group)


def at(stage: Stage, name: str) -> int:
    return next(i for i, p in enumerate(stage.scene.places) if p.name == name)


def chosen(null: float, **chances: float) -> list[str]:
    """The places put in order by their chances; none where null is chosen."""
    stage = stage_of("Raiders burned mills in Bree, in Archet, in Fornost and in Osgiliath, said Arnor.", "burned")
    none = math.log(0.001)
    scores = [math.log(chances[p.name]) if p.name in chances else none for p in stage.scene.places]
    return [stage.scene.places[i].name for i, _ in choose_place(stage, scores, math.log(null))]


def test_placing_chances_of_places_that_agree_are_taken_together_against_others() -> None:
    assert chosen(0.05, Bree=0.25, Archet=0.2, Osgiliath=0.4)[0] == "Bree"
    assert chosen(0.05, Bree=0.25, Fornost=0.2, Osgiliath=0.4)[0] == "Osgiliath"
    assert chosen(0.05, Bree=0.25, Arnor=0.2, Osgiliath=0.4)[0] == "Bree"


def test_placing_chances_of_places_that_agree_are_taken_together_against_null() -> None:
    assert chosen(0.3, Bree=0.25, Archet=0.2)[0] == "Bree"
    assert chosen(0.3, Bree=0.25, Osgiliath=0.2) == []
    assert chosen(0.46, Bree=0.25, Archet=0.2) == []


def test_placing_the_likeliest_of_those_that_agree_comes_first_and_the_others_by_their_own() -> None:
    assert chosen(0.05, Bree=0.15, Arnor=0.3, Osgiliath=0.35)[:3] == ["Arnor", "Osgiliath", "Bree"]
    assert chosen(0.05, Bree=0.3, Arnor=0.15, Osgiliath=0.35)[:3] == ["Bree", "Osgiliath", "Arnor"]


def test_placing_a_country_is_not_told_by_a_town_in_it() -> None:
    scene = stage_of("Raiders burned mills in Bree and in Arnor.", "burned").scene
    assert scene.agrees(1, 0)
    assert not scene.agrees(0, 1)


def test_placing_a_place_named_twice_has_one_entry_with_both_its_chances() -> None:
    doc = analysed("Raiders burned a mill in Bree. Guards fled from Bree to Osgiliath.")
    (first, far) = places_of(doc)
    again = replace(first, span=Span(doc.text.rindex("Bree"), doc.text.rindex("Bree") + 4))
    stage = Stage(
        Scene(doc, (first, again, far)), (EventMention(Span(8, 14), 0, EventType.ASSAULT, None, Status.ACTUAL),)
    )
    found = choose_place(stage, [math.log(0.2), math.log(0.3), math.log(0.4)], math.log(0.1))
    assert [i for i, _ in found] == [1, 2]
    assert found[0][1] == pytest.approx(0.5)


TOLD = "Raiders killed nine guards on Monday. The captain in Arnor spoke of a raid. Carts burned in Bree."


def refined(stage: Stage, **chances: float) -> str:
    """The place put first of readings in the given order."""
    readings = [PlaceReading(stage.scene.places[at(stage, name)], score, "") for name, score in chances.items()]
    return refine(stage, readings)[0].place.name


def test_placing_a_country_that_the_event_does_not_name_gives_way_to_its_town_anywhere_in_the_report() -> None:
    assert refined(stage_of(TOLD, "killed"), Arnor=0.5, Bree=0.2) == "Bree"
    assert refined(stage_of(TOLD, "killed"), Arnor=0.5, Bree=0.01) == "Arnor"
    assert refined(stage_of(TOLD, "raid"), Arnor=0.5, Bree=0.2) == "Arnor"
    assert refined(stage_of(TOLD, "killed", status=Status.FUTURE), Arnor=0.5, Bree=0.2) == "Arnor"


def test_placing_the_ground_of_a_truce_is_not_narrowed_to_a_town_of_its_sentence() -> None:
    stage = stage_of("The bands in Arnor announced beside the mill in Bree that they would stop.", "announced")
    assert refined(stage, Arnor=0.5, Bree=0.2) == "Bree"
    truce = Stage(stage.scene, [replace(stage.group[0], truce_action=TruceAction.DECLARED)])
    assert refined(truce, Arnor=0.5, Bree=0.2) == "Arnor"


def test_placing_an_unknown_village_lies_in_the_area_told_beside_it() -> None:
    inside = stage_of("Raiders burned a post in Staddle in Arnor.", "burned")
    assert inside.scene.within(at(inside, "Staddle"), at(inside, "Arnor"))
    assert refined(inside, Arnor=0.5, Staddle=0.2) == "Staddle"
    struck = stage_of("Raiders burned Staddle, said a man in Arnor.", "burned")
    assert not struck.scene.within(at(struck, "Staddle"), at(struck, "Arnor"))
    town = stage_of("Raiders burned a post in Staddle near Bree.", "burned")
    assert not town.scene.within(at(town, "Staddle"), at(town, "Bree"))


DATED = "BREE, Aug. 21 (AP) --{}Riders left the city. Raiders burned a mill. The king spoke. Guards fled to Osgiliath."


@pytest.mark.parametrize("gap", [" ", "\n\n"], ids=["on one line", "on a line of its own"])
def test_placing_depth_is_counted_from_the_first_sentence_after_the_dateline(gap: str) -> None:
    text = DATED.format(gap)
    depths = {word: stage_of(text, word).depth for word in ("left", "burned", "spoke", "fled")}
    assert stage_of(text, "left").scene.body == 1
    assert depths == {"left": "lead", "burned": "second", "spoke": "second", "fled": "later"}
    undated = text[text.index("Riders") :]
    assert stage_of(undated, "left").scene.body == 0
    assert stage_of(undated, "spoke").depth == "second"


def test_placing_a_report_is_written_at_its_dateline_and_at_here_that_is_read_as_it() -> None:
    stage = stage_of(DATED.format(" "), "burned")
    bree, far = stage.scene.places
    assert stage.is_written_at(bree)
    assert not stage.is_written_at(far)
    assert stage.is_written_at(replace(far, reason=HERE_IS_DATELINE))
    assert signs(stage, at(stage, "Bree"))["written at, second"] == 1.0
    assert not [sign for sign in signs(stage, at(stage, "Osgiliath")) if "written at" in sign]
    undated = stage_of("Riders left Bree. Guards fled to Osgiliath.", "left")
    assert not undated.is_written_at(undated.scene.places[0])


@pytest.mark.parametrize(
    ("text", "trigger", "venue"),
    [
        ("Rohan hailed the Osgiliath accord on Monday.", "Osgiliath accord", True),
        ("The Osgiliath talks ended.", "Osgiliath talks", True),
        ("The Osgiliath talks ended.", "talks", False),
        ("Rohan hailed the Osgiliath mayor on Monday.", "Osgiliath mayor", False),
        ("Rohan hailed the summit in Osgiliath on Monday.", "summit in Osgiliath", False),
    ],
)
def test_placing_a_place_before_the_noun_of_talks_is_their_venue(text: str, trigger: str, venue: bool) -> None:
    stage = stage_of(text, trigger, EventType.CONSULT)
    assert ("venue of the trigger's noun" in signs(stage, 0)) is venue


def test_placing_a_place_of_the_deed_that_is_condemned_stands_under_its_noun() -> None:
    sign = "under a noun of the trigger, ACCUSE"
    assert sign in signs(stage_of("Rohan condemned the raid in Osgiliath.", "condemned", EventType.ACCUSE), 0)
    assert sign not in signs(stage_of("Rohan spoke in Osgiliath.", "spoke", EventType.ACCUSE), 0)


@pytest.mark.parametrize(
    ("text", "trigger", "elsewhere"),
    [
        ("Grima pleaded guilty in Osgiliath to a role in the bombing of an inn.", "bombing", True),
        ("A court in Osgiliath sentenced Grima for his part in the bombing of an inn.", "bombing", True),
        ("Grima was convicted of the bombing of an inn in Osgiliath.", "bombing", False),
        ("The bombing in Osgiliath killed nine riders.", "bombing", False),
        ("Nine men were arrested in Osgiliath in protests.", "protests", False),
    ],
)
def test_placing_a_deed_is_not_where_justice_deals_with_it(text: str, trigger: str, elsewhere: bool) -> None:
    stage = stage_of(text, trigger)
    assert stage.is_elsewhere(at(stage, "Osgiliath")) is elsewhere


@pytest.mark.parametrize(
    ("text", "nowhere"),
    [
        ("Peter Took, 26, of Bree, was shot on Monday.", True),
        ("Peter Took from Bree was shot on Monday.", True),
        ("Mayor Peter Took of Bree said that a man was shot on Monday.", False),
        ("Peter Took of the Bree police said that a man was shot on Monday.", False),
        ("A man was shot in the hills of Bree on Monday.", False),
    ],
)
def test_placing_an_event_is_not_where_somebody_is_from(text: str, nowhere: bool) -> None:
    stage = stage_of(text, "shot")
    assert stage.scene.is_nowhere(at(stage, "Bree")) is nowhere


def test_placing_a_deed_is_not_where_that_was_which_it_followed() -> None:
    text = "The violence followed talks in Bree on Monday."
    assert stage_of(text, "violence").is_elsewhere(0)
    assert not stage_of(text, "talks", EventType.CONSULT).is_elsewhere(0)


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "elsewhere"),
    [
        ("The steward met his captains on his return from a feast in Osgiliath.", "met", EventType.CONSULT, True),
        ("The steward met his captains in Osgiliath on his return.", "met", EventType.CONSULT, False),
        ("The steward met his captains ahead of a feast in Osgiliath.", "met", EventType.CONSULT, True),
    ],
)
def test_placing_a_place_of_another_deed_of_the_sentence(
    text: str, trigger: str, kind: EventType, elsewhere: bool
) -> None:
    assert stage_of(text, trigger, kind).is_elsewhere(0) is elsewhere


def test_placing_the_name_of_an_operation_or_a_paper_is_no_place() -> None:
    for text, name in (("Rohan sent riders for Operation Bree.", True), ("They signed the Bree Protocol.", True)):
        doc = analysed(text)
        assert Scene(doc, places_of(doc)).is_nowhere(0) is name
    doc = analysed("They signed a declaration in Bree.")
    assert not Scene(doc, places_of(doc)).is_nowhere(0)


@pytest.mark.parametrize(
    ("text", "trigger", "elsewhere"),
    [
        ("Arnor signed a pact with its neighbours on Friday.", "pact", True),
        ("Arnor will host talks on the ford.", "talks", False),
        ("The envoys signed a pact in Arnor on Friday.", "pact", False),
    ],
)
def test_placing_a_state_that_agrees_is_no_place_of_it_unless_it_is_the_host(
    text: str, trigger: str, elsewhere: bool
) -> None:
    doc = analysed(text)
    places = tuple(replace(p, acts=text.startswith("Arnor")) for p in places_of(doc))
    span = span_of(doc, trigger)
    told = EventMention(span, doc.sentence_at(span.start), EventType.AGREE, None, Status.ACTUAL)
    assert Stage(Scene(doc, places), (told,)).is_elsewhere(0) is elsewhere
