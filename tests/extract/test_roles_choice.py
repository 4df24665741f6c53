"""The sides of one event, weighed over its sentences."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType, Role, Status
from truceline.domain.events import Entity
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span
from truceline.extract.actors import entities_for, find_actors
from truceline.extract.attribution import find_speeches
from truceline.extract.events_role_paths import frames, signatures
from truceline.extract.roles_candidate import Candidate
from truceline.extract.roles_choice import choose_sides
from truceline.extract.roles_gather import Scene, gather
from truceline.resources.actors import ActorRegistry
from truceline.resources.combine import Logistic, SideWeights, load_side_weights
from truceline.resources.lexicon import load_weights

REGISTRY = ActorRegistry.load()


def mention(doc: Document, words: str, kind: EventType) -> EventMention:
    start = doc.text.index(words)
    return EventMention(Span(start, start + len(words)), doc.sentence_at(start), kind, None, Status.ACTUAL)


def scene_of(text: str, kind: EventType, *triggers: str) -> Scene:
    """What is known of an event told at the trigger words."""
    doc = analysed(text)
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    group = tuple(mention(doc, t, kind) for t in triggers)
    return Scene(
        doc, group, actors, find_speeches(doc, actors), partial(entities_for, doc, actors=actors),
        load_weights("role_weights.json"),
    )  # fmt: skip


def sides(text: str, kind: EventType, *triggers: str) -> tuple[list[str], list[str]]:
    """(actors, recipients) of an event told at the trigger words; official and state by the state's name."""
    scene = scene_of(text, kind, *triggers)
    chosen = choose_sides(gather(scene), scene.sort, load_side_weights())
    out: dict[Role, list[str]] = {Role.ACTOR: [], Role.RECIPIENT: []}
    for each in chosen.chosen:
        out[each.role].append(each.entity.affiliation or each.entity.name)
    return sorted(out[Role.ACTOR]), sorted(out[Role.RECIPIENT])


def test_roles_subject_and_object_of_a_deed() -> None:
    assert sides("Turkey condemned Sweden on Monday.", EventType.ACCUSE, "condemned") == (["Turkey"], ["Sweden"])


def test_roles_agent_and_subject_of_a_passive() -> None:
    got = sides("Sweden was condemned by Turkey on Monday.", EventType.ACCUSE, "condemned")
    assert got == (["Turkey"], ["Sweden"])


def test_roles_both_sides_of_talks_are_actors() -> None:
    got = sides("Turkey held talks with Sweden on Monday.", EventType.CONSULT, "talks")
    assert got == (["Sweden", "Turkey"], [])


def test_roles_a_party_stands_on_one_side_only() -> None:
    actors, recipients = sides(
        "Israel attacked Hamas on Monday. The attack by Israel killed two Hamas fighters.", EventType.ASSAULT,
        "attacked", "attack by",
    )  # fmt: skip
    assert actors == ["Israel"]
    assert recipients == ["Hamas"]


def test_role_paths_pass_over_prepositions_and_conjunctions() -> None:
    doc = analysed("Four soldiers and a guard were killed in a Turkish strike on a base near the city.")
    trigger = next(t for t in doc.tokens if t.text == "strike")
    found = {doc.tokens[i].text: args[0].signature for i, args in signatures(doc, trigger).items()}
    assert found["Turkish"] == "|mod"
    assert found["soldiers"] == found["guard"] == "^prep_in(harm)|psubj"


def test_role_paths_hold_each_frame_once() -> None:
    doc = analysed("The rebels attacked and burned the village, killing ten people who had fled to the church.")
    trigger = next(t for t in doc.tokens if t.text == "attacked")
    words = [f.token.i for f in frames(doc, trigger)]
    assert len(words) == len(set(words))


def test_roles_those_under_fire_are_not_its_actors() -> None:
    actors, recipients = sides("Turkish soldiers came under fire from Hamas on Monday.", EventType.ASSAULT, "fire")
    assert "Turkey" not in actors
    assert "Hamas" not in recipients


def test_roles_who_denies_a_deed_is_not_told_as_its_actor() -> None:
    doc = analysed("Hamas denied that it had carried out the attack on Monday.")
    actors = find_actors(doc, REGISTRY, (), on=doc.report.date)
    group = (mention(doc, "attack", EventType.ASSAULT),)
    hamas = entities_for(doc, Span(0, 5), actors)
    read = partial(entities_for, doc, actors=actors)
    scene = Scene(doc, group, actors, (), read, load_weights("role_weights.json"), denied_by=hamas)
    chosen = choose_sides(gather(scene), scene.sort, load_side_weights())
    assert not [c for c in chosen.chosen if c.role is Role.ACTOR]


