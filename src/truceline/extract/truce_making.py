"""Acts that make a truce: agreed, declared, offered, prolonged (codebook section 8, "Truces", "Words and deeds")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from truceline.domain.codes import Status, TruceAction
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.truce_deeds import OFFERS, find_deed, is_only_described, is_only_named
from truceline.extract.truce_ending import is_undoing
from truceline.extract.truce_ties import (
    governing_verbs,
    governor,
    is_awaited,
    is_conditional,
    is_only_asked_for,
    is_unsure,
    made_by,
    pact_of,
    said_to_be_none,
    words_between,
)
from truceline.extract.truce_words import names_truce, word_set

_A = TruceAction

_OFFERING: Final = word_set(
    "offer propose suggest ready willing prepared proposal willingness readiness seek hope initiative"
)
_WOULD_DECLARE: Final = word_set("offer propose suggest ready willing prepared")
_ACCEPTING: Final = word_set("accept agree observe approve endorse consent sign")
EXTENDING: Final = word_set("extend renew prolong extension renewal")
_KEEPING: Final = word_set(
    "respect observe keep honor honour maintain uphold adhere stick abide preserve hold comply consolidate strengthen "
    "implement extend renew continue support monitor verify sign accept return"
)
_NOT_MADE: Final = word_set(
    "talk negotiate discuss consider monitor observe respect honor honour maintain keep replace negotiation discussion "
    "dialogue effort attempt intent draft document postpone postponement delay"
)
_MAKING: Final = word_set(
    "agree sign reach accept broker strike conclude seal mediate arrange announce declare pledge promise commit order "
    "deal accord agreement acceptance pact negotiate decree proclaim undertake vow approve endorse obtain impose join"
)
"""Words that say that a truce is made, beside it or above it."""
_SPOKEN_OF: Final = word_set(
    "possibility prospect chance hope idea issue question talk negotiation discussion term call demand need"
)
_TRYING: Final = word_set("negotiation talk effort attempt try bid mission initiative seek hope fail aim plan")
_HOPED: Final = word_set("guarantee sign prospect hope")
_CLIMBED: Final = word_set("dobj pobj prep nsubjpass compound poss attr nmod appos xcomp pcomp conj ccomp acl")


def read_agree(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    """What an agreement does to the truce, and why."""
    if is_only_asked_for(doc, anchor):
        return None, "asked for, not done"
    if _will_keep_what_is_offered(doc, anchor, truce):
        return _A.AGREED, "a side will keep the truce that is offered"
    words = words_between(doc, mention, anchor, truce)
    maker = made_by(doc, truce)
    made_before = maker is not None and anchor.i in (maker.i, truce.i) and not said_to_be_none(doc, truce)
    if maker is not None:
        words -= {maker.lemma} & _NOT_MADE
    if not made_before and words & EXTENDING and is_offered(doc, anchor):
        return _A.PROPOSED, "a side offers to prolong a truce"
    told = None if made_before else by_deed(doc, mention, anchor, truce)
    if told is not None:
        return told
    verb = anchor if parse.is_verb(anchor) else governor(doc, anchor)
    if verb is not None and not made_before and is_conditional(doc, verb):
        return _A.PROPOSED, "a side would keep a truce on a condition"
    if words & EXTENDING and parse.lemma_of(doc, anchor) in ("propose", "suggest", "offer", "proposal"):
        return _A.PROPOSED, "a side offers to prolong a truce"
    if _would_accept(doc, anchor, truce):
        return _A.PROPOSED, "a side would accept a truce"
    if words & EXTENDING and not _prolongs_something(doc, pact_of(doc, truce)):
        return _A.EXTENDED, "a truce is prolonged"
    if words & _OFFERING:
        if _accepts_an_offer(doc, anchor) and not is_awaited(doc, anchor, mention):
            return _A.AGREED, "an offer of a truce is accepted"
        return _A.PROPOSED, "a side offers a truce"
    if is_awaited(doc, anchor, mention):
        return None, "expected, not told as done"
    noun = pact_of(doc, truce)
    named = None if made_before else is_only_named(doc, truce) or is_only_described(doc, truce)
    if named is not None and anchor.i in (truce.i, noun.i):
        return None, named
    if words & _NOT_MADE or (words & {"plan", "date"} and not words & _ACCEPTING):
        return None, "the truce itself is not made here"
    why = None if made_before or verb is None else _only_spoken_of(doc, mention, anchor, verb)
    if why is not None:
        return None, why
    restored = words & {"restore", "reinstate", "revive", "back"} and names_truce(doc, truce)
    if not (made_before or restored or words & _MAKING or _is_made(doc, anchor, truce)):
        return None, "a truce is named, nobody makes it"
    if restored:
        return _A.RESTORED, "a truce is put back in force"
    return _A.AGREED, "the sides agree on a truce"


def by_deed(
    doc: Document, mention: EventMention, anchor: Token, truce: Token
) -> tuple[TruceAction | None, str] | None:
    """What the word that governs the truce says of it, and why; None where it leaves that to the trigger."""
    deed = find_deed(doc, mention, truce)
    offered = deed is not None and deed.action is _A.REJECTED and parse.lemma_of(doc, anchor) in OFFERS
    offered |= deed is not None and deed.action is _A.EXTENDED and parse.lemma_of(doc, anchor) in _OFFERING
    if deed is None or offered or is_awaited(doc, anchor, mention):
        return None
    if parse.is_verb(anchor) and deed.word.i not in {t.i for t in doc.subtree(anchor)}:
        return None
    if deed.action in (_A.RESTORED, _A.PROPOSED, _A.AGREED):
        return (deed.action, f"{deed.word.text!r}: a truce is {deed.action}") if deed.done else None
    if deed.action is _A.EXTENDED:
        return None if not deed.done else (_A.EXTENDED, "a truce is prolonged")
    return None, f"{deed.word.text!r}: a truce broken, refused or ended is not made here"


def _will_keep_what_is_offered(doc: Document, anchor: Token, truce: Token) -> bool:
    """True for "would observe the ceasefire proposed by the United Nations"."""
    verb = doc.head(truce) if truce.dep == "dobj" else anchor
    at_hand = anchor.i in (verb.i, truce.i) or doc.head(verb).i == anchor.i
    ahead = {h.lower for h in parse.helpers(doc, verb)} & {"will", "would", "shall", "'ll", "’ll"}
    offered = any(c.dep == "acl" and c.lemma in ("propose", "offer", "suggest", "declare") for c in doc.children(truce))
    keeps = verb.lemma in ("observe", "respect", "honour", "honor", "keep", "join")
    if parse.is_negated(doc, verb) or any(t.lower in ("if", "once", "provided") for t in doc.subtree(verb)):
        return False
    return at_hand and keeps and bool(ahead) and offered


def _would_accept(doc: Document, anchor: Token, truce: Token) -> bool:
    """True for "would accept a truce", of none that is on the table."""
    would = {h.lower for h in parse.helpers(doc, anchor)} & {"would", "could"}
    return anchor.lemma == "accept" and bool(would) and any(c.lower in ("a", "an") for c in doc.children(truce))


def _prolongs_something(doc: Document, noun: Token) -> bool:
    """True for "a truce would prolong the agony"."""
    verb = doc.head(noun)
    return noun.dep == "nsubj" and verb.lemma in EXTENDING and any(c.dep == "dobj" for c in doc.children(verb))


def _accepts_an_offer(doc: Document, anchor: Token) -> bool:
    """True for "accepted the truce that was offered"; not for "ready to accept one"."""
    above = {w for t in governing_verbs(doc, anchor) for w in (parse.lemma_of(doc, t), t.lower)}
    deeds = {parse.lemma_of(doc, c) for c in doc.children(anchor) if c.dep == "xcomp"}
    accepts = parse.is_verb(anchor) and parse.lemma_of(doc, anchor) in _ACCEPTING
    return accepts and not (above | deeds) & _OFFERING and not parse.is_negated(doc, anchor)


def _only_spoken_of(doc: Document, mention: EventMention, anchor: Token, verb: Token) -> str | None:
    """Why a truce is not made although an agreement names it; None where it may be. verb: what governs the trigger."""
    if anchor.pos == "NOUN" and said_to_be_none(doc, anchor) and parse.lemma_of(doc, anchor) in _HOPED:
        return "no sign of one"
    if verb.i != anchor.i:
        if parse.lemma_of(doc, verb) in _SPOKEN_OF:
            return "only spoken of"
        if parse.is_negated(doc, verb):
            return "said not to be made"
        if mention.status is Status.ACTUAL and is_unsure(doc, verb):
            return "hoped for or possible, not made"
    if verb.tag == "VB" and parse.lemma_of(doc, doc.head(verb)) in _TRYING:
        return "somebody tries to bring one about"
    return None


def _is_made(doc: Document, anchor: Token, truce: Token) -> bool:
    """True where the words around the truce say that there is one: who made it, of which year, between whom."""
    if truce.pos == "VERB":
        return True  # "stop their attacks" is the pledge itself
    noun = pact_of(doc, truce)
    for token in (truce, noun) if parse.is_verb(anchor) else (truce, noun, anchor):
        below = doc.children(token)
        if any(c.dep in ("acl", "relcl", "amod") and parse.lemma_of(doc, c) in _MAKING for c in below):
            return True
        dated = [c for c in below if c.dep in ("nummod", "compound", "nmod", "amod", "poss")]
        if any(c.ent == "DATE" for c in (*dated, *parse.prep_objects(doc, token, "of", "in"))):
            return True
        if any(_worked_out(doc, c) for c in below) or parse.prep_objects(doc, token, "between", "with"):
            return True
        if any(c.dep == "relcl" and c.lemma in _ENDING_A_WAR for c in below):
            return True
    above = [anchor, *(t for start in (noun, anchor) for t in _above(doc, start))]
    if any(parse.lemma_of(doc, t) in _MAKING or _worked_out(doc, t) for t in above):
        return True
    prep = doc.head(noun)
    return noun.dep == "pobj" and prep.lower in ("in", "with") and doc.head(prep).lemma in ("end", "halt", "stop")


_ENDING_A_WAR: Final = word_set("end stop halt suspend")


def _worked_out(doc: Document, verb: Token) -> bool:
    """True for "worked out", "hammered out", "arrived at"."""
    with_it = {c.lower for c in doc.children(verb) if c.dep in ("prt", "prep", "advmod")}
    return (verb.lemma in ("work", "hammer") and "out" in with_it) or (verb.lemma == "arrive" and "at" in with_it)


def _above(doc: Document, token: Token) -> Sequence[Token]:
    """What governs a word, up to the verb of its clause and what that is a complement of."""
    found: list[Token] = []
    while token.dep in _CLIMBED and token.head != token.i and len(found) < 6:
        if parse.is_verb(token) and token.dep in ("conj", "ccomp", "acl") and token.tag not in ("VB", "VBG"):
            break
        token = doc.head(token)
        found.append(token)
    return found


def read_concede(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    """What one side's concession does to the truce, and why."""
    words = words_between(doc, mention, anchor, truce)
    over = governor(doc, truce)
    maker = made_by(doc, truce)
    told_in = doc.tokens_in(mention.trigger)
    # "violations of the truce declared in May" tells of its making too
    made_before = maker is not None and any(t.i == maker.i for t in told_in)
    if not made_before and over is not None and (is_undoing(doc, over) or parse.is_negated(doc, over)):
        return None, "a truce broken, called off or refused is not declared here"
    if not made_before and words & EXTENDING and is_offered(doc, anchor):
        return _A.PROPOSED, "a side offers to prolong a truce"
    told = None if made_before else by_deed(doc, mention, anchor, truce)
    if told is not None:
        return told
    if not made_before and is_offered(doc, anchor):
        return _A.PROPOSED, "a side would declare a truce"
    if is_awaited(doc, anchor, mention):
        return None, "expected, not told as done"
    if words & EXTENDING or (over is not None and parse.lemma_of(doc, over) in EXTENDING):
        return _A.EXTENDED, "a side prolongs its truce"
    if words & {"lift", "ease", "pardon", "release"}:
        return None, "lifts something, declares no truce"
    verb = maker if made_before and maker is not None else anchor
    told_by_others = made_before or parse.is_passive(doc, verb)
    if parse.lemma_of(doc, verb) == "announce" and told_by_others and len(makers_of(doc, verb)) != 1:
        return _A.AGREED, "a truce is announced, by several or nobody says by whom"
    return _A.DECLARED, "one side declares a truce or that it stops fighting"


