"""How two mentions are told: what opens the later one's sentence, what its clause hangs on, whether it is "another",
how its parties are told, each by the type of the event.

Each sign was found where the merge score was wrong on reports that it had not seen: a sentence that opens with "On
Monday" or "Since June" begins another event more often than the score thought, and so does "after" inside a sentence;
"killed" in the sentence of an attack is that attack more often.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse

_OPENERS: Final = frozenset("on in since last after earlier later meanwhile elsewhere also separately but".split())
_MARKS: Final = frozenset("after before since when while as until that".split())
_ADVERBS: Final = frozenset("later earlier already also again previously then overnight".split())
_ANOTHER: Final = frozenset({"another", "separate"})
_CLAUSES_UP: Final = 3


@dataclass(frozen=True, slots=True)
class Again:
    """How a mention is told if it is the later of two."""

    across: tuple[str, ...]
    """What is true of it behind a mention of another sentence."""
    mark: str
    """The nearest word that opens a clause or phrase which it stands in, "after" or "that"; "" for none."""


def again_of(doc: Document, anchor: Token) -> Again:
    """How a mention is told. anchor: its head."""
    opener = doc.sentence_tokens(anchor.sent)[0].lower
    across = [f"opens with {opener}"] if opener in _OPENERS else []
    below = doc.children(anchor)
    if any(c.dep == "det" and c.lower == "that" for c in below):
        across.append("later that")
    across += [f"later adverb {c.lower}" for c in below if c.dep == "advmod" and c.lower in _ADVERBS]
    if parse.is_verb(anchor) and any(h.lower == "had" for h in parse.helpers(doc, anchor)):
        across.append("later had")
    return Again(tuple(across), _mark_above(doc, anchor))


def again_signs(later: Again, relation: str, *, same_sentence: bool) -> dict[str, float]:
    """Signs of the later mention's telling. relation: "same" or "mixed", whether the two mentions are of one type."""
    if same_sentence:
        return {f"in:{relation}:under {later.mark}": 1.0} if later.mark else {}
    return {f"{relation}:{name}": 1.0 for name in later.across}


def _mark_above(doc: Document, anchor: Token) -> str:
    token = anchor
    for _ in range(_CLAUSES_UP):
        for child in doc.children(token):
            if child.dep in ("mark", "advmod") and child.lower in _MARKS:
                return child.lower
        head = doc.head(token)
        if head.i == token.i:
            return ""
        if token.dep in ("pobj", "pcomp") and head.lower in _MARKS:
            return head.lower
        token = head
    return ""


def another_of(doc: Document, anchor: Token) -> frozenset[str]:
    """Lemmas of the nouns that the mention tells of as another: "another bomb" of "another bomb exploded"."""
    if anchor.pos in ("NOUN", "PROPN"):
        nouns: tuple[Token, ...] = (anchor,)
    else:
        nouns = parse.subjects(doc, anchor) if parse.is_verb(anchor) else ()
        over = doc.head(anchor)
        if anchor.dep == "advcl" and parse.is_verb(over) and [n.lower for n in nouns] in (["it"], ["they"]):
            nouns = parse.subjects(doc, over)  # "another bomb killed four when it went off"
    return frozenset(
        parse.lemma_of(doc, n)
        for n in nouns
        if n.tag in ("NN", "NNP") and any(c.lower in _ANOTHER for c in doc.children(n))
    )


@dataclass(frozen=True, slots=True)
class Telling:
    """How the parse tells of one mention."""

    subject: str
    object: str
    """How its first subject and object are told: ``pron``, ``name``, ``def``, ``indef``, ``num``, ``bare``; "" for
    none. Of a noun the subject is itself."""
    subjects: frozenset[str]
    """Lemmas of its subjects."""


def telling_of(doc: Document, anchor: Token) -> Telling:
    """How a mention is told. anchor: its head."""
    if not parse.is_verb(anchor):
        return Telling(_told_as(doc, anchor), "", frozenset())
    subjects, objects = parse.subjects(doc, anchor), parse.patients(doc, anchor)
    return Telling(
        _told_as(doc, subjects[0]) if subjects else "",
        _told_as(doc, objects[0]) if objects else "",
        frozenset(parse.lemma_of(doc, t) for t in subjects),
    )


_DEFINITE: Final = frozenset("the this that these those his her its their".split())


def _told_as(doc: Document, token: Token) -> str:
    if token.pos == "PRON":
        return "pron"
    if token.pos == "PROPN":
        return "name"
    below = doc.children(token)
    words = {c.lower for c in below if c.dep in ("det", "poss")}
    if words & _DEFINITE:
        return "def"
    if words & {"a", "an", "another"}:
        return "indef"
    return "num" if any(c.dep == "nummod" for c in below) else "bare" if token.tag in ("NN", "NNP") else "plural"


_UNITS = frozenset("moment minute hour day night week month year".split())


def counts_to(doc: Document, anchor: Token) -> frozenset[int]:
    """Tokens "after" and "before" with a length of time ahead, as in "hours after the ambush", above a word."""
    found = set()
    for up in (anchor, *doc.ancestors(anchor)):
        for word in (up, *(c for c in doc.children(up) if c.dep in ("mark", "advmod") and c.i < anchor.i)):
            counts = word.lower in ("after", "before") and word.i and word.i < anchor.i
            if counts and doc.tokens[word.i - 1].lemma.lower() in _UNITS:
                found.add(word.i)
    return frozenset(found)
