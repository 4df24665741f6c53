"""Words that claim or deny an act: "took responsibility", "said its men had planted it", "denied any part in it"."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.domain.text import Document, Span, Token
from truceline.extract.responsibility_acts import (
    ANAPHORS,
    DEED,
    STORIES,
    About,
    Responsibility,
    anaphor_or_named,
    is_negated,
    is_nobody,
    subject_of,
)
from truceline.extract.responsibility_own import deeds_of_own_side
from truceline.extract.responsibility_said import SAYS, said_deeds
from truceline.resources.lexicon import word_classes

_TAKES = {"claim", "take", "accept", "assume", "admit", "acknowledge", "own", "avow", "boast"}
_FREELY = {"claim", "boast", "avow", "own"}
"""What a group claims in these words needs no article; who "admitted a loss" claims nothing."""
_CREDIT = {"responsibility", "credit"}
_DENIES = {"deny", "reject", "disclaim", "dismiss", "refute", "disown"}
_DENIED = {"responsibility", "involvement", "role", "link", "part", "complicity", "hand", "connection"} | STORIES
_MANY = {"number", "series", "string", "spate", "dozen"}


def find_words(doc: Document) -> Iterator[Responsibility]:
    """All claims and denials that a report's words make, in text order."""
    for token in doc.tokens:
        lemma = token.lemma.lower()
        if token.pos in {"VERB", "AUX"}:
            if lemma in _TAKES or lemma in _DENIES:
                yield from _of_verb(doc, token, lemma)
            if lemma in SAYS:
                yield from said_deeds(doc, token)
                yield from deeds_of_own_side(doc, token)
        elif lemma == "responsibility" and token.pos == "NOUN":
            yield from _nominal(doc, token)


def _of_verb(doc: Document, verb: Token, lemma: str) -> Iterator[Responsibility]:
    if is_negated(doc, verb) or (lemma == "own" and not _owns_act(doc, verb)):
        return
    denied = lemma in _DENIES
    passive = any(c.dep in {"auxpass", "agent"} or (c.lower == "by" and c.i > verb.i) for c in doc.children(verb))
    passive = passive or (verb.tag == "VBN" and verb.dep == "acl")
    noun = _object(doc, verb)
    kind = _denied(doc, verb, noun) if denied else _taken(doc, verb, lemma, noun)
    if kind is None:
        return
    if not denied and noun is not None and noun.lemma.lower() in _CREDIT:
        noun = next((t for t in doc.subtree(noun) if t.dep == "pobj" and doc.head(t).lower == "for"), None)
    head = _by(doc, verb) if passive else subject_of(doc, verb)
    if head is None or is_nobody(doc, head):
        return
    if denied and kind is About.OWN:
        noun = _object_of_clause(doc, verb)
    about = _words_about(doc, verb, head, noun, whole=denied and kind is About.NAMED)
    if verb.dep == "acl" or (noun is not None and verb.head == noun.i):
        parent = doc.subtree(doc.head(verb))
        about, kind = Span(parent[0].start, parent[-1].end), kind if denied else About.BESIDE
    yield Responsibility(head, about, kind, denied, verb.span, noun)


def _words_about(doc: Document, verb: Token, head: Token, noun: Token | None, *, whole: bool) -> Span:
    """The noun phrase of the act, with the verb of a denied clause; all but the speaker where ``whole`` or no noun."""
    if noun is not None and not whole:
        clause = _denied_clause(doc, verb)
        words = [*doc.subtree(noun), *([clause] if clause is not None and noun.head == clause.i else [])]
    else:
        clause = None if whole else _denied_clause(doc, verb)
        spoken = {t.i for t in doc.subtree(head)} if head.head == verb.i else set()
        words = [t for t in doc.subtree(verb) if t.i not in spoken] if clause is None else [clause]
    return Span(min(t.start for t in words), max(t.end for t in words))


def _object_of_clause(doc: Document, verb: Token) -> Token | None:
    clause = _denied_clause(doc, verb)
    found = () if clause is None else doc.children(clause)
    return next((c for c in found if c.dep in {"dobj", "nsubjpass"}), None)


def _object(doc: Document, verb: Token) -> Token | None:
    """What is claimed: the object, the passive subject, what "own up to" and "boast of" have behind them."""
    if verb.tag == "VBN" and verb.dep == "acl":
        return doc.head(verb)
    for child in doc.children(verb):
        if child.dep in {"dobj", "nsubjpass"}:
            return doc.head(verb) if child.tag == "WDT" and verb.dep == "relcl" else child
    for child in doc.subtree(verb):
        if child.dep == "pobj" and child.i - verb.i <= 6 and doc.head(child).lower in {"to", "of"}:
            over = doc.head(doc.head(child))
            if over.i == verb.i or (over.lower == "up" and over.head == verb.i):
                return child
    return None


