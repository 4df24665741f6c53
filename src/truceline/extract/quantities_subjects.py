"""The subject of a verb or predicate: read through coordination and relative clauses, and where the parse loses it."""

from __future__ import annotations

from truceline.domain.text import Document, Token
from truceline.extract.quantities_lists import SUBJECT, is_person, of_whom
from truceline.extract.quantities_numbers import is_number
from truceline.resources.harm import load_numbers

_ALONE = {"die", "perish", "fall", "flee"}
"""Verbs without an object whose subject is harmed."""
_ORDINALS = {"second", "third", "fourth"}
_TOLD = {"say", "report", "state", "announce", "add", "claim", "tell"}
_NO_PEOPLE = {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"}
_TIMES = {"DATE", "TIME"}
_YEAR = 4
_NAME = 8
"""Tokens of the name in "a third, Sergeant Zaza Olo, was led away"."""


def subject_of(doc: Document, token: Token) -> Token | None:
    """Subject of a verb or predicate, shared over coordination, relative clauses read through."""
    before = counted_before(doc, token)
    if before is not None:
        return before
    for _ in range(5):
        subject = _own_subject(doc, token)
        if subject is not None:
            if subject.tag in {"WP", "WDT"}:
                verb = token
                while verb.dep == "conj":
                    verb = doc.head(verb)
                return those_who(doc, doc.head(verb)) if verb.dep in {"relcl", "acl"} else None
            return subject
        if token.dep in {"conj", "xcomp", "oprd", "acomp", "advcl", "ccomp"} and doc.head(token).pos in {"VERB", "AUX"}:
            if token.dep in {"advcl", "ccomp"}:
                return None
            token = doc.head(token)
            continue
        if token.dep == "acl":
            return doc.head(token)
        return None
    return None


def those_who(doc: Document, noun: Token) -> Token:
    """The first of "two soldiers and one hostage who died": the clause speaks of both where both are counted."""
    first = doc.head(noun)
    if not is_person(noun) or noun.ent == "ORG":
        if noun.lemma.lower() in {"body", "corpse"} and of_whom(doc, noun).i != noun.i:
            return of_whom(doc, noun)
        # "An engineer with a charity who was kidnapped", where the parse has the charity.
        return next((t for t, _ in zip(doc.ancestors(noun), range(4), strict=False) if _is_whose(t)), noun)
    both = noun.dep == "conj" and is_person(first) and is_person(noun)
    counted = both and all(any(c.dep == "nummod" for c in doc.children(t)) for t in (first, noun))
    return first if counted else noun


def _is_whose(noun: Token) -> bool:
    return noun.pos == "NOUN" and noun.ent == "" and is_person(noun)


def _own_subject(doc: Document, verb: Token) -> Token | None:
    """The subject of a verb; of several the last where the parse takes the source for one ("according to ex-inmates,
    two rebels were shot"), else the people rather than a dateline ("BREE, Eriador | Two men were shot")."""
    found = [c for c in doc.children(verb) if c.dep in SUBJECT]
    sources = {doc.subtree(c)[-1].i for c in doc.children(verb) if c.lower == "according"}
    if len(found) > 1 and found[0].i - 1 in sources:
        return found[-1]
    named = found and found[0].pos in {"PROPN", "ADJ", "NOUN"} and not (found[0].pos == "NOUN" and is_person(found[0]))
    if len(found) > 1 and named:
        return next((t for t in found if t.pos == "NOUN" and is_person(t)), found[0])
    return found[0] if found else None


def lost_subject(doc: Document, verb: Token) -> Token | None:
    """The first noun for people before a verb whose subject the parse has lost in an apposition."""
    inside = [t for t in doc.subtree(verb) if t.i < verb.i and t.pos == "NOUN" and t.dep in {"appos", "nsubj", "conj"}]
    return next((t for t in inside if is_person(t)), None)


def counted_before(doc: Document, verb: Token) -> Token | None:
    """The counted people right before "were killed", "died", where the parse has given them to other words: the 11 of
    "four were shot and 11 were hurt", the 27 of "three were killed in a clash and 27 were picked up"."""
    aux = [c for c in doc.children(verb) if c.i < verb.i and c.dep in {"aux", "auxpass", "neg", "advmod"}]
    alone = verb.lemma in _ALONE and verb.tag in {"VBD", "VBN"}
    if not (alone or any(c.lemma in {"be", "have"} for c in aux)):
        return None
    first = min((c.i for c in aux), default=verb.i)
    start = verb.i
    while start > first and doc.tokens[start - 1] in aux:
        start -= 1
    before = doc.tokens[start - 1] if start > 0 else verb
    own = [c for c in doc.children(verb) if c.dep in SUBJECT]
    if before.text == ",":
        return _named_third(doc, before) or (None if own else _aged(doc, before))
    if before.sent != verb.sent or before.i >= verb.i or _is_measure(doc, before):
        return None
    numbers = load_numbers()
    told = [c for c in own if not any(g.dep in SUBJECT for g in doc.children(c))]
    if told == [before] and len(own) > 1:
        return before  # "two of them policemen, and 27 were held"
    for subject in own:
        joined = before.dep in {"conj", "appos"} and before.head == subject.i
        if not joined or (is_person(subject) and before.pos != "NUM"):
            return None
    if before.pos == "NUM":
        return before if is_number(before, numbers) else None
    if before.pos != "NOUN" or not is_person(before) or before.dep not in {"pobj", "dobj", "conj"}:
        return None
    if any(c.i < before.i and is_number(c, numbers) for c in doc.children(before)):
        return before
    return before if not own and is_one_beside(doc, before) else None


def is_one_beside(doc: Document, noun: Token) -> bool:
    """True for the nurse of "was shot at near Bree and a nurse was hurt", which the parse joins to the place."""
    first = doc.tokens[doc.subtree(noun)[0].i - 1]
    article = any(c.lower in {"a", "an", "another"} for c in doc.children(noun))
    return article and noun.dep == "conj" and first.lower == "and" and not is_person(doc.head(noun))


def _is_measure(doc: Document, token: Token) -> bool:
    """True for a day, an hour, a sum; not for the 31 of "in the market, Bree, 31 died", which is taken for a day."""
    if token.ent == "DATE" and token.pos == "NUM" and len(token.text) < _YEAR:
        return doc.tokens[token.i - 1].ent == "DATE"
    return token.ent in _NO_PEOPLE


def _aged(doc: Document, comma: Token) -> Token | None:
    """The conscript of "a conscript, 19, was wounded"."""
    age, before = doc.tokens[comma.i - 1], doc.tokens[comma.i - 2]
    person = doc.tokens[comma.i - 3]
    return person if comma.i > 2 and age.pos == "NUM" and before.text == "," and is_person(person) else None


def _named_third(doc: Document, comma: Token) -> Token | None:
    """The third of "two were killed and a third, Sergeant Zaza Olo, was led away"."""
    for i in range(comma.i - 1, max(comma.i - _NAME, 1), -1):
        if doc.tokens[i].text == ",":
            third = doc.tokens[i - 1]
            return third if third.lower in _ORDINALS and doc.tokens[i - 2].lower == "a" else None
    return None


def beside_subject(doc: Document, head: Token) -> Token | None:
    """The soldiers of "he said nine soldiers and 15 rebels died", the five of "the superintendent of police of Bree and
    five of his men were killed", which the parse does not join to the other subject."""
    if head.dep not in SUBJECT:
        return None
    for other in doc.children(doc.head(head)):
        if other.dep == head.dep and other.i > head.i:
            joiner = doc.tokens[doc.subtree(other)[0].i - 1]
            counted = is_number(other, load_numbers()) or is_person(other)
            if joiner.lower == "and" and joiner.head == head.i and counted:
                return other
    start = doc.subtree(head)[0].i
    joiner = doc.tokens[start - 1] if start > 0 else head
    other = doc.head(joiner)
    if joiner.lower != "and" or joiner.dep != "cc" or joiner.sent != head.sent or other.i >= joiner.i:
        return None
    if other.pos not in {"NOUN", "PROPN"} or not is_person(other) or doc.subtree(other)[-1].i != joiner.i:
        return None
    told = other.dep == "dobj" and doc.head(other).lemma in _TOLD
    dated = other.dep == "pobj" and any(c.ent in _TIMES and c.i < other.i for c in doc.children(other))
    return other if told or dated else None
