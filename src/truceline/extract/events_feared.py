"""Force that is no event beside another: what is only threatened, feared or made ready for ("threatened them with
attacks", "fears of more bombings"), and what only backs it ("troops backed by air strikes").

An attack that somebody fears is no attack; told as one, it would be laid to whoever stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from truceline.domain.codes import EventType
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_GIVEN: Final = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their"})
_FEAR: Final = frozenset({"fear", "dread"})
_READY: Final = frozenset({"prepare", "brace", "gear", "poised", "ready", "braced", "preparation"})


def is_no_deed(doc: Document, head: Token | None) -> bool:
    """True for a noun of force that is what somebody threatens with, fears or has threats of, or that only backs what
    others do. head: of the trigger."""
    if head is None or parse.lemma_of(doc, head) not in word_classes()["blows"]:
        return False
    noun = _first_of(doc, head)
    above = doc.head(noun)
    if _is_support(doc, noun):
        return True
    if noun.dep in ("compound", "nmod"):
        return _is_fear(doc, above) and above.lower not in _FEAR
    if noun.dep == "dobj":
        return parse.is_verb(above) and above.lemma in _FEAR and not _is_given(doc, noun)
    if noun.dep != "pobj":
        return False
    over = doc.head(above)
    if above.lower == "with":
        return _threatening(doc, over) and not _is_given(doc, noun)
    return above.lower in ("of", "about") and _is_fear(doc, over) and not _is_given(doc, noun)


def _is_support(doc: Document, noun: Token) -> bool:
    """True for "troops backed by air strikes": part of what the troops do, and not done to them."""
    by = doc.head(noun)
    backed = doc.head(by)
    return noun.dep == "pobj" and by.lower == "by" and backed.dep == "acl" and backed.lemma in _BACKING


_BACKING: Final = frozenset({"back", "support", "aid", "assist", "help", "cover", "bolster", "accompany"})


def is_threatened_deed(doc: Document, mention: EventMention) -> bool:
    """True for "end the truce" of "threatened to end the truce": the threat is told, and nothing else is done."""
    head = doc.syntactic_head(mention.trigger)
    while head is not None and head.dep == "conj" and parse.is_verb(doc.head(head)):
        head = doc.head(head)
    if head is None or mention.type is EventType.THREATEN or head.dep != "xcomp":
        return False
    return doc.head(head).lemma == "threaten" and not parse.is_negated(doc, doc.head(head))


def made_ready_for(doc: Document, noun: Token) -> str:
    """The word by which an attack lies ahead, "preparing for an assault", "braced for an offensive"; else empty."""
    noun = _first_of(doc, noun)
    before = doc.head(noun)
    if noun.dep != "pobj" or before.lower != "for" or parse.lemma_of(doc, noun) not in word_classes()["blows"]:
        return ""
    over = doc.head(before)
    ready = over if {over.lemma, over.lower} & _READY else None
    return "" if ready is None or parse.is_negated(doc, ready) else f"made ready for ({ready.lower})"


def _first_of(doc: Document, noun: Token) -> Token:
    """The noun, or the first of those that it is coordinated with, or what it is a wave or series of."""
    while noun.dep == "conj" and doc.head(noun).pos in ("NOUN", "PROPN"):
        noun = doc.head(noun)
    of = doc.head(noun)
    if noun.dep == "pobj" and of.lower == "of" and parse.lemma_of(doc, doc.head(of)) in word_classes()["series"]:
        return _first_of(doc, doc.head(of))
    return noun


def _threatening(doc: Document, word: Token) -> bool:
    """ "Threatened", also where the preposition hangs from whom it threatens: "threatened troops with attacks"."""
    verbs: Iterable[Token] = (word, doc.head(word)) if word.dep == "dobj" else (word,)
    return any(parse.is_verb(v) and v.lemma == "threaten" for v in verbs)


def _is_fear(doc: Document, noun: Token) -> bool:
    return noun.pos == "NOUN" and parse.lemma_of(doc, noun) in word_classes()["fears"]


def _is_given(doc: Document, noun: Token) -> bool:
    """ "Fears of the army's attack" may be of one under way."""
    return any(c.lower in _GIVEN or c.dep == "poss" for c in doc.children(noun))