def _taken(doc: Document, verb: Token, lemma: str, noun: Token | None) -> About | None:
    """What sort of claim a verb makes with its object; None where it makes none."""
    if noun is not None and noun.lemma.lower() in _CREDIT:
        if verb.tag in {"VBP", "VBZ", "VB"} and lemma not in _FREELY:  # "takes responsibility for protecting"
            return None
        what = next((t for t in doc.subtree(noun) if t.dep in {"pobj", "pcomp"} and doc.head(t).lower == "for"), None)
        return About.UNSAID if what is None else anaphor_or_named(what)
    if noun is None or lemma in {"take", "accept", "assume"}:
        return None
    if lemma in {"admit", "acknowledge"} and not DEED.match(noun.lemma.lower()) and _says_clause(doc, verb):
        return None
    kind = _claimed_object(doc, noun, freely=lemma in _FREELY)
    always = verb.tag in {"VBP", "VBZ"} and kind is About.NAMED and not _has_article(doc, noun)
    return None if always or (verb.tag in {"VBP", "VBZ"} and not DEED.match(noun.lemma.lower())) else kind


def _owns_act(doc: Document, verb: Token) -> bool:
    """As in "owned up to it", "owned the attack", "to own responsibility"; not "a station owned by X"."""
    objects = (c.lemma.lower() for c in doc.children(verb) if c.dep == "dobj")
    return any(c.lower == "up" for c in doc.children(verb)) or any(o in _CREDIT or DEED.match(o) for o in objects)


def _says_clause(doc: Document, verb: Token) -> bool:
    """As in "the invasion, which he admitted had been based on wrong word", "acknowledging the wounds, he told"."""
    if verb.dep == "advcl" or any(c.dep in {"ccomp", "xcomp"} and c.i > verb.i for c in doc.children(verb)):
        return True
    after = doc.subtree(verb)[-1].i + 1
    return verb.dep == "relcl" and after < len(doc.tokens) and doc.tokens[after].pos == "AUX"


def _has_article(doc: Document, noun: Token) -> bool:
    return any(c.dep in {"det", "poss"} for c in doc.children(noun))


def _claimed_object(doc: Document, noun: Token, *, freely: bool) -> About | None:
    """An object that can be an act: "the first bombing", "it", "both", "the bridge"; not "25 lives", "victory"."""
    words = {c.lower for c in doc.children(noun)}
    if noun.lower in ANAPHORS:
        return About.ANAPHOR
    if noun.lemma.lower() in {"first", "second", "latter", "former", "three", "two"} and words & {"the", "all", "of"}:
        return About.ANAPHOR
    if noun.lemma.lower() in _MANY:
        noun = next((t for t in doc.subtree(noun) if t.dep == "pobj"), noun)
    definite = bool(words & {"the", "this", "that", "both", "these", "those"}) or any(
        c.dep == "poss" for c in doc.children(noun)
    )
    if noun.pos != "NOUN":
        return None
    if words & {"both", "all"}:
        return About.ANAPHOR
    if DEED.match(noun.lemma.lower()):
        return About.NAMED if freely or definite else None
    return About.NAMED if definite and not _is_no_act(noun) and not _whole_clause(doc, noun) else None


def _is_no_act(noun: Token) -> bool:
    return noun.lemma.lower() in word_classes()["claimed_things"]


def _whole_clause(doc: Document, noun: Token) -> bool:
    """As in "claimed the army had fled": the noun is the subject of what is claimed."""
    return noun.dep in {"nsubj", "nsubjpass"} and doc.head(noun).i > noun.i and doc.head(noun).dep in {"ccomp", "xcomp"}


def _denied(doc: Document, verb: Token, noun: Token | None) -> About | None:
    """What sort of denial: "denied any part in it", "denied shelling the town", "denied it", "rejected the charge"."""
    lemma = verb.lemma.lower()
    if noun is not None and noun.lower in ANAPHORS and lemma in {"deny", "disclaim", "refute", "disown"}:
        return About.ANAPHOR
    if noun is not None and noun.lemma.lower() in _DENIED:
        if any(c.lower == "between" for c in doc.children(noun)):  # "a link between the aid and the talks"
            return None
        inside = [t for t in doc.subtree(noun) if t.i > noun.i and t.pos in {"NOUN", "PROPN", "VERB"}]
        return About.NAMED if inside else About.ANAPHOR
    clause = _denied_clause(doc, verb)
    if lemma == "deny" and clause is not None:
        told = DEED.match(clause.lemma.lower()) or clause.lemma.lower() in word_classes()["verbs_harm"]
        return About.NAMED if told and clause.lemma.lower() != "take" else About.OWN
    if lemma in {"deny", "disclaim", "disown"} and noun is not None and DEED.match(noun.lemma.lower()):
        return About.NAMED
    return None


def _denied_clause(doc: Document, verb: Token) -> Token | None:
    return next((c for c in doc.children(verb) if c.dep in {"xcomp", "ccomp"} and c.i > verb.i), None)


def _nominal(doc: Document, token: Token) -> Iterator[Responsibility]:
    """As in "a claim of responsibility by X"; the verb forms are read elsewhere."""
    verb = doc.head(token)
    if verb.lower == "of" and doc.head(verb).lemma in {"claim", "admission"}:
        head = _by(doc, doc.head(verb))
        if head is not None and not is_nobody(doc, head):
            yield Responsibility(head, doc.sentences[token.sent], About.NAMED, False, token.span)


def _by(doc: Document, verb: Token) -> Token | None:
    for child in doc.subtree(verb):
        if child.lower == "by" and child.dep in {"agent", "prep"}:
            return next((c for c in doc.children(child) if c.dep == "pobj"), None)
    return None
