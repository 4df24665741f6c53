"""How a mention's words tie it to a truce, and whether the act is told as done, awaited, asked for or spoken of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truceline.domain.codes import Status
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_deals import still_to_make
from truceline.extract.truce_near import path_between
from truceline.extract.truce_words import PACT, word_set

OF: Final = word_set("of to from out")
"""Prepositions through which an end reaches the truce; "the war ended in a truce" and "with" do not."""
MADE: Final = word_set("announce declare decree proclaim agree sign broker reach negotiate mediate arrange")
_ASKING: Final = word_set(
    "press urge ask call demand appeal want pressure persuade convince exhort implore beg plead invite"
)
_EXPECTING: Final = word_set("expect likely hope hop possible unlikely await fail refuse threaten")
"""Words under which an act is yet to come; "hop" is what the lemmatizer makes of "hopes"."""
_UNDER: Final = word_set("xcomp ccomp acl dobj pcomp pobj prep")
_WHOEVER: Final = word_set("those anyone anybody whoever everyone any party parties side")
_WISHES: Final = word_set(
    "threaten threat want may might consider plan call urge demand ready prepare warn vote seek wish possible "
    "possibility risk fear danger if could would should can"
)
_MAYBE: Final = word_set("may might could should can")
_CLIMBED: Final = word_set("xcomp ccomp acl dobj pobj prep conj pcomp advcl")


def words_between(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> frozenset[str]:
    """Lemmas of the trigger, of what lies between it and the truce in the parse, and of its helpers."""
    found = {parse.lemma_of(doc, t) for t in doc.tokens_in(mention.trigger)}
    for low, high in ((truce, anchor), (anchor, truce)):
        found.update(parse.lemma_of(doc, t) for t in path_between(doc, low, high))
    for token in (anchor, truce):
        if token.pos in ("NOUN", "PROPN"):
            found.update(parse.lemma_of(doc, c) for c in participles(doc, token))
    found.update(parse.lemma_of(doc, t) for t in governing_verbs(doc, anchor))
    found.update(c.lower for c in doc.children(anchor) if c.dep in ("prt", "acomp", "advmod", "xcomp", "neg"))
    return frozenset(found)


def participles(doc: Document, noun: Token) -> tuple[Token, ...]:
    """Past participles behind a noun: "signed" of "the truce signed in May"."""
    return tuple(c for c in doc.children(noun) if c.dep == "acl" and c.tag == "VBN")


def governing_verbs(doc: Document, verb: Token) -> Iterator[Token]:
    """The words that a verb is the complement of: "prepared" and "is" of "is prepared to declare"."""
    while verb.dep == "xcomp" and verb.head != verb.i:
        verb = doc.head(verb)
        yield verb


def governor(doc: Document, noun: Token) -> Token | None:
    """The word that governs a noun, past a preposition that leads to it; None for one that stands alone."""
    if noun.pos not in ("NOUN", "PROPN"):
        return None
    head = doc.head(noun)
    if head.dep == "compound" or (noun.dep == "compound" and parse.lemma_of(doc, head) in PACT):
        head = doc.head(head)
    if head.pos == "ADP" and head.lower in (*OF, "for", "on"):
        head = doc.head(head)
    return None if head.i == noun.i else head


def pact_of(doc: Document, truce: Token) -> Token:
    """"agreement" of "the truce agreement"; else the truce itself."""
    head = doc.head(truce)
    return head if truce.dep == "compound" and parse.lemma_of(doc, head) in PACT else truce


def made_by(doc: Document, truce: Token) -> Token | None:
    """The verb that says that a truce was made: "the truce announced by both sides", "a truce that rebels declared"."""
    clauses = (c for c in doc.children(truce) if c.dep == "relcl" and c.tag in ("VBD", "VBN"))
    told = (c for c in clauses if truce.i in {t.i for t in parse.patients(doc, c)} and not parse.is_negated(doc, c))
    return next((c for c in (*participles(doc, truce), *told) if c.lemma in MADE), None)


def said_to_be_none(doc: Document, noun: Token) -> bool:
    """True for "no truce"."""
    return any(c.dep == "det" and c.lower in ("no", "neither") for c in doc.children(noun))


def is_no_act(doc: Document, mention: EventMention) -> bool:
    """True where the parse shows that nothing is done to a truce, whatever the words sound like: the act stands under
    "expected to", or the breach is said of whoever might commit it ("those who break the ceasefire")."""
    anchor = doc.syntactic_head(mention.trigger)
    if anchor is None:
        return False
    whoever = anchor.dep == "relcl" and doc.head(anchor).lower in _WHOEVER
    return whoever or is_awaited(doc, anchor, mention)


def is_awaited(doc: Document, anchor: Token, mention: EventMention) -> bool:
    """True when the act, read as done or as a deal still to be made, stands under "expected to", "likely to", "if"."""
    if mention.status is not Status.ACTUAL and not still_to_make(doc, anchor):
        return False
    if is_inverted_if(doc, anchor):
        return True
    token = anchor
    for _ in range(6):
        if any(c.dep == "mark" and c.lower in ("if", "unless", "whether") for c in doc.children(token)):
            return True
        head = doc.head(token)
        told_as_done = token.dep == "acl" and token.tag == "VBN"  # "the truce declared in March"
        if head.i == token.i or told_as_done or token.dep not in _UNDER:
            return False
        if token.dep == "prep" and token.lower not in ("to", "on", "for", "of"):
            return False
        if parse.lemma_of(doc, head) in _EXPECTING:
            return True
        token = head
    return False


def is_inverted_if(doc: Document, word: Token) -> bool:
    """True for what stands under "had the truce been kept", "should they agree": if, by the order of words."""
    for token in (word, *doc.ancestors(word)):
        subjects = [c.i for c in doc.children(token) if c.dep in ("nsubj", "nsubjpass")]
        turned = [c for c in doc.children(token) if c.dep in ("aux", "auxpass") and any(c.i < s for s in subjects)]
        turned += [token] if token.dep == "advcl" and not any(s < token.i for s in subjects) else []
        first = token.lower in _TURNED and token.i == doc.sentence_tokens(token.sent)[0].i
        if first or any(t.lower in _TURNED and _opens_clause(doc, t) for t in turned):
            return doc.sentence_tokens(word.sent)[-1].text != "?"
    return False


_TURNED: Final = word_set("had should were")


def _opens_clause(doc: Document, word: Token) -> bool:
    """True for the first word of a sentence or one behind a comma, a quotation mark or "and"."""
    before = doc.tokens[word.i - 1] if word.i else None
    first = before is None or before.sent != word.sent
    return first or before is None or before.pos == "PUNCT" or before.lower in ("and", "but", "that")


def is_asked_for(doc: Document, anchor: Token) -> bool:
    """True for "pressed the rebels to observe a truce"."""
    token = anchor if parse.is_verb(anchor) else governor(doc, anchor)
    for _ in range(3):
        if token is None or token.dep not in ("xcomp", "ccomp", "advcl", "acl", "pobj", "pcomp", "dobj", "prep"):
            return False
        token = doc.head(token)
        if parse.lemma_of(doc, token) in _ASKING:
            return True
    return False


def is_only_asked_for(doc: Document, anchor: Token) -> bool:
    """True for "were asked to agree to a truce"; not for "persuaded them to agree", which they then did."""
    over = doc.head(anchor)
    return anchor.dep in ("xcomp", "ccomp") and anchor.tag == "VB" and parse.lemma_of(doc, over) in _ASKING - _WON_OVER


_WON_OVER: Final = word_set("persuade convince pressure press")


def is_unsure(doc: Document, anchor: Token) -> bool:
    """True when an end is only spoken of: may, if, threatens to, wants to. "Announced it would" is said and done."""
    token, steps = anchor, 0
    while steps < 5:
        helpers = {h.lower for h in parse.helpers(doc, token)}
        marks = {c.lower for c in doc.children(token) if c.dep in ("mark", "advmod")}
        if helpers & _MAYBE or marks & {"if", "unless"}:
            return True
        head = doc.head(token)
        announced = parse.lemma_of(doc, head) in ("announce", "declare", "decide", "proclaim")
        if helpers & {"will", "would", "'ll"}:
            return not announced
        if token.dep in ("nsubj", "nsubjpass"):
            return bool({h.lower for h in parse.helpers(doc, head)} & _MAYBE)
        if head.i != token.i and parse.lemma_of(doc, head) in _WISHES:
            return True
        if head.i == token.i or token.dep not in _CLIMBED:
            return False
        token, steps = head, steps + 1
    return False


def is_conditional(doc: Document, verb: Token) -> bool:
    """True for what is only to be done on a condition: "would hold its fire if the army did", "promised a truce once".

    A past act is none ("agreed to a truce after ..."), and "unless" states no condition of the act itself.
    """
    chain = [verb, *governing_verbs(doc, verb)]
    top = chain[-1]
    if top.dep == "ccomp":
        chain.append(doc.head(top))
    if any(parse.lemma_of(doc, t) in _NO_OFFER for t in chain[:1]):
        return False
    ahead = {h.lower for t in chain for h in parse.helpers(doc, t)} & {"will", "would", "could", "shall", "'ll", "’ll"}
    promised = any(parse.lemma_of(doc, t) in ("promise", "pledge", "vow") for t in chain)
    objects = (c for c in doc.children(verb) if c.dep == "dobj")
    chain += [a for o in objects for a in doc.children(o) if a.dep == "acl"]  # "keep the truce proposed, if X leaves"
    return (bool(ahead) or promised) and any(_states_condition(doc, c) for t in chain for c in doc.children(t))


_NO_OFFER: Final = word_set("respect keep join maintain honor honour abide continue")


def _states_condition(doc: Document, clause: Token) -> bool:
    """True for a clause of "if", "provided", "once", "as soon as"."""
    if clause.dep not in ("advcl", "advmod", "prep"):
        return False
    first = sorted((*doc.subtree(clause),), key=lambda t: t.i)[:4]
    words = [t.lower for t in first]
    if words[:3] == ["as", "soon", "as"]:
        return True
    if words[:2] == ["even", "if"]:
        return False
    return clause.dep != "advmod" and (words[0] in ("if", "once") or words[:2] in _PROVIDED or words[0] in _GIVEN)


_PROVIDED: Final = (["provided", "that"], ["providing", "that"], ["only", "if"], ["on", "condition"])
_GIVEN: Final = frozenset({"provided", "providing"})
