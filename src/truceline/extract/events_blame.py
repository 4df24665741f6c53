"""Whom a report ties to a deed without saying that they did it: the accused, the convicted, whoever is behind it."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_unproven import unproven_doers

_HOLDING: Final = frozenset(
    "charge accuse convict indict implicate suspect blame arraign jail imprison sentence try prosecute condemn link "
    "tie want detain arrest extradite execute hang question".split()
)
"""Verbs whose patient is held to have done what stands under them."""
_OWNING: Final = frozenset(
    "admit confess participate engage involve take help plan mastermind orchestrate serve".split()
)
"""Verbs whose subject takes a deed for its own ("participated in a massacre", "took part in the raid"), or pays for
it ("serves a sentence for the murder")."""
_SHARING: Final = frozenset("participate engage involve take help".split())
"""Those that need a noun of sharing for it, or a preposition."""
_DOERS: Final = frozenset("suspect architect mastermind perpetrator author culprit plotter organiser organizer".split())
_COMMITTING: Final = frozenset(
    "commit carry perpetrate stage stag order plan plot prepare launch conduct mount mastermind orchestrate".split()
)
_SHARES: Final = frozenset(
    "involvement role part participation complicity hand connection responsibility charge count suspicion case "
    "planning murder crime sentence term".split()
)
"""Nouns on the way from a deed to who is held for it: "charged with involvement in the massacre"."""
_PREPS: Final = frozenset("in of with for over to about".split())
_NOT_THEIRS: Final = frozenset("acquit clear deny exonerate absolve".split())
_MOST_STEPS: Final = 5


def charged_with(doc: Document, deed: Token) -> tuple[Token, ...]:
    """As held_for, of those alone whom a charge, an admission or a noun for doers names, and nobody unnamed."""
    found = held_for(doc, deed, _CHARGING)
    named = (t for t in found if parse.lemma_of(doc, t) not in _UNNAMED)
    return tuple(t for t in named if not any(c.lower == "no" for c in doc.children(t)))


_CHARGING: Final = frozenset(
    "charge accuse convict indict implicate blame try prosecute arraign jail imprison sentence".split()
)
_UNNAMED: Final = frozenset(
    "people person suspect perpetrator offender culprit one other nobody anyone anybody".split()
)


def held_for(doc: Document, deed: Token, holding: frozenset[str] = _HOLDING) -> tuple[Token, ...]:
    """Heads of those whom the report ties to a deed by a charge, a conviction, an admission or the word "behind".

    deed: the trigger, a noun ("charged in the massacre") or a gerund ("accused of killing"). holding: verbs whose
    patient is held to have done it.
    """
    unproven = unproven_doers(doc, deed)
    return tuple(t for t in _held_for(doc, deed, holding) if t.i not in unproven)


def _held_for(doc: Document, deed: Token, holding: frozenset[str]) -> tuple[Token, ...]:
    token = deed
    light = doc.head(deed)
    if deed.dep == "dobj" and light.dep == "pcomp" and light.lemma in _COMMITTING:
        token = light  # "charged with committing the murder"
    for _ in range(_MOST_STEPS):
        head = doc.head(token)
        if head.i == token.i:
            return ()
        if token.dep in ("pobj", "pcomp") and head.lower == "behind":
            verb = doc.head(head)
            told = verb.lemma == "be" and not parse.is_negated(doc, verb) and not _is_open(doc, verb)
            return parse.subjects(doc, verb) if told else ()
        if token.dep in ("pobj", "pcomp") and head.pos in ("ADP", "SCONJ") and head.lower in _PREPS:
            above = doc.head(head)
            found = _holder(doc, above, head, holding)
            if found or not (above.pos in ("NOUN", "PROPN") and parse.lemma_of(doc, above) in _SHARES):
                return found
            token = above
        elif token.dep == "dobj" and head.lemma in _OWNING and not parse.is_negated(doc, head):
            shared = head.lemma not in _SHARING or parse.lemma_of(doc, token) in _SHARES
            return parse.subjects(doc, head) if shared else ()  # not "took the wounded to hospital"
        elif token.dep == "conj" and token.pos == head.pos:
            token = head
        else:
            return ()
    return ()


def holders_of(doc: Document, deed: Token) -> tuple[Token, ...]:
    """Heads of those who arrest, charge or try whom the report ties to a deed: they did not do it."""
    taken = {c.i: c for c in parse.all_joined(doc, held_for(doc, deed))}
    found: list[Token] = []
    for i in sorted(taken):
        verb = doc.head(taken[i])
        if parse.is_verb(verb) and any(p.i in taken for p in parse.patients(doc, verb)):
            found += (c for c in parse.all_joined(doc, parse.agents(doc, verb)) if c.i not in taken)
    return tuple(found)


def _responsible(doc: Document, word: Token) -> tuple[Token, ...]:
    """Who is, or is held, responsible, where the phrase of the deed hangs on that word or on its verb."""
    verb = doc.head(word) if word.lemma == "responsible" else word
    if word is verb and not any(c.lemma == "responsible" for c in doc.children(verb)):
        return ()
    if verb.lemma not in ("hold", "be") or parse.is_negated(doc, verb):
        return ()
    if verb.lemma == "be":
        return parse.subjects(doc, verb)
    own = tuple(c for c in doc.children(word) if c.dep == "nsubj") if word is not verb else ()
    return own or parse.patients(doc, verb)


def _is_open(doc: Document, verb: Token) -> bool:
    """True for a clause of "if" or "whether"."""
    return any(c.dep == "mark" and c.lower in ("if", "whether") for c in doc.children(verb))


def _referent(doc: Document, noun: Token) -> tuple[Token, ...]:
    """Whom a word like "suspect" stands for, where the sentence says it; else the word itself."""
    head = doc.head(noun)
    if noun.dep == "appos":
        return (head,)
    if noun.dep == "pobj" and head.lower == "as" and doc.head(head).pos == "PROPN":
        return (doc.head(head),)  # "interest in Kopp as a suspect"
    if noun.dep == "attr":
        told = not parse.is_negated(doc, head) and not _is_open(doc, head)
        return parse.subjects(doc, head) or (noun,) if told else ()
    if noun.dep == "pobj" and head.lower == "as" and parse.is_verb(doc.head(head)):
        verb = doc.head(head)
        return (doc.head(verb),) if verb.dep == "acl" else parse.patients(doc, verb) or (noun,)
    return (noun,)


def _holder(doc: Document, word: Token, prep: Token, holding: frozenset[str]) -> tuple[Token, ...]:
    """Whom a word above the deed holds for it."""
    lemma = parse.lemma_of(doc, word)
    if lemma in ("responsible", "hold", "be") and (who := _responsible(doc, word)):
        return who
    if word.pos in ("NOUN", "PROPN"):
        over = doc.head(word)  # "accused the rebels of killing", the phrase hung on the rebels
        if prep.lower == "of" and word.dep in ("dobj", "nsubjpass") and over.lemma == "accuse":
            return (word,)
        return _referent(doc, word) if lemma in _DOERS and prep.lower in ("of", "in") else ()
    if lemma == "be" and any(c.dep == "attr" and parse.lemma_of(doc, c) in _DOERS for c in doc.children(word)):
        told = not parse.is_negated(doc, word) and not _is_open(doc, word)
        return parse.subjects(doc, word) if told else ()  # "is a suspect in", the phrase hung on the verb
    if not parse.is_verb(word) or parse.is_negated(doc, word) or lemma in _NOT_THEIRS:
        return ()
    if prep.lower == "of" and word.dep == "advcl" and word.tag == "VBN" and doc.head(word).lemma == "accuse":
        return parse.patients(doc, doc.head(word))  # "accused the rebels, backed by Mordor, of killing"
    if lemma in holding:
        over = doc.head(word)
        if word.dep in ("acl", "amod") and word.tag == "VBN":
            return (over,)
        loose = word.dep == "advcl" and word.tag == "VBN" and parse.is_verb(over)
        if loose and not any(c.dep in parse.SUBJECTS for c in doc.children(word)):
            return parse.patients(doc, over)  # "arrested two men aged 20, accused of planning a raid"
        return parse.patients(doc, word)
    active = not parse.is_passive(doc, word) or lemma == "involve"
    return parse.subjects(doc, word) if lemma in _OWNING and active else ()
