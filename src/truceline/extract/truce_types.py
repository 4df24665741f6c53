"""The type that a mention's act upon a truce asks for (codebook section 8): what is ended is no CONCEDE, what one side
declares no AGREE, whatever its trigger was read as."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from truceline.domain.codes import EventType, Status, TruceAction
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.truce_deeds import find_deed, is_kept
from truceline.extract.truce_ending import find_ending, is_at_hand, is_firm, read_reject
from truceline.extract.truce_making import EXTENDING, is_offered, makers_of
from truceline.extract.truce_near import truce_word
from truceline.extract.truce_ties import governor, made_by, pact_of
from truceline.extract.truce_words import STRICT, word_set
from truceline.resources.lexicon import word_classes

_T = EventType
_A = TruceAction


def retype_truce_mention(doc: Document, mention: EventMention) -> EventMention:
    """The mention with the type that its act upon a truce has (codebook section 8).

    A truce named as what something ended in ("the war ended in a truce") holds; it is not refused. One that is ended
    ("are ending the truce", "called off its ceasefire") neither holds nor is declared. What one side declares is
    CONCEDE, what several agree or a side offers AGREE.
    """
    anchor = doc.syntactic_head(mention.trigger)
    if anchor is None:
        return mention
    if mention.type is _T.RETREAT and mention.status is Status.FUTURE and (verb := _will_observe(doc, mention, anchor)):
        said = _retold(mention, _T.CONCEDE, _A.DECLARED, words=verb)
        return replace(said, status=Status.ACTUAL)
    if mention.type in (_T.RETREAT, _T.CONCEDE) and (offered := _offers_to_extend(doc, mention, anchor)):
        return replace(_retold(mention, _T.AGREE, _A.PROPOSED, words=offered), status=Status.ACTUAL)
    if mention.type in _MAKING_TYPES:
        undone = _undone(doc, mention, anchor)
        if undone is mention:
            undone = _by_deed(doc, mention, anchor)
        return undone if undone is not mention else _by_sides(doc, mention, anchor)
    if mention.type is _T.SANCTION:
        return _undone(doc, mention, anchor)  # "revoked its suspension of offensive operations"
    if mention.type in (_T.REJECT, _T.ACCUSE):
        by_deed = _by_deed(doc, mention, anchor)
        if by_deed is not mention:
            return by_deed
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


def _will_observe(doc: Document, mention: EventMention, anchor: Token) -> tuple[Token, Token] | None:
    """(verb, truce) of "said it would observe a three-day ceasefire": one side declares it by saying so."""
    told = _governed(doc, mention, anchor)
    if told is None or told[0].lemma not in ("observe", "hold", "implement", "respect", "join"):
        return None
    verb, truce = told
    ahead = {h.lower for h in parse.helpers(doc, verb)} & {"will", "would", "shall", "'ll", "’ll"}
    new = any(c.lower in ("a", "an") for c in doc.children(truce))
    subjects = parse.subjects(doc, verb)
    alone = len(subjects) == 1 and not parse.is_negated(doc, verb) and _is_one_side(doc, verb, subjects[0], truce)
    return told if ahead and new and alone else None


def _offers_to_extend(doc: Document, mention: EventMention, anchor: Token) -> tuple[Token, Token] | None:
    """(verb, truce) of "is ready to extend the truce": it is offered, not prolonged."""
    told = _governed(doc, mention, anchor)
    return told if told is not None and told[0].lemma in EXTENDING and is_offered(doc, told[0]) else None


def _governed(doc: Document, mention: EventMention, anchor: Token) -> tuple[Token, Token] | None:
    """(what governs it, truce) of the mention's truce; None where it has none, or nothing governs it."""
    truce = truce_word(doc, mention, anchor)
    verb = governor(doc, truce) if truce is not None else None
    return None if truce is None or verb is None else (verb, truce)


_MAKING_TYPES: Final = frozenset({_T.RETREAT, _T.CONCEDE, _T.AGREE, _T.CONSULT, _T.REQUEST})


