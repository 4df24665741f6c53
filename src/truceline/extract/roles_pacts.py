"""Who made, brokered or announced the truce whose breach is complained of: by that alone nobody is accused of it."""

from __future__ import annotations

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.truce_ending import BREAKING
from truceline.resources.lexicon import word_classes

_CLAUSES = ("acl", "relcl")


def makers_of_broken(doc: Document, anchor: Token) -> frozenset[int]:
    """Heads of those who brokered, guaranteed or announced a truce or accord that the trigger's sentence calls broken:
    "Mordor" of "denounced violations of the truce brokered by Mordor". Who signed it is bound by it, and stays."""
    found: set[int] = set()
    for word in doc.sentence_tokens(anchor.sent):
        if parse.lemma_of(doc, word) not in BREAKING:
            continue
        for pact in (p for o in _broken(doc, word) for p in parse.conjuncts(doc, o)):
            if parse.lemma_of(doc, pact) in word_classes()["pact"] | word_classes()["truce"]:
                found |= {t.i for t in parse.all_joined(doc, _makers(doc, pact))}
    return frozenset(found)


def _broken(doc: Document, word: Token) -> tuple[Token, ...]:
    """What a verb or a noun of breaking says is broken."""
    if parse.is_verb(word):
        return tuple(parse.patients(doc, word))
    return parse.prep_objects(doc, word, "of", "to", "in")


def _makers(doc: Document, pact: Token) -> list[Token]:
    """Who does what a clause on a pact says was done to make or keep it; not "the rebels themselves"."""
    clauses = [c for c in doc.children(pact) if c.dep in _CLAUSES]
    making = word_classes()["making_pacts"]
    told = [c for c in parse.all_joined(doc, clauses) if c.lemma in making]
    makers = [t for c in told for t in _who(doc, c) if t.pos != "PRON"]
    return [t for t in makers if not any(c.lower in _SELVES for c in doc.subtree(t))]


def _who(doc: Document, clause: Token) -> tuple[Token, ...]:
    """Who does what a participle ("brokered by Mordor") or a clause ("that Mordor helped broker") tells."""
    if clause.tag == "VBN":
        by = parse.prep_objects(doc, clause, "by")
        return by if by or clause.dep == "acl" else tuple(c for c in doc.children(clause) if c.dep == "nsubj")
    return parse.agents(doc, clause)


_SELVES = frozenset({"itself", "himself", "herself", "themselves"})
