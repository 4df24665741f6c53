"""What an event does to a truce, and whom the truce binds (codebook sections 4, 5 and 8).

The act follows from the event's type and from the words that tie its trigger to a truce. Precision comes first: a truce
read as ended that was not is the worst error of the whole product, so no act is read where the tie is loose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from truceline.domain.codes import EventType, Role, TruceAction
from truceline.domain.mentions import EventMention, RoleFill
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.truce_ending import (
    BREAKING,
    FALLING,
    find_ending,
    is_undoing,
    read_accuse,
    read_breaches,
    read_reject,
    read_violating,
)
from truceline.extract.truce_making import (
    EXTENDING,
    makers_of,
    read_agree,
    read_concede,
    read_request,
)
from truceline.extract.truce_ties import governor, is_asked_for, made_by, pact_of, words_between
from truceline.extract.truce_words import (
    ABSTAINING,
    PACT,
    STOPPING,
    STRICT,
    is_truce,
    names_truce,
    truce_word,
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
    words = words_between(doc, mention, anchor, truce)
    if words & EXTENDING:
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
    for mention in by_rule:
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
    they would stop their attacks") is the pledge's content and no event beside it.
    """
    kept = [m for m in mentions if m.score >= least or m.truce_action in TRUCE_MAKING]
    stopped = {i for m in kept if m.truce_action in _PLEDGES for i in _stopped(doc, m)}

    def is_content(mention: EventMention) -> bool:
        deed = _deed(doc, mention)
        return deed is not None and (deed.i in stopped or _is_stopped_deed(doc, deed))

    return tuple(m for m in kept if not is_content(m) and not _is_broken_truce(doc, m))


def _is_broken_truce(doc: Document, mention: EventMention) -> bool:
    """True for "the truce" of "said the attack violated the truce": broken, and none that starts or holds."""
    anchor = doc.syntactic_head(mention.trigger) if mention.type in (_T.RETREAT, _T.AGREE) else None
    if anchor is None or parse.lemma_of(doc, anchor) not in STRICT or anchor.dep not in ("dobj", "nsubjpass", "pobj"):
        return False
    over = governor(doc, anchor)
    return over is not None and (parse.lemma_of(doc, over) in BREAKING or is_undoing(doc, over))


TRUCE_MAKING: Final = frozenset({_A.AGREED, _A.DECLARED, _A.SUSPENDED, _A.ENDED, _A.EXTENDED, _A.RESTORED})
"""Acts that make or end a truce; the rest are told too loosely to be kept on a doubt."""
_PLEDGES: Final = frozenset({_A.DECLARED, _A.AGREED, _A.PROPOSED, _A.IN_EFFECT})


def retype_truce_mention(doc: Document, mention: EventMention) -> EventMention:
    """The mention with the type that its act upon a truce has (codebook section 8).

    A truce named as what something ended in ("the war ended in a truce") holds; it is not refused. One that is ended
    ("are ending the truce", "called off its ceasefire") neither holds nor is declared. What one side declares is
    CONCEDE, what several agree or a side offers AGREE.
    """
    anchor = doc.syntactic_head(mention.trigger)
    if anchor is None:
        return mention
    if mention.type in _MAKING_TYPES:
        ended = _ended(doc, mention, anchor)
        return ended if ended is not mention else _by_sides(doc, mention, anchor)
    if mention.type is not _T.REJECT or mention.truce_action is not None:
        return mention
    if parse.lemma_of(doc, anchor) not in STRICT or anchor.dep != "pobj":
        return mention
    prep = doc.head(anchor)
    if prep.lower not in ("in", "with", "by") or parse.lemma_of(doc, doc.head(prep)) not in ("end", "halt", "stop"):
        return mention
    reason = f"{mention.reason}; something else ended in the truce"
    return replace(
        mention, type=_T.RETREAT, mode="ceasefire", truce_action=_A.IN_EFFECT, no_truce_act=False, reason=reason
    )


_MAKING_TYPES: Final = frozenset({_T.RETREAT, _T.CONCEDE, _T.AGREE, _T.CONSULT, _T.REQUEST})


