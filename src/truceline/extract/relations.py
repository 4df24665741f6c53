"""Ties between actors that a report states (codebook section 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from truceline.domain.codes import ActorKind, RelationKind
from truceline.domain.mentions import Actor, Relation
from truceline.domain.text import Document, Span, Token
from truceline.resources.relation_patterns import RelationPattern, load_relation_patterns

_ORGANISED = frozenset(ActorKind) - {
    ActorKind.CIVILIANS,
    ActorKind.PERSON,
    ActorKind.PROTESTERS,
    ActorKind.RIOTERS,
    ActorKind.UNNAMED,
}
_SAYING = frozenset(
    "say tell state claim allege accuse insist maintain declare announce note argue acknowledge admit confirm report "
    "consider regard see view deem call describe brand label believe".split()
)
_SINCE = re.compile(r"\bsince (?:[A-Z][a-z]+ )?(\d{4})\b")
_FORMER = frozenset({"former", "ex", "ex-", "erstwhile", "onetime", "one-time", "late", "then", "then-"})
_AKA = re.compile(
    r"[\s,(–-]*\b(?:also|now|better|otherwise|formerly|previously)\s+(?:known as|called)\s+(?:the\s+)?[\"“']?", re.I
)


def find_relations(doc: Document, actors: Sequence[Actor], *, on: date) -> tuple[Relation, ...]:
    """Ties that the report states, in text order, each with its words and who says so.

    doc: one analysed report. actors: what ``find_actors`` found in it. on: the report's day, on which undated
    statements hold; "since 2014" opens the tie on the first day of that year.
    A tie is kept once per pair, kind and speaker. Unnamed parties tie too ("Iranian-backed militias").
    """
    parties = _Parties(doc, actors)
    found = [*_stated(doc, parties), *_offices(doc, parties), *_other_names(doc, parties)]
    kept: dict[tuple[object, ...], Relation] = {}
    for relation in sorted(found, key=lambda r: r.span):
        key = (relation.kind, relation.subject_key, relation.object_key, relation.speaker)
        kept.setdefault(key, _dated(doc, relation, on))
    return tuple(kept.values())


class _Parties:
    """Actors of a report by token."""

    def __init__(self, doc: Document, actors: Sequence[Actor]) -> None:
        self.doc = doc
        self.actors = actors
        self._at: dict[int, tuple[int, Actor]] = {}
        self._by_name = {a.name: a for a in actors}
        for actor in actors:
            for mention in actor.mentions:
                for token in doc.tokens_in(mention.span):
                    rank = len(mention.span) if mention.form != "nominal" else 0
                    if mention.form == "nominal" and token.end != mention.span.end:
                        continue
                    if token.i not in self._at or self._at[token.i][0] < rank:
                        self._at[token.i] = (rank, actor)

    def at(self, token: Token) -> Actor | None:
        """The actor of a token; a relative pronoun stands for the noun of its clause."""
        known = self._at.get(token.i)
        return known[1] if known else None

    def named(self, name: str | None) -> Actor | None:
        """The actor with that name."""
        return self._by_name.get(name) if name else None

    def with_conjuncts(self, token: Token) -> Iterator[Actor]:
        """The token's actor and those coordinated with it."""
        actor = self.at(token)
        if actor is not None:
            yield actor
        for child in self.doc.children(token):
            if child.dep == "conj":
                yield from self.with_conjuncts(child)


def _stated(doc: Document, parties: _Parties) -> Iterator[Relation]:
    """Ties by the words of the pattern table."""
    patterns = load_relation_patterns()
    for token in doc.tokens:
        for shape, word in (
            ("joined", token.lower),
            ("participle", token.lemma),
            ("adjective", token.lower),
            ("noun", token.lower),
            ("verb", token.lemma),
        ):
            for pattern in patterns.get((shape, word), ()):
                yield from _read(doc, parties, token, pattern)


