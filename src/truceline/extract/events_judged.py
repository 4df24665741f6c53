"""Deeds that a sentence only deals with: somebody is tried, charged, held or sought for them."""

from __future__ import annotations

from typing import Final

from truceline.domain.text import Document, Token
from truceline.resources.lexicon import word_classes

_INTO: Final = frozenset("of for in with over to into about on from behind".split())
_DIRECT: Final = frozenset("of for over about into".split())
"""Prepositions by which a verb of justice leads to a deed; one is also arrested "in" a protest, while it goes on."""
_STEPS: Final = 6


def judged_by(doc: Document, deed: Token | None) -> Token | None:
    """The verb by which justice deals with a deed ("convicted of the murder", "a suspect in the bombing was handed
    over", "the trial for the attack opened"); None where the sentence tells of the deed itself.

    deed: the head of its trigger, a noun or a gerund.
    """
    if deed is None or not (deed.pos in ("NOUN", "PROPN") or deed.tag == "VBG"):
        return None
    classes = word_classes()
    token, dealt, by = deed, False, ""
    for _ in range(_STEPS):
        if token.head == token.i:
            return None
        over = doc.head(token)
        if over.pos in ("VERB", "AUX"):
            direct = token.dep in ("prep", "pcomp") and over.lemma.lower() in classes["judging"]
            charged = by in _DIRECT or (by == "with" and over.lemma == "charge")
            return over if dealt or (direct and charged) else None
        if token.dep in ("pobj", "pcomp"):
            by = over.lower
            if by not in _INTO:
                return None
        elif token.dep in ("prep", "compound") or (token.dep in ("conj", "appos") and over.pos in ("NOUN", "PROPN")):
            dealt = dealt or (token.dep != "conj" and over.lemma.lower() in classes["judged_in"])
        elif not dealt:
            return None
        token = over
    return None


def judged_deed(doc: Document, word: Token | None) -> tuple[Token, Token] | None:
    """(deed, verb by which justice deals with it) of a trigger that is such a deed or tells of it in a clause on it:
    "killed" of "arrested for the bombing, which killed two"; else None."""
    token = word
    for _ in range(_STEPS):
        if token is None:
            return None
        if (verb := judged_by(doc, token)) is not None:
            return token, verb
        if token.dep not in ("relcl", "acl", "conj"):
            return None
        token = doc.head(token)
    return None


def is_of_judging(doc: Document, deed: Token, judging: Token, word: Token) -> bool:
    """Whether a day or place of the sentence belongs to how justice deals with a deed, not to the deed: it stands
    neither with the deed nor behind it with no other verb between, where the parse may have hung it elsewhere."""
    if any(t.i == deed.i for t in doc.ancestors(word)):
        return False
    between = doc.tokens[deed.i + 1 : word.i]
    verb = next((t for t in doc.ancestors(word) if t.pos in ("VERB", "AUX")), None)
    if verb is not None and verb.i > word.i:
        return True  # "the murder, a prosecutor in Bree said"
    return not judging.i < deed.i < word.i or any(t.pos in ("VERB", "AUX") for t in between)