def is_offered(doc: Document, anchor: Token) -> bool:
    """True for "prepared to declare a truce", "would stop fighting if"."""
    above = {w for t in governing_verbs(doc, anchor) for w in (parse.lemma_of(doc, t), t.lower)}
    return bool(above & _WOULD_DECLARE) or (parse.is_verb(anchor) and is_conditional(doc, anchor))


def makers_of(doc: Document, verb: Token) -> tuple[Token, ...]:
    """Who makes a truce by a verb, everyone of several."""
    return tuple(s for agent in parse.agents(doc, verb) for s in parse.conjuncts(doc, agent))


def read_request(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    """What a request does to the truce, and why."""
    words = words_between(doc, mention, anchor, truce)
    over = governor(doc, truce)
    if over is not None and any(c.dep == "prt" and c.lower == "off" for c in doc.children(over)):
        return None, "a truce called off is not asked for"
    kept = words & _KEEPING
    if parse.lemma_of(doc, truce) == "hold":
        kept -= {"hold"}  # "hold their fire" asks for a truce
    if kept <= {"observe", "respect"} and any(c.dep == "det" and c.lower in ("a", "an") for c in doc.children(truce)):
        kept = frozenset()  # "observe a truce": there is none yet
    if kept or (words & {"end", "ending"} and names_truce(doc, truce)):
        return None, "asks to keep (or to end) a truce, proposes none"
    if words & {"violation", "investigate", "condition", "talk", "negotiation", "monitor", "observer", "replace"}:
        return None, "asks for something about a truce"
    return _A.PROPOSED, "a truce is asked for"
