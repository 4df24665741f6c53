"""Words of force that tell of none: "his verbal attacks on Israel" accuse, "will not tolerate attacks" and "a promise
of revenge" threaten, missiles fired "into the sea" are tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from truceline.domain.codes import EventType, Role
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_DEEDS: Final = frozenset("attack assault onslaught broadside barrage offensive salvo blow".split())
_IN_WORDS: Final = frozenset("verbal rhetorical scathing stinging blistering vitriolic withering".split())


def retype_verbal(doc: Document, mention: EventMention) -> EventMention:
    """The mention as what its words do: ACCUSE where force is said to be of words alone, THREATEN where somebody says
    that force will not be borne or promises revenge, MOBILIZE where missiles are only tried. The mention itself
    otherwise."""
    if mention.type in (EventType.REJECT, EventType.ASSAULT) and _unborne(doc, mention):
        return _in_words(mention, EventType.THREATEN, "violence", "force that will not be borne")
    if mention.type is EventType.AGREE and _promises_revenge(doc, mention):
        return _in_words(mention, EventType.THREATEN, "violence", "revenge that is promised")
    if mention.type is not EventType.ASSAULT:
        return mention
    if _fired_at_nobody(doc, mention):
        return _retyped(mention, EventType.MOBILIZE, "weapons", "missiles fired at nobody")
    nouns = [t for t in doc.tokens_in(mention.trigger) if parse.lemma_of(doc, t) in _DEEDS]
    if not any(parse.lemma_of(doc, m) in _IN_WORDS for t in nouns for m in parse.modifiers(doc, t)):
        return mention
    return _in_words(mention, EventType.ACCUSE, "disapprove", "an attack in words")


def _in_words(mention: EventMention, kind: EventType, mode: str, why: str) -> EventMention:
    """The mention as an act of words, without harm and weapon."""
    roles = tuple(r for r in mention.roles if r.role not in (Role.HARM, Role.WEAPON))
    return _retyped(replace(mention, roles=roles), kind, mode, why)


def _retyped(mention: EventMention, kind: EventType, mode: str, why: str) -> EventMention:
    return replace(mention, type=kind, mode=mode, ruled_mode=None, reason=f"{mention.reason}; {why}")


_REVENGE: Final = frozenset("retaliation revenge vengeance reprisal retribution".split())
_PROMISES: Final = frozenset({"promise", "vow", "pledge"})


def _promises_revenge(doc: Document, mention: EventMention) -> bool:
    """True for "a promise of retaliation", "pledged revenge"."""
    head = doc.syntactic_head(mention.trigger)
    if head is None or parse.lemma_of(doc, head) not in _PROMISES:
        return False
    what = (*parse.prep_objects(doc, head, "of"), *(c for c in doc.children(head) if c.dep == "dobj"))
    return any(parse.lemma_of(doc, t) in _REVENGE for t in what)


_FIRING: Final = frozenset({"fire", "launch", "shoot", "test", "lob", "firing", "launching"})
_MISSILES: Final = frozenset({"missile", "rocket", "projectile", "torpedo"})
_WATERS: Final = frozenset({"sea", "ocean", "water", "pacific"})


def _fired_at_nobody(doc: Document, mention: EventMention) -> bool:
    """True for a missile that is "test-fired", or fired "into the sea"."""
    verb = doc.syntactic_head(mention.trigger)
    if verb is None or parse.lemma_of(doc, verb) not in _FIRING:
        return False
    fired = parse.patients(doc, verb) if parse.is_verb(verb) else parse.prep_objects(doc, verb, "of")
    if not any(parse.lemma_of(doc, t) in _MISSILES for t in fired):
        return False
    before = doc.tokens[max(verb.i - 2, 0) : verb.i]
    if verb.lemma == "test" or any(t.lower == "test" for t in before):
        return True
    where = [t for w in (verb, *fired) for t in parse.prep_objects(doc, w, "into", "in", "towards", "toward", "to")]
    at = [t for w in (verb, *fired) for t in parse.prep_objects(doc, w, "at", "on", "against")]
    return any(_is_water(doc, t) for t in where) and not any(t.ent not in ("DATE", "TIME") for t in at)


def _is_water(doc: Document, token: Token) -> bool:
    """The sea, also by name: "the Sea of Japan", "the Pacific Ocean"."""
    return parse.lemma_of(doc, token).lower() in _WATERS


_BEAR: Final = frozenset({"tolerate"})
_WILL: Final = frozenset({"will", "'ll", "’ll", "wo", "shall", "would"})


def _unborne(doc: Document, mention: EventMention) -> list[Token]:
    """The acts of force of "will not tolerate attacks on our personnel", told by the verb or by its object; none for
    any other words."""
    head = doc.syntactic_head(mention.trigger)
    if head is None:
        return []
    verb = head if head.pos == "VERB" else doc.head(head)
    if parse.lemma_of(doc, verb) not in _BEAR or not parse.is_negated(doc, verb):
        return []
    if not any(h.lower in _WILL for h in parse.helpers(doc, verb)):
        return []
    return [t for t in parse.patients(doc, verb) if parse.lemma_of(doc, t) in word_classes()["unborne"]]


def shielded(doc: Document, group: Sequence[EventMention]) -> frozenset[int]:
    """Heads of those on whom force will not be borne: the threat is not to them."""
    acts = (t for m in group for t in _unborne(doc, m))
    return frozenset(c.i for t in acts for c in parse.all_joined(doc, parse.prep_objects(doc, t, "on", "against")))

