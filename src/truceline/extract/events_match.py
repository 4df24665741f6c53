"""Lexicon patterns against the parse: which tokens may be triggers, and of what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import Condition, Lexicon, Pattern


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pattern that fits at a token."""

    pattern: Pattern
    anchor: Token
    trigger: Span


def find_candidates(doc: Document, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """All fitting patterns, one per token and type (the most specific), in text order."""
    found: list[Candidate] = []
    for token in doc.tokens:
        if doc.dateline is not None and token.start < doc.dateline.end:
            continue
        following = doc.tokens[token.i + 1] if token.i + 1 < len(doc.tokens) else token
        if token.lower == "cease" and following.start == token.end and following.text == "-":
            continue
        seen = set()
        for candidate in _at(doc, token, lexicon):
            if candidate.pattern.type not in seen:
                seen.add(candidate.pattern.type)
                found.append(candidate)
    return tuple(found)


def match_at(doc: Document, token: Token, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """All patterns that fit at one token, the most specific of each head first."""
    return tuple(_at(doc, token, lexicon))


def _letters(token: Token) -> tuple[str, ...]:
    if token.pos == "PROPN" and token.ent == "DATE":  # "in March"
        return ()
    if token.tag == "MD":
        return ("M",)
    if token.pos == "VERB":
        return ("V", "X")
    if token.pos == "AUX":
        return ()
    if token.pos in ("NOUN", "PROPN"):
        return ("N", "X")
    if token.pos == "ADJ":
        return ("V", "A", "X") if token.tag in ("VBN", "VBG", "VBD") else ("A", "X")
    return ("X",) if token.pos == "ADV" else ()


def _at(doc: Document, token: Token, lexicon: Lexicon) -> Iterator[Candidate]:
    lemma = parse.lemma_of(doc, token)
    for pattern in lexicon.phrases.get(lemma, ()):
        last = _phrase_end(doc, token, pattern.head.split())
        if last is not None:
            span = Span(parse.word_span(doc, token).start, last.end)
            anchor = doc.syntactic_head(span) or token
            if all(_holds(doc, anchor, c) for c in pattern.conditions):
                yield Candidate(pattern, anchor, span)
    for letter in _letters(token):
        # A modal says it of its verb: "Seoul must comply".
        anchor = doc.head(token) if letter == "M" else token
        for pattern in lexicon.words.get((lemma, letter), ()):
            if all(_holds(doc, anchor, c) for c in pattern.conditions):
                span = _trigger(doc, anchor, pattern)
                yield Candidate(pattern, anchor, Span(min(token.start, span.start), max(token.end, span.end)))


def _phrase_end(doc: Document, token: Token, words: list[str]) -> Token | None:
    at = token
    for word in words[1:]:
        if at.i + 1 >= len(doc.tokens):
            return None
        at = doc.tokens[at.i + 1]
        if at.sent != token.sent or parse.lemma_of(doc, at) != word:
            return None
    return at


def _trigger(doc: Document, token: Token, pattern: Pattern) -> Span:
    """The token, stretched over a particle or light verb's object that the pattern names, if near."""
    start, end = parse.word_span(doc, token).start, token.end
    for condition in pattern.conditions:
        if condition.negated or condition.rel not in ("prt", "obj") or condition.labels or condition.anything:
            continue
        if condition.rel == "obj" and len(condition.words) > 40:
            continue
        for other in _related(doc, token, condition.rel):
            if parse.lemma_of(doc, other) in condition.words and abs(other.i - token.i) <= 6:
                start, end = min(start, other.start), max(end, other.end)
    return Span(start, end)


def _related(doc: Document, token: Token, rel: str) -> tuple[Token, ...]:
    """Tokens that stand to the token in a pattern's relation."""
    noun = token.pos in ("NOUN", "PROPN")
    if rel == "obj":
        return _all(doc, parse.patients(doc, token))
    if rel == "subj":
        return _all(doc, parse.owners(doc, token) if noun else parse.agents(doc, token))
    if rel == "prt":
        return tuple(c for c in doc.children(token) if c.dep in ("prt", "advmod", "prep") and c.i > token.i)
    if rel == "prep":
        return tuple(c for c in doc.children(token) if c.dep in ("prep", "agent", "dative", "prt"))
    if rel.startswith("p_"):
        return _all(doc, parse.prep_objects(doc, token, *rel[2:].split("/")))
    if rel == "comp":
        return tuple(c for c in doc.children(token) if c.dep in ("xcomp", "ccomp", "acl"))
    if rel == "mod":
        return parse.modifiers(doc, token)
    if rel == "gov":
        head = doc.head(token)
        return (head, doc.head(head)) if head.pos == "ADP" else (head,)
    if rel == "under":
        # The verb whose complement it is ("announced they would stop ...").
        head = doc.head(token)
        return (head,) if token.dep in ("ccomp", "xcomp", "acl") else ()
    if rel == "self":
        return (token,)
    if rel == "aux":
        return parse.helpers(doc, token)
    if rel == "near":
        return doc.sentence_tokens(token.sent)
    if rel == "neg":
        return (token,) if parse.is_negated(doc, token) else ()
    return ()


def _all(doc: Document, heads: tuple[Token, ...]) -> tuple[Token, ...]:
    out: list[Token] = []
    for head in heads:
        out.extend(parse.conjuncts(doc, head))
        # "dozens of civilians", "a group of rebels": what counts stands after "of".
        out.extend(parse.prep_objects(doc, head, "of"))
    return tuple(out)


def _holds(doc: Document, token: Token, condition: Condition) -> bool:
    related = _related(doc, token, condition.rel)
    if condition.rel == "near":
        related = tuple(t for t in related if t.i != token.i)
    if condition.anything:
        return bool(related) != condition.negated
    for other in related:
        # A noun that only modifies ("army chief") lends its entity label to its head.
        if parse.lemma_of(doc, other) in condition.words or other.lower in condition.words:
            return not condition.negated
        if other.ent and other.ent in condition.labels:
            return not condition.negated
        if condition.labels and other.pos in ("PROPN", "PRON") and other.lower in _PERSONS and not condition.negated:
            return True
    return condition.negated


_PERSONS = frozenset({"he", "she", "they", "we", "i", "him", "her", "them", "us"})