def candidate(**best: float) -> Candidate:
    return Candidate("arnor", Entity("Arnor"), Span(0, 5), dict(best))


SURE = {s: Logistic({}, 3.0, 0.4) for s in ("actor", "recipient", "actor_model", "recipient_model")}
"""Scores that take everybody for either side."""


def test_roles_of_force_want_a_sentence_that_makes_the_party_act() -> None:
    weights = SideWeights(SURE | {"recipient": Logistic({}, -3.0, 0.4)})

    def first(sort: str, chance: float) -> Role:
        return choose_sides([candidate(in_lead=1.0, lead_actor=chance)], sort, weights).chosen[0].role

    assert choose_sides([candidate(in_lead=1.0, lead_actor=0.1)], "ASSAULT", weights).chosen == ()
    assert first("ASSAULT", 0.6) is Role.ACTOR
    assert first("CONSULT", 0.1) is Role.ACTOR


def test_roles_a_site_does_nothing() -> None:
    weights = SideWeights(SURE | {"recipient": Logistic({}, -3.0, 0.4)})
    base = Candidate("base", Entity("Every American base"), Span(0, 5), {"in_lead": 1.0, "lead_actor": 0.9})
    assert choose_sides([base], "RETREAT", weights).chosen == ()
    of_a_state = Candidate("base", Entity("The capital", affiliation="Gondor"), Span(0, 5), {"in_lead": 1.0})
    assert choose_sides([of_a_state], "RETREAT", weights).chosen[0].role is Role.ACTOR


def test_roles_who_claims_a_deed_is_not_its_victim() -> None:
    weights = SURE | {"actor": Logistic({}, -3.0, 0.4)}
    assert choose_sides([candidate(in_lead=1.0, claims=1.0)], "ASSAULT", SideWeights(weights)).chosen == ()
    assert choose_sides([candidate(in_lead=1.0)], "ASSAULT", SideWeights(weights)).chosen[0].role is Role.RECIPIENT


def test_roles_who_is_under_fire_is_not_who_fires() -> None:
    actors, recipients = sides(
        "Since March they have come under fire from fighters of Hamas.", EventType.ASSAULT, "come under fire"
    )
    assert actors == ["Hamas"]
    assert "Hamas" not in recipients


def test_roles_an_instrument_is_no_actor() -> None:
    actors, _ = sides("A drone killed three soldiers in the valley on Monday.", EventType.ASSAULT, "killed")
    assert actors == []


def test_roles_a_deed_blamed_on_somebody_is_not_done_to_him() -> None:
    for text in ("Turkey blamed the bombing on Hamas.", "The bombing was attributed to Hamas."):
        actors, recipients = sides(text, EventType.ASSAULT, "bombing")
        assert "Hamas" not in recipients
        assert actors in (["Hamas"], [])
    _, recipients = sides("The bombing hit Hamas.", EventType.ASSAULT, "bombing")
    assert recipients == ["Hamas"]


def test_roles_a_claimant_is_known_with_and_without_his_article() -> None:
    doc = analysed("Rockets hit the base on Monday. The attack was claimed by The Lions.")
    claimant = Entity("Lions", mention=Span(60, 69))
    scene = Scene(
        doc, (mention(doc, "hit", EventType.ASSAULT),), find_actors(doc, REGISTRY, (), on=doc.report.date), (),
        lambda span: [Entity("The Lions", mention=span)], load_weights("role_weights.json"), claimed_by=(claimant,),
    )  # fmt: skip
    assert any(c.get("claims") for c in gather(scene))


def test_roles_two_of_one_state_who_stand_against_each_other_are_two_parties() -> None:
    text = "Russian police beat Russian protesters in Moscow on Monday."
    found = gather(scene_of(text, EventType.ASSAULT, "beat"))
    told = {c.entity.name: (c.get("lead_actor"), c.get("lead_recipient")) for c in found}
    police, beaten = (next(v for k, v in told.items() if w in k.lower()) for w in ("police", "protester"))
    assert police[0] > 0.5 > police[1]
    assert beaten[1] > 0.5 > beaten[0]


def test_roles_one_of_a_state_told_by_two_names_on_one_side_is_one_party() -> None:
    text = "President Vladimir Putin met envoys; the Russian government condemned Sweden on Monday."
    found = gather(scene_of(text, EventType.ACCUSE, "condemned"))
    assert not [c.key for c in found if "|" in c.key]


def test_roles_state_of_heads_of_state_is_no_party() -> None:
    got = sides("European heads of state condemned Turkey on Monday.", EventType.ACCUSE, "condemned")
    assert got == (["European heads of state"], ["Turkey"])


