"""What an event does to a truce, and whom the truce binds (codebook sections 4, 5 and 8).

The act follows from the event's type and from the words that tie its trigger to a truce. Precision comes first: a truce
read as ended that was not is the worst error of the whole product, so no act is read where the tie is loose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from truceline.domain.codes import EventType, Role, Status, TruceAction
from truceline.domain.mentions import EventMention, RoleFill
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.truce_words import STOPPING, STRICT, path_between, truce_word
from truceline.resources.lexicon import word_classes

_T = EventType
_A = TruceAction


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PACT: Final = _set("deal agreement accord pact understanding")
_ENDING: Final = _set(
    "end terminate cancel abandon scrap renounce annul revoke rescind denounce void ruin nullify repudiate quit "
    "dissolve finish abrogate"
)
"""Verbs that take the truce as what is ended."""
_ENDS_ITSELF: Final = _set("end terminate expire collapse lapse crumble unravel fail break fall dissolve disintegrate")
"""Verbs with the truce as their subject."""
_ENDING_NOUNS: Final = _set(
    "end collapse breakdown disintegration dissolution expiry termination failure unraveling unravelling abandonment"
)
_OVER_WORDS: Final = _set("over dead defunct void off null finished")
_OF: Final = _set("of to from out")
"""Prepositions through which an end reaches the truce; "the war ended in a truce" and "with" do not."""
_OFFERING: Final = _set(
    "offer propose suggest ready willing prepared proposal willingness readiness seek hope initiative"
)
_EXTENDING: Final = _set("extend renew prolong extension renewal")
_KEEPING: Final = _set(
    "respect observe keep honor honour maintain uphold adhere stick abide preserve hold comply consolidate strengthen "
    "implement extend renew continue support monitor verify sign accept return"
)
_BREAKING: Final = _set("violate breach break violation infringement breaking infringe flout")
_REFUSING: Final = _set(
    "reject refuse rule oppose veto block rejection refusal dismiss accept rebuff cannot renew possible consider "
    "decline spurn unacceptable"
)
_NOT_MADE: Final = _set("talk negotiate discuss consider monitor observe respect honor honour maintain keep replace")
_SPOKEN_OF: Final = _set(
    "possibility prospect chance hope idea issue question talk negotiation discussion term call demand need"
)
_ASKING: Final = _set(
    "press urge ask call demand appeal want pressure persuade convince exhort implore beg plead invite"
)
_EXPECTING: Final = _set("expect likely hope possible unlikely await fail refuse threaten")
_TRYING: Final = _set("negotiation talk effort attempt try bid mission initiative seek hope fail aim plan")


def read_truce_action(doc: Document, mention: EventMention) -> tuple[TruceAction | None, float, str]:
    """The truce act of a mention, its score (0 to 1) and the reason; None where it does nothing to a truce.

    Settled cases of codebook section 8: a threat to end a truce, talks about one and urging parties to keep one do
    nothing; an alleged breach is ``violated`` on the accusation, and on the act of force only where the report ties it
    to the truce.
    """
    if mention.type in (_T.THREATEN, _T.CONSULT, _T.SUPPORT, _T.AID, _T.COOPERATE, _T.MOBILIZE, _T.PROTEST):
        return None, 1.0, f"{mention.type} does nothing to a truce"
    anchor = doc.syntactic_head(mention.trigger)
    if anchor is None:
        return None, 1.0, "no words"
    truce = truce_word(doc, mention, anchor)
    if mention.type is _T.ASSAULT:
        return _violating(doc, anchor)
    if truce is None:
        return None, 0.9, "no truce named with it"
    reader = _READERS.get(mention.type)
    if reader is None:
        return None, 0.9, f"{mention.type} does nothing to a truce"
    action, why = reader(doc, mention, anchor, truce)
    return action, 0.8 if action else 0.7, why


def _words(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> frozenset[str]:
    """Lemmas of the trigger, of what lies between it and the truce in the parse, and of its helpers."""
    found = {parse.lemma_of(doc, t) for t in doc.tokens_in(mention.trigger)}
    for low, high in ((truce, anchor), (anchor, truce)):
        found.update(parse.lemma_of(doc, t) for t in path_between(doc, low, high))
    for token in (anchor, truce):
        if token.pos in ("NOUN", "PROPN"):
            found.update(parse.lemma_of(doc, c) for c in doc.children(token) if c.dep == "acl" and c.tag == "VBN")
    token = anchor
    while token.dep == "xcomp" and token.head != token.i:
        token = doc.head(token)
        found.add(parse.lemma_of(doc, token))
    found.update(c.lower for c in doc.children(anchor) if c.dep in ("prt", "acomp", "advmod", "xcomp", "neg"))
    return frozenset(found)


def _governor(doc: Document, noun: Token) -> Token | None:
    """The word that governs a noun, past a preposition that leads to it; None for one that stands alone."""
    if noun.pos not in ("NOUN", "PROPN"):
        return None
    head = doc.head(noun)
    if head.dep == "compound" or (noun.dep == "compound" and parse.lemma_of(doc, head) in _PACT):
        head = doc.head(head)
    if head.pos == "ADP" and head.lower in (*_OF, "for", "on"):
        head = doc.head(head)
    return None if head.i == noun.i else head


def _agree(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    words = _words(doc, mention, anchor, truce)
    if words & _EXTENDING:
        return _A.EXTENDED, "a truce is prolonged"
    if words & {"restore", "reinstate", "revive", "back"} and words & (STRICT | _PACT):
        return _A.RESTORED, "a truce is put back in force"
    if words & _OFFERING:
        return _A.PROPOSED, "a side offers a truce"
    if _awaited(doc, anchor, mention):
        return None, "expected, not told as done"
    if words & _NOT_MADE:
        return None, "the truce itself is not made here"
    verb = anchor if parse.is_verb(anchor) else _governor(doc, anchor)
    if verb is not None and verb.i != anchor.i and parse.lemma_of(doc, verb) in _SPOKEN_OF:
        return None, "only spoken of"
    if verb is not None and verb.i != anchor.i and parse.is_negated(doc, verb):
        return None, "said not to be made"
    if verb is not None and verb.i != anchor.i and mention.status is Status.ACTUAL and _unsure(doc, verb):
        return None, "hoped for or possible, not made"
    if verb is not None and verb.tag == "VB" and parse.lemma_of(doc, doc.head(verb)) in _TRYING:
        return None, "somebody tries to bring one about"
    return _A.AGREED, "the sides agree on a truce"


def _concede(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    words = _words(doc, mention, anchor, truce)
    over = _governor(doc, truce)
    maker = _made_by(doc, truce)
    told_in = doc.tokens_in(mention.trigger)
    # "violations of the truce declared in May" tells of its making too
    made_before = maker is not None and any(t.i == maker.i for t in told_in)
    if not made_before and over is not None and (_is_undoing(doc, over) or parse.is_negated(doc, over)):
        return None, "a truce broken, called off or refused is not declared here"
    if _awaited(doc, anchor, mention):
        return None, "expected, not told as done"
    if words & _EXTENDING or (over is not None and parse.lemma_of(doc, over) in _EXTENDING):
        return _A.EXTENDED, "a side prolongs its truce"
    if words & {"lift", "ease", "pardon", "release"}:
        return None, "lifts something, declares no truce"
    verb = maker if made_before and maker is not None else anchor
    if parse.lemma_of(doc, verb) == "announce" and (made_before or parse.is_passive(doc, verb)):
        announcers = [s for agent in parse.agents(doc, verb) for s in parse.conjuncts(doc, agent)]
        if len(announcers) != 1:
            return _A.AGREED, "a truce is announced, by several or nobody says by whom"
    return _A.DECLARED, "one side declares a truce or that it stops fighting"


def _made_by(doc: Document, truce: Token) -> Token | None:
    """The participle that says that a truce was made: "the truce announced by both sides"."""
    made = ("announce", "declare", "decree", "proclaim", "agree", "sign", "broker", "reach")
    return next((c for c in doc.children(truce) if c.dep == "acl" and c.tag == "VBN" and c.lemma in made), None)


def is_no_act(doc: Document, mention: EventMention) -> bool:
    """True where the parse shows that nothing is done to a truce, whatever the words sound like: the act stands under
    "expected to", or the breach is said of whoever might commit it ("those who break the ceasefire")."""
    anchor = doc.syntactic_head(mention.trigger)
    if anchor is None:
        return False
    whoever = anchor.dep == "relcl" and doc.head(anchor).lower in _WHOEVER
    return whoever or _awaited(doc, anchor, mention)


_WHOEVER: Final = _set("those anyone anybody whoever everyone any party parties side")


def _awaited(doc: Document, anchor: Token, mention: EventMention) -> bool:
    """True when the act, read as done, stands under "expected to", "likely to", "if"."""
    if mention.status is not Status.ACTUAL:
        return False
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


def _asked_for(doc: Document, anchor: Token) -> bool:
    """True for "pressed the rebels to observe a truce"."""
    token = anchor if parse.is_verb(anchor) else _governor(doc, anchor)
    for _ in range(3):
        if token is None or token.dep not in ("xcomp", "ccomp", "advcl", "acl", "pobj", "pcomp", "dobj", "prep"):
            return False
        token = doc.head(token)
        if parse.lemma_of(doc, token) in _ASKING:
            return True
    return False


_UNDER: Final = _set("xcomp ccomp acl dobj pcomp pobj prep")


def _is_undoing(doc: Document, word: Token) -> bool:
    """True for a word that ends, breaks or refuses what it governs: "called off a truce"."""
    lemma = parse.lemma_of(doc, word)
    off = any(c.dep == "prt" and c.lower == "off" for c in doc.children(word))
    return off or lemma in _ENDING | _ENDING_NOUNS | _BREAKING | {"reject", "refuse"}


def _retreat(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    if mention.mode not in (None, "ceasefire"):
        return None, "a withdrawal or release, not a truce"
    if parse.lemma_of(doc, anchor) in (
        "withdraw",
        "withdrawal",
        "release",
        "free",
        "leave",
        "flee",
        "evacuate",
        "evacuation",
        "pull",
        "resign",
    ):
        return None, "a withdrawal or release, not a truce"
    if _asked_for(doc, anchor):
        return None, "asked for, not done"
    words = _words(doc, mention, anchor, truce)
    if words & _EXTENDING:
        return _A.EXTENDED, "a truce is prolonged"
    return _A.IN_EFFECT, "a truce starts or holds"


def _request(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    words = _words(doc, mention, anchor, truce)
    over = _governor(doc, truce)
    if over is not None and any(c.dep == "prt" and c.lower == "off" for c in doc.children(over)):
        return None, "a truce called off is not asked for"
    if words & _KEEPING or (words & {"end", "ending"} and parse.lemma_of(doc, truce) in STRICT):
        return None, "asks to keep (or to end) a truce, proposes none"
    if words & {"violation", "investigate", "condition", "talk", "negotiation", "monitor", "observer", "replace"}:
        return None, "asks for something about a truce"
    return _A.PROPOSED, "a truce is asked for"


def _reject(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    words = _words(doc, mention, anchor, truce)
    if words & _TALKS:
        return None, "breaks off talks, not a truce"
    negated, unsure = parse.is_negated(doc, anchor), _unsure(doc, anchor)
    firm = parse.lemma_of(doc, truce) in STRICT | {"cessation"}
    if firm and words & {"suspend", "suspension"} and not unsure:
        return (None, "said not to be") if negated else (_A.SUSPENDED, "a truce is suspended")
    ending = _ending(doc, anchor, truce) if firm else None
    if ending is not None:
        doubted = any(parse.is_negated(doc, t) or _unsure(doc, t) for t in (anchor, ending))
        if doubted or mention.status in (Status.HYPOTHETICAL, Status.FUTURE, Status.NEGATED):
            return None, "ending it is not told as done"
        return _A.ENDED, "a truce is ended"
    over = _governor(doc, anchor) if anchor.i == truce.i else None
    if over is not None:
        words |= {parse.lemma_of(doc, over), *(c.lower for c in doc.children(over) if c.dep == "acomp")}
    if words & _REFUSING or negated or parse.lemma_of(doc, anchor) == "no":
        return _A.REJECTED, "a truce is refused"
    return None, "what happens to the truce is not clear"


def _ending(doc: Document, anchor: Token, truce: Token) -> Token | None:
    """The word that ends the truce itself, where the trigger is that word, the truce, or the verb that announces it.

    The truce must be what ends: its object ("abandoned the truce"), its subject ("the truce collapsed") or its
    complement ("the end of the truce"); "the war ended in a truce" ends none.
    """
    noun = truce
    if noun.dep == "compound" and parse.lemma_of(doc, doc.head(noun)) in _PACT:
        noun = doc.head(noun)
    head = doc.head(noun)
    prep = ""
    if head.pos == "ADP":
        if head.lower not in _OF:
            return None
        prep, head = head.lower, doc.head(head)
        head = doc.head(head) if head.pos == "ADP" else head
    at_hand = anchor.i in (head.i, truce.i, noun.i)
    announced = anchor.i == doc.head(head).i and parse.lemma_of(doc, anchor) in _ANNOUNCING
    if not (at_hand or announced):
        return None
    lemma = parse.lemma_of(doc, head)
    particles = {c.lower for c in doc.children(head) if c.dep in ("prt", "advmod")}
    said = {t.lower for c in doc.children(head) for t in (c, *doc.children(c))}
    if prep:
        done = lemma in _ENDING_NOUNS or (lemma in _LEAVING and prep != "to")
    elif noun.dep in ("dobj", "nsubjpass") or (noun.dep == "nsubj" and parse.is_passive(doc, head)):
        done = lemma in _ENDING or (lemma in ("call", "break") and "off" in particles)
        done = done or (lemma in ("declare", "pronounce") and bool(said & _OVER_WORDS))
    elif noun.dep == "nsubj":
        done = lemma in _ENDS_ITSELF - {"break", "fall"}
        done = done or (lemma in ("break", "fall") and bool(particles & {"down", "apart", "off"}))
        done = done or (lemma == "be" and bool(said & _OVER_WORDS))
    else:
        done = noun.dep in ("poss", "compound", "nmod") and lemma in _ENDING_NOUNS
    return head if done else None


_ANNOUNCING: Final = _set("announce declare decide proclaim say order")
_LEAVING: Final = _set("withdraw withdrawal pull walk back")
_TALKS = frozenset("talk negotiation dialogue meeting round consultation negotiate discuss discussion".split())
_WISHES = frozenset(
    "threaten threat want may might consider plan call urge demand ready prepare warn vote seek wish "
    "possible possibility "
    "risk fear danger if could would should can".split()
)


def _unsure(doc: Document, anchor: Token) -> bool:
    """True when an end is only spoken of: may, if, threatens to, wants to. "Announced it would" is said and done."""
    token, steps = anchor, 0
    while steps < 5:
        helpers = {h.lower for h in parse.helpers(doc, token)}
        marks = {c.lower for c in doc.children(token) if c.dep in ("mark", "advmod")}
        if helpers & {"may", "might", "could", "should", "can"} or marks & {"if", "unless"}:
            return True
        head = doc.head(token)
        announced = parse.lemma_of(doc, head) in ("announce", "declare", "decide", "proclaim")
        if helpers & {"will", "would", "'ll"}:
            return not announced
        if token.dep in ("nsubj", "nsubjpass"):
            return bool({h.lower for h in parse.helpers(doc, head)} & {"may", "might", "could", "should", "can"})
        if head.i != token.i and parse.lemma_of(doc, head) in _WISHES:
            return True
        if head.i == token.i or token.dep not in (
            "xcomp",
            "ccomp",
            "acl",
            "dobj",
            "pobj",
            "prep",
            "conj",
            "pcomp",
            "advcl",
        ):
            return False
        token, steps = head, steps + 1
    return False


def _accuse(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    if is_no_act(doc, mention):
        return None, "said of whoever might break it"
    nearby = {parse.lemma_of(doc, t) for t in doc.subtree(anchor)} | {
        parse.lemma_of(doc, t) for t in doc.tokens_in(mention.trigger)
    }
    if parse.lemma_of(doc, truce) not in STRICT | {"cessation", "lull"}:
        return None, "no truce named"
    if nearby & {"defunct", "void", "dead", "finished"}:
        return _A.ENDED, "a side is said to have made the truce void"
    if nearby & (_BREAKING | {"respect", "infraction"}):
        return _A.VIOLATED, "a side is said to have broken the truce"
    return None, "no breach named"


def _violating(doc: Document, anchor: Token) -> tuple[TruceAction | None, float, str]:
    """A deed of force breaks a truce only where its own sentence ties the two."""
    sentence = doc.sentence_tokens(anchor.sent)
    for token in sentence:
        if parse.lemma_of(doc, token) not in STRICT:
            continue
        for above in (token, *doc.ancestors(token)):
            if above.lower in ("despite", "notwithstanding") or parse.lemma_of(doc, above) in (
                "violation",
                "breach",
                "defiance",
            ):
                return _A.VIOLATED, 0.75, f"told as done {above.lower} a truce"
            if (
                parse.is_verb(above)
                and (above.lemma in ("violate", "breach", "break", "shatter", "wreck") or _torn_up(doc, above))
                and not parse.is_negated(doc, above)
            ):
                if token.dep in ("dobj", "nsubjpass") and abs(above.i - anchor.i) < 14:
                    return _A.VIOLATED, 0.7, "told as breaking the truce"
                break
            if parse.is_clause_head(above):
                break
    return None, 0.9, "not tied to a truce"


def _torn_up(doc: Document, verb: Token) -> bool:
    """True for "rips up" and "tore up"."""
    return verb.lemma in ("rip", "tear") and any(c.dep == "prt" and c.lower == "up" for c in doc.children(verb))


_READERS = {
    _T.AGREE: _agree,
    _T.CONCEDE: _concede,
    _T.RETREAT: _retreat,
    _T.REQUEST: _request,
    _T.REJECT: _reject,
    _T.ACCUSE: _accuse,
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
    over = _governor(doc, anchor)
    return over is not None and (parse.lemma_of(doc, over) in _BREAKING or _is_undoing(doc, over))


TRUCE_MAKING: Final = frozenset({_A.AGREED, _A.DECLARED, _A.SUSPENDED, _A.ENDED, _A.EXTENDED, _A.RESTORED})
"""Acts that make or end a truce; the rest are told too loosely to be kept on a doubt."""
_PLEDGES: Final = frozenset({_A.DECLARED, _A.AGREED, _A.PROPOSED, _A.IN_EFFECT})


def retype_truce_mention(doc: Document, mention: EventMention) -> EventMention:
    """A truce named as what something ended in ("the war ended in a truce") holds; it is not refused. One that is
    ended ("are ending the truce", "called off its ceasefire") neither holds nor is declared."""
    anchor = doc.syntactic_head(mention.trigger)
    if mention.type in _MAKING_TYPES and anchor is not None:
        return _ended(doc, mention, anchor)
    if mention.type is not _T.REJECT or mention.truce_action is not None:
        return mention
    if anchor is None or parse.lemma_of(doc, anchor) not in STRICT or anchor.dep != "pobj":
        return mention
    prep = doc.head(anchor)
    if prep.lower not in ("in", "with", "by") or parse.lemma_of(doc, doc.head(prep)) not in ("end", "halt", "stop"):
        return mention
    reason = f"{mention.reason}; something else ended in the truce"
    return replace(mention, type=_T.RETREAT, mode="ceasefire", truce_action=_A.IN_EFFECT, reason=reason)


_MAKING_TYPES: Final = frozenset({_T.RETREAT, _T.CONCEDE, _T.AGREE, _T.CONSULT})


def _ended(doc: Document, mention: EventMention, anchor: Token) -> EventMention:
    """The mention read as the end of a truce where its own words end one; else as it is."""
    truce = truce_word(doc, mention, anchor)
    if truce is None or parse.lemma_of(doc, truce) not in STRICT:
        return mention
    ending = _ending(doc, anchor, truce)
    action = _reject(doc, mention, anchor, truce)[0] if ending is not None else None
    if ending is None or action is not _A.ENDED:
        return mention
    words = Span(min(ending.start, truce.start), max(ending.end, truce.end))
    trigger = words if len(words) <= _LONGEST_TRIGGER else mention.trigger
    reason = f"{mention.reason}; {ending.text!r} ends the truce"
    return replace(mention, type=_T.REJECT, mode=None, truce_action=_A.ENDED, trigger=trigger, reason=reason)


_LONGEST_TRIGGER: Final = 60


def _is_stopped_deed(doc: Document, token: Token) -> bool:
    """True for "attacking" in "would stop attacking"."""
    head = doc.head(token)
    return token.tag == "VBG" and token.dep in ("xcomp", "dobj") and head.lemma in STOPPING


def _stopped(doc: Document, mention: EventMention) -> set[int]:
    """Token numbers of the fighting that a mention's own words stop: "attacks" in "would stop their attacks"."""
    anchor = doc.syntactic_head(mention.trigger)
    truce = truce_word(doc, mention, anchor) if anchor else None
    if truce is None or parse.lemma_of(doc, truce) in STRICT:
        return set()
    gerunds = (c for c in doc.children(truce) if c.dep in ("xcomp", "dobj", "ccomp") and c.tag == "VBG")
    heads = (*parse.patients(doc, truce), *parse.prep_objects(doc, truce, "of", "in", "to"), *gerunds)
    return {t.i for head in heads for t in parse.conjuncts(doc, head)}
