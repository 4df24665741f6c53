"""Who is not shown to have done a deed: "no proof that X was involved", "unclear whether X was behind it"."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse

_PROOF: Final = frozenset(
    "proof evidence indication sign suggestion hint confirmation trace reason doubt question speculation".split()
)
_UNSURE: Final = frozenset({"doubt", "question", "speculation"})
"""Nouns that leave open what stands under them, with "no" or without."""
_LACKING: Final = frozenset({"no", "any", "little", "without", "neither"})
_MOST_STEPS: Final = 6


def unproven_doers(doc: Document, deed: Token) -> frozenset[int]:
    """Heads of the subjects of the clauses around a deed that are said to be unproven or open.

    Where the deed itself is open ("whether soldiers shot the boy") its doer is told with it.
    """
    found: set[int] = set()
    for clause in _clauses(doc, deed):
        if _lacks_proof(doc, clause) or (clause.i != deed.i and _is_open(doc, clause)):
            found |= {c.i for c in parse.all_joined(doc, parse.subjects(doc, clause))}
    return frozenset(found)


def _is_open(doc: Document, clause: Token) -> bool:
    """True for a verb behind "whether". A clause of "if" that only sets a condition is none."""
    marks = {c.lower for c in doc.children(clause) if c.dep in ("mark", "advmod")}
    return "whether" in marks or (clause.dep == "ccomp" and "if" in marks)


def _lacks_proof(doc: Document, clause: Token) -> bool:
    """True for a verb whose clause hangs on a lack of proof."""
    over = doc.head(clause)
    if clause.dep not in ("acl", "ccomp", "relcl") or over.pos != "NOUN" or parse.lemma_of(doc, over) not in _PROOF:
        return False
    return over.lemma.lower() in _UNSURE or _is_lacking(doc, over)


def _clauses(doc: Document, deed: Token) -> list[Token]:
    found = [deed] if parse.is_verb(deed) else []
    for above in [*doc.ancestors(deed)][:_MOST_STEPS]:
        if parse.is_clause_head(above):
            found.append(above)
    return found


def _is_lacking(doc: Document, noun: Token) -> bool:
    """True for "no proof", "did not find any proof", "without proof"."""
    if any(c.lower == "no" and c.dep in ("det", "neg") for c in doc.children(noun)):
        return True
    over = doc.head(noun)
    if over.lower in _LACKING:
        return True
    return parse.is_clause_head(over) and parse.is_negated(doc, over)