def _undone(doc: Document, mention: EventMention, anchor: Token) -> EventMention:
    """The mention read as the end or the suspension of a truce where its own words tell one; else as it is."""
    truce = truce_word(doc, mention, anchor)
    if truce is None or not is_firm(doc, truce):
        return mention
    deed = find_deed(doc, mention, truce)
    undoing = deed is not None and deed.action in (_A.ENDED, _A.SUSPENDED)
    word = deed.word if deed is not None and undoing else find_ending(doc, anchor, truce)
    action = read_reject(doc, mention, anchor, truce)[0] if word is not None else None
    if word is None or action not in (_A.ENDED, _A.SUSPENDED):
        return mention
    if mention.type is _T.REQUEST and not (word.lemma == "call" and word.tag in ("VBD", "VBN")):
        return mention  # "called off", no call for an end
    maker = made_by(doc, truce)
    told_of_making = maker is not None and any(t.i == maker.i for t in doc.tokens_in(mention.trigger))
    if told_of_making or (word.lemma == "last" and anchor.i != word.i):
        return mention  # "a truce signed in May lasted three weeks" tells of its making
    return _retold(mention, _T.REJECT, action, words=(word, truce))


def _retold(mention: EventMention, kind: EventType, action: TruceAction, *, words: tuple[Token, Token]) -> EventMention:
    """The mention as what a word does to the truce. words: that word and the truce, which become the trigger."""
    span = Span(min(w.start for w in words), max(w.end for w in words))
    return replace(
        mention,
        type=kind,
        mode=None,
        status=Status.ACTUAL if mention.status is Status.NEGATED else mention.status,
        truce_action=action,
        no_truce_act=False,
        trigger=span if len(span) <= _LONGEST_TRIGGER else mention.trigger,
        reason=f"{mention.reason}; {words[0].text!r}: a truce is {action}",
    )


def _by_deed(doc: Document, mention: EventMention, anchor: Token) -> EventMention:
    """The mention read by the word that governs its truce: put back in force, broken as somebody says, or called."""
    truce = truce_word(doc, mention, anchor)
    if truce is None:
        return mention
    called = mention.type is _T.REQUEST and anchor.lemma == "call" and truce.dep == "dobj" and truce.head == anchor.i
    if called and mention.status is Status.ACTUAL and not parse.is_negated(doc, anchor):
        return _by_sides(doc, _retold(mention, _T.CONCEDE, _A.DECLARED, words=(anchor, truce)), anchor)
    declared = mention.truce_action in (_A.DECLARED, _A.AGREED) and anchor.i == truce.i
    if declared and made_by(doc, truce) is None and is_kept(doc, truce):
        return replace(mention, type=_T.RETREAT, mode="ceasefire", truce_action=_A.IN_EFFECT)
    deed = find_deed(doc, mention, truce)
    if deed is None or not deed.done or not is_at_hand(doc, deed, anchor, truce):
        return mention
    if deed.action is _A.RESTORED and mention.type is not _T.REQUEST:
        alone = parse.is_verb(deed.word) and len(makers_of(doc, deed.word)) == 1
        one = alone and _is_one_side(doc, deed.word, makers_of(doc, deed.word)[0], truce)
        return _retold(mention, _T.CONCEDE if one else _T.AGREE, _A.RESTORED, words=(deed.word, truce))
    if deed.action is _A.VIOLATED and parse.is_verb(deed.word) and _is_said(doc, deed.word):
        said = _retold(mention, _T.ACCUSE, _A.VIOLATED, words=(deed.word, truce))
        return replace(said, roles=mention.roles if mention.type is _T.ACCUSE else (), status=Status.ACTUAL)
    unowned = deed.action is _A.REJECTED and mention.truce_action is _A.PROPOSED and not _is_somebodys(doc, anchor)
    if unowned or deed.action in _BY_DEED.get(mention.type, set()):
        kind = _T.REJECT if deed.action is _A.REJECTED else _T.AGREE
        return _by_sides(doc, _retold(mention, kind, deed.action, words=(deed.word, truce)), anchor)
    return mention


