"""The word for a truce that a trigger is tied to, and how far the tie may reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.truce_words import is_truce, word_set

_OF_ITS_OWN: Final = word_set(
    "take come go start begin enter run survive stand lapse expire last die founder collapse crumble unravel fail end "
    "hold break fall"
)
"""Verbs of which the truce may be the subject beyond another verb: "a truce that was signed and took effect"."""
_ENDS_ITSELF: Final = word_set("end terminate expire collapse lapse crumble unravel fail break be hold last take come")
"""Verbs that may have the truce as their subject."""


def truce_word(doc: Document, mention: EventMention, anchor: Token) -> Token | None:
    """The word for the truce that the trigger is tied to: in it, governed by it, or governing it; else None."""
    for token in doc.tokens_in(mention.trigger):
        if is_truce(doc, token):
            return token
    for token in _near(doc, anchor):
        if is_truce(doc, token):
            return token
    if parse.is_verb(anchor) and anchor.lemma in _OF_ITS_OWN:
        return next((t for t in subjects_of(doc, anchor) if is_truce(doc, t)), None)
    return None


def subjects_of(doc: Document, verb: Token) -> tuple[Token, ...]:
    """The subjects of a verb, also where the parser takes what is said of them for the verb of the sentence: "the first
    truce, agreed in May, collapsed"."""
    found = tuple(parse.subjects(doc, verb))
    over = doc.head(verb)
    if found or verb.dep not in ("dep", "conj") or over.tag not in ("VBD", "VBN"):
        return found
    comma = [c.i for c in doc.children(over) if c.text == ","]
    between_commas = doc.tokens[over.i - 1].text == "," and max(comma, default=0) > over.i
    return tuple(parse.subjects(doc, over)) if between_commas else ()


def _near(doc: Document, anchor: Token, depth: int = 4) -> Iterator[Token]:
    """Words tied to the trigger: its arguments and complements downwards, then light verbs and nouns upwards."""
    yield from _down(doc, anchor, depth)
    token = anchor
    for _ in range(3):
        head = doc.head(token)
        if head.i == token.i or token.dep not in _UP or (head.dep == "prep" and head.lower in _OTHER_TIME - {"under"}):
            return
        if token.dep == "nsubj" and head.lemma not in _ENDS_ITSELF:
            return
        yield head
        if token.dep in ("dobj", "nsubjpass", "compound", "pobj", "agent"):
            for child in doc.children(head):
                if child.dep in ("prep", "dobj", "nsubjpass", "agent") and child.i != token.i:
                    yield from _down(doc, child, 1)
        token = head


_UP: Final = word_set("dobj nsubjpass nsubj pobj compound prep agent acl relcl attr poss nmod")
_TIES: Final = word_set(
    "dobj nsubjpass pobj prep agent xcomp ccomp acl compound nmod attr pcomp oprd conj amod dative poss relcl prt "
    "advcl acomp"
)
_OFFERING: Final = word_set("offer agree promise pledge vow")
_OTHER_TIME: Final = word_set("during since despite after before until amid under following")


def _down(doc: Document, token: Token, depth: int) -> Iterator[Token]:
    if depth == 0:
        return
    for child in doc.children(token):
        by_itself = child.dep == "nsubj" and (token.lemma in _ENDS_ITSELF | {"remain", "go"} or token.dep == "ccomp")
        if child.dep not in _TIES and not by_itself:
            continue
        offered = child.dep == "advcl" and child.tag == "VB" and token.lemma in _OFFERING  # "offered on Friday to stop"
        if child.dep in ("conj", "relcl", "advcl") and parse.is_clause_head(child) and not offered:
            continue
        if child.dep == "prep" and child.lower in _OTHER_TIME:
            continue
        yield child
        yield from _down(doc, child, depth - 1)


def path_between(doc: Document, low: Token, high: Token, longest: int = 5) -> tuple[Token, ...]:
    """The tokens from one up to another that governs it, both included; empty where it does not."""
    path: list[Token] = []
    for token in doc.ancestors(low):
        path.append(token)
        if token.i == high.i:
            return tuple(path)
        if len(path) >= longest:
            break
    return ()
