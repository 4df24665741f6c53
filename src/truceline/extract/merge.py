"""Mentions that tell of one event of the report are put together (codebook sections 2 and 8).

A learned score says how likely two mentions are one event (merge_features), save where that is settled by itself
(merge_settled); mentions are then joined bottom-up by the average score between groups, so that one wrong pair cannot
chain two events together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from truceline.domain.codes import EventType, Role
from truceline.domain.mentions import Actor, EventMention, HarmMention, PlaceMention, RoleFill, TimeMention
from truceline.domain.text import Document
from truceline.extract.events_status_days import status_on
from truceline.extract.merge_features import Told, pair_features, said_signs, told_between
from truceline.extract.merge_settled import are_told_apart, is_recalled
from truceline.extract.merge_telling import counts_to
from truceline.extract.merge_unfolded import UNFOLDED, Leads
from truceline.extract.merge_views import view_mentions
from truceline.inference.reading import Floats
from truceline.resources.lexicon import load_weights
from truceline.resources.logistic import chance_of

RECALLED = 0.6
"""Least score of a mention that takes up an earlier one by its place and its days."""
APART = -9.0
"""Score of two mentions that differ in day and place, or in day and in means, or in day and are said to be two, or of a
deed and what it answers:
whatever else speaks for it, no group holds both. Of 53 such pairs in gold/train that differ in day and place 9 are one
event."""


def merge_mentions(
    doc: Document,
    mentions: Sequence[EventMention],
    *,
    actors: Sequence[Actor] = (),
    times: Sequence[TimeMention] = (),
    places: Sequence[PlaceMention] = (),
    harms: Sequence[HarmMention] = (),
) -> tuple[tuple[EventMention, ...], ...]:
    """Group the mentions of one event; within a group the best mention (for trigger, type, roles) comes first.

    Groups come in order of their first mention. The first mention of a group carries the group's roles: those it lacks
    come from the next best mention, the others keep only roles that nobody else fills.
    """
    if not mentions:
        return ()
    scores = score_pairs(doc, mentions, actors=actors, times=times, places=places, harms=harms)
    threshold = load_weights("merge_weights.json")["threshold"]
    return tuple(group for _, group in group_mentions(doc, mentions, scores, times, threshold=threshold))


def group_mentions(
    doc: Document,
    mentions: Sequence[EventMention],
    scores: Mapping[tuple[int, int], float],
    times: Sequence[TimeMention],
    *,
    threshold: float | None = None,
) -> list[tuple[tuple[int, ...], tuple[EventMention, ...]]]:
    """(numbers of the mentions, the mentions as merge_mentions gives them) of each group, in order of the text.

    scores: (i, j), i < j, to the probability that the two are one event. threshold: least average score of
    two groups that are joined; None for the one that training/worth.py tuned.
    """
    if threshold is None:
        threshold = load_weights("merge_weights.json")["threshold"]
    groups = []
    for members in cluster(len(mentions), scores, threshold):
        order = _order(doc, [mentions[i] for i in members])
        numbers = tuple(members[i] for i in order)
        groups.append((numbers, _dated(doc, _settle([mentions[i] for i in numbers]), times)))
    return sorted(groups, key=lambda g: min(m.trigger for m in g[1]))


def score_pairs(
    doc: Document,
    mentions: Sequence[EventMention],
    *,
    actors: Sequence[Actor] = (),
    times: Sequence[TimeMention] = (),
    places: Sequence[PlaceMention] = (),
    harms: Sequence[HarmMention] = (),
    said: Floats | None = None,
) -> dict[tuple[int, int], float]:
    """(i, j), i < j, to the probability that the two mentions are one event; APART for two that cannot be.

    said: a model's own probability of each pair (M, M), one sign among the others.
    """
    weights = load_weights("merge_weights.json")
    views = view_mentions(doc, mentions, actors=actors, times=times, places=places)
    told, scores, leads = Told(views), dict[tuple[int, int], float](), Leads(doc, harms, places)
    for j in range(len(views)):
        for i in range(j):
            features = pair_features(doc, views[i], views[j]) | told_between(doc, told, i, j)
            if said is not None:
                features |= said_signs(views[i], views[j], float(said[i, j]))
            score = chance_of(features, weights)
            if leads.are_one(views[i], views[j]):
                scores[i, j] = max(score, UNFOLDED)
                continue
            apart = are_told_apart(doc, views[i], views[j])
            known = RECALLED if is_recalled(views[i], views[j]) else 0.0
            scores[i, j] = APART if apart else max(score, known)
    return scores


def cluster(n: int, scores: Mapping[tuple[int, int], float], threshold: float) -> list[list[int]]:
    """Join groups bottom-up while the average score between two is at least the threshold. Lists of mention numbers.

    Of pairs with the same score the first is joined. Takes time with the square of n for each join.
    """
    groups = [[i] for i in range(n)]
    sums = np.where(np.triu(np.ones((n, n), bool), 1), 0.0, -np.inf)  # over the pairs between two groups, for x < y
    for (i, j), score in scores.items():
        sums[i, j] = score
    sizes = np.ones(n)
    while n > 1:
        averages = sums / sizes[:, None] / sizes[None, :]
        x, y = divmod(int(averages.argmax()), len(groups))
        if averages[x, y] < threshold:
            break
        both = np.fmax(sums[:, x], sums[x, :]) + np.fmax(sums[:, y], sums[y, :])
        sums[:x, x], sums[x, x + 1 :] = both[:x], both[x + 1 :]
        sums[:, y] = sums[y, :] = -np.inf
        sizes[x] += sizes[y]
        groups[x] += groups[y]
        groups[y] = []
    return [group for group in groups if group]


def _dated(doc: Document, group: tuple[EventMention, ...], times: Sequence[TimeMention]) -> tuple[EventMention, ...]:
    """The group with its first mention's status settled by the one time that its own clause names, if it names one."""
    lead = group[0]
    clauses = [f.span for f in lead.roles if f.role is Role.TIME]
    named = {(t.first_day, t.last_day) for t in times if t.first_day and any(t.span.overlaps(c) for c in clauses)}
    if len(named) != 1:
        return group
    first_day, last_day = named.pop()
    return (replace(lead, status=status_on(doc, lead, first_day, last_day)), *group[1:])


