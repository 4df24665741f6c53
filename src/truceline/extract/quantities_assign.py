"""Which event a toll belongs to: by the parse where they share a sentence, by coming back to it where they do not."""

from __future__ import annotations

import re
from dataclasses import replace

from truceline.domain.codes import EventType, HarmKind, Status
from truceline.domain.mentions import EventMention, HarmMention
from truceline.domain.text import Document, Token
from truceline.extract.events_followed import is_apart
from truceline.extract.quantities_context import is_cause, is_caused_here, is_mishap, is_unreal
from truceline.extract.quantities_echoes import PART
from truceline.extract.quantities_nouns import ACTS_COUNTED
from truceline.extract.quantities_shared import with_shared
from truceline.extract.quantities_versions import own_first

_DEADLY = {EventType.ASSAULT: 0.0, EventType.PROTEST: 1.5, EventType.COERCE: 6.0}
_SEIZING = {EventType.COERCE: 0.0, EventType.ASSAULT: 1.0}
_MOVING = {EventType.ASSAULT: 0.0, EventType.COERCE: 1.0}
_BY_KIND = {HarmKind.CAPTURED: _SEIZING, HarmKind.DISPLACED: _MOVING}
"""Extra cost of a kind of harm by type of event; a type that is not there carries none of it."""
_FAR = 12.0
"""Costs from here on keep a toll and an event apart. Set on the gold training set with bench/eval_harm.py."""
_NEXT_SENTENCE = 7.0
_OF_SPEAKER = 9.0
"""Cost of an act that describes who tells the toll: more than one of the sentence before."""
_OF_THE_STORY = {HarmKind.DISPLACED, HarmKind.MISSING}
"""Kinds that belong to what a report is about where two events are as near."""
_MAX_GAP = 3
_HURTS = {"kill", "die", "wound", "injure", "hurt"}
_TAKES = {"abduct", "arrest"}
"""Modes of events that the captives of another sentence may belong to."""
_UNREAL = {Status.FUTURE, Status.HYPOTHETICAL}
_PLANNED = {"execution", "hanging", "beheading", "arrest", "capture", "detention"}
_LAWFUL = {"arrest", "detain", "detention", "jail", "imprison", "apprehend", "intern", "nab", "round", "detainee"}
_RUNNING = re.compile(
    r"\bsince\b(?! (?:\w+day|dawn|midnight|the weekend|last night|yesterday|the morning))|so far this|this year|"
    r"in the (?:past|last)|over the (?:past|last)|\bbrings?\b|"
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
    for harm in sorted(harms, key=lambda h: h.maximum == 0):
        nearest, cost = _nearest(doc, groups, harm, shares)
        for best in nearest:
            if groups[best][0].status in _UNREAL and harm.score < 1.0 and (is_unreal(doc, harm) or _is_plan(doc, harm)):
                continue  # whom somebody means to kill is no expected toll
            shares[best].append((cost, harm))
    shares = with_shared(doc, groups, shares)
    own = (own_first(doc, s, aggregate=g[0].aggregate) for g, s in zip(groups, shares, strict=True))
    return tuple(tuple(_less_sure(harm, cost) for cost, harm in told) for told in own)


def _nearest(
    doc: Document,
    groups: tuple[tuple[EventMention, ...], ...],
    harm: HarmMention,
    shares: list[list[tuple[float, HarmMention]]],
) -> tuple[list[int], float]:
    """Indices of the groups that a toll belongs to, with its cost: one, or none where it is far from all of them.

    shares: what has been given so far. A toll as near to two events is a sum over both, and belongs to none of them
    alone, but "no casualties" is said of both; it never goes to an event that has some of that kind.
    """
    unreal = is_unreal(doc, harm)
    apart = is_mishap(doc, harm) or is_cause(doc, harm)
    costs = []
    for i, group in enumerate(groups):
        real = {h.kind for _, h in shares[i] if h.maximum != 0} if harm.maximum == 0 else set()
        if harm.kind not in real:
            costs.append((_cost(doc, group, harm, unreal, apart), bool(real), i))
    costs.sort()
    if not costs or costs[0][0] >= _FAR:
        return [], _FAR
    cost, first, best = costs[0]
    tied = [i for c, real, i in costs if (c, real) == (cost, first) and groups[i] != groups[best]]
    if tied and harm.maximum != 0:
        if harm.kind in _OF_THE_STORY:
            told = sorted((best, *tied), key=lambda i: -len(groups[i]))
            return ([told[0]], cost) if len(groups[told[0]]) > len(groups[told[1]]) else ([], _FAR)
        without = [i for i in (best, *tied) if all(h.kind is not harm.kind for _, h in shares[i])]
        return (without, cost) if cost >= _NEXT_SENTENCE and len(without) == 1 else ([], _FAR)
    return [best, *tied], cost


def _beside_dead(doc: Document, harm: HarmMention) -> bool:
    """True for the captives of "seven died and four were captured"."""
    token = doc.token_at(harm.trigger.start)
    joined = () if token is None else (*doc.children(token), doc.head(token))
    return any(t.lemma in _HURTS and "conj" in {t.dep, token.dep if token is not None else ""} for t in joined)


def _less_sure(harm: HarmMention, cost: float) -> HarmMention:
    return replace(harm, score=round(max(0.1, harm.score * (1 - cost / _FAR)), 3))


def _cost(doc: Document, group: tuple[EventMention, ...], harm: HarmMention, unreal: bool, apart: bool) -> float:
    if not group or (apart and not any(m.trigger.overlaps(harm.trigger) for m in group)):
        return _FAR
    if harm.reason.startswith(PART) and not any(m.trigger.overlaps(harm.trigger) for m in group):
        return _FAR
    extra = _BY_KIND.get(harm.kind, _DEADLY).get(group[0].type)
    if group[0].type is EventType.SANCTION and _is_sentence(doc, group, harm):
        extra = 0.0
    if extra is None or group[0].status is Status.NEGATED:
        return _FAR
    if harm.kind is HarmKind.CAPTURED and group[0].type is EventType.ASSAULT and _by_law(doc, harm):
        extra = 0.0 if any(m.trigger.overlaps(harm.trigger) for m in group) else _FAR
    if unreal != (group[0].status in _UNREAL):
        if unreal or not any(m.trigger.overlaps(harm.trigger) for m in group):
            return _FAR
        extra += 3.0
    nearest = min(_mention_cost(doc, m, harm) for m in group)
    far = nearest >= _NEXT_SENTENCE and not _beside_dead(doc, harm)
    if harm.kind is HarmKind.CAPTURED and far and group[0].mode not in _TAKES:
        return _FAR
    if harm.kind is HarmKind.DISPLACED and nearest > _NEXT_SENTENCE + 1:
        return _FAR  # the fugitives of a war stand in every report of it
    if harm.maximum == 0 and nearest >= _NEXT_SENTENCE and is_caused_here(doc, harm):
        return _FAR
    if group[0].type is EventType.PROTEST and nearest > 0 and not _of_protest(doc, harm, nearest):
        return _FAR
    return nearest + extra


def _is_sentence(doc: Document, group: tuple[EventMention, ...], harm: HarmMention) -> bool:
    """True for the people that a court has had put to death, where that is the event itself."""
    token = doc.token_at(harm.trigger.start)
    kills = token is not None and token.lemma.lower() in {"execute", "execution", "hang", "hanging", "behead", "put"}
    return kills and harm.kind is HarmKind.KILLED and any(m.trigger.overlaps(harm.trigger) for m in group)


def _by_law(doc: Document, harm: HarmMention) -> bool:
    """True for arrests and jailings, which a report of an attack tells of those who made it."""
    token = doc.token_at(harm.trigger.start)
    return token is not None and token.lemma.lower() in _LAWFUL


def _is_noun(doc: Document, harm: HarmMention) -> bool:
    token = doc.token_at(harm.trigger.start)
    return token is not None and token.pos in {"NOUN", "PROPN"}


def _is_plan(doc: Document, harm: HarmMention) -> bool:
    """True for "the execution of", which may be to come; a murder is known when it is done."""
    token = doc.token_at(harm.trigger.start)
    return token is not None and token.lemma.lower() in _PLANNED


def _of_protest(doc: Document, harm: HarmMention, cost: float) -> bool:
    """True for harm that a protest may have done: none that it is about ("marched over the killing of"), and from
    another sentence only people who are counted."""
    if _is_noun(doc, harm) and harm.whom_span != harm.trigger:
        return False
    return cost < _NEXT_SENTENCE or (harm.score == 1.0 and harm.maximum != 0)


def _mention_cost(doc: Document, mention: EventMention, harm: HarmMention) -> float:
    if mention.trigger.overlaps(harm.trigger):
        return 0.0
    sentence = doc.sentence_at(harm.trigger.start)
    if sentence == mention.sentence and _is_of_which(doc, mention, harm):
        return 0.2
    if sentence == mention.sentence:
        left = doc.syntactic_head(mention.trigger)
        right = doc.syntactic_head(harm.trigger)
        if left is None or right is None:
            return 4.0
        if is_apart(doc, left, right):
            return _FAR
        if _is_told_by(doc, left, right):
            return _OF_SPEAKER
        return min(0.5 + _tree_distance(doc, left, right), 6.5) + 0.02 * abs(left.i - right.i)
    gap = sentence - mention.sentence
    if harm.reason == ACTS_COUNTED:
        return _FAR  # "two killings" in another sentence are events of their own
    if 0 < gap <= _MAX_GAP and not _RUNNING.search(doc.sentences[sentence].of(doc.text)):
        same_paragraph = doc.paragraph_at(harm.trigger.start) == doc.paragraph_at(mention.trigger.start)
        return _NEXT_SENTENCE + gap - (0.5 if same_paragraph else 0.0)
    return _FAR


def _is_told_by(doc: Document, act: Token, toll: Token) -> bool:
    """True for an act that describes who tells the toll: "nine were killed, said the rebels, who took the port"."""
    for token in (act, *doc.ancestors(act)):
        verb = doc.head(token)
        if token.dep == "nsubj" and token.i != act.i and verb.i not in {act.i, toll.i}:
            path = [toll, *doc.ancestors(toll)]
            return any(t.dep == "ccomp" and t.head == verb.i for t in path)
    return False


def _is_of_which(doc: Document, mention: EventMention, harm: HarmMention) -> bool:
    """True for the bomb of "the car bomb which, on Friday, hurt four", whatever the parse makes of the clause."""
    verb = doc.token_at(harm.trigger.start)
    before = [t for t in doc.children(verb) if t.tag == "WDT" and t.dep == "nsubj"] if verb is not None else []
    if not before:
        return False
    i = before[0].i - 1
    if doc.tokens[i].text == ",":
        i -= 1
    return mention.trigger.start <= doc.tokens[i].start < mention.trigger.end


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
        if mark == "before":
            cost += 3.0  # what came later did not do the harm
        elif mark in {"as", "while", "after", "since", "although", "though", "because"}:
            cost += 1.2
    return cost
