"""Whom a report says that others blame for a deed it has told: "Police blamed the Front.", "blamed it on the Front",
"blamed each other", "said the Front or the League was responsible".

A side that somebody accuses is an actor of the deed (codebook section 8); so is each of several. Of a hundred such
sentences in annotated reports some eighty-five stand behind a deed that has the blamed among its actors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truceline.domain.codes import EventType, Status
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.responsibility_acts import (
    ANAPHORS,
    DEED,
    About,
    Responsibility,
    anaphor_or_named,
    is_negated,
    is_nobody,
)
from truceline.extract.responsibility_links import Group, acts_of

_MAYBE = {"will", "would", "could", "may", "might", "can", "should", "if", "whether"}
_BLAMING = {"blame"}
_SIDES = {"side", "party", "other"}
"""Words for those who blame each other that do not say who they are."""
_TELLS_NO_DEED = {EventType.ACCUSE, EventType.SUPPORT}
_TOLD = {Status.ACTUAL, Status.HISTORICAL}


def find_accused(doc: Document, groups: Sequence[Group]) -> list[tuple[Token, ...]]:
    """For each event of a report, by its mentions: heads of the phrases of those who are blamed for it in words that do
    not name it, or that name it by its kind alone."""
    found: list[list[Token]] = [[] for _ in groups]
    for heads, said in find_blame(doc):
        for n in _told_before(doc, said, groups) if said.kind is About.UNSAID else acts_of(doc, said, groups):
            if groups[n][0].type is EventType.ASSAULT and groups[n][0].status in _TOLD:
                found[n] += (h for h in heads if h not in found[n])
    return [tuple(f) for f in found]


def find_blame(doc: Document) -> Iterator[tuple[tuple[Token, ...], Responsibility]]:
    """(heads of the blamed, the words about what), in text order."""
    for token in doc.tokens:
        if not parse.is_verb(token) and token.pos != "AUX":
            continue
        if token.lemma in _BLAMING:
            yield from _blamed(doc, token)
        elif token.lemma == "be":
            yield from _responsible(doc, token)


def _blamed(doc: Document, verb: Token) -> Iterator[tuple[tuple[Token, ...], Responsibility]]:
    if is_negated(doc, verb) or {c.lower for c in doc.children(verb)} & _MAYBE or verb.dep in ("acl", "amod"):
        return
    objects = parse.patients(doc, verb)
    on = [t for over in (verb, *objects) for t in parse.prep_objects(doc, over, "on")]
    upon = tuple(t for t in on if t.ent not in ("DATE", "TIME"))
    what = parse.prep_objects(doc, verb, "for") or tuple(t for o in objects for t in parse.prep_objects(doc, o, "for"))
    if upon and objects:
        yield from _told(doc, verb, upon, objects[0])
    elif objects and objects[0].lower == "other" and any(c.lower == "each" for c in doc.children(objects[0])):
        yield from _told(doc, verb, parse.agents(doc, verb), what[0] if what else None)
    elif objects and not DEED.match(objects[0].lemma.lower()):
        yield from _told(doc, verb, objects, what[0] if what else None)


def _responsible(doc: Document, verb: Token) -> Iterator[tuple[tuple[Token, ...], Responsibility]]:
    """As in "either X or Y was responsible", "X and Y were behind it", where somebody says it."""
    if is_negated(doc, verb) or {c.lower for c in doc.children(verb)} & _MAYBE or verb.dep != "ccomp":
        return
    word = next((c for c in doc.children(verb) if c.lower in ("responsible", "behind")), None)
    doers = tuple(c for c in doc.children(verb) if c.dep == "nsubj")
    if word is None or not doers or doers[0].pos == "PRON":
        return
    what = parse.prep_objects(doc, word, "for") if word.lower == "responsible" else tuple(
        c for c in doc.children(word) if c.dep == "pobj"
    )
    yield from _told(doc, verb, doers, what[0] if what else None)


def _told(
    doc: Document, verb: Token, blamed: Sequence[Token], noun: Token | None
) -> Iterator[tuple[tuple[Token, ...], Responsibility]]:
    named = (t for t in parse.all_joined(doc, blamed) if t.pos != "PRON" and t.lemma not in _SIDES)
    heads = tuple(t for t in named if not is_nobody(doc, t) and not _is_ones_own(doc, t))
    if not heads:
        return
    if noun is None:
        yield heads, Responsibility(heads[0], verb.span, About.UNSAID, False, verb.span)
    elif noun.lower in ANAPHORS or DEED.match(noun.lemma.lower()):
        yield heads, Responsibility(heads[0], noun.span, anaphor_or_named(noun), False, verb.span, noun)


def _is_ones_own(doc: Document, second: Token) -> bool:
    """True for the party of a man told before it: "the minister and his party" are one."""
    owned = any(t.dep == "poss" and t.lower in ("his", "her") for t in doc.subtree(second) if t.i < second.i)
    return owned and second.dep == "conj" and doc.head(second).ent == "PERSON"


def _told_before(doc: Document, said: Responsibility, groups: Sequence[Group]) -> list[int]:
    """Number of the group that the last thing told before bare words of blame is of, in their own sentence or the one
    before; what the words themselves bring up ("blamed the Front, whose men raided it in May") is another."""
    sentence = doc.sentence_at(said.verb.start)
    before = [
        (m.trigger.start, n)
        for n, g in enumerate(groups)
        for m in g
        if m.trigger.end <= said.verb.start and m.sentence >= sentence - 1 and g[0].type not in _TELLS_NO_DEED
    ]
    return [max(before)[1]] if before else []