def told(text: str, kind: EventType, trigger: str) -> dict[str, Candidate]:
    """Candidates by key, with every phrase as likely on the one side as on the other."""
    return {c.key: c for c in gather(replace(scene_of(text, kind, trigger), weights={}))}


def test_roles_two_persons_of_one_state_who_meet_are_two_parties() -> None:
    text = "Russian President Boris Yeltsin met Interior Minister Anatoly Kulikov on Monday."
    assert set(told(text, EventType.CONSULT, "met")) == {"russia", "russia | anatoly kulikov"}
    assert set(told(text.replace("met", "accused"), EventType.ACCUSE, "accused")) == {"russia"}
    talks = "Israeli Prime Minister Ehud Olmert held talks with Israeli Defense Minister Amir Peretz."
    assert "israel | amir peretz" in told(talks, EventType.CONSULT, "talks")


def test_roles_a_state_told_without_a_person_meets_itself_as_one_party() -> None:
    assert set(told("The Turkish prime minister met Turkish generals.", EventType.CONSULT, "met")) == {"turkey"}


def test_roles_whoever_is_struck_by_what_is_condemned_is_marked_and_the_striker_is_not() -> None:
    text = "Sweden condemned the bombing of the Kenyan embassy by Hamas."
    found = told(text, EventType.ACCUSE, "condemned")
    assert [key for key, each in found.items() if each.get("condemned")] == ["kenya"]
    assert found["kenya"].get("lead_recipient") == 0
    assert found["hamas"].get("lead_recipient") > 0
    assert not any(c.get("condemned") for c in told(text, EventType.ASSAULT, "condemned").values())


def test_roles_whoever_is_charged_with_a_deed_has_it_laid_to_him() -> None:
    text = "The court charged Brandt with committing the murder of a priest."
    found = told(text, EventType.ASSAULT, "murder")
    assert [key for key, each in found.items() if each.get("laid")] == ["brandt"]
    assert not any(c.get("laid") for c in told(text, EventType.ACCUSE, "murder").values())


def test_roles_signs_of_a_sentence_come_with_its_parties() -> None:
    found = told("Turkey and Sweden condemned the envoy of Norway.", EventType.ACCUSE, "condemned")
    assert found["turkey"].groups == found["sweden"].groups != set()
    assert found["norway"].groups == set()
    burned = told("A clinic of the guild was burned by Hamas.", EventType.ASSAULT, "burned")
    assert {key for key, each in burned.items() if each.get("site")} == {"clinic"}
    assert not any(c.get("agentless") for c in burned.values())
    assert told("A clinic was burned on Monday.", EventType.ASSAULT, "burned")["clinic"].get("agentless")


RECIPIENTS = SideWeights(SURE | {"actor": Logistic({}, -3.0, 0.4)})
ACTORS = SideWeights(SURE | {"recipient": Logistic({}, -3.0, 0.4)})
"""Scores that take everybody for that side."""


def test_roles_victims_of_what_is_condemned_are_not_accused() -> None:
    assert choose_sides([candidate(in_lead=1.0)], "ACCUSE", RECIPIENTS).chosen[0].role is Role.RECIPIENT
    assert choose_sides([candidate(in_lead=1.0, condemned=1.0)], "ACCUSE", RECIPIENTS).chosen == ()
    assert choose_sides([candidate(in_lead=1.0, condemned=1.0)], "ACCUSE", ACTORS).chosen[0].role is Role.ACTOR


@pytest.mark.parametrize(
    ("sort", "relation", "accuses"),
    [
        ("ACCUSE", "|subj", True),
        ("ACCUSE", "|agent", True),
        ("ACCUSE", "^ccomp(say)|subj", False),
        ("ACCUSE", "|prep_to", False),
        ("REQUEST", "", False),
        ("CONSULT", "|prep_to", True),
    ],
)
def test_roles_an_outlet_accuses_only_where_it_does_so_itself(sort: str, relation: str, accuses: bool) -> None:
    herald = Candidate("herald", Entity("Bree Herald", kind="media"), Span(0, 11), {"in_lead": 1.0})
    herald.relations.add(relation)
    assert bool(choose_sides([herald], sort, ACTORS).chosen) is accuses


def test_roles_a_name_that_is_half_of_what_the_model_reads_does_not_make_an_actor_of_force() -> None:
    def acts(cover: float) -> bool:
        read = candidate(in_lead=1.0, lead_actor=0.2, token_actor=0.8, cover_actor=cover)
        return bool(choose_sides([read], "ASSAULT", ACTORS).chosen)

    assert acts(1.0)
    assert not acts(0.5)