def _read(doc: Document, parties: _Parties, token: Token, pattern: RelationPattern) -> Iterator[Relation]:
    if pattern.shape == "joined":
        one, two = _joined(doc, parties, token)
    elif pattern.shape in ("participle", "adjective"):
        one, two = _participle(doc, parties, token, pattern)
    elif pattern.shape == "noun":
        one, two = _noun(doc, parties, token, pattern)
    else:
        one, two = _verb(doc, parties, token, pattern)
    for left in one:
        for right in two:
            subject, object_ = (left, right) if pattern.subject_first else (right, left)
            if subject.key != object_.key and _plausible(pattern.kind, subject, object_):
                yield _relation(doc, parties, pattern.kind, subject, object_, token, f"{pattern.shape}: {pattern.word}")


def _plausible(kind: RelationKind, subject: Actor, object_: Actor) -> bool:
    if kind in (RelationKind.LEADS, RelationKind.SPEAKS_FOR):
        return object_.kind in _ORGANISED
    if kind == RelationKind.ALSO_KNOWN_AS:
        return True
    if object_.kind not in _ORGANISED and not (object_.kind == ActorKind.PERSON and kind != RelationKind.PART_OF):
        return False
    if kind == RelationKind.PART_OF:
        return subject.kind in _ORGANISED or subject.kind == ActorKind.PERSON
    return subject.kind in _ORGANISED


def _joined(doc: Document, parties: _Parties, token: Token) -> tuple[list[Actor], list[Actor]]:
    """Read "Iranian-backed militias": (the militias, Iran)."""
    if token.i < 2 or doc.tokens[token.i - 1].text not in ("-", "–") or doc.tokens[token.i - 1].sent != token.sent:
        return [], []
    backer = parties.at(doc.tokens[token.i - 2])
    head = doc.head(token)
    while head.dep in ("compound", "amod", "nmod") and doc.head(head).i > token.i:
        head = doc.head(head)
    if backer is None or head.i <= token.i or (backer.registry_id is None and backer.kind == ActorKind.UNKNOWN):
        return [], []
    return list(parties.with_conjuncts(head)), [backer]


def _participle(
    doc: Document, parties: _Parties, token: Token, pattern: RelationPattern
) -> tuple[list[Actor], list[Actor]]:
    """Read "rebels backed by Turkey", "forces loyal to X", "the group is led by Y"."""
    if pattern.shape == "participle" and token.tag not in ("VBN", "VBD", "JJ"):
        return [], []
    others = [
        a
        for child in doc.children(token)
        if child.dep in ("agent", "prep") and child.lower in pattern.preps
        for target in doc.children(child)
        if target.dep in ("pobj", "pcomp", "amod")
        for a in parties.with_conjuncts(target)
    ]
    if not others:
        return [], []
    return _governor(doc, parties, token), others


def _governor(doc: Document, parties: _Parties, token: Token) -> list[Actor]:
    """What a participle or predicate is said of: the noun it modifies, or the subject of its clause."""
    for child in doc.children(token):
        if child.dep in ("nsubj", "nsubjpass"):
            return list(parties.with_conjuncts(child))
    head = doc.head(token)
    if token.dep in ("acl", "amod", "relcl", "appos", "conj") and head.pos in ("NOUN", "PROPN", "PRON"):
        return [a for a in (parties.at(head),) if a is not None]
    if token.dep in ("acomp", "attr", "advcl", "ccomp", "oprd") or head.lemma == "be":
        for child in doc.children(head):
            if child.dep in ("nsubj", "nsubjpass"):
                return list(parties.with_conjuncts(child))
    return []


