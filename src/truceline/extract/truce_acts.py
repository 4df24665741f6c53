"""What an event does to a truce, and whom the truce binds (codebook sections 4, 5 and 8).

The act follows from the event's type and from the words that tie its trigger to a truce. Precision comes first: a truce
read as ended that was not is the worst error of the whole product, so no act is read where the tie is loose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from truceline.domain.codes import EventType, Role, Status, TruceAction
from truceline.domain.mentions import EventMention, RoleFill
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.truce_breaking import is_breach_of_deed, read_violating
from truceline.extract.truce_deeds import NEAR, find_deed, is_only_named
from truceline.extract.truce_ending import (
    BREAKING,
    FALLING,
    find_ending,
    is_undoing,
    read_accuse,
    read_breaches,
    read_refusal,
    read_reject,
)
from truceline.extract.truce_making import (
    EXTENDING,
    read_agree,
    read_concede,
    read_request,
)
from truceline.extract.truce_near import truce_word
from truceline.extract.truce_ties import governor, is_asked_for, is_inverted_if, pact_of, words_between
from truceline.extract.truce_types import retype_truce_mention
from truceline.extract.truce_words import (
    ABSTAINING,
    PACT,
    STOPPING,
    STRICT,
    is_truce,
    word_set,
)
from truceline.resources.lexicon import word_classes

_T = EventType
_A = TruceAction


@dataclass(frozen=True, slots=True)
class TruceReading:
    """What a mention does to a truce."""

    action: TruceAction | None
    score: float
    reason: str
    ruled_out: bool = False
    """True where a truce is named and the words show that nothing is done to it: a reason, not a mere silence."""


def read_truce_action(doc: Document, mention: EventMention) -> TruceReading:
    """The truce act of a mention, its score (0 to 1) and the reason; no act where it does nothing to a truce.

    Settled cases of codebook section 8: a threat to end a truce, talks about one and urging parties to keep one do
    nothing; an alleged breach is ``violated`` on the accusation, and on the act of force only where the report ties it
    to the truce.
    """
    if mention.type in (_T.THREATEN, _T.CONSULT, _T.SUPPORT, _T.AID, _T.COOPERATE, _T.MOBILIZE, _T.PROTEST):
        return TruceReading(None, 1.0, f"{mention.type} does nothing to a truce")
    anchor = doc.syntactic_head(mention.trigger)
    if anchor is None:
        return TruceReading(None, 1.0, "no words")
    if mention.type is _T.ASSAULT:
        return TruceReading(*read_violating(doc, anchor))
    truce = truce_word(doc, mention, anchor)
    if truce is None and mention.type is _T.ACCUSE:
        return TruceReading(*read_breaches(doc, mention, anchor))
    if truce is None and mention.type is _T.REJECT:
        return TruceReading(*read_refusal(doc, anchor))
    reader = _READERS.get(mention.type)
    if truce is None or reader is None:
        return TruceReading(None, 0.9, "no truce named with it" if truce is None else "does nothing to a truce")
    action, why = reader(doc, mention, anchor, truce)
    return TruceReading(action, 0.8 if action else 0.7, why, ruled_out=action is None and why not in UNCLEAR)


_GIVING_WAY: Final = word_set(
    "withdraw withdrawal release free leave flee evacuate evacuation pull resign hand swap exchange"
)


def _retreat(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    if mention.mode not in (None, "ceasefire"):
        return None, "a withdrawal or release, not a truce"
    if parse.lemma_of(doc, anchor) in _GIVING_WAY:
        return None, "a withdrawal or release, not a truce"
    if parse.lemma_of(doc, anchor) in FALLING:
        return None, "a truce that falls apart does not hold"
    if is_asked_for(doc, anchor):
        return None, "asked for, not done"
    deed = find_deed(doc, mention, truce)
    if deed is not None:
        if deed.action in (_A.EXTENDED, _A.RESTORED) and (deed.done or mention.status is Status.FUTURE):
            return deed.action, f"{deed.word.text!r}: a truce is prolonged or put back in force"
        only_told_broken = deed.action is _A.VIOLATED and anchor.i != deed.word.i
        if not only_told_broken and (deed.done or not parse.is_negated(doc, deed.word)):
            return None, f"{deed.word.text!r} neither starts nor keeps a truce"
    if is_inverted_if(doc, anchor):
        return None, "only said of what might have been"
    noun = pact_of(doc, truce)
    told_by_noun = noun.dep == "nsubj" and not parse.is_verb(anchor) and anchor.i in {t.i for t in doc.subtree(noun)}
    if told_by_noun and find_ending(doc, doc.head(noun), truce) is not None:
        return None, "a truce that ended does not hold"
    by_noun = (anchor.i == truce.i or parse.lemma_of(doc, anchor) in NEAR) and deed is None
    named = is_only_named(doc, truce) if by_noun else None
    if named is not None and mention.status in (Status.ACTUAL, Status.FUTURE):
        return None, named
    if words_between(doc, mention, anchor, truce) & EXTENDING:
        return _A.EXTENDED, "a truce is prolonged"
    return _A.IN_EFFECT, "a truce starts or holds"


UNCLEAR: Final = frozenset({"what happens to the truce is not clear", "no breach named", "no truce named"})
"""Reasons that rule nothing out: the reader saw a truce and no more."""
_READERS = {
    _T.AGREE: read_agree,
    _T.CONCEDE: read_concede,
    _T.RETREAT: _retreat,
    _T.REQUEST: read_request,
    _T.REJECT: read_reject,
    _T.ACCUSE: read_accuse,
}


def read_truce_parties(doc: Document, mention: EventMention) -> tuple[RoleFill, ...]:
    """The sides that a truce binds, where the words name them: "a truce between A and B", "its truce with B"."""
    anchor = doc.syntactic_head(mention.trigger)
    truce = truce_word(doc, mention, anchor) if anchor else None
    if truce is None:
        return ()
    fills = []
    for head in parse.prep_objects(doc, truce, "between", "with", "among", "by"):
        for side in parse.conjuncts(doc, head):
            if (
                side.ent in ("GPE", "NORP", "ORG", "PERSON")
                or parse.lemma_of(doc, side) in word_classes()["force"] | word_classes()["party"]
            ):
                fills.append(RoleFill(Role.TRUCE_PARTY, parse.phrase(doc, side), 0.75, "a side of the truce"))
    return tuple(fills)


RESCUED: Final = 0.34
"""Score of the rules from which a mention that makes or ends a truce is kept although the joint score left it out."""


def rescue_truce_acts(
    doc: Document, groups: Sequence[tuple[EventMention, ...]], by_rule: Sequence[EventMention]
) -> tuple[tuple[EventMention, ...], ...]:
    """The groups, and those acts that make or end a truce which the rules read and no group holds.

    A pledge deep in a sentence ("since early February, when they announced they would stop their attacks") scores low
    as an event beside the attack that the sentence is about, and is what a truce hangs on.
    """
    held = [m for g in groups for m in g if m.truce_action is not None]
    found = list(groups)
    for mention in (retype_truce_mention(doc, m) for m in by_rule):
        there = any(m.truce_action is mention.truce_action and m.sentence == mention.sentence for m in held)
        if mention.truce_action not in TRUCE_MAKING or mention.score < RESCUED or there:
            continue
        held.append(mention)
        stopped = _stopped(doc, mention) if mention.truce_action in _PLEDGES else set()
        found = [kept for g in found if (kept := _without_content(doc, g, stopped))]
        found.append((mention,))
    return tuple(sorted(found, key=lambda g: min(m.trigger for m in g)))


def _without_content(doc: Document, group: tuple[EventMention, ...], stopped: set[int]) -> tuple[EventMention, ...]:
    """The group without mentions of what a pledge stops."""

    return tuple(m for m in group if (deed := _deed(doc, m)) is None or deed.i not in stopped)


def _deed(doc: Document, mention: EventMention) -> Token | None:
    """The word of force that a mention tells by; None for another act."""
    return doc.syntactic_head(mention.trigger) if mention.type is _T.ASSAULT else None


def names_a_truce(doc: Document) -> bool:
    """True where any word of the report may be one for a truce: a quick look before reading closer."""
    return any(parse.lemma_of(doc, t) in STRICT | STOPPING | {"cessation", "lull", "pause"} for t in doc.tokens)


def settle_truce_mentions(doc: Document, mentions: Sequence[EventMention], *, least: float) -> tuple[EventMention, ...]:
    """The mentions that are kept: those at or above the least score, and below it those that act upon a truce.

    least: the joint score from which a mention is kept for its own sake. What a pledge stops ("announced
    they would stop their attacks") is the pledge's content and no event beside it; neither is what makes a deed of
    force a breach ("shelled a village in violation of the truce"), for nobody accuses anybody there.
    """
    kept = [m for m in mentions if m.score >= least or m.truce_action in TRUCE_MAKING]
    stopped = {i for m in kept if m.truce_action in _PLEDGES for i in _stopped(doc, m)}

    def is_content(mention: EventMention) -> bool:
        deed = _deed(doc, mention)
        return deed is not None and (deed.i in stopped or _is_stopped_deed(doc, deed))

    breaking = [m for m in kept if m.type is _T.ASSAULT and m.truce_action is _A.VIOLATED]
    breached = {doc.sentence_at(m.trigger.start) for m in breaking}

    def is_told_so(mention: EventMention) -> bool:
        accused = mention.type is _T.ACCUSE and mention.truce_action is _A.VIOLATED
        anchor = doc.syntactic_head(mention.trigger) if accused else None
        return anchor is not None and anchor.sent in breached and is_breach_of_deed(doc, anchor)

    return tuple(m for m in kept if not is_content(m) and not _is_broken_truce(doc, m) and not is_told_so(m))


def _is_broken_truce(doc: Document, mention: EventMention) -> bool:
    """True for "the truce" of "said the attack violated the truce": broken, and none that starts or holds."""
    anchor = doc.syntactic_head(mention.trigger) if mention.type in (_T.RETREAT, _T.AGREE, _T.CONCEDE) else None
    if anchor is None or mention.truce_action not in (None, _A.IN_EFFECT, _A.AGREED, _A.DECLARED):
        return False
    truce = next((t for t in doc.tokens_in(mention.trigger) if parse.lemma_of(doc, t) in STRICT), None)
    if truce is None or anchor.i not in (truce.i, pact_of(doc, truce).i):
        return False
    deed = find_deed(doc, mention, truce)
    if deed is not None and deed.action in (_A.VIOLATED, _A.REJECTED):
        return True
    over = governor(doc, anchor) if anchor.dep in ("dobj", "nsubjpass", "pobj") else None
    return over is not None and (parse.lemma_of(doc, over) in BREAKING or is_undoing(doc, over))


TRUCE_MAKING: Final = frozenset({_A.AGREED, _A.DECLARED, _A.SUSPENDED, _A.ENDED, _A.EXTENDED, _A.RESTORED})
"""Acts that make or end a truce; the rest are told too loosely to be kept on a doubt."""
_PLEDGES: Final = frozenset({_A.DECLARED, _A.AGREED, _A.PROPOSED, _A.IN_EFFECT})


_FITTING: Final = {
    _T.ASSAULT: {_A.VIOLATED},
    _T.ACCUSE: {_A.VIOLATED},
    _T.CONCEDE: {_A.DECLARED},
    _T.RETREAT: {_A.IN_EFFECT},
    _T.REJECT: {_A.REJECTED},
    _T.AGREE: {_A.AGREED},
}
_ANAPHORS: Final = word_set("it this such step arrangement ceasefires pledge offer proposal plan move lull pause calm")


def may_do_to_a_truce(doc: Document, mention: EventMention, act: TruceAction) -> bool:
    """True where an act that is not read from the words may be the mention's: it fits the type, and the sentence names
    a truce, a pact or what stands for one."""
    if mention.no_truce_act or act not in _FITTING.get(mention.type, set()):
        return False
    words = doc.sentence_tokens(mention.sentence)
    if act is _A.IN_EFFECT and _goes_on(doc, mention):
        return False
    if any(parse.lemma_of(doc, t) in STRICT and not is_truce(doc, t) for t in words):
        return False  # one without arms
    return any(parse.lemma_of(doc, t) in PACT | _ANAPHORS or is_truce(doc, t) for t in words)


def _goes_on(doc: Document, mention: EventMention) -> bool:
    """True for "resumed" of "after a truce, fighting resumed"."""
    anchor = doc.syntactic_head(mention.trigger)
    if anchor is None or anchor.lemma not in _GOING_ON:
        return False
    return any({parse.lemma_of(doc, s), s.lower} & _FORCE for s in parse.subjects(doc, anchor))


_GOING_ON: Final = word_set("resume continue erupt flare rage restart")
_FORCE: Final = word_set("fighting attack shelling clash battle war hostility bombardment firing violence")


def _is_stopped_deed(doc: Document, token: Token) -> bool:
    """True for "attacking" in "would stop attacking"."""
    head = doc.head(token)
    abstained = token.dep == "pcomp" and head.lower == "from" and doc.head(head).lemma in ABSTAINING
    return token.tag == "VBG" and ((token.dep in ("xcomp", "dobj") and head.lemma in STOPPING) or abstained)


def _stopped(doc: Document, mention: EventMention) -> set[int]:
    """Token numbers of the fighting that a mention's own words stop: "attacks" in "would stop their attacks"."""
    anchor = doc.syntactic_head(mention.trigger)
    truce = truce_word(doc, mention, anchor) if anchor else None
    if truce is None or parse.lemma_of(doc, truce) in STRICT:
        return set()
    gerunds = (c for c in doc.children(truce) if c.dep in ("xcomp", "dobj", "ccomp") and c.tag == "VBG")
    heads = (*parse.patients(doc, truce), *parse.prep_objects(doc, truce, "of", "in", "to", "from"), *gerunds)
    return {t.i for head in heads for t in parse.conjuncts(doc, head)}
