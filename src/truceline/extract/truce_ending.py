"""Acts that end, refuse or break a truce (codebook section 8, "Truces").

A truce read as ended that was not is the worst error of the whole product, so no end is read where the tie is loose.
"""

from __future__ import annotations

from typing import Final

from truceline.domain.codes import Status, TruceAction
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.truce_deeds import OFFERS, Deed, find_deed, is_no_longer
from truceline.extract.truce_near import subjects_of
from truceline.extract.truce_ties import (
    OF,
    governor,
    is_no_act,
    is_unsure,
    pact_of,
    said_to_be_none,
    words_between,
)
from truceline.extract.truce_words import is_breach, is_humane, is_signing_of_truce, names_truce, word_set

_A = TruceAction

_ENDING: Final = word_set(
    "end terminate cancel abandon scrap renounce annul revoke rescind void ruin nullify repudiate quit "
    "dissolve finish abrogate"
)
"""Verbs that take the truce as what is ended."""
FALLING: Final = word_set("unravel collapse crumble lapse expire")
_ENDS_ITSELF: Final = FALLING | word_set("end terminate disintegrate dissolve die founder")
"""Verbs with the truce as their subject."""
_ENDING_NOUNS: Final = word_set(
    "end collapse breakdown disintegration dissolution expiry termination failure unraveling unravelling abandonment"
)
_OVER_WORDS: Final = word_set("over dead defunct void off null finished")
_VOID: Final = word_set("defunct void dead finished")
_NOT_YET: Final = word_set("by until till before towards toward near")
"""Prepositions after which an end is still to come: "freed before the end of the truce"."""
_NEARLY: Final = word_set("nearly almost virtually practically")
_ANNOUNCING: Final = word_set("announce declare decide proclaim say order")
_LEAVING: Final = word_set("withdraw withdrawal pull walk back")
BREAKING: Final = word_set("violate breach break violation infringement breaking infringe flout")
_REFUSING: Final = word_set(
    "reject refuse rule oppose veto block rejection refusal dismiss accept rebuff cannot renew possible consider "
    "decline spurn unacceptable"
)
_TURNING_DOWN: Final = {"turn": {"down"}, "throw": {"out"}, "wave": {"off", "aside"}, "brush": {"aside", "off"}}
TALKS: Final = word_set("talk negotiation dialogue meeting round consultation negotiate discuss discussion")


_FIRM: Final = word_set("cessation moratorium suspension")
"""Words for what fighting does under a truce that can themselves end: "a moratorium on air strikes ended"."""


def is_firm(doc: Document, truce: Token) -> bool:
    """True for a truce, what takes one up, and what can end as one does: "a moratorium", "a humanitarian pause"."""
    lemma = parse.lemma_of(doc, truce)
    return (lemma == "pause" and is_humane(doc, truce)) or lemma in _FIRM or names_truce(doc, truce)


def is_undoing(doc: Document, word: Token) -> bool:
    """True for a word that ends, breaks or refuses what it governs: "called off a truce"."""
    lemma = parse.lemma_of(doc, word)
    off = any(c.dep == "prt" and c.lower == "off" for c in doc.children(word))
    return off or lemma in _ENDING | _ENDING_NOUNS | BREAKING | {"reject", "refuse"}