def _noun(doc: Document, parties: _Parties, token: Token, pattern: RelationPattern) -> tuple[list[Actor], list[Actor]]:
    """Read "X, the armed wing of Y", "X is an ally of Y", "Turkey considers X the wing of Y"."""
    if any(c.lower in _FORMER for c in doc.children(token)):
        return [], []
    others = [
        a
        for child in doc.children(token)
        if child.dep == "prep" and child.lower in pattern.preps
        for target in doc.children(child)
        if target.dep == "pobj"
        for a in parties.with_conjuncts(target)
    ]
    others += [a for child in doc.children(token) if child.dep == "poss" for a in (parties.at(child),) if a is not None]
    if not others:
        return [], []
    own = parties.at(token)
    said_of: list[Actor] = []
    head = doc.head(token)
    if token.dep == "appos":
        said_of = [a for a in (parties.at(head),) if a is not None]
    elif token.dep in ("attr", "oprd", "dobj") and head.lemma in (
        "be",
        "become",
        "remain",
        "consider",
        "regard",
        "call",
        "deem",
    ):
        subject = "dobj" if head.lemma not in ("be", "become", "remain") else "nsubj"
        said_of = [
            a
            for c in doc.children(head)
            if c.dep in (subject, "nsubj") and c.i != token.i
            for a in parties.with_conjuncts(c)
        ]
        if subject == "dobj":
            said_of = said_of[-1:]
    elif token.dep == "pobj" and doc.head(head).lemma in (
        "regard",
        "see",
        "view",
        "describe",
        "consider",
        "brand",
        "label",
    ):
        said_of = [a for c in doc.children(doc.head(head)) if c.dep == "dobj" for a in parties.with_conjuncts(c)]
    said_of += [a for c in doc.children(token) if c.dep == "appos" for a in (parties.at(c),) if a is not None]
    if not said_of and own is not None and own.registry_id is not None:
        said_of = [own]
    return said_of, others


def _verb(doc: Document, parties: _Parties, token: Token, pattern: RelationPattern) -> tuple[list[Actor], list[Actor]]:
    """Read "X belongs to Y", "X joined Y", "X broke away from Y", "X, which backs Y"."""
    if token.pos != "VERB" or any(c.dep in ("nsubjpass", "auxpass", "neg") for c in doc.children(token)):
        return [], []
    others: list[Actor] = []
    for child in doc.children(token):
        if not pattern.preps and child.dep == "dobj":
            others.extend(parties.with_conjuncts(child))
        elif pattern.preps and child.dep == "prep" and child.lower in pattern.preps:
            others.extend(a for t in doc.children(child) if t.dep == "pobj" for a in parties.with_conjuncts(t))
        elif pattern.preps and child.dep in ("advmod", "prt", "dobj"):
            for prep in doc.children(child):
                if prep.dep == "prep" and f"{child.lower} {prep.lower}" in pattern.preps:
                    others.extend(a for t in doc.children(prep) if t.dep == "pobj" for a in parties.with_conjuncts(t))
    others = [a for a in others if a.kind in _ORGANISED]
    if pattern.kind in (RelationKind.LEADS, RelationKind.PART_OF) and any(a.kind == ActorKind.STATE for a in others):
        return [], []
    if not others:
        return [], []
    subjects = _governor(doc, parties, token)
    if pattern.word in ("comprise", "include", "group"):
        subjects = [a for a in subjects if a.kind == ActorKind.ALLIANCE]
    return subjects, others


def _offices(doc: Document, parties: _Parties) -> Iterator[Relation]:
    """Read "Hamas leader X": a person's office beside the name of what he leads or speaks for."""
    patterns = load_relation_patterns()
    for actor in parties.actors:
        body = parties.named(actor.affiliation)
        if actor.kind != ActorKind.PERSON or not actor.office or body is None or body.key == actor.key:
            continue
        if set(actor.office.lower().split()) & _FORMER:
            continue
        kind = _office_kind(actor.office.lower().split(), patterns)
        if kind is None:
            continue
        for mention in actor.mentions:
            near = _in_title(doc, mention.span, body)
            if mention.form in ("name", "short") and near is not None:
                first = doc.token_at(near.start)
                if first is not None:
                    yield _relation(
                        doc,
                        parties,
                        kind,
                        actor,
                        body,
                        first,
                        f"office: {actor.office}",
                        Span(near.start, mention.span.end),
                    )
                break


def _office_kind(words: list[str], patterns: dict[tuple[str, str], tuple[RelationPattern, ...]]) -> RelationKind | None:
    """leads for a president, premier or commander, speaks_for for a minister or spokesman; None for other offices."""
    if words[-2:] == ["prime", "minister"]:
        return RelationKind.SPEAKS_FOR if "deputy" in words else RelationKind.LEADS
    for word in reversed(words):
        for pattern in patterns.get(("noun", word), ()):
            if pattern.kind == RelationKind.LEADS and {"vice", "deputy", "assistant"} & set(words):
                return RelationKind.SPEAKS_FOR
            if pattern.kind in (RelationKind.LEADS, RelationKind.SPEAKS_FOR):
                return pattern.kind
    return None