def _order(doc: Document, group: Sequence[EventMention]) -> list[int]:
    """Numbers of the mentions, the best first: of the type that most speaks for, the surest one; last those told again
    from which something else is counted ("hours after the ambush")."""
    votes: dict[EventType, float] = defaultdict(float)
    for mention in group:
        votes[mention.type] += mention.score
    kind = max(votes, key=lambda t: votes[t])
    first = min(m.trigger for m in group)
    heads = [doc.syntactic_head(m.trigger) for m in group]
    passing = [
        m.trigger > first and head is not None and bool(counts_to(doc, head))
        for m, head in zip(group, heads, strict=True)
    ]
    return sorted(
        range(len(group)),
        key=lambda i: (group[i].type is not kind, passing[i], -round(group[i].score, 2), group[i].trigger),
    )


def _settle(ordered: Sequence[EventMention]) -> tuple[EventMention, ...]:
    """The mentions of one event, the best first, with roles as merge_mentions says."""
    lead = ordered[0]
    kind = lead.type
    roles: list[RoleFill] = list(lead.roles)
    rest: list[EventMention] = []
    for mention in ordered[1:]:
        kept = []
        for fill in mention.roles:
            if fill.role in (Role.PLACE, Role.TIME, Role.HARM) or fill.role not in {f.role for f in roles}:
                kept.append(fill)
        taken = [f for f in kept if f.role in (Role.ACTOR, Role.RECIPIENT, Role.WEAPON, Role.TRUCE_PARTY)]
        if mention.type is lead.type:
            roles += taken
        rest.append(replace(mention, roles=tuple(f for f in kept if f not in taken)))
    told = (m.truce_action for m in ordered if m.truce_action and m.type is kind)
    act = lead.truce_action or (None if lead.no_truce_act else next(told, None))
    return (replace(lead, roles=tuple(roles), truce_action=act), *rest)