def _ended(doc: Document, mention: EventMention, anchor: Token) -> EventMention:
    """The mention read as the end of a truce where its own words end one; else as it is."""
    truce = truce_word(doc, mention, anchor)
    if truce is None or not names_truce(doc, truce):
        return mention
    ending = find_ending(doc, anchor, truce)
    action = read_reject(doc, mention, anchor, truce)[0] if ending is not None else None
    if ending is None or action is not _A.ENDED:
        return mention
    if mention.type is _T.REQUEST and not (ending.lemma == "call" and ending.tag in ("VBD", "VBN")):
        return mention  # "called off", no call for an end
    maker = made_by(doc, truce)
    told_of_making = maker is not None and any(t.i == maker.i for t in doc.tokens_in(mention.trigger))
    if told_of_making or (ending.lemma == "last" and anchor.i != ending.i):
        return mention  # "a truce signed in May lasted three weeks" tells of its making
    words = Span(min(ending.start, truce.start), max(ending.end, truce.end))
    trigger = words if len(words) <= _LONGEST_TRIGGER else mention.trigger
    reason = f"{mention.reason}; {ending.text!r} ends the truce"
    return replace(
        mention, type=_T.REJECT, mode=None, truce_action=_A.ENDED, no_truce_act=False, trigger=trigger, reason=reason
    )


def _by_sides(doc: Document, mention: EventMention, anchor: Token) -> EventMention:
    """The mention typed by who makes the truce: one side alone declares (CONCEDE), several agree (AGREE)."""
    told = (mention.type, mention.truce_action)
    if told in ((_T.CONCEDE, _A.PROPOSED), (_T.CONCEDE, _A.AGREED)):
        return replace(mention, type=_T.AGREE, mode=None)
    truce = truce_word(doc, mention, anchor)
    verb = anchor if parse.is_verb(anchor) or truce is None else governor(doc, pact_of(doc, truce))
    if truce is None or verb is None or told not in _MADE:
        return mention
    makers = makers_of(doc, verb)
    declared = parse.lemma_of(doc, verb) in _DECLARING
    alone = len(makers) == 1 and _is_one_side(doc, verb, makers[0], truce)
    if told == (_T.AGREE, _A.AGREED) and declared and alone:
        reason = f"{mention.reason}; one side makes it"
        return replace(mention, type=_T.CONCEDE, mode=None, truce_action=_A.DECLARED, reason=reason)
    actively = alone and not parse.is_passive(doc, verb)
    if told == (_T.AGREE, _A.EXTENDED) and actively and parse.lemma_of(doc, verb) in EXTENDING:
        return replace(mention, type=_T.CONCEDE, mode=None, reason=f"{mention.reason}; one side prolongs it")
    several = len(makers) > 1 and (declared or verb.i == truce.i)
    if told == (_T.CONCEDE, _A.DECLARED) and several and not _is_each_ones_own(doc, verb, truce):
        reason = f"{mention.reason}; several sides make it"
        return replace(mention, type=_T.AGREE, mode=None, truce_action=_A.AGREED, reason=reason)
    return mention


_MADE: Final = frozenset({(_T.AGREE, _A.AGREED), (_T.AGREE, _A.EXTENDED), (_T.CONCEDE, _A.DECLARED)})
_DECLARING: Final = word_set("declare announce proclaim decree promise vow pledge commit undertake")
_SEVERAL: Final = word_set(
    "side party both two rival they we all faction neighbour neighbor country enemy foe ministry mediator envoy "
    "secretary un"
)
_TOGETHER: Final = word_set("jointly between among each together both mutual bilateral joint")


def _is_one_side(doc: Document, verb: Token, maker: Token, truce: Token) -> bool:
    """True for one party to the war; not for "the two sides", "they", a mediator, nor with "jointly", "between"."""
    own = {parse.lemma_of(doc, t) for t in (maker, *parse.modifiers(doc, maker))}
    around = {t.lower for w in (verb, truce, maker) for t in doc.children(w)}
    side = maker.ent in ("GPE", "NORP", "ORG", "PERSON") or bool(own & _sides())
    return side and maker.i != truce.i and not own & _SEVERAL and not around & _TOGETHER


def _sides() -> frozenset[str]:
    return word_classes()["force"] | word_classes()["party"] | _ONE


_ONE: Final = word_set("he she it which who group leader chief commander guerrilla movement front")


def _is_each_ones_own(doc: Document, verb: Token, truce: Token) -> bool:
    """True for "each declared", "unilateral truces"."""
    around = {t.lower for w in (verb, truce) for t in doc.children(w)}
    return bool(around & {"each", "unilateral", "unilaterally", "separate", "separately", "own"})


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
    return any(parse.lemma_of(doc, t) in STRICT | PACT | _ANAPHORS or is_truce(doc, t) for t in words)


_LONGEST_TRIGGER: Final = 60


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