def _in_title(doc: Document, name: Span, body: Actor) -> Span | None:
    """The body's mention in the title right before a name, or None."""
    for mention in body.mentions:
        gap = doc.text[mention.span.end : name.start]
        close = 0 < len(gap) <= 60 and mention.span.end <= name.start and "backed" not in gap
        together = doc.sentence_at(mention.span.start) == doc.sentence_at(name.start)
        if close and together and not re.search(r"[,;:()\"“”]|\.\s", gap):
            return mention.span
    return None


def _other_names(doc: Document, parties: _Parties) -> Iterator[Relation]:
    """Read "X, also known as Y": two names of one party, with the words that say so."""
    for actor in parties.actors:
        for mention in actor.mentions:
            match = _AKA.match(doc.text, mention.span.end)
            if match is None or mention.form in ("pronoun", "nominal"):
                continue
            token = doc.token_at(match.end())
            other = parties.at(token) if token is not None else None
            if token is None:
                continue
            name = next(
                (
                    " ".join(m.span.of(doc.text).split())
                    for a in parties.actors
                    for m in a.mentions
                    if m.span.start == match.end() and m.form not in ("nominal", "pronoun")
                ),
                None,
            )
            if name is None:
                continue
            yield Relation(
                RelationKind.ALSO_KNOWN_AS,
                " ".join(mention.span.of(doc.text).split()),
                name,
                Span(mention.span.start, match.end() + len(name)),
                actor.key,
                other.key if other else None,
                reason=f"words: {' '.join(match[0].split())}",
            )


def _relation(
    doc: Document,
    parties: _Parties,
    kind: RelationKind,
    subject: Actor,
    object_: Actor,
    token: Token,
    reason: str,
    span: Span | None = None,
) -> Relation:
    return Relation(
        kind=kind,
        subject=subject.name,
        object=object_.name,
        span=span or _evidence(doc, token, (subject, object_)),
        subject_key=subject.key,
        object_key=object_.key,
        speaker=_speaker(doc, parties, token, (subject, object_)),
        score=0.9 if subject.registry_id and object_.registry_id else 0.7,
        reason=reason,
    )


def _evidence(doc: Document, token: Token, actors: Iterable[Actor]) -> Span:
    """From the first to the last word of the tie within its sentence."""
    sentence = doc.sentences[token.sent]
    spans = [token.span]
    for actor in actors:
        here = [m for m in actor.mentions if sentence.contains(m.span)]
        inside = [m.span for m in here if m.form not in ("nominal", "pronoun")] or [m.span for m in here]
        if inside:
            spans.append(min(inside, key=lambda s: abs(s.start - token.start)))
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _speaker(doc: Document, parties: _Parties, token: Token, tied: Iterable[Actor]) -> str | None:
    """Who says or holds so: the subject of a verb of saying or regarding above the words, or "according to"."""
    keys = {a.key for a in tied}
    for verb in (token, *doc.ancestors(token)):
        for child in doc.children(verb):
            if verb.lemma in _SAYING and child.dep == "nsubj" and verb.i != token.i:
                actor = parties.at(child)
                if actor is not None and actor.key not in keys:
                    return actor.name
            if child.lower == "according":
                for to in doc.children(child):
                    for target in doc.children(to):
                        actor = parties.at(target)
                        if actor is not None and actor.key not in keys:
                            return actor.name
    return None


def _dated(doc: Document, relation: Relation, on: date) -> Relation:
    sentence = doc.sentences[doc.sentence_at(relation.span.start)]
    since = _SINCE.search(doc.text, relation.span.start, sentence.end)
    if since and 1900 < int(since[1]) <= on.year:
        return replace(relation, first_day=date(int(since[1]), 1, 1))
    return relation
