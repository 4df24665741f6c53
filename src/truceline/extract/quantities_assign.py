"""Which event a toll belongs to: by the parse where they share a sentence, by coming back to it where they do not."""

from __future__ import annotations

import re
from dataclasses import replace

from truceline.domain.codes import EventType, HarmKind, Status
from truceline.domain.mentions import EventMention, HarmMention
from truceline.domain.text import Document, Token

_DEADLY = {EventType.ASSAULT: 0.0, EventType.PROTEST: 1.5, EventType.COERCE: 6.0}
_SEIZING = {EventType.COERCE: 0.0, EventType.ASSAULT: 1.0}
_MOVING = {EventType.ASSAULT: 0.0, EventType.COERCE: 1.0}
_BY_KIND = {HarmKind.CAPTURED: _SEIZING, HarmKind.DISPLACED: _MOVING}
"""Extra cost of a kind of harm by type of event; a type that is not there carries none of it."""
_FAR = 12.0
"""Costs from here on keep a toll and an event apart. Set on the gold training set with bench/eval_harm.py."""
_NEXT_SENTENCE = 7.0
_MAX_GAP = 3
_UNREAL = {Status.FUTURE, Status.HYPOTHETICAL}
_MODALS = {"could", "would", "may", "might", "can", "should", "will", "shall", "must"}
_WILLING = {
    "want",
    "plan",
    "try",
    "attempt",
    "threaten",
    "vow",
    "intend",
    "order",
    "refuse",
    "seek",
    "prepare",
    "plot",
    "decide",
}
_RUNNING = re.compile(
    r"\bsince\b|so far this|this year|in the (?:past|last)|over the (?:past|last)|\bbrings?\b|"
    r"\bbrought\b|in total|to date|"
    r"\bannually|each year|every (?:day|week|month|year)|years? of|decades?",
    re.I,
)
_EDGE = {
    "prep": 0.4, "pobj": 0.4, "agent": 0.3, "nsubj": 0.5, "nsubjpass": 0.6, "dobj": 0.6, "acl": 0.5,
    "relcl": 0.6, "advcl": 0.8,
    "conj": 1.4, "ccomp": 1.4, "xcomp": 0.6, "compound": 0.3, "pcomp": 0.5, "appos": 0.6, "amod": 0.5,
    "oprd": 0.4, "poss": 0.5,
}  # fmt: skip


def share_out(
    doc: Document, groups: tuple[tuple[EventMention, ...], ...], harms: tuple[HarmMention, ...]
) -> tuple[tuple[HarmMention, ...], ...]:
    """One tuple of harms for each group: its own entries first, other versions after them."""
    shares: list[list[tuple[float, HarmMention]]] = [[] for _ in groups]
    for harm in harms:
        unreal = _is_unreal(doc, harm)
        costs = sorted((_cost(doc, group, harm, unreal), i) for i, group in enumerate(groups))
        if not costs or costs[0][0] >= _FAR:
            continue
        cost, best = costs[0]
        if len(costs) > 1 and costs[1][0] == cost and groups[costs[1][1]] != groups[best]:
            continue  # a sum over several events: it belongs to none of them alone
        shares[best].append((cost, replace(harm, score=round(max(0.1, harm.score * (1 - cost / _FAR)), 3))))
    return tuple(tuple(_own_first(doc, share)) for share in shares)


def _cost(doc: Document, group: tuple[EventMention, ...], harm: HarmMention, unreal: bool) -> float:
    if not group:
        return _FAR
    extra = _BY_KIND.get(harm.kind, _DEADLY).get(group[0].type)
    if extra is None or group[0].status is Status.NEGATED:
        return _FAR
    if unreal != (group[0].status in _UNREAL):
        if unreal or not any(m.trigger.overlaps(harm.trigger) for m in group):
            return _FAR
        extra += 3.0
    return min(_mention_cost(doc, m, harm) for m in group) + extra


