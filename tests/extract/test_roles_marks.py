"""Signs of a party by how it stands to the event or to other parties."""

from __future__ import annotations

import pytest

from tests.extract.analysed import analysed, token_of
from tests.extract.test_roles_choice import scene_of
from truceline.domain.codes import EventType, Role
from truceline.domain.events import Entity
from truceline.domain.text import Span
from truceline.extract.roles_candidate import Candidate
from truceline.extract.roles_features import model_features, side_features
from truceline.extract.roles_gather import gather
from truceline.extract.roles_marks import meets_alone, note_nested, reporting_step


def at(name: str, *heads: int, kind: str | None = "rebel group", groups: tuple[int, ...] = ()) -> Candidate:
    """A party whose phrases in the event's sentence have these heads."""
    entity = Entity(name, kind=kind)
    return Candidate(name.lower(), entity, Span(0, len(name)), heads=set(heads), groups=set(groups))


def nested(text: str, trigger: str, inner: str, outer: str, kind: str | None = "party") -> tuple[bool, bool]:
    """Whether the party at the one word is told as inside, that at the other as outside."""
    doc = analysed(text)
    one, other = at(inner, token_of(doc, inner).i), at(outer, token_of(doc, outer).i, kind=kind)
    note_nested(doc, token_of(doc, trigger), [one, other])
    return bool(one.get("inner")), bool(other.get("outer"))


def test_marks_nested_are_a_party_in_anothers_phrase_and_the_one_around_it() -> None:
    text = "Turkey praised the Swedish farmers on Monday."
    assert nested(text, "praised", "Swedish", "farmers") == (True, True)
    assert nested(text, "praised", "Turkey", "farmers") == (False, False)


def test_marks_nested_are_not_in_the_phrase_of_a_mere_thing() -> None:
    assert nested("Turkey praised the Swedish horses.", "praised", "Swedish", "horses", kind=None) == (False, False)


def test_marks_nested_is_only_who_stands_in_anothers_phrase_everywhere() -> None:
    doc = analysed("Sweden said Turkey had praised the Swedish farmers.")
    sweden = at("Sweden", token_of(doc, "Sweden").i, token_of(doc, "Swedish").i)
    farmers = at("farmers", token_of(doc, "farmers").i)
    note_nested(doc, token_of(doc, "praised"), [sweden, farmers])
    assert not sweden.get("inner")


@pytest.mark.parametrize(
    ("text", "trigger", "word", "kind", "alone"),
    [
        ("The council will meet in Bree on Friday.", "meet", "council", None, True),
        ("The board is to meet on Friday.", "meet", "board", None, True),
        ("The foreign ministers gathered in Bree.", "gathered", "ministers", "official", True),
        ("A meeting of the ministers was put off.", "meeting", "ministers", "official", True),
        ("The council meeting in Bree ended.", "meeting", "council", None, True),
        ("The council held a meeting on Friday.", "meeting", "council", None, True),
        ("The two leaders met in Bree.", "met", "leaders", "official", False),
        ("Both sides met in Bree.", "met", "sides", None, False),
        ("It ended after their meeting.", "meeting", "their", "igo", False),
        ("The council met the farmers.", "met", "council", None, False),
        ("The council met with the farmers.", "met", "council", None, False),
        ("The council held a meeting with the farmers.", "meeting", "council", None, False),
        ("The council and the farmers met.", "met", "council", None, False),
        ("The minister met in Bree.", "met", "minister", "official", False),
        ("The council praised the meeting.", "meeting", "council", None, False),
    ],
)
def test_marks_a_body_meets_alone_where_nobody_is_told_with_whom(
    text: str, trigger: str, word: str, kind: str | None, alone: bool
) -> None:
    doc = analysed(text)
    head = token_of(doc, word)
    assert meets_alone(doc, token_of(doc, trigger), at(word, head.i, kind=kind)) is alone


def test_marks_a_phrase_that_stands_for_several_meets_not_alone() -> None:
    doc = analysed("The leaders met in Bree.")
    head = token_of(doc, "leaders").i
    assert not meets_alone(doc, token_of(doc, "met"), at("leaders", head, kind="official", groups=(head,)))


@pytest.mark.parametrize(
    ("relations", "step"),
    [
        ({"^prep_during(say)|subj"}, "prep_during"),
        ({"^prep_on(say)|subj"}, "prep_on"),
        ({"^nsubj(V)^ccomp(say)|subj"}, "ccomp"),
        ({"^prep_on(say)|subj", "|prep_with"}, ""),
        ({"^prep_on(V)|subj"}, ""),
        ({"^prep_on(say)|dobj"}, ""),
        (set(), ""),
    ],
)
def test_marks_step_to_the_verb_of_whoever_tells_of_talks_and_stands_no_nearer(relations: set[str], step: str) -> None:
    assert reporting_step(relations) == step


@pytest.mark.parametrize(
    ("text", "sign", "kind"),
    [
        ("Turkey said during talks with Sweden that the bridge is open.", "reports inside", EventType.CONSULT),
        ("On talks with Sweden, Turkey said that they had failed.", "reports outside", EventType.CONSULT),
        ("Turkey said during talks with Sweden that the bridge is open.", "", EventType.REQUEST),
    ],
)
def test_marks_tell_who_speaks_in_talks_from_who_speaks_of_them(text: str, sign: str, kind: EventType) -> None:
    scene = scene_of(text, kind, "talks")
    found = gather(scene)
    turkey = next(c for c in found if "Turkey" in (c.entity.name, c.entity.affiliation))
    told = {name for name in ("reports inside", "reports outside") if turkey.get(name)}
    assert told == ({sign} if sign else set())
    if sign:
        features = side_features(turkey, found, scene.sort, Role.ACTOR)
        assert features[sign] == features[f"{scene.sort}:{sign}"] == 1.0
        base = {s: [0.5] * len(found) for s in (Role.ACTOR, Role.RECIPIENT)}
        assert model_features(found.index(turkey), found, base, scene.sort, Role.ACTOR)[sign] == 1.0
