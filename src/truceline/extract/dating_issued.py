"""Statements in the third person: what a body says of itself in the present tense ("The Mission regrets ...")."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.text import Document, Token

_OWN_WORDS = frozenset(
    "appreciate applaud assure commend condemn congratulate deplore express inform reaffirm regret reiterate "
    "remind thank welcome".split()
)
"""Verbs that bodies say of themselves in the present tense, outside quotation marks. Reporters tell of them in the
past: of 1,028 annotated newswire reports 4 have a body say one, and all 4 are statements. "Demands", "rejects" and
"calls" reporters tell in the present as well."""
_PAPERS = frozenset(
    "agreement article bill ceremony decision declaration document law letter plan program report resolution text "
    "treaty".split()
)
_LONG_NAME = 9
"""Fewer words than this lie between the head of a name and the abbreviation behind it."""
_PRONOUNS = frozenset(("it", "he", "she", "they"))
_OWNS = frozenset(("its", "their", "his", "her"))


def find_issuers(doc: Document) -> frozenset[str]:
    """Who speaks for itself in the report, by the nouns that name it, in small letters; none in other reports.

    Its abbreviation and its owner name it too: "the Mission in Rohan (UNMIR)", "the Ministry of Gondor".
    """
    subjects = [
        subject
        for verb in doc.tokens
        if verb.tag in ("VBZ", "VBP") and verb.lemma.lower() in _OWN_WORDS
        if (subject := _speaker(doc, verb)) is not None and _is_body(subject)
    ]
    heads = {t.lower for t in subjects}
    names = {t.lower for s in subjects for t in _names(doc, s)}
    return frozenset(heads | names | {t.lower for t in doc.tokens if _stands_for(doc, t, heads)})


def is_issued(doc: Document, issuers: frozenset[str], head: Token | None, verb: Token | None) -> bool:
    """Whether a trigger is what the issuer of a statement says in it: its own verb in a main clause that is not told
    in the past, or its own stance there ("reaffirms its readiness"); nobody else's ("Each accuses the other").

    head: the trigger's head; verb: that of its clause.
    """
    if not issuers or head is None or verb is None or doc.in_quotation(head.start) is not None:
        return False
    owned = head.pos == "ADJ" or verb.lemma.lower() == "be" or any(c.lower in _OWNS for c in doc.children(head))
    if head.i != verb.i and not owned:
        return False
    subject = _speaker(doc, verb)
    return subject is not None and (subject.lower in issuers or subject.lower in _PRONOUNS or subject.dep == "expl")


def _speaker(doc: Document, verb: Token) -> Token | None:
    """The subject of a verb of a main clause that is not told in the past; of the verb before where "and" joins two."""
    if verb.pos not in ("VERB", "AUX") or doc.in_quotation(verb.start) is not None or _is_past(doc, verb):
        return None
    found = None
    while True:
        found = found or next((c for c in doc.children(verb) if c.dep in ("nsubj", "expl")), None)
        if verb.dep != "conj":
            break
        verb = doc.head(verb)
    return found if verb.dep == "ROOT" else None


def _is_past(doc: Document, verb: Token) -> bool:
    return verb.tag == "VBD" or any(c.lower in ("was", "were", "did", "had") for c in doc.children(verb))


def _is_body(subject: Token) -> bool:
    """Whether a subject can issue a statement: no witness, no paper, no crowd ("residents express ...")."""
    if subject.ent == "PERSON" or subject.lemma.lower() in _PAPERS or (subject.tag == "NNS" and subject.text.islower()):
        return False
    return subject.pos in ("NOUN", "PROPN")


def _stands_for(doc: Document, token: Token, heads: set[str]) -> bool:
    """Whether a token is the abbreviation in brackets behind a name with one of the heads."""
    if token.dep != "appos" or not token.text.isupper() or doc.tokens[token.i - 1].text != "(":
        return False
    return any(t.lower in heads and token.i - t.i < _LONG_NAME for t in doc.ancestors(token))


def _names(doc: Document, token: Token) -> Iterator[Token]:
    """Names that stand before a noun or behind "of"."""
    for child in doc.children(token):
        if child.dep in ("compound", "nmod") and child.pos == "PROPN":
            yield child
        elif child.dep == "prep" and child.lower == "of":
            for noun in doc.children(child):
                if noun.dep == "pobj":
                    yield from (noun, *_names(doc, noun)) if noun.pos == "PROPN" else ()
