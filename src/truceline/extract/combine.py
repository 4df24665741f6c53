"""What the trained model and the rules found, put together: one mention for each trigger, one score for both.

Figures that led to the division of labour stand in docs/model.md: the rules are right more often on the type where
the two disagree, on status, on most modes and on truce acts; the model on aggregates and on what is worth coding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from truceline.domain.codes import MODES, EventType, Status
from truceline.domain.mentions import EventMention
from truceline.extract.events_status import ALWAYS_SAID
from truceline.extract.truce_acts import TRUCE_MAKING
from truceline.resources.combine import Logistic
from truceline.resources.logistic import to_odds

Pair = tuple[EventMention | None, EventMention | None]
"""The model's mention and the rules' mention at one place; one of them may be missing."""

_NEAR: Final = 40
"""Code points within which two triggers of one type in one sentence are one mention."""
_BROAD_MODES: Final = frozenset({"explosives", "yield"})
"""Modes that the rules give where the words say little ("attack", "demand"): there the model's is right more often. Of
396 mentions of reports new to the model to which the two give one type and two modes, the rules' is right in 199 and
the model's in 129; without these two in 176 and 87."""
STAGE: Final = "events.both"
_TYPES: Final = tuple(EventType)
_UNREAL: Final = frozenset({Status.FUTURE, Status.HYPOTHETICAL, Status.NEGATED})
"""Status that the model's word gives where the rules see a plain fact; of 1,760 events on reports new to it the status
is then right in 0.946, by the rules alone in 0.935, by the model alone in 0.923."""


def pair_mentions(by_model: Sequence[EventMention], by_rule: Sequence[EventMention]) -> list[Pair]:
    """Bring together mentions whose triggers overlap, or that stand close with the same type; the rest stay alone."""
    left = list(by_rule)
    partners: dict[int, EventMention] = {}
    for find in (_overlapping, _near_by):
        for n, mention in enumerate(by_model):
            partner = None if n in partners else find(mention, left)
            if partner is not None:
                left.remove(partner)
                partners[n] = partner
    pairs: list[Pair] = [(mention, partners.get(n)) for n, mention in enumerate(by_model)]
    pairs.extend((None, rule) for rule in left)
    return pairs


def _overlapping(mention: EventMention, rules: Sequence[EventMention]) -> EventMention | None:
    over = [r for r in rules if r.trigger.overlaps(mention.trigger)]
    return max(over, key=lambda r: (r.type is mention.type, r.score, -r.trigger.start), default=None)


def _near_by(mention: EventMention, rules: Sequence[EventMention]) -> EventMention | None:
    for rule in rules:
        close = abs(rule.trigger.start - mention.trigger.start) < _NEAR
        if close and rule.sentence == mention.sentence and rule.type is mention.type:
            return rule
    return None


def log_odds(p: float) -> float:
    """Log odds of a probability, kept within those of 0.0001 and 0.9999."""
    return to_odds(p, 1e-4)


def mention_features(pair: Pair) -> dict[str, float]:
    """Features of the mention score: who found it, how sure, and whether they agree on the type."""
    model, rule = pair
    features: dict[str, float] = {}
    if model is not None:
        features |= {"model": 1.0, "model_odds": log_odds(model.score)}
    if rule is not None:
        features |= {"rule": 1.0, "rule_odds": log_odds(rule.score)}
    if model is not None and rule is not None:
        features["same_type" if model.type is rule.type else "other_type"] = 1.0
    return features


def type_features(pair: Pair, chances: Sequence[float]) -> dict[str, float]:
    """Signs of whose type is right where the two disagree; chances: the model's probability of each type, in order."""
    model, rule = pair
    assert model is not None
    assert rule is not None
    return {
        "rule_odds": log_odds(rule.score),
        "model_odds": log_odds(model.score),
        "best_type_log": math.log(max(*chances, 1e-3)),
        "rule_type_log": math.log(max(chances[_TYPES.index(rule.type)], 1e-3)),
    }


def choose_type(pair: Pair, chances: Sequence[float], weights: Logistic) -> EventType:
    """The type of a pair: where model and rules disagree, the rules' if weights say at least even odds for it, or if
    they read the making or the end of a truce there, which the model knows less of."""
    model, rule = pair
    if model is not None and (rule is None or model.type is rule.type):
        return model.type
    assert rule is not None
    if rule.truce_action in TRUCE_MAKING:
        return rule.type
    if model is None or weights.score(type_features(pair, chances)) >= weights.threshold:
        return rule.type
    return model.type


def _has_not_happened(model: EventMention, rule: EventMention, kind: EventType) -> bool:
    """True where the rules see a plain fact and the model is sure that it is none. What is said is said: a threat of
    something to come is an actual THREATEN."""
    return rule.status is Status.ACTUAL and model.status in _UNREAL and kind not in ALWAYS_SAID


def _status(model: EventMention, rule: EventMention, kind: EventType) -> Status:
    """The status of a pair of that type. What the rules took for a deed to come or not done ("would strike", "no
    delegation will be sent") is done with the words, where it is a threat, a refusal, a demand or a charge."""
    if kind in ALWAYS_SAID and rule.type not in ALWAYS_SAID and rule.status in _UNREAL:
        return Status.ACTUAL
    return model.status if _has_not_happened(model, rule, kind) else rule.status


def join(pair: Pair, kind: EventType, score: float) -> EventMention:
    """One mention of a pair, of that type and score: roles of the rules, mode and aggregate of the model, the rules'
    status unless it is actual and the model is sure that nothing has happened.

    The mode that is told may be the rules' (``ruled_mode``); until the end the model's stands, with which the weights
    of what comes behind were learned.
    """
    model, rule = pair
    if rule is None:
        assert model is not None
        return replace(model, score=score)
    if model is None:
        return replace(rule, score=score)
    mode = next((m.mode for m in (model, rule) if m.type is kind and m.mode in MODES[kind]), None)
    ruled = rule.mode if rule.type is kind and rule.mode in MODES[kind] and rule.mode not in _BROAD_MODES else None
    return replace(
        rule,
        type=kind,
        mode=mode,
        ruled_mode=ruled if ruled != mode else None,
        status=_status(model, rule, kind),
        aggregate=model.aggregate,
        roles=(*model.roles, *rule.roles),
        score=score,
        stage=STAGE,
        dated=model.dated,
        placed=model.placed,
        reason=f"{rule.reason}; the model reads {model.type.value} at {model.score:.2f}",
    )