def _is_somebodys(doc: Document, offer: Token) -> bool:
    """True for "their offer", "the army's appeal", "a call by Norway", "the Egyptian plan"."""
    of_whom = [t for t in parse.modifiers(doc, offer) if t.dep == "poss" or t.ent in ("GPE", "NORP", "ORG", "PERSON")]
    parties = word_classes()["force"] | word_classes()["party"]
    named = any(parse.lemma_of(doc, t) in parties for t in parse.modifiers(doc, offer))
    return bool(of_whom or named or parse.prep_objects(doc, offer, "by", "from"))


_BY_DEED: Final = {
    _T.RETREAT: {_A.AGREED, _A.PROPOSED},
    _T.CONCEDE: {_A.AGREED, _A.PROPOSED},
    _T.REJECT: {_A.EXTENDED, _A.AGREED, _A.PROPOSED},
}
"""Acts that the word governing the truce tells though the trigger was read as something else."""


def _is_said(doc: Document, verb: Token) -> bool:
    """True for what somebody says: "the truce was broken, the army said"."""
    verb = doc.head(verb) if verb.dep == "xcomp" and doc.head(verb).lemma == "fail" else verb
    over = doc.head(verb)
    return verb.dep == "ccomp" and parse.is_verb(over) and bool(parse.agents(doc, over))


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
    unilateral = len(makers) == 1 and any(c.lower == "unilateral" for c in doc.children(truce))
    if told == (_T.AGREE, _A.AGREED) and (unilateral or (declared and alone)):
        reason = f"{mention.reason}; one side makes it"
        return replace(mention, type=_T.CONCEDE, mode=None, truce_action=_A.DECLARED, reason=reason)
    actively = alone and not parse.is_passive(doc, verb)
    if told == (_T.AGREE, _A.EXTENDED) and actively and parse.lemma_of(doc, verb) in EXTENDING | {"roll"}:
        return replace(mention, type=_T.CONCEDE, mode=None, reason=f"{mention.reason}; one side prolongs it")
    several = (len(makers) > 1 and (declared or verb.i == truce.i)) or (declared and _is_mutual(doc, makers, truce))
    if told == (_T.CONCEDE, _A.DECLARED) and several and not _is_each_ones_own(doc, verb, truce):
        reason = f"{mention.reason}; several sides make it"
        return replace(mention, type=_T.AGREE, mode=None, truce_action=_A.AGREED, reason=reason)
    return mention


_MADE: Final = frozenset({(_T.AGREE, _A.AGREED), (_T.AGREE, _A.EXTENDED), (_T.CONCEDE, _A.DECLARED)})
_DECLARING: Final = word_set(
    "declare announce proclaim decree promise vow pledge commit undertake order instruct direct"
)
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


def _is_mutual(doc: Document, makers: tuple[Token, ...], truce: Token) -> bool:
    """True for "both sides", "rival gangs", and for a truce "among themselves"."""
    own = {c.lower for m in makers for c in doc.children(m)}
    return bool(own & {"both", "rival", "warring"}) or any(c.lower == "among" for c in doc.children(truce))


def _sides() -> frozenset[str]:
    return word_classes()["force"] | word_classes()["party"] | _ONE


_ONE: Final = word_set("he she it which who group leader chief commander guerrilla movement front")


def _is_each_ones_own(doc: Document, verb: Token, truce: Token) -> bool:
    """True for "each declared", "unilateral truces"."""
    around = {t.lower for w in (verb, truce) for t in doc.children(w)}
    return bool(around & {"each", "unilateral", "unilaterally", "separate", "separately", "own"})


_LONGEST_TRIGGER: Final = 60
"""Code points up to which the trigger spans from the deed to the truce."""
