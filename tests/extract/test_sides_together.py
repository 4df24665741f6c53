"""Ways to place all parties of an event at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from truceline.domain.codes import Role
from truceline.domain.events import Entity
from truceline.domain.text import Span
from truceline.extract.roles_candidate import Candidate
from truceline.extract.roles_choice import choose_sides
from truceline.extract.sides_together import MOST, all_ways, chance_of_each, likeliest, set_features
from truceline.resources.combine import Logistic, SideWeights


def party(name: str, relation: str = "", **best: float) -> Candidate:
    each = Candidate(name.lower(), Entity(name, country=name), Span(0, len(name)), {"in_lead": 1.0, **best})
    return Candidate(each.key, each.entity, each.span, each.best, relations={relation} if relation else set())


def test_sides_every_way_is_there_once() -> None:
    ways = all_ways(3)
    assert ways.shape == (27, 3)
    assert len({tuple(w) for w in ways}) == 27
    assert all_ways(0).shape == (1, 0)


def test_sides_only_the_likeliest_parties_are_placed() -> None:
    odds = {Role.ACTOR: [0.1] * 8, Role.RECIPIENT: [0.0, 0.9, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2]}
    taken = likeliest(odds)
    assert len(taken) == MOST
    assert taken[:2] == [1, 7]


def test_sides_weights_of_a_set_can_outweigh_single_odds() -> None:
    """Two parties of one grammatical place go to a side together where the weights say that such parties do."""
    parties = [party("Arnor", "|conj"), party("Gondor", "|conj")]
    odds = {Role.ACTOR: [0.8, 0.4], Role.RECIPIENT: [0.05, 0.05]}
    features = set_features(parties, odds, "CONSULT")
    may = np.ones(9, dtype=bool)
    alone = {"odds A": 1.0, "odds R": 1.0}
    assert all_ways(2)[chance_of_each(features, alone, may).argmax()].tolist() == [1, 0]
    joined = alone | {"together": 2.0}
    assert all_ways(2)[chance_of_each(features, joined, may).argmax()].tolist() == [1, 1]


def test_sides_chances_sum_to_one_and_keep_to_what_may_be() -> None:
    parties = [party("Arnor"), party("Gondor")]
    odds = {Role.ACTOR: [0.9, 0.9], Role.RECIPIENT: [0.1, 0.1]}
    may = all_ways(2)[:, 1] != 1
    chance = chance_of_each(set_features(parties, odds, "ASSAULT"), {"odds A": 1.0, "odds R": 1.0}, may)
    assert abs(chance.sum() - 1) < 1e-9
    assert chance[~may].sum() == 0
    assert all_ways(2)[chance.argmax()].tolist() == [1, 0]


def where(parties: list[Candidate], name: str, sort: str = "ASSAULT") -> list[str]:
    """The ways of placing the parties of which a feature of sets holds, as ``AR-`` (a letter a party)."""
    odds = {Role.ACTOR: [0.5] * len(parties), Role.RECIPIENT: [0.5] * len(parties)}
    values = set_features(parties, odds, sort).get(name)
    if values is None:
        return []
    return ["".join("-AR"[label] for label in way) for way in all_ways(len(parties))[values > 0]]


def test_sides_a_site_and_those_hurt_in_it_are_both_hit_where_both_are_recipients() -> None:
    clinic, guards = party("clinic", site=1.0), party("guards", harmed=1.0)
    assert where([clinic, guards], "site and victims") == ["RR"]
    assert where([clinic, guards], "ASSAULT: site and victims") == ["RR"]
    assert where([clinic, party("riders")], "site and victims") == []
    assert where([party("clinic", site=1.0, harmed=1.0), party("riders")], "site and victims") == []


def test_sides_of_an_agentless_passive_tell_whether_anybody_did_it() -> None:
    charged = [party("Arnor", agentless=1.0, speaker=1.0), party("Gondor", agentless=1.0)]
    assert where(charged, "agentless: 0 A") == ["--", "-R", "R-", "RR"]
    assert where(charged, "agentless: 1 A") == ["-A", "A-", "AR", "RA"]
    assert where(charged, "agentless: speaker A") == ["A-", "AA", "AR"]
    assert where([party("Arnor"), party("Gondor")], "agentless: 0 A") == []


def of_state(name: str, kind: str, affiliation: str | None = None, country: str = "GO") -> Candidate:
    return replace(party(name), entity=Entity(name, kind=kind, affiliation=affiliation, country=country))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (of_state("Gondor", "state"), of_state("villagers", "civilians"), ["AR"]),
        (of_state("Denethor", "person", "Gondor"), of_state("Gondor guard", "state force"), ["AR"]),
        (of_state("Denethor", "person"), of_state("villagers", "civilians"), []),
        (of_state("Gondor", "state"), of_state("Rangers", "rebel group"), []),
        (of_state("Gondor", "state"), of_state("villagers", "civilians", country="AR"), []),
    ],
    ids=["a state", "its official", "a person of no office", "rebels", "another country"],
)
def test_sides_own_people_are_those_of_the_state_that_acts_against_them(
    one: Candidate, other: Candidate, found: list[str]
) -> None:
    assert where([one, other], "own people against") == found
    assert where([one, other], "ACCUSE: own people against", "ACCUSE") == found


def test_sides_coordinated_parties_stand_together_or_are_parted() -> None:
    one, other = replace(party("Arnor"), groups={3}), replace(party("Gondor"), groups={3, 8})
    assert where([one, other], "coordinated") == ["AA", "RR"]
    assert where([one, other], "coordinated, half taken") == ["-A", "-R", "A-", "R-"]
    assert where([one, replace(other, groups={8})], "coordinated") == []


def test_sides_nested_is_a_party_beside_one_that_stands_in_its_phrase() -> None:
    council, church = replace(party("Council"), heads={4}), replace(party("Church"), heads={7}, above={4})
    assert where([council, church], "nested") == where([church, council], "nested") == ["AA", "RR"]
    assert where([council, replace(church, above={5})], "nested") == []


def test_sides_inner_without_outer_is_a_party_whose_surroundings_stand_on_no_side() -> None:
    rohan = replace(party("Rohan", inner=1.0), heads={7}, above={4})
    riders = replace(party("Riders", outer=1.0), heads={4})
    found = where([rohan, riders], "inner taken, outer left")
    assert found == where([rohan, riders], "ASSAULT: inner taken, outer left") == ["A-", "R-"]
    assert where([replace(rohan, above={5}), riders], "inner taken, outer left") == []


def test_sides_a_body_that_meets_alone_is_one_or_two_actors() -> None:
    council = [party("Council", **{"meets alone": 1.0}), party("Gondor")]
    assert where(council, "alone: 1 A", "CONSULT") == where(council, "CONSULT: alone: 1 A", "CONSULT") == ["A-", "AR"]
    assert where(council, "alone: 2 A", "CONSULT") == ["AA"]
    assert where([party("Council"), party("Gondor")], "alone: 1 A", "CONSULT") == []


def test_sides_who_tells_of_talks_is_weighed_as_an_actor() -> None:
    talks = [party("Arnor", **{"reports outside": 1.0}), party("Gondor", **{"reports inside": 1.0})]
    assert where(talks, "reports outside A", "CONSULT") == ["A-", "AA", "AR"]
    assert where(talks, "reports inside A", "CONSULT") == ["-A", "AA", "RA"]


def test_sides_more_than_two_are_counted_by_sort_too() -> None:
    three = [party("Arnor"), party("Gondor"), party("Rohan")]
    assert where(three, "AGREE: more A", "AGREE") == where(three, "more A", "AGREE") == ["AAA"]


def test_sides_a_partner_is_alone_where_nobody_else_stands_on_a_side() -> None:
    talks = [party("Arnor", "|subj"), party("Gondor", "^dobj(light)|prep_with")]
    assert where(talks, "partner alone", "CONSULT") == ["-A"]
    two = [*talks, party("Rohan", "|prep_with")]
    assert where(two, "partner alone", "CONSULT") == ["--A", "-A-", "-AA"]


def listed(name: str, relation: str = "|subj", group: int = 1, actor: float = 0.9) -> Candidate:
    return replace(party(name, relation, lead_actor=actor), groups={group})


def test_sides_the_rest_of_a_long_list_goes_where_its_first_parties_go() -> None:
    by_lead = Logistic({"lead": 1.0}, 0.0, 0.5)
    nobody = Logistic({}, -4.0, 0.5)
    from_rules = Logistic({"rules": 1.0}, 0.0, 0.5)
    alone = {"actor": by_lead, "recipient": nobody, "actor_model": from_rules, "recipient_model": nobody}
    weights = SideWeights(alone, {"odds A": 1.0, "odds R": 1.0})

    def actors(*parties: Candidate) -> set[str]:
        found = choose_sides(parties, "AGREE", weights, model=True).chosen
        return {c.entity.name for c in found if c.role is Role.ACTOR}

    seven = [listed(f"State {n}", actor=0.9 - n / 100) for n in range(7)]
    assert actors(*seven) == {c.entity.name for c in seven}
    assert actors(*seven, listed("Mordor", group=2, actor=0.8)) == {c.entity.name for c in seven}
    assert actors(*seven, listed("Mordor", relation="|prep_with", actor=0.8)) == {c.entity.name for c in seven}
    assert actors(*seven, listed("Mordor", actor=0.1)) == {c.entity.name for c in seven}


def test_sides_who_is_told_in_one_breath_with_a_chosen_party_goes_where_it_goes() -> None:
    by_lead = Logistic({"lead": 1.0}, 0.0, 0.5)
    nobody = Logistic({}, -4.0, 0.5)
    from_rules = Logistic({"rules": 1.0}, 0.0, 0.5)
    alone = {"actor": by_lead, "recipient": nobody, "actor_model": from_rules, "recipient_model": nobody}
    weights = SideWeights(alone, {"odds A": 1.0, "odds R": 1.0, "2 A": -30.0})

    def actors(*parties: Candidate) -> set[str]:
        found = choose_sides(parties, "AGREE", weights, model=True).chosen
        return {c.entity.name for c in found if c.role is Role.ACTOR}

    arnor = listed("Arnor")
    assert actors(arnor, listed("Gondor", actor=0.8)) == {"Arnor", "Gondor"}
    assert actors(arnor, listed("Gondor", group=2, actor=0.8)) == {"Arnor"}
    assert actors(arnor, listed("Gondor", relation="|prep_with", actor=0.8)) == {"Arnor"}


def test_sides_chosen_together_say_how_sure_each_side_is() -> None:
    sure, unsure = Logistic({}, 3.0, 0.5), Logistic({}, -3.0, 0.5)
    alone = {"actor": sure, "recipient": unsure, "actor_model": sure, "recipient_model": unsure}
    weights = SideWeights(alone, {"odds A": 1.0, "odds R": 1.0})
    sides = choose_sides([party("Arnor", lead_actor=0.9)], "CONSULT", weights, model=True)
    assert [(c.role, c.entity.name) for c in sides.chosen] == [(Role.ACTOR, "Arnor")]
    assert 0.9 < sides.chance[Role.ACTOR] < 1
    assert sides.chosen[0].score == round(sides.chance[Role.ACTOR], 3)


def test_sides_of_nobody_are_empty() -> None:
    weights = SideWeights({k: Logistic({}, 0.0, 0.5) for k in ("actor", "recipient", "actor_model", "recipient_model")})
    sides = choose_sides([], "CONSULT", weights, model=True)
    assert sides.chosen == ()
    assert sides.chance == {Role.ACTOR: 1.0, Role.RECIPIENT: 1.0}
