"""Which event a toll belongs to: by the parse where they share a sentence, by coming back to it where they do not."""

from __future__ import annotations

from dataclasses import replace

from truceline.domain.codes import EventType, HarmKind, Status
from truceline.domain.mentions import EventMention, HarmMention
from truceline.domain.text import Document, Token

_DEADLY = {EventType.ASSAULT: 0.0, EventType.PROTEST: 2.0, EventType.COERCE: 4.0, EventType.MOBILIZE: 6.0}
_SEIZING = {EventType.COERCE: 0.0, EventType.ASSAULT: 1.0}
_FAR = 30.0


def share_out(
    doc: Document, groups: tuple[tuple[EventMention, ...], ...], harms: tuple[HarmMention, ...]
) -> tuple[tuple[HarmMention, ...], ...]:
    """One tuple of harms for each group: its own entries first, other versions after them."""
    shares: list[list[HarmMention]] = [[] for _ in groups]
    for harm in harms:
        costs = [(_cost(doc, group, harm), i) for i, group in enumerate(groups)]
        near = sorted(c for c in costs if c[0] < _FAR)
        if not near:
            continue
        best = near[0]
        if len(near) > 1 and near[1][0] == best[0] and not _same_reading(groups, near):
            continue
        shares[best[1]].append(replace(harm, score=max(0.1, harm.score * (1 - best[0] / _FAR))))
    return tuple(tuple(_own_first(doc, share)) for share in shares)


def _same_reading(groups: tuple[tuple[EventMention, ...], ...], near: list[tuple[float, int]]) -> bool:
    return False


def _allowed(kind: HarmKind, group: tuple[EventMention, ...]) -> float | None:
    """The extra cost of this kind of harm for the group's type; None where it cannot carry it."""
    table = _SEIZING if kind is HarmKind.CAPTURED else _DEADLY
    cost = table.get(group[0].type)
    if cost is None:
        return None
    return cost + (10.0 if group[0].status in {Status.FUTURE, Status.HYPOTHETICAL} else 0.0)


def _cost(doc: Document, group: tuple[EventMention, ...], harm: HarmMention) -> float:
    if not group:
        return _FAR
    extra = _allowed(harm.kind, group)
    if extra is None:
        return _FAR
    return min(_mention_cost(doc, m, harm) for m in group) + extra


def _mention_cost(doc: Document, mention: EventMention, harm: HarmMention) -> float:
    if mention.trigger.overlaps(harm.trigger):
        return 0.0
    sentence = doc.sentence_at(harm.trigger.start)
    if sentence == mention.sentence:
        left = doc.syntactic_head(mention.trigger)
        right = doc.syntactic_head(harm.trigger)
        if left is None or right is None:
            return 10.0
        return min(1.0 + _tree_distance(doc, left, right), 14.0)
    gap = sentence - mention.sentence
    if 0 < gap <= 3:
        return 15.0 + 3.0 * gap
    return _FAR


def _tree_distance(doc: Document, left: Token, right: Token) -> float:
    """Edges between two tokens of a sentence."""
    up = {left.i: 0}
    for n, token in enumerate(doc.ancestors(left), start=1):
        up[token.i] = n
    if right.i in up:
        return float(up[right.i])
    for n, token in enumerate(doc.ancestors(right), start=1):
        if token.i in up:
            return float(n + up[token.i])
    return 20.0


def _own_first(doc: Document, share: list[HarmMention]) -> list[HarmMention]:
    """The first toll of each kind, with those told beside it of other people; the rest as alternatives."""
    own: list[HarmMention] = []
    rest: list[HarmMention] = []
    for harm in share:
        same = [o for o in own if o.kind is harm.kind]
        if not same or all(_adds(doc, o, harm) for o in same):
            own.append(harm)
        else:
            rest.append(replace(harm, alternative=True))
    return own + rest


def _adds(doc: Document, first: HarmMention, harm: HarmMention) -> bool:
    """True when the second count is of other people than the first."""
    if first.maximum == 0 or harm.maximum == 0:
        return False
    same_sentence = doc.sentence_at(first.trigger.start) == doc.sentence_at(harm.trigger.start)
    words = doc.text[harm.span.start : harm.span.end].lower()
    between = doc.text[max(harm.span.start - 30, 0) : harm.span.end].lower()
    return (same_sentence and first.whom.split()[-1:] != harm.whom.split()[-1:]) or " also " in between or "another" in words
