"""Ties between actors that a report states (codebook section 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from truceline.domain.codes import ARMED_KINDS, ActorKind, RelationKind
from truceline.domain.mentions import Actor, Relation
from truceline.domain.text import Document, Token
from truceline.extract.relations_names import name_ties
from truceline.extract.relations_nouns import noun_ties
from truceline.extract.relations_parties import ORGANISED, Body, Parties, Told, is_named, tie
from truceline.resources.actors import ActorRegistry
from truceline.resources.relation_patterns import RelationPattern, load_relation_patterns, load_relation_words

_SAYING = frozenset(
    "say tell state claim allege accuse insist maintain declare announce note argue acknowledge admit confirm report "
    "consider regard see view deem call describe brand label believe".split()
)
_SINCE = re.compile(r"\bsince (?:[A-Z][a-z]+ )?(\d{4})\b")
_UNTIL = re.compile(r"\b(?:until|till) (?:[A-Z][a-z]+ )?(\d{4})\b")
_BETWEEN = re.compile(r"\b(?:from|between) (\d{4}) (?:to|and|until) (\d{4})\b")
_IN_YEAR = re.compile(r"\bin (?:[A-Z][a-z]+ )?(\d{4})\b")
_AFTER = 30
"""Characters behind the words of a tie within which a year still dates it."""


def find_relations(
    doc: Document, actors: Sequence[Actor], registry: ActorRegistry, *, on: date
) -> tuple[Relation, ...]:
    """Ties that the report states, in text order, each with its words and who says so.

    doc: one analysed report. actors: what ``find_actors`` found in it. registry: the one it read with.
    on: the report's day, on which undated statements hold; "since 2014" opens the tie on the first day of that year,
    "former" closes it on the day before the report where no year is told.
    A tie is kept once per pair, kind and speaker. Unnamed parties tie too ("Iranian-backed militias"); a party that
    is no actor of the report has its words as name and no key.
    """
    parties = Parties(doc, actors, registry)
    told = [*noun_ties(doc, parties), *_worded(doc, parties), *name_ties(doc, parties)]
    kept: dict[tuple[object, ...], Relation] = {}
    for one in sorted(told, key=lambda t: t.relation.span):
        relation = one.relation
        if one.word is not None:
            relation = replace(relation, speaker=_speaker(doc, parties, one.word, relation))
        key = (relation.kind, relation.subject.lower(), relation.object.lower(), relation.speaker)
        kept.setdefault(key, _dated(doc, relation, on, one.ended))
    return tuple(kept.values())


def _worded(doc: Document, parties: Parties) -> Iterator[Told]:
    """Ties by the words of the pattern table that are no nouns."""
    patterns = load_relation_patterns()
    for token in doc.tokens:
        for shape, word, read in (
            ("joined", token.lower, _joined),
            ("prefixed", token.lower, _prefixed),
            ("participle", token.lemma, _participle),
            ("adjective", token.lower, _participle),
            ("verb", token.lemma, _verb),
        ):
            for pattern in patterns.get((shape, word), ()):
                for left, right in read(doc, parties, token, pattern):
                    subject, object_ = (left, right) if pattern.subject_first else (right, left)
                    if _is_plausible(pattern, subject, object_):
                        words = f"{pattern.shape}: {pattern.word}"
                        yield Told(tie(parties, pattern.kind, subject, object_, token, words), word=token)


def _is_plausible(pattern: RelationPattern, subject: Body, object_: Body) -> bool:
    """True for parties of the sort that the kind of tie has."""
    if subject.name == object_.name or (subject.key is not None and subject.key == object_.key):
        return False
    one, other = (b.actor.kind if b.actor else ActorKind.UNKNOWN for b in (subject, object_))
    person = ActorKind.PERSON
    if pattern.kind in (RelationKind.LEADS, RelationKind.SPEAKS_FOR):
        return other in ORGANISED
    if pattern.kind == RelationKind.SPLIT_FROM and not is_named(object_):
        return False
    if pattern.word == "belong" and is_named(object_):
        return other in ORGANISED  # of men, too
    if (
        object_.actor is not None
        and other not in ORGANISED
        and (other != person or pattern.kind == RelationKind.PART_OF)
    ):
        return False
    if pattern.kind == RelationKind.BACKED_BY:
        things = {subject.name.split()[-1].lower(), object_.name.split()[-1].lower()}
        return (one in ORGANISED or one == person) and not things & load_relation_words()["hardware"]
    return one in ORGANISED or (pattern.kind in (RelationKind.PART_OF, RelationKind.SPLIT_FROM) and one == person)


_Pairs = Iterator[tuple[Body, Body]]


def _pairs(parties: Parties, one: Iterable[Actor], other: Iterable[Actor]) -> _Pairs:
    others = list(other)
    for left in one:
        for right in others:
            yield parties.whole(left), parties.whole(right)


def _joined(doc: Document, parties: Parties, token: Token, _: RelationPattern) -> _Pairs:
    """Read "Iranian-backed militias" and "a government- backed faction": (the militias, Iran)."""
    before = doc.tokens[token.i - 1] if token.i else token
    if before.sent != token.sent or before.text[-1] not in "-–" or token.i < 2:
        return
    if len(before.text) > 1:  # "government- backed"
        before = replace(before, text=before.text[:-1], end=before.end - 1)
    else:
        before = doc.tokens[before.i - 1]
    backer = parties.by_word(before)
    known = backer.actor if backer else None
    if backer is None or (known is not None and not known.registry_id and known.kind not in _JOINING):
        return
    if known is not None and known.registry_id is None and before.ent == "NORP":
        return  # "Kurdish-led": a people, no actor
    for actor in _noun_after(doc, parties, token):
        yield parties.whole(actor), backer


_THOUGHT = frozenset({"believe", "think", "say", "know", "suspect", "report", "allege", "understand"})
_JOINING = ORGANISED - {ActorKind.UNKNOWN}


def _noun_after(doc: Document, parties: Parties, token: Token) -> Iterator[Actor]:
    """The actors of the noun phrase that a modifier opens."""
    head = doc.head(token)
    while head.dep in ("compound", "amod", "nmod") and doc.head(head).i > token.i:
        head = doc.head(head)
    if head.i <= token.i or head.pos not in ("NOUN", "PROPN"):
        k = token.i + 1
        while k + 1 < len(doc.tokens) and doc.tokens[k].pos == "ADJ":
            k += 1
        while k + 1 < len(doc.tokens) and doc.tokens[k + 1].pos in ("NOUN", "PROPN") and doc.tokens[k].pos != "PUNCT":
            k += 1
        head = doc.tokens[k] if k < len(doc.tokens) else token
    actor = parties.at(head) if head.sent == token.sent and head.i > token.i else None
    if actor is not None:
        yield actor


def _prefixed(doc: Document, parties: Parties, token: Token, _: RelationPattern) -> _Pairs:
    """Read "pro-government militia", "pro-Iranian fighters": (the militia, the government)."""
    if token.i + 3 >= len(doc.tokens) or doc.tokens[token.i + 1].text not in ("-", "–"):
        return
    target = doc.tokens[token.i + 2]
    whom = parties.by_word(target)
    if whom is None or (whom.actor is not None and whom.actor.kind not in _JOINING | {ActorKind.PERSON}):
        return
    for one in _noun_after(doc, parties, target):
        if one.kind in _FIGHTING:
            yield parties.whole(one), whom


_FIGHTING = ARMED_KINDS | {ActorKind.PARTY, ActorKind.STATE_FORCE}


def _participle(doc: Document, parties: Parties, token: Token, pattern: RelationPattern) -> _Pairs:
    """Read "rebels backed by Turkey", "forces loyal to X", "the group is led by Y"."""
    if pattern.shape == "participle" and token.tag not in ("VBN", "VBD", "JJ"):
        return
    if any(c.dep == "neg" for c in doc.children(token)):
        return
    others = [
        a
        for child in doc.children(token)
        if child.dep in ("agent", "prep") and child.lower in pattern.preps
        for target in doc.children(child)
        if target.dep in ("pobj", "pcomp", "amod")
        for a in parties.with_conjuncts(target)
    ]
    if not others:
        return
    head = doc.head(token)
    for one in _said_of(doc, parties, token):
        noun = next((h for h in parties.ending(head.i) if h.actor is one and not h.named), None)
        whom = parties.whole(one)
        if (
            noun is not None and is_named(whom) and head.i == token.i - 1
        ):  # some of its men, not all: "forces loyal to X"
            last = max(t.i for t in doc.subtree(token))
            whom = replace(parties.phrase(noun.first, head.i), name=parties.phrase(noun.first, last).name)
        for other in others:
            yield whom, parties.whole(other)


def _said_of(doc: Document, parties: Parties, token: Token) -> list[Actor]:
    """What a participle, verb or predicate is said of: the subject of its clause, or the noun it modifies."""
    for child in doc.children(token):
        if child.dep in ("nsubj", "nsubjpass"):
            return list(parties.with_conjuncts(child))
    head = doc.head(token)
    if token.dep in ("acl", "amod", "relcl", "appos", "conj") and head.pos in ("NOUN", "PROPN", "PRON"):
        actor = parties.at(head) or (parties.at(doc.tokens[token.i - 1]) if token.dep == "acl" and token.i else None)
        return [actor] if actor is not None else []
    if token.dep in ("acomp", "attr", "ccomp", "oprd") or head.lemma == "be":
        for child in doc.children(head):
            if child.dep in ("nsubj", "nsubjpass"):
                return list(parties.with_conjuncts(child))
    if token.dep == "pcomp" and head.lower == "of" and doc.head(head).lemma in ("accuse", "suspect"):
        return [
            a for c in doc.children(doc.head(head)) if c.dep in ("dobj", "nsubjpass") for a in parties.with_conjuncts(c)
        ]
    return []


def _verb(doc: Document, parties: Parties, token: Token, pattern: RelationPattern) -> _Pairs:
    """Read "X belongs to Y", "X joined Y", "X broke away from Y", "X, which backs Y"."""
    children = doc.children(token)
    if token.pos != "VERB" or any(c.dep in ("nsubjpass", "auxpass", "neg") or c.tag == "MD" for c in children):
        return
    thought = token.tag == "VB" and token.dep == "xcomp" and doc.head(token).lemma in _THOUGHT
    if (token.tag == "VB" and not thought) or (
        pattern.kind != RelationKind.BACKED_BY and token.dep in ("pcomp", "xcomp")
    ):
        return  # planned or urged, not so
    if pattern.word in ("back", "lead", "head", "command", "chair", "speak") and not _lasts(doc, token):
        return
    others: list[Actor] = []
    for child in children:
        if not pattern.preps and child.dep == "dobj":
            others.extend(parties.with_conjuncts(child))
        elif child.dep == "prep" and child.lower in pattern.preps:
            others.extend(a for t in doc.children(child) if t.dep == "pobj" for a in _named_below(doc, parties, t))
        elif pattern.preps and child.dep in ("advmod", "prt"):
            for prep in (*doc.children(child), *children):
                if prep.dep == "prep" and f"{child.lower} {prep.lower}" in pattern.preps:
                    others.extend(a for t in doc.children(prep) if t.dep == "pobj" for a in parties.with_conjuncts(t))
    states = any(a.kind == ActorKind.STATE for a in others)
    if states and pattern.kind in (RelationKind.LEADS, RelationKind.PART_OF, RelationKind.SPLIT_FROM):
        return
    subjects = _said_of(doc, parties, token)
    if thought:  # "the assailants are believed to belong to"
        above = doc.children(doc.head(token))
        subjects = [a for c in above if c.dep in ("nsubj", "nsubjpass") for a in parties.with_conjuncts(c)]
    if not pattern.subject_first and pattern.kind == RelationKind.PART_OF:
        subjects = [a for a in subjects if a.kind == ActorKind.ALLIANCE and is_named(parties.whole(a))]
    elif pattern.kind == RelationKind.PART_OF:
        others = [a for a in others if is_named(parties.whole(a))]
        subjects = [a for a in subjects if a.kind in ORGANISED or pattern.word == "belong"]
    if pattern.kind == RelationKind.LEADS:
        subjects = [a for a in subjects if a.kind in (ActorKind.PERSON, ActorKind.UNKNOWN)]
    yield from _pairs(parties, subjects, others)


def _named_below(doc: Document, parties: Parties, token: Token) -> Iterator[Actor]:
    """The actors of a noun; for "a faction of X" without a name, X."""
    found = list(parties.with_conjuncts(token))
    if any(is_named(parties.whole(a)) for a in found):
        yield from found
        return
    below = [t for c in doc.children(token) if c.lower == "of" for t in doc.children(c)]
    yield from [a for t in below for a in parties.with_conjuncts(t)] or found


def _lasts(doc: Document, token: Token) -> bool:
    """True for a standing state ("which backs", "who has led", "backing"), not for one act ("backed the bid")."""
    perfect = any(c.lemma == "have" and c.dep == "aux" for c in doc.children(token))
    return token.tag in ("VBZ", "VBP", "VBG") or perfect or token.dep == "relcl"


def _speaker(doc: Document, parties: Parties, token: Token, relation: Relation) -> str | None:
    """Who says or holds so: the subject of a verb of saying or regarding above the words, or "according to"."""
    tied = {relation.subject_key, relation.object_key}
    below = token
    for verb in (token, *doc.ancestors(token)):
        for child in doc.children(verb):
            saying = verb.lemma in _SAYING and child.dep == "nsubj" and child.i != below.i and verb.i != token.i
            sources = [child] if saying else []
            if child.lower == "according":
                sources = [t for to in doc.children(child) for t in doc.children(to)]
            for source in sources:
                actor = parties.at(source)
                if actor is not None and actor.key not in tied:
                    return actor.name
        below = verb
    return None


def _dated(doc: Document, relation: Relation, on: date, ended: bool) -> Relation:
    """The tie with its days, by a year in or right behind its words; one that is over ended before the report."""
    sentence = doc.sentences[doc.sentence_at(relation.span.start)]
    window = (relation.span.start, min(sentence.end, relation.span.end + _AFTER))
    first = last = None
    if between := _BETWEEN.search(doc.text, *window):
        first, last = date(int(between[1]), 1, 1), date(int(between[2]), 12, 31)
    elif since := _SINCE.search(doc.text, *window):
        first = date(int(since[1]), 1, 1)
    elif until := _UNTIL.search(doc.text, *window):
        last = date(int(until[1]), 12, 31)
    elif relation.kind == RelationKind.SPLIT_FROM and (year := _IN_YEAR.search(doc.text, *window)):
        first = date(int(year[1]), 1, 1)
    first = first if first and first.year > 1900 and first <= on else None
    last = last if last and last.year > 1900 and last < on else None
    if ended and last is None:
        last = on - timedelta(days=1)
    return replace(relation, first_day=first, last_day=last) if first or last else relation
