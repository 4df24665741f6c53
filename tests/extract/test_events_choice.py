from dataclasses import replace

from tests.extract.analysed import analysed
from truceline.domain.codes import EventType, Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Span
from truceline.extract.combine import choose_type, join
from truceline.extract.events import with_mode_of_means, with_ruled_mode
from truceline.extract.events_choice import choose_groups, score_groups
from truceline.extract.events_worth import Proposal
from truceline.resources.combine import Logistic

TYPES = tuple(EventType)


def mention(start: int, sentence: int, score: float, kind: EventType = EventType.ASSAULT) -> EventMention:
    return EventMention(Span(start, start + 6), sentence, kind, None, Status.ACTUAL, score=score)


def test_a_group_below_the_floor_is_not_told_and_the_rest_carry_their_own_score() -> None:
    groups = ((mention(0, 0, 0.9),), (mention(40, 1, 0.9),))
    weights = Logistic({"top": 1.0}, 0.0, 0.4)
    (told,) = choose_groups(groups, [{"top": 2.0}, {"top": -2.0}], weights, floor=0.5)
    assert told[0].trigger == groups[0][0].trigger
    assert round(told[0].score, 3) == 0.881


def test_a_group_s_signs_tell_how_near_it_is_to_a_surer_one() -> None:
    proposals = [Proposal(mention(40 * n, n, s), {}) for n, s in enumerate((0.9, 0.6, 0.3))]
    scores = {(0, 1): 0.9, (0, 2): 0.3, (1, 2): 0.1}
    surest, weak = score_groups([(0, 1), (2,)], proposals, scores)
    assert surest["rank"] == 0.0
    assert weak["closest"] == 0.3
    assert round(weak["link"], 3) == 0.2
    assert weak["told once"] == 1.0


def test_where_both_agree_no_weights_are_asked_and_where_they_differ_the_odds_decide() -> None:
    model, rule = mention(0, 0, 0.9), mention(0, 0, 0.8, EventType.COERCE)
    chances = [1 / 16] * 16
    for_rules, for_model = Logistic({}, 3.0, 0.5), Logistic({}, -3.0, 0.5)
    assert choose_type((model, replace(rule, type=EventType.ASSAULT)), chances, for_rules) is EventType.ASSAULT
    assert choose_type((model, rule), chances, for_rules) is EventType.COERCE
    assert choose_type((model, rule), chances, for_model) is EventType.ASSAULT
    assert join((model, rule), EventType.ASSAULT, 0.7).type is EventType.ASSAULT


def test_the_mode_of_the_rules_is_told_in_the_end_but_for_broad_ones() -> None:
    model, rule = replace(mention(0, 0, 0.9), mode="firearms"), replace(mention(0, 0, 0.8), mode="sexual")
    joined = join((model, rule), EventType.ASSAULT, 0.7)
    assert joined.mode == "firearms"
    assert with_ruled_mode((joined,))[0].mode == "sexual"
    broad = join((model, replace(rule, mode="explosives")), EventType.ASSAULT, 0.7)
    assert with_ruled_mode((broad,))[0].mode == "firearms"


def test_a_mode_settled_by_the_means_outranks_that_of_the_rules() -> None:
    doc = analysed("Rohan bombed the ford on Monday.")
    model, rule = replace(mention(6, 0, 0.9), mode="aerial"), replace(mention(6, 0, 0.8), mode="destroy")
    joined = join((model, rule), EventType.ASSAULT, 0.7)
    assert with_ruled_mode(with_mode_of_means(doc, (joined,), "two drones"))[0].mode == "drone"