def test_roles_with_a_model_too_a_deed_is_that_of_whoever_it_is_laid_to() -> None:
    nobody = {s: Logistic({}, -3.0, 0.4) for s in SURE}
    weights = SideWeights(nobody, {"odds A": 1.0, "odds R": 1.0})

    def chosen(**best: float) -> list[Role]:
        return [c.role for c in choose_sides([candidate(in_lead=1.0, **best)], "HARM", weights, model=True).chosen]

    assert chosen(lead_actor=0.9) == []
    assert chosen(lead_actor=0.9, laid=1.0) == [Role.ACTOR]


def test_roles_who_must_do_it_asks_for_nothing_unless_he_speaks() -> None:
    weights = SideWeights(SURE | {"recipient": Logistic({}, -3.0, 0.4)})
    assert choose_sides([candidate(obliged=1.0)], "REQUEST", weights).chosen == ()
    spoken = choose_sides([candidate(obliged=1.0, speaker=1.0)], "REQUEST", weights).chosen
    assert [c.role for c in spoken] == [Role.ACTOR]


def test_roles_obliged_is_the_subject_of_what_must_be_done() -> None:
    must = gather(scene_of("Turkey must free the soldiers.", EventType.REQUEST, "free"))
    assert [c.entity.name for c in must if c.get("obliged")] == ["Turkey"]
    asks = gather(scene_of("Turkey must demand the soldiers back.", EventType.REQUEST, "demand"))
    assert not [c for c in asks if c.get("obliged")]


def test_roles_with_whom_something_shall_be_done_is_hardly_asked() -> None:
    found = gather(scene_of("Turkey demanded the extradition of the rebels.", EventType.REQUEST, "demanded"))
    rebels = next(c for c in found if "rebels" in c.entity.name.lower())
    assert rebels.get("lead_recipient") <= 0.05


def test_roles_to_whom_a_message_goes_is_not_accused_in_it() -> None:
    text = "The minister sent a letter of condolences to Sweden, condemning the raid."
    found = gather(scene_of(text, EventType.ACCUSE, "condemning"))
    assert [c.entity.name for c in found if c.get("condemned")] == ["Sweden"]


def test_roles_a_weapon_named_with_its_owner_acts_and_a_bare_one_does_not() -> None:
    def acts(name: str) -> bool:
        each = Candidate(name, Entity(name), Span(0, len(name)), {"in_lead": 1.0, "lead_actor": 0.9})
        return bool(choose_sides([each], "ASSAULT", ACTORS).chosen)

    assert acts("Coalition aircraft")
    assert not acts("aircraft")
    assert not acts("two aircraft")


def test_roles_what_is_asked_for_is_no_party() -> None:
    def acts(name: str) -> bool:
        each = Candidate(name, Entity(name), Span(0, len(name)), {"in_lead": 1.0, "lead_actor": 0.9})
        return bool(choose_sides([each], "ASSAULT", ACTORS).chosen)

    assert acts("raiders")
    assert not acts("what raiders")


def test_roles_who_says_what_others_must_do_asks_it() -> None:
    nobody = {s: Logistic({}, -1.0, 0.4) for s in SURE}
    weights = SideWeights(nobody, {"odds A": 1.0, "odds R": 1.0})

    def asks(obliged: float) -> bool:
        king = Candidate("king", Entity("The king"), Span(0, 8), {"speaker": 1.0})
        riders = Candidate("riders", Entity("The riders"), Span(9, 19), {"in_lead": 1.0, "obliged": obliged})
        chosen = choose_sides([king, riders], "REQUEST", weights, model=True).chosen
        return any(c.role is Role.ACTOR and c.entity.name == "The king" for c in chosen)

    assert asks(1.0)
    assert not asks(0.0)


def test_a_party_is_shown_by_the_name_that_stands_on_its_side() -> None:
    state, soldier = Entity("Rohan", kind="state"), Entity("Eomer Brego", affiliation="Rohan", kind="person")
    army = Entity("Rohan army", affiliation="Rohan", kind="state force")
    one = Candidate("rohan", soldier, Span(0, 1), whole=state)
    one.note_name(Role.RECIPIENT, 0.9, soldier, Span(0, 1))
    one.note_name(Role.ACTOR, 0.2, soldier, Span(0, 1))
    assert one.name_on(Role.RECIPIENT)[0] == soldier
    assert one.name_on(Role.ACTOR)[0] == state, "a murdered soldier arrests nobody"
    one.note_name(Role.ACTOR, 0.8, army, Span(2, 3))
    assert one.name_on(Role.ACTOR)[0] == army
    one.note("speaker", 1.0)
    assert one.name_on(Role.ACTOR)[0] == soldier