def _mention_cost(doc: Document, mention: EventMention, harm: HarmMention) -> float:
    if mention.trigger.overlaps(harm.trigger):
        return 0.0
    sentence = doc.sentence_at(harm.trigger.start)
    if sentence == mention.sentence:
        left = doc.syntactic_head(mention.trigger)
        right = doc.syntactic_head(harm.trigger)
        if left is None or right is None:
            return 4.0
        return min(0.5 + _tree_distance(doc, left, right), 6.5) + 0.02 * abs(left.i - right.i)
    gap = sentence - mention.sentence
    if 0 < gap <= _MAX_GAP and not _RUNNING.search(doc.sentences[sentence].of(doc.text)):
        same_paragraph = doc.paragraph_at(harm.trigger.start) == doc.paragraph_at(mention.trigger.start)
        return _NEXT_SENTENCE + gap - (0.5 if same_paragraph else 0.0)
    return _FAR


def _tree_distance(doc: Document, left: Token, right: Token) -> float:
    """Weighted edges between two tokens of a sentence: a participle or a preposition ties closer than "and"."""
    up = {left.i: 0.0}
    cost, token = 0.0, left
    for parent in doc.ancestors(left):
        cost += _edge(doc, token)
        up[parent.i] = cost
        token = parent
    if right.i in up:
        return up[right.i]
    cost, token = 0.0, right
    for parent in doc.ancestors(right):
        cost += _edge(doc, token)
        if parent.i in up:
            return cost + up[parent.i]
        token = parent
    return 6.0


def _edge(doc: Document, token: Token) -> float:
    cost = _EDGE.get(token.dep, 1.0)
    if token.dep == "advcl":
        mark = next((c.lower for c in doc.children(token) if c.dep in {"mark", "advmod"}), "")
        if mark in {"as", "while", "after", "since", "although", "though", "because", "before"}:
            cost += 1.2
    return cost


def _is_unreal(doc: Document, harm: HarmMention) -> bool:
    """True for harm that could, would or shall happen, or that somebody wants to do."""
    token = doc.token_at(harm.trigger.start)
    if token is None or harm.negated:
        return False
    for _ in range(4):
        children = doc.children(token)
        perfect = any(c.lower == "have" for c in children)
        if any(c.dep == "aux" and c.lower in _MODALS for c in children) and not perfect:
            return True
        parent = doc.head(token)
        if token.pos == "VERB" and any(c.tag == "TO" and c.dep == "aux" for c in children):
            return parent.lemma.lower() in _WILLING or harm.score < 1.0
        if parent.i == token.i or token.dep not in {"conj", "xcomp", "pcomp"}:
            return False
        token = parent
    return False


def _own_first(doc: Document, share: list[tuple[float, HarmMention]]) -> list[HarmMention]:
    """The first toll of each kind, with those told beside it of other people; the rest as alternatives.

    A number outranks a bare "people were killed" told before it; within a sentence the nearer toll comes first.
    """
    told = sorted(
        share,
        key=lambda pair: (_is_bare(pair[1]), doc.sentence_at(pair[1].trigger.start), pair[0], pair[1].trigger.start),
    )
    own: list[HarmMention] = []
    rest: list[HarmMention] = []
    for _, harm in told:
        same = [o for o in own if o.kind is harm.kind]
        if not same or all(_adds(doc, o, harm) for o in same):
            own.append(harm)
        else:
            rest.append(replace(harm, alternative=True))
    return own + rest


def _is_bare(harm: HarmMention) -> bool:
    """True for a plural without a number."""
    return harm.minimum == 1 and harm.maximum is None and "joint" not in harm.reason


def _adds(doc: Document, first: HarmMention, harm: HarmMention) -> bool:
    """True when the second count is of other people than the first."""
    if first.maximum == 0 or harm.maximum == 0 or _is_bare(harm) or _is_bare(first):
        return False
    gap = abs(doc.sentence_at(first.trigger.start) - doc.sentence_at(harm.trigger.start))
    if gap > 1 or not harm.whom.strip() or harm.whom.split()[-1].lower() == first.whom.split()[-1].lower():
        return False
    trigger = doc.token_at(harm.trigger.start)
    also = trigger is not None and any(c.lower == "also" for c in doc.children(trigger))
    if also or re.match(r"(?:another|a further|other)\b", harm.whom.lower()):
        return True
    if gap or harm.whom_span is None or first.whom_span is None:
        return False
    left, right = doc.token_at(first.trigger.start), trigger
    joined = (
        left is not None
        and right is not None
        and (right.head == left.i or left.head == right.i)
        and "conj" in {left.dep, right.dep}
    )
    subset = re.match(r"(?:\w+ )?(?:of (?:them|whom|those)|including)", harm.whom.lower())
    return joined and not subset
