"""Who does violence to whom: the words that say it outright, and who is ruled out."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from tests.extract.analysed import analysed, span_of, token_of
from tests.extract.test_roles_choice import sides
from truceline.domain.codes import EventType, Role, Status
from truceline.domain.events import Entity
from truceline.domain.mentions import EventMention
from truceline.domain.text import Span
from truceline.extract import events_parse as parse
from truceline.extract.actors import entities_for, find_actors
from truceline.extract.actors_drafts import content_head
from truceline.extract.events_role_features import candidates
from truceline.extract.events_role_paths import signatures
from truceline.extract.events_ruled import ruled_parties
from truceline.extract.roles_aims import aimed_at, backed
from truceline.extract.roles_candidate import Candidate
from truceline.extract.roles_choice import choose_sides, hurt_at_target, likely_alone
from truceline.extract.roles_force import (
    companions,
    is_abstract,
    is_goal,
    is_mere_place,
    is_out,
    leaves_nobody,
    told_of_force,
)
from truceline.extract.roles_gather import Scene, gather
from truceline.extract.sides_together import all_ways, set_features
from truceline.resources.actors import ActorRegistry
from truceline.resources.combine import load_side_weights
from truceline.resources.lexicon import load_weights

REGISTRY = ActorRegistry.load()


def scene_of(text: str, kind: EventType, trigger: str) -> Scene:
    """What is known of an event told at the trigger words."""
    doc = analysed(text)
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    span = span_of(doc, trigger)
    group = (EventMention(span, doc.sentence_at(span.start), kind, None, Status.ACTUAL),)
    return Scene(
        doc, group, actors, (), partial(entities_for, doc, actors=actors), load_weights("role_weights.json")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "deed", "who"),
    [
        ("A coalition airstrike hit the bridge.", "airstrike", ["coalition"]),
        ("The town fell to a rebel onslaught.", "onslaught", ["rebel"]),
        ("The miller was hurt by enemy fire.", "fire", ["enemy"]),
        ("A suicide attack hit the bridge.", "attack", []),
        ("A military offensive began.", "offensive", []),
        ("A drone strike hit the bridge.", "strike", []),
        ("The anti-government attack failed.", "attack", []),
        ("The guerrilla war goes on.", "war", []),
        ("The rebel leader spoke.", "leader", []),
    ],
)
def test_a_common_noun_before_a_deed_says_whose_it_is(text: str, deed: str, who: list[str]) -> None:
    doc = analysed(text)
    token = token_of(doc, deed)
    named = [t.text for t in parse.owners(doc, token) if t.dep in ("compound", "amod", "nmod")]
    assert named == who
    found = signatures(doc, token)
    assert {doc.tokens[i].text for i, args in found.items() if any(a.signature == "|mod" for a in args)} == set(who)
    assert set(who) <= {t.text for t in candidates(doc, token, found)}


def test_a_noun_before_a_deed_is_the_party_told_before() -> None:
    """"The rebel raid" is that of "the rebels"; the men of an enemy are not the only armed group."""
    text = "The rebels crossed the river at dawn. Ten millers died in a rebel raid."
    doc = analysed(text)
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    before, meant = doc.tokens[token_of(doc, "raid").i - 1].span, span_of(doc, "rebels")
    told, own = ([(e.name, e.kind) for e in entities_for(doc, s, actors)] for s in (before, meant))
    assert told == own
    doc = analysed("Hamas fired rockets. A miller was hurt by enemy fire.")
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    assert [e.name for e in entities_for(doc, span_of(doc, "enemy"), actors)] == ["enemy"]
    doc = analysed("Hamas fired rockets. A miller was hurt in a militant attack.")
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    assert [e.name for e in entities_for(doc, span_of(doc, "militant"), actors)] == ["Hamas"]


def test_two_names_joined_before_a_fight_are_both_its_sides() -> None:
    doc = analysed("The India-Pakistan war ended after a week.")
    war = token_of(doc, "war")
    assert {doc.tokens[i].text: roles for i, roles in ruled_parties(doc, war, EventType.ASSAULT).items()} == {
        "India": [("actor", 0.75)],
        "Pakistan": [("actor", 0.75)],
    }
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    spans = [parse.phrase(doc, token_of(doc, name)) for name in ("India", "Pakistan")]
    assert [s.of(doc.text) for s in spans] == ["India", "Pakistan"]
    assert [[e.name for e in entities_for(doc, s, actors)] for s in spans] == [["India"], ["Pakistan"]]
    doc = analysed("The India-Pakistan border is closed.")
    assert ruled_parties(doc, token_of(doc, "border"), EventType.ASSAULT).keys() <= {token_of(doc, "Pakistan").i}


@pytest.mark.parametrize(
    ("text", "fight", "sides"),
    [
        ("Guards stepped in to break up clashes between millers and bakers.", "clashes", {"millers", "bakers"}),
        ("A fight that erupted between millers and bakers hurt nine people.", "fight", {"millers", "bakers"}),
        ("Since fighting broke out in May pitting the king against rebels, many fled.", "fighting", {"king", "rebels"}),
        ("Guards stepped in to break up clashes at the market.", "clashes", set()),
        ("The market between the mill and the river saw clashes.", "clashes", set()),
    ],
)
def test_between_whom_a_fight_is(text: str, fight: str, sides: set[str]) -> None:
    doc = analysed(text)
    told = told_of_force(doc, token_of(doc, fight), "CLASH")
    assert {doc.tokens[i].text for i in told.by_head} == sides
    assert told.only == bool(sides)


def test_sides_of_a_fight_who_are_named_elsewhere_leave_others_their_chance() -> None:
    doc = analysed("The king met the duke after clashes between the two sides.")
    assert not told_of_force(doc, token_of(doc, "clashes"), "CLASH").only


@pytest.mark.parametrize(
    ("text", "deed", "whom"),
    [
        ("The mayor was killed along with his driver.", "killed", ["mayor", "driver"]),
        ("The mayor died alongside two guards.", "died", ["mayor", "guards"]),
        ("The mayor was killed in a raid on Monday along with two guards.", "raid", ["mayor", "guards"]),
        ("The mayor was arrested along with his car.", "arrested", []),
        ("The mayor was killed with an axe.", "killed", []),
        ("The mayor was shot dead with his driver near the mill.", "shot", ["mayor", "driver"]),
        ("The mayor was slain with his own axe.", "slain", []),
        ("The mayor fought alongside two guards.", "fought", []),
        ("Raiders abducted the mayor along with two guards.", "abducted", ["mayor", "guards"]),
        ("Raiders kidnapped the mayor together with his driver on Monday.", "kidnapped", ["mayor", "driver"]),
        ("Raiders seized the mayor along with his car.", "seized", []),
    ],
)
def test_who_is_killed_along_with_a_victim_is_one_too(text: str, deed: str, whom: list[str]) -> None:
    doc = analysed(text)
    assert [t.text for t in companions(doc, token_of(doc, deed))] == whom


@pytest.mark.parametrize(
    ("text", "deed", "sort", "whom"),
    [
        ("The king sent riders to pursue the raiders.", "sent", "MOBILIZE", ["raiders"]),
        ("Riders arrived to join the fight against the rebels.", "arrived", "MOBILIZE", ["rebels"]),
        ("The king sent riders to guard the bakers.", "sent", "MOBILIZE", []),
        ("The king sent boats to combat smoke.", "sent", "MOBILIZE", []),
        ("Bakers held a rally to denounce the king.", "rally", "PROTEST", ["king"]),
        ("Bakers held a rally to greet the king.", "rally", "PROTEST", []),
        ("Bakers marched on the fort and threw stones at the guards.", "marched", "PROTEST", ["guards"]),
        ("Bakers blocked the road, pelting police with eggs.", "blocked", "PROTEST", ["police"]),
        ("Bakers threw eggs at a police car and chanted.", "chanted", "PROTEST", ["car"]),
        ("Bakers burned tyres and threw stones at cars.", "burned", "PROTEST", []),
        ("Bakers marched after the guards threw stones at millers.", "marched", "PROTEST", []),
    ],
)
def test_against_whom_a_deployment_or_a_protest_is_by_its_purpose(
    text: str, deed: str, sort: str, whom: list[str]
) -> None:  # fmt: skip
    doc = analysed(text)
    assert [t.text for t in aimed_at(doc, token_of(doc, deed), sort)] == whom


@pytest.mark.parametrize(
    ("text", "deed", "whom"),
    [
        ("Guards stopped a march backing the old duke.", "march", ["duke"]),
        ("Bakers marched in support of the duke.", "marched", ["duke"]),
        ("Bakers held a rally in solidarity with the millers.", "rally", ["millers"]),
        ("Bakers marched in the rain against the duke.", "marched", []),
    ],
)
def test_whom_a_protest_is_for_is_not_whom_it_is_against(text: str, deed: str, whom: list[str]) -> None:
    doc = analysed(text)
    assert [t.text for t in backed(doc, token_of(doc, deed))] == whom
    told = told_of_force(doc, token_of(doc, deed), "PROTEST").by_head
    assert all(chances[Role.RECIPIENT] < 0.1 for chances in told.values())


@pytest.mark.parametrize(
    ("text", "trigger", "relation", "nobody"),
    [
        ("Riders pulled out of the valley.", "pulled out", "|dobj", True),
        ("Riders pulled out of the valley.", "pulled out", "|prep_to", False),
        ("The king ordered the release of ten bakers.", "ordered the release", "|dobj", False),
        ("The guild returned the mill.", "returned", "|dobj", False),
    ],
)
def test_a_withdrawal_is_to_nobody_unless_something_is_given_back(
    text: str, trigger: str, relation: str, nobody: bool
) -> None:
    doc = analysed(text)
    assert leaves_nobody(doc, [span_of(doc, trigger)], {relation}) is nobody


def test_a_town_and_the_state_it_lies_in_are_not_whom_a_deed_is_done_to() -> None:
    doc = analysed("The raiders stormed the Syrian town of Homs and shelled Syrian soldiers.")
    homs, town, force = span_of(doc, "Homs"), token_of(doc, "Syrian"), token_of(doc, "soldiers").i - 1
    assert is_mere_place(doc, Entity("Homs"), homs, ())
    state = Entity("Syria", "SYR", kind="state")
    assert is_mere_place(doc, state, town.span, [town.i])
    assert not is_mere_place(doc, state, town.span, [town.i, force])
    assert not is_mere_place(doc, state, town.span, [])
    assert not is_mere_place(doc, Entity("raiders"), span_of(doc, "raiders"), ())


@pytest.mark.parametrize(
    ("text", "name", "abstract"),
    [
        ("Old rivalries killed ten bakers.", "rivalries", True),
        ("The hostility killed ten bakers.", "hostility", True),
        ("Smugglers killed ten bakers.", "Smugglers", False),
        ("The administration killed ten bakers.", "administration", False),
        ("A gang of smugglers killed ten bakers.", "gang", False),
    ],
)
def test_abstract_nouns_do_no_force(text: str, name: str, abstract: bool) -> None:
    doc = analysed(text)
    assert is_abstract(doc, Entity(name), span_of(doc, name)) is abstract


def test_who_is_ruled_out_of_which_side() -> None:
    place = Candidate("bree", Entity("Bree"), Span(0, 4), {"mere place": 1.0})
    assert is_out(place, "ASSAULT", Role.RECIPIENT)
    assert not is_out(place, "ASSAULT", Role.ACTOR)
    assert not is_out(place, "AID", Role.RECIPIENT)
    left = Candidate("duke", Entity("duke"), Span(0, 4), {"left": 1.0})
    assert is_out(left, "RETREAT", Role.RECIPIENT)
    assert not is_out(left, "RELEASE", Role.RECIPIENT)
    feud = Candidate("feud", Entity("rivalry"), Span(0, 4), {"abstract": 1.0})
    assert is_out(feud, "CLASH", Role.ACTOR)
    assert not is_out(feud, "CLASH", Role.RECIPIENT)


def test_a_site_at_which_the_deed_is_directed_is_its_goal() -> None:
    assert is_goal({"|dobj"})
    assert is_goal({"^nsubj(V)|dobj", "|prep_on"})
    assert not is_goal({"^nsubj(V)|dobj"})
    assert not is_goal({"|prep_from"})


def test_at_the_hands_of_names_who_does_it() -> None:
    doc = analysed("Many were killed at the hands of the raiders.")
    assert [t.text for t in parse.agents(doc, token_of(doc, "killed"))] == ["raiders"]
    doc = analysed("The old general, whose murder at the hands of rebels shocked many, was buried.")
    murder = token_of(doc, "murder")
    assert {doc.tokens[i].text: roles[0][0] for i, roles in ruled_parties(doc, murder, EventType.ASSAULT).items()} == {
        "rebels": "actor",
        "general": "recipient",
    }
    doc = analysed("Many were killed at the gates of the town.")
    assert parse.agents(doc, token_of(doc, "killed")) == ()


def test_the_owner_of_a_murder_is_its_victim_where_nobody_else_is() -> None:
    doc = analysed("The mayor's murder shocked many. The gang's murder of a priest did too.")
    first, second = (t for t in doc.tokens if t.text == "murder")
    assert {doc.tokens[i].text: r[0][0] for i, r in ruled_parties(doc, first, EventType.ASSAULT).items()} == {
        "mayor": "recipient"
    }
    assert {doc.tokens[i].text: r[0][0] for i, r in ruled_parties(doc, second, EventType.ASSAULT).items()} == {
        "gang": "actor",
        "priest": "recipient",
    }


def test_whom_anti_is_joined_to_suffers_it() -> None:
    doc = analysed("A wave of anti-Israeli bombings began; Israeli bombings followed.")
    first, second = (t for t in doc.tokens if t.text == "bombings")
    assert [r[0][0] for r in ruled_parties(doc, first, EventType.ASSAULT).values()] == ["recipient"]
    assert [r[0][0] for r in ruled_parties(doc, second, EventType.ASSAULT).values()] == ["actor"]
    assert not {"anti", "-"} & {t.text for t in candidates(doc, first, signatures(doc, first))}


@pytest.mark.parametrize(
    ("text", "head", "who"),
    [
        ("Floods of arrows claimed the lives of two boys.", "lives", "boys"),
        ("It changed the lives of two boys.", "lives", "lives"),
        ("A bomb went off in front of the mill.", "front", "mill"),
        ("The raid hit a convoy of supporters.", "convoy", "supporters"),
        ("The raid hit a convoy of carts.", "convoy", "convoy"),
    ],
)
def test_some_nouns_stand_for_what_they_are_of(text: str, head: str, who: str) -> None:
    doc = analysed(text)
    assert content_head(doc, token_of(doc, head)).text == who


def test_two_states_of_one_phrase_go_together_and_are_not_nested() -> None:
    found = {c.entity.name: c for c in gather(scene_of("Raiders hit US and Iraqi forces.", EventType.ASSAULT, "hit"))}
    both = [found["United States"], found["Iraq"]]
    assert both[0].groups & both[1].groups
    features = set_features(both, {r: [0.5, 0.5] for r in Role if r in (Role.ACTOR, Role.RECIPIENT)}, "ASSAULT")
    assert not features["nested"].any()
    ways = all_ways(2)
    assert (features["coordinated"] == np.all(ways == ways[:, :1], axis=1) * (ways[:, 0] > 0)).all()


def test_a_party_told_as_one_of_two_that_fight_is_an_actor_and_who_parts_them_is_not() -> None:
    text = "Guards stepped in to break up clashes between rebels and policemen."
    scene = scene_of(text, EventType.ASSAULT, "clashes")
    chosen = choose_sides(gather(scene), scene.sort, load_side_weights()).chosen
    assert {c.entity.name for c in chosen if c.role is Role.ACTOR} == {"rebels", "policemen"}


@pytest.mark.parametrize(
    ("text", "trigger", "held", "attackers"),
    [
        ("Government troops repelled an assault on Monday by UNITA rebels.", "assault", "troops", "rebels"),
        ("The army beat off Russian attacks near Bree.", "beat", "army", "Russian"),
        ("The knights fought off several counterattacks.", "fought", "knights", None),
    ],
)
def test_who_beats_off_an_attack_suffered_it(text: str, trigger: str, held: str, attackers: str | None) -> None:
    doc = analysed(text)
    for sort in ("ASSAULT", "CLASH"):
        told = told_of_force(doc, token_of(doc, trigger), sort).by_head
        sides = {doc.tokens[i].text: max(chances, key=lambda side: chances[side]) for i, chances in told.items()}
        assert sides == {held: Role.RECIPIENT} | ({attackers: Role.ACTOR} if attackers else {})


@pytest.mark.parametrize("text", ["The troops repelled the rebels.", "The army fought off hunger.", "They fought."])
def test_who_beats_off_no_attack_may_act(text: str) -> None:
    doc = analysed(text)
    verb = next(t for t in doc.tokens if t.pos == "VERB")
    assert not told_of_force(doc, verb, "ASSAULT").by_head


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("A suicide attacker ploughed a car bomb into a police checkpoint.", "checkpoint"),
        ("A suicide attacker drove a car bomb into Baghdad.", None),
        ("A suicide attacker fired a rocket into a police checkpoint.", None),
    ],
)
def test_what_an_attacker_drives_into_is_the_target(text: str, target: str | None) -> None:
    doc = analysed(text)
    verb = next(t for t in doc.tokens if t.pos == "VERB")
    told = told_of_force(doc, verb, "BLAST").by_head
    assert [doc.tokens[i].text for i in told] == ([target] if target else [])


@pytest.mark.parametrize("text", ["It is unclear what motivation was behind the attack.", "Which men led the attack?"])
def test_what_a_question_asks_for_did_nothing(text: str) -> None:
    chosen = choose_sides(gather(scene_of(text, EventType.ASSAULT, "attack")), "ASSAULT", load_side_weights()).chosen
    assert chosen == ()


@pytest.mark.parametrize(
    ("struck_harmed", "sort", "odds", "added"),
    [
        (False, "BLAST", 0.6, [1]),  # "the bombing of an inn that maimed a miller"
        (False, "BLAST", 0.2, []),
        (True, "BLAST", 0.6, []),  # whoever was struck is told as hurt himself
        (False, "CLASH", 0.6, []),
        (False, "PROTEST", 0.6, []),
    ],
)
def test_who_is_hurt_in_an_attack_on_something_is_a_recipient_beside_it(
    struck_harmed: bool, sort: str, odds: float, added: list[int]
) -> None:
    inn, miller = (
        Candidate(name, Entity(name, None, Span(0, 1), None, None, None), Span(0, 1)) for name in ("inn", "miller")
    )
    inn.note("harmed", float(struck_harmed))
    miller.note("harmed", 1.0)
    placed = {0: Role.RECIPIENT, 1: None}
    assert hurt_at_target([inn, miller], placed, [0.9, odds], sort) == added
    assert hurt_at_target([inn, miller], {0: None}, [0.9, odds], sort) == []
    inn.entity = Entity("the Third Brigade", None, Span(0, 1), None, "state force", None)
    assert hurt_at_target([inn, miller], placed, [0.9, odds], sort) == []


@pytest.mark.parametrize(
    ("text", "trigger", "whom"),
    [
        ("The king ended negotiations with the riders in May.", "ended", ["riders"]),
        ("The king ended negotiations with the riders in May.", "negotiations", ["riders"]),
        ("The riders said their truce with the army was over.", "over", []),
        ("The riders said their truce with the army was over.", "was", ["army"]),
        ("There can be no truce with bombs.", "truce", []),
        ("The king rejected talks with them.", "rejected", []),
    ],
)
def test_with_whom_talks_are_refused(text: str, trigger: str, whom: list[str]) -> None:
    doc = analysed(text)
    told = told_of_force(doc, token_of(doc, trigger), "REJECT").by_head
    assert [doc.tokens[i].lower for i, chance in told.items() if chance[Role.RECIPIENT] > 0.5] == whom


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Oil prices rose after the Kuwait invasion.", [], ["Kuwait"]),
        ("Oil prices rose after the Iraqi invasion.", ["Iraq"], []),
    ],
)
def test_force_land_named_before_its_invasion_suffered_it(
    text: str, actors: list[str], recipients: list[str]
) -> None:
    assert sides(text, EventType.ASSAULT, "invasion") == (actors, recipients)


def test_force_who_serves_a_sentence_was_sentenced_and_the_murdered_was_not() -> None:
    text = "Ted Sandyman is serving a life sentence for the murder of Rosa Cotton."
    assert sides(text, EventType.SANCTION, "life sentence") == ([], ["Ted Sandyman"])


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "actors"),
    [
        ("The king shrugged off warnings from Turkey on Monday.", EventType.THREATEN, "warnings", ["Turkey"]),
        ("The king shrugged off criticism from the rebels.", EventType.ACCUSE, "criticism", ["rebels"]),
        ("Sweden issued a warning from Oslo to the rebels.", EventType.THREATEN, "warning", ["Sweden"]),
    ],
)
def test_force_words_are_of_whom_they_come_from(text: str, kind: EventType, trigger: str, actors: list[str]) -> None:
    assert sides(text, kind, trigger)[0] == actors


@pytest.mark.parametrize(
    ("sort", "odds", "alone"),
    [("INQUIRY", 0.5, 0), ("INQUIRY", 0.3, None), ("CONSULT", 0.5, None), ("PLEDGE", 0.5, None)],
)
def test_the_likeliest_recipient_is_one_where_none_was_chosen(sort: str, odds: float, alone: int | None) -> None:
    mayor = Candidate("mayor", Entity("mayor", None, Span(0, 1), None, None, None), Span(0, 1), heads={1})
    mayor.note("lead himself", 1.0)
    both = {Role.ACTOR: [0.1], Role.RECIPIENT: [odds]}
    assert likely_alone([mayor], {0: None}, both, sort) == alone
    assert likely_alone([mayor], {0: Role.ACTOR}, both, sort) is None
