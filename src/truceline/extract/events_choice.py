"""Which groups of mentions are told as events: a score for each group, and the floor from which it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from truceline.domain.mentions import EventMention
from truceline.extract.events_worth import Proposal, group_signs
from truceline.resources.combine import Logistic

Group = tuple[EventMention, ...]
Scores = Mapping[tuple[int, int], float]


def score_groups(
    groups: Sequence[Sequence[int]], proposals: Sequence[Proposal], scores: Scores
) -> tuple[dict[str, float], ...]:
    """Signs of each group. groups: numbers of proposals, the best first; scores: same-event score of each pair."""
    links = {}
    for (n, one), (k, other) in combinations(enumerate(groups), 2):
        between = [max(scores.get((min(i, j), max(i, j)), 0.0), 0.0) for i in one for j in other]
        links[n, k] = (sum(between) / len(between), max(between))
    return group_signs([[proposals[i] for i in g] for g in groups], links)


def choose_groups(
    groups: Sequence[Group], signs: Sequence[Mapping[str, float]], weights: Logistic, *, floor: float
) -> tuple[Group, ...]:
    """The groups at or above the floor, each with its first mention scored as the event is."""
    scored = [(group, weights.score(own)) for group, own in zip(groups, signs, strict=True)]
    return tuple((replace(group[0], score=score), *group[1:]) for group, score in scored if score >= floor)