def read_reject(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    """What a refusal does to the truce, and why."""
    words = words_between(doc, mention, anchor, truce)
    if words & TALKS:
        return None, "breaks off talks, not a truce"
    negated, unsure = parse.is_negated(doc, anchor), is_unsure(doc, anchor)
    firm = is_firm(doc, truce)
    deed = find_deed(doc, mention, truce)
    if firm and deed is not None and deed.action in _BY_DEED:
        return _by_deed(doc, mention, deed, anchor, truce)
    if firm and words & {"suspend", "suspension"} and not unsure:
        return (None, "said not to be") if negated else (_A.SUSPENDED, "a truce is suspended")
    ending = find_ending(doc, anchor, truce) if firm else None
    if ending is not None:
        doubted = any(parse.is_negated(doc, t) or is_unsure(doc, t) for t in (anchor, ending))
        if doubted or mention.status in (Status.HYPOTHETICAL, Status.FUTURE, Status.NEGATED):
            return None, "ending it is not told as done"
        return _A.ENDED, "a truce is ended"
    if deed is not None and deed.action is _A.REJECTED and deed.done:
        return _A.REJECTED, f"{deed.word.text!r}: a truce is refused"
    over = governor(doc, anchor) if anchor.i == truce.i else None
    if over is not None:
        words |= {parse.lemma_of(doc, over), *(c.lower for c in doc.children(over) if c.dep == "acomp")}
        negated = negated or parse.is_negated(doc, over)
    exists = over is not None and any(c.dep == "expl" for c in doc.children(over))  # "there is no truce"
    if exists and firm and said_to_be_none(doc, truce) and _any_more(doc, over, truce):
        return _A.ENDED, "there is no truce any more"
    negated = negated or (said_to_be_none(doc, truce) and not exists)
    if words & _REFUSING or negated or parse.lemma_of(doc, anchor) == "no" or _turned_down(doc, anchor):
        return _A.REJECTED, "a truce is refused"
    return None, "what happens to the truce is not clear"


def read_refusal(doc: Document, anchor: Token) -> tuple[TruceAction | None, float, str]:
    """A refusal "to sign", of what the report speaks of just before: a truce."""
    signing = next((c for c in doc.children(anchor) if c.dep == "xcomp"), None)
    if anchor.lemma in ("refuse", "decline") and signing is not None and is_signing_of_truce(doc, signing):
        return _A.REJECTED, 0.7, "a truce is refused"
    return None, 0.9, "no truce named with it"


def _any_more(doc: Document, verb: Token | None, truce: Token) -> bool:
    """True for "there is no more truce", "there is no longer a truce", "there is no truce any more"."""
    around = {c.lower for t in (verb, truce) if t is not None for c in doc.children(t)}
    return bool(around & {"more", "longer", "anymore"})


_BY_DEED: Final = frozenset({_A.ENDED, _A.SUSPENDED, _A.RESTORED, _A.VIOLATED})


def _by_deed(
    doc: Document, mention: EventMention, deed: Deed, anchor: Token, truce: Token
) -> tuple[TruceAction | None, str]:
    """What a refusal does to the truce by the word that governs it."""
    if deed.action not in (_A.ENDED, _A.SUSPENDED):
        return None, f"{deed.word.text!r}: a truce broken or put back in force is not refused"
    undone = mention.status is Status.NEGATED and not is_no_longer(doc, deed.word)
    if not deed.done or undone or mention.status in (Status.HYPOTHETICAL, Status.FUTURE):
        return None, "ending it is not told as done"
    if not is_at_hand(doc, deed, anchor, truce):
        return None, "what happens to the truce is not clear"
    return deed.action, f"{deed.word.text!r}: a truce is {deed.action}"


def is_at_hand(doc: Document, deed: Deed, anchor: Token, truce: Token) -> bool:
    """True where the trigger is the word of the deed, the truce, or the verb that announces it or has it as its
    complement ("consider themselves bound")."""
    over = doc.head(deed.word)
    if parse.lemma_of(doc, anchor) in OFFERS and anchor.head == deed.word.i:
        return True
    joined = parse.lemma_of(doc, anchor) in _ANNOUNCING or deed.word.dep in ("xcomp", "ccomp", "oprd", "acomp")
    announced = anchor.i == over.i and joined
    return announced or anchor.i in (deed.word.i, truce.i, pact_of(doc, truce).i)


def _turned_down(doc: Document, verb: Token) -> bool:
    """True for "turned down", "brushed aside"."""
    particles = {c.lower for c in doc.children(verb) if c.dep in ("prt", "advmod")}
    return bool(particles & _TURNING_DOWN.get(verb.lemma, set()))


def find_ending(doc: Document, anchor: Token, truce: Token) -> Token | None:
    """The word that ends the truce itself, where the trigger is that word, the truce, or the verb that announces it.

    The truce must be what ends: its object ("abandoned the truce"), its subject ("the truce collapsed") or its
    complement ("the end of the truce"); "the war ended in a truce" ends none.
    """
    noun = pact_of(doc, truce)
    if anchor.i != noun.i and parse.is_verb(anchor) and noun.i in {t.i for t in subjects_of(doc, anchor)}:
        passive = parse.is_passive(doc, anchor) and parse.lemma_of(doc, anchor) not in FALLING
        done = _is_ended_by(doc, anchor) if passive else ends_itself(doc, anchor)
        return anchor if done and not is_nearly(doc, anchor) else None
    head = doc.head(noun)
    prep = ""
    if head.pos == "ADP":
        if head.lower not in OF:
            return None
        prep, head = head.lower, doc.head(head)
        head = doc.head(head) if head.pos == "ADP" else head
    at_hand = anchor.i in (head.i, truce.i, noun.i)
    announced = anchor.i == doc.head(head).i and parse.lemma_of(doc, anchor) in _ANNOUNCING
    if not (at_hand or announced) or is_nearly(doc, head):
        return None
    lemma = parse.lemma_of(doc, head)
    if prep:
        done = lemma in _ENDING_NOUNS or (lemma in _LEAVING and prep != "to")
    elif noun.dep in ("dobj", "nsubjpass") or (noun.dep == "nsubj" and parse.is_passive(doc, head)):
        done = _is_ended_by(doc, head)
    elif noun.dep == "nsubj":
        done = ends_itself(doc, head)
    else:
        done = noun.dep in ("poss", "compound", "nmod") and lemma in _ENDING_NOUNS
    return head if done and not _still_to_come(doc, head) else None


def is_nearly(doc: Document, word: Token) -> bool:
    """True for "nearly collapsed", "all but collapsed"."""
    beside = [c.lower for c in doc.children(word) if c.dep in ("advmod", "cc", "amod")]
    before = [t.lower for t in doc.tokens[max(0, word.i - 2) : word.i]]
    return bool(_NEARLY & set(beside)) or before == ["all", "but"] or before[-1:] == ["near"]


def _still_to_come(doc: Document, word: Token) -> bool:
    """True for "the end" of "must be freed before the end of the truce"."""
    prep = doc.head(word)
    return word.dep == "pobj" and prep.lower in _NOT_YET


def _is_ended_by(doc: Document, verb: Token) -> bool:
    """True for a verb that ends what is its object: "abandoned", "called off", "declared over"."""
    lemma = parse.lemma_of(doc, verb)
    particles = {c.lower for c in doc.children(verb) if c.dep in ("prt", "advmod")}
    declared = lemma in ("declare", "pronounce") and bool(_complements(doc, verb) & _OVER_WORDS)
    left = lemma in _OBSERVING and any(c.lower == "longer" for c in doc.children(verb))
    return lemma in _ENDING or (lemma in ("call", "break") and "off" in particles) or declared or left


_OBSERVING: Final = word_set("recognise recognize honour honor observe respect")
"""Verbs that end a truce with "no longer"."""


def _complements(doc: Document, verb: Token) -> set[str]:
    """The words that say what something is or is declared: "over" of "is over", "dead" of "declared dead"."""
    bare = [c for c in doc.children(verb) if c.dep in ("acomp", "oprd", "attr", "advmod", "prt", "prep")]
    return {c.lower for c in bare if not (c.dep == "prep" or c.lower == "off") or not _leads_on(doc, c)}


def _leads_on(doc: Document, word: Token) -> bool:
    """True for "off" of "is off to a good start" and "over" of "is over the border"."""
    after = doc.tokens[word.i + 1].lower if word.i + 1 < len(doc.tokens) else ""
    return after == "to" or any(c.dep == "pobj" for c in doc.children(word))


def ends_itself(doc: Document, verb: Token) -> bool:
    """True for a verb that says that its subject, the truce, came to an end."""
    lemma = parse.lemma_of(doc, verb)
    below = doc.children(verb)
    particles = {c.lower for c in below if c.dep in ("prt", "advmod")}
    if verb.tag == "VBG" and any(h.lemma == "be" for h in parse.helpers(doc, verb)):
        return False  # "is crumbling"
    if verb.tag in ("VBZ", "VBP") and lemma in _SCHEDULED and not parse.helpers(doc, verb):
        return False  # "the truce, which runs out on Monday"
    if lemma in ("end", "terminate"):
        return not any(c.dep == "dobj" for c in below)  # "the truce ended a month of fighting"
    if lemma in _ENDS_ITSELF:
        return True
    if lemma == "fail":
        to_do = [c for c in below if c.dep == "xcomp"]
        in_something = any(c.dep == "dobj" or (c.dep == "prep" and c.lower in ("to", "in", "with")) for c in below)
        return not in_something and all(c.lemma in _HOLDING for c in to_do)
    if lemma == "break" and not particles and verb.tag == "VBD" and not parse.is_passive(doc, verb):
        return not any(c.dep in ("dobj", "ccomp", "xcomp") for c in below)  # "the truce broke on Saturday"
    if lemma in ("break", "fall"):
        return bool(particles & {"down", "apart", "off"})
    if lemma in ("run", "come"):
        particles |= {c.lower for c in below if c.dep == "acomp"}
        return bool(particles & {"out" if lemma == "run" else "undone"}) and not any(c.dep == "dobj" for c in below)
    if lemma == "last":
        return _lasted_so_long(doc, verb)
    over = verb.dep in ("ccomp", "oprd", "xcomp") and verb.lower in _OVER_WORDS and parse.lemma_of(doc, doc.head(verb))
    return over in ("declare", "pronounce") or (lemma == "be" and bool(_complements(doc, verb) & _OVER_WORDS))


_SCHEDULED: Final = word_set("end terminate expire lapse run")
"""Verbs whose present tells when a truce is to end, not that it ended."""
_HOLDING: Final = word_set("hold survive last")


def _lasted_so_long(doc: Document, verb: Token) -> bool:
    """True for "lasted nine days"; not for "has lasted nine days"."""
    bare = (c for c in doc.children(verb) if c.dep in ("dobj", "npadvmod"))
    spans = (*bare, *parse.prep_objects(doc, verb, "for"))
    return verb.tag == "VBD" and any(c.ent in ("DATE", "TIME") or c.lemma in _LENGTHS for c in spans)


_LENGTHS: Final = word_set("hour day week month year minute")


def read_accuse(doc: Document, mention: EventMention, anchor: Token, truce: Token) -> tuple[TruceAction | None, str]:
    """What an accusation says of the truce, and why."""
    if is_no_act(doc, mention):
        return None, "said of whoever might break it"
    below = doc.subtree(anchor)
    nearby = {parse.lemma_of(doc, t) for t in (*below, *doc.tokens_in(mention.trigger))}
    if not names_truce(doc, truce) and parse.lemma_of(doc, truce) not in ("cessation", "lull"):
        return None, "no truce named"
    if any(t.lower in _VOID and _is_said_of(doc, t, truce) for t in doc.sentence_tokens(truce.sent)):
        return _A.ENDED, "a side is said to have made the truce void"
    if nearby & (BREAKING | {"respect", "infraction", "mockery"}):
        return _A.VIOLATED, "a side is said to have broken the truce"
    return None, "no breach named"


def read_breaches(doc: Document, mention: EventMention, anchor: Token) -> tuple[TruceAction | None, float, str]:
    """An accusation of "violations" that names no truce itself: of the one that the report speaks of."""
    words = (*doc.tokens_in(mention.trigger), *doc.subtree(anchor))
    if any(is_breach(doc, t) for t in words) and not is_no_act(doc, mention):
        return _A.VIOLATED, 0.7, "a side is said to have broken the truce spoken of"
    return None, 0.9, "no truce named with it"


def _is_said_of(doc: Document, word: Token, truce: Token) -> bool:
    """True for "void" of "rendered the truce void" and "the truce is void"."""
    verb, noun = doc.head(word), pact_of(doc, truce)
    if word.dep == "acl" and verb.i == noun.i and noun.dep == "dobj":  # "rendered the truce void", as the parser has it
        return not (parse.is_negated(doc, doc.head(noun)) or is_unsure(doc, doc.head(noun)))
    if word.dep not in ("acomp", "oprd", "attr", "ccomp") or parse.is_negated(doc, verb) or is_unsure(doc, verb):
        return False
    held_by = (word, verb) if word.dep == "ccomp" else (verb,)
    return any(c.i == noun.i for v in held_by for c in doc.children(v) if c.dep in ("nsubj", "nsubjpass", "dobj"))
