"""A toll told once of a deed that the report speaks of twice: "the bombing ... The bombing killed 12 people"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truceline.domain.codes import EventType, HarmKind, Status
from truceline.domain.mentions import EventMention, HarmMention
from truceline.domain.text import Document, Token

Group = tuple[EventMention, ...]
Share = list[tuple[float, HarmMention]]

_DEFINITE = {"the", "this", "these", "that", "those"}
_OTHER = {"another", "other", "second", "third", "similar", "separate", "previous", "earlier", "latest", "new", "first"}
_SORTS = ({"bombing", "blast", "explosion"}, {"clash", "fighting", "battle", "gunbattle", "combat"})
"""Nouns that a report puts for one another."""
_IN = {"in", "by", "during"}
_PHRASE = 12
"""Tokens after a noun in which the place that it is told of is looked for."""
_HARMED = {HarmKind.KILLED, HarmKind.INJURED}
_LATER = 6.0
"""Cost of a toll that is told of the same deed elsewhere: less sure than one of its own sentence."""


def with_shared(doc: Document, groups: tuple[Group, ...], shares: list[Share]) -> list[Share]:
    """The shares, with the tolls of another group for each group that has none and is plainly the same deed.

    shares: (cost, toll) of each group's tolls, in the order of groups. The same deed is an assault whose toll a later
    sentence tells of it by the same noun with a definite article ("the bombings killed 12"), with no name in that
    phrase that the earlier sentence lacks, and nothing that sets the two apart.
    """
    out = [list(share) for share in shares]
    for i, group in enumerate(groups):
        if not _may_share(group) or any(h.kind in _HARMED for _, h in shares[i]):
            continue
        told = [
            [h for _, h in shares[j] if h.kind in _HARMED and h.maximum != 0]
            for j, other in enumerate(groups)
            if j != i and _may_share(other) and _is_same(doc, group, other, shares[j])
        ]
        if len(told) == 1:
            out[i].extend((_LATER, h) for h in told[0])
    return out


def _may_share(group: Group) -> bool:
    return bool(group) and group[0].type is EventType.ASSAULT and group[0].status in {Status.ACTUAL, Status.HISTORICAL}


def _is_same(doc: Document, group: Group, other: Group, share: Share) -> bool:
    """True where the noun of which the other group's toll is told takes up one of this group's."""
    tolls = [h for _, h in share if h.kind in _HARMED and h.maximum != 0]
    mine, theirs = list(_nouns(doc, group)), list(_nouns(doc, other))
    if all(any(m.trigger.overlaps(h.trigger) for h in tolls) for m in other):
        return any(_tells_of(doc, h, a) for h in tolls for a in mine)  # nothing but the deaths of this deed
    pairs = [(a, b) for a in mine for b in theirs if _one_sort(a, b)]
    if any(_set_apart(doc, a, b) for a, b in pairs):
        return False
    said = {t.lemma.lower() for n in {m.sentence for m in group} for t in doc.sentence_tokens(n)}
    return any(
        a.sent < b.sent and _takes_up(doc, a, b, said) and any(_tells_of(doc, h, b) for h in tolls) for a, b in pairs
    )


def _tells_of(doc: Document, harm: HarmMention, noun: Token) -> bool:
    """True where the noun does the harm or says in what it was done: "the attack killed", "were hurt in the attack"."""
    token = doc.token_at(harm.trigger.start)
    if token is None or token.sent != noun.sent:
        return False
    above = [t.i for t, _ in zip(doc.ancestors(token), range(2), strict=False)]
    below = [c.i for c in doc.children(token) if c.dep in {"nsubj", "dobj"}]
    within = [g.i for c in doc.children(token) if c.lower in _IN for g in doc.children(c)]
    return noun.i in {*above, *below, *within}


def _nouns(doc: Document, group: Group) -> Iterator[Token]:
    for mention in group:
        head = doc.syntactic_head(mention.trigger)
        if head is not None and head.pos == "NOUN":
            yield head


def _one_sort(first: Token, second: Token) -> bool:
    return first.lemma == second.lemma or any(first.lemma in sort and second.lemma in sort for sort in _SORTS)


def _set_apart(doc: Document, first: Token, second: Token) -> bool:
    """True for "another attack" beside an attack, and for attacks of two years."""
    if any(c.lower in _OTHER for n in (first, second) for c in doc.children(n)):
        return True
    years = [{t.text for t in doc.subtree(n) if re.fullmatch(r"(?:1[89]|20)\d\d", t.text)} for n in (first, second)]
    return all(years) and years[0] != years[1]


def _takes_up(doc: Document, first: Token, second: Token, said: set[str]) -> bool:
    """True where the second noun points back to the first one.

    said: lemmas of the sentences that the first one's event stands in.
    """
    if first.tag == "NNS" and second.tag == "NN":
        return False  # "the blast in Bree" is one of the blasts
    children = doc.children(second)
    owned = any(c.dep == "poss" and c.ent == "DATE" for c in children)
    if not owned and not _is_definite(doc, second):
        return False
    words = [t for c in children if c.dep in {"compound", "prep", "nmod", "amod"} for t in doc.subtree(c)]
    names = {t.lemma.lower() for t in words if t.pos == "PROPN" and t.ent not in {"DATE", "TIME"}}
    nouns = {t.lemma.lower() for t in words if t.pos == "NOUN" and t.ent not in {"DATE", "TIME"}}
    after = doc.tokens[second.i + 1 : second.i + _PHRASE]
    near = {t.lemma.lower() for t in after if t.sent == second.sent and t.pos == "PROPN" and t.ent == "GPE"}
    same_time = owned and any(_same_time(doc, a, b) for a in doc.children(first) for b in children)
    if first.lemma != second.lemma and not same_time and not (names | near) & said:
        return False
    return (not names or bool(names & said)) and (not nouns or bool(nouns & said))


def _same_time(doc: Document, first: Token, second: Token) -> bool:
    """True for the "last week's" of two nouns."""
    words = [[t.lower for t in doc.subtree(n)] for n in (first, second)]
    return first.dep == second.dep == "poss" and second.ent == "DATE" and words[0] == words[1]


def _is_definite(doc: Document, noun: Token) -> bool:
    """True for "the bombings", and for "the Aug. 7 bombings", whose article the parse gives to the date."""
    if any(c.lower in _DEFINITE for c in doc.children(noun)):
        return True
    before = noun.i - 1
    while before > 0 and doc.tokens[before].sent == noun.sent and (
        doc.tokens[before].text == "," or (doc.tokens[before].ent == "DATE" and doc.tokens[before].lower != "the")
    ):
        before -= 1
    return before >= 0 and doc.tokens[before].lower == "the" and doc.tokens[before].sent == noun.sent
