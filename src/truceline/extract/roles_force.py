"""Who does violence to whom: what a party's own words rule out, and how sure its words alone can make it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from truceline.domain.codes import Role
from truceline.domain.events import Entity
from truceline.domain.mentions import EventMention
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.actors_drafts import content_head
from truceline.extract.events_doers import sides_between
from truceline.extract.events_elliptic import bare_numbers
from truceline.extract.roles_aims import aimed_at, backed, refused_with
from truceline.extract.roles_candidate import Candidate
from truceline.extract.roles_repelled import beaten_off
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.harm import harm_class, load_person_nouns
from truceline.resources.lexicon import word_classes

SURE: Final = 0.8
"""Chance of being the actor, by all that is known, from which no sentence of the event need make it one."""
_ACTING: Final = ("person", "force", "party")


_FORCE: Final = frozenset({"ASSAULT", "HARM", "BLAST", "CLASH", "COERCE", "MOBILIZE"})


_ACCUSING: Final = frozenset({"ACCUSE", "INQUIRY", "CHARGE", "ALLEGED"})
"""Sorts of event that accuse somebody; in the reports annotated no one accused is abstract."""


def note_force(doc: Document, group: Sequence[EventMention], each: Candidate) -> None:
    """Note of a candidate what is_out asks for, and whether it is a site at which the deed is directed."""
    each.note("mere place", float(is_mere_place(doc, each.entity, each.span, each.heads)))
    each.note("abstract", float(is_abstract(doc, each.entity, each.span)))
    each.note("left", float(leaves_nobody(doc, [m.trigger for m in group], each.relations)))
    each.note("goal", float(each.get("site") > 0 and is_goal(each.relations)))


def is_out(each: Candidate, sort: str, side: Role) -> bool:
    """True for whoever cannot stand on a side of force, of a withdrawal or of help, by what he is.

    sort: as Scene.sort has it.
    """
    if side is Role.ACTOR:
        return sort in _FORCE and (each.get("abstract") > 0 or each.get("aside") > 0)
    if sort in _ACCUSING and each.get("abstract") > 0:
        return True  # "condemned violations": what is told, not who is accused of it
    if (sort == "AID" and is_carrier(each.entity)) or (sort in _FORCE and each.get("let go") > 0):
        return True
    return each.get("mere place" if sort in _FORCE else "left") > 0 and (sort in _FORCE or sort == "RETREAT")


def is_armed_of(words: Sequence[str]) -> bool:
    """True for arms with whose they are: "Coalition aircraft", "army helicopters", "government jets"."""
    if len(words) < 2:
        return False
    owner = words[-2].lower()
    acts = (word_classes()["force"] | word_classes()["party"]) - word_classes()["weapon"] - _NOT_OWNERS
    return words[0][:1].isupper() or owner in acts or owner == "coalition"


_NOT_OWNERS: Final = frozenset({"air", "military", "fighter", "attack", "guard"})


def is_carrier(entity: Entity) -> bool:
    """True for what help comes in, which is not who gets it: "a convoy of aid trucks"."""
    first = entity.name.lower().split(" of ")[0].split()[-1:]
    return entity.id is None and bool(first) and first[0].rstrip("s") in _CARRIERS


_CARRIERS: Final = frozenset("convoy truck lorry lorrie plane airlift shipment".split())


def is_mere_place(doc: Document, entity: Entity, span: Span, heads: Iterable[int]) -> bool:
    """True for a settlement, which is where a deed is done and not to whom, and for the state that is told of only as
    what a settlement belongs to ("the Gondorian town of Bree").

    span: where the party is named; heads: of its phrases in the event's sentence.
    """
    if entity.id is None and entity.kind is None:
        head = doc.syntactic_head(span)
        named = head is not None and head.ent in ("GPE", "LOC") and head.pos == "PROPN"
        return named and entity.name[:1].isupper() and head is not None and head.dep not in parse.SUBJECTS
    tokens = [doc.tokens[i] for i in heads]
    return entity.kind == "state" and bool(tokens) and all(_is_of_settlement(doc, t) for t in tokens)


def _is_of_settlement(doc: Document, token: Token) -> bool:
    above = doc.head(token)
    inside = token.dep in ("amod", "compound", "nmod", "poss")
    return inside and parse.lemma_of(doc, above) in word_classes()["settlement"]


def is_goal(relations: Iterable[str]) -> bool:
    """True for a phrase at which the deed itself is directed: "hit the fort", "raid on the fort", "the fort bombing".

    Of sites so told 75 of 94 are recipients of their event in gold/train as amended and newswire, of others 31 of 220.
    """
    return any(_GOAL.fullmatch(r) for r in relations)


_GOAL: Final = re.compile(
    r"(?:>dobj\((?:light|harm)\))?\|(?:x?psubj|patient|dobj|noun|prep_(?:of|on|at|in|into|against))"
)


def is_abstract(doc: Document, entity: Entity, span: Span) -> bool:
    """True for a common noun that names nobody who could do force: "rivalries", "the territory"."""
    head = doc.syntactic_head(span)
    if entity.kind is not None or entity.id is not None or entity.affiliation or head is None:
        return False
    head = content_head(doc, head)
    lemma = parse.lemma_of(doc, head)
    known = {head.lower, lemma} & load_actor_nouns().keys() or lemma in load_person_nouns()
    acts = any(lemma in word_classes()[name] for name in _ACTING)
    thought = lemma.endswith(_ENDINGS) or lemma in _THOUGHTS
    return thought and not head.ent and head.text.islower() and not known and not acts and lemma not in _OF_PEOPLE


def is_asked(entity: Entity) -> bool:
    """True for a phrase that names nobody: "what motive", "which group", "neither side", "some 300 lives"."""
    words = entity.name.lower().split() if entity.id is None else []
    return bool(words) and (words[0] in _ASKED or words[-1] == "lives")


_ASKED: Final = frozenset("what which whatever whichever who how neither either".split())
_ENDINGS: Final = ("ion", "ity", "ness", "ism", "ment", "ance", "ence", "ship", "lry", "tory", "ure", "hood")
_OF_PEOPLE: Final = frozenset("element foundation management prosecution university majority department".split())
"""Words with such an ending that mean those who act."""
_THOUGHTS: Final = frozenset("interest fear doubt risk charge link hint report reward breach".split())


def leaves_nobody(doc: Document, triggers: Iterable[Span], relations: Iterable[str]) -> bool:
    """True for a withdrawal that is to nobody: who leaves a place or an office gives it to no one, unless the words are
    of a release or of giving back ("returned the fort", "handed the fort over to the elves").

    relations: in which the party stands to the trigger.
    """
    if any(r.endswith("|prep_to") for r in relations):
        return False
    lemmas = {parse.lemma_of(doc, t) for span in triggers for t in doc.tokens_in(span)}
    return not lemmas & (word_classes()["release"] | _GIVING)


_GIVING: Final = frozenset(
    "return give transfer handover hand reunite surrender cede repatriate repatriation restore restitution grant allow "
    "let admit permit open access".split()
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the words around a deed say outright of single phrases."""

    by_head: Mapping[int, Mapping[Role, float]]
    """Head of a phrase to its chances, in place of what its features give."""
    only: bool = False
    """True where these are all of the deed's sides, so that nobody else is its actor."""
    together: frozenset[int] = frozenset()
    """Heads of those to whom the same was done in one breath."""


_DOES: Final[Mapping[Role, float]] = {Role.ACTOR: 0.9, Role.RECIPIENT: 0.02}
_SUFFERS: Final[Mapping[Role, float]] = {Role.ACTOR: 0.02, Role.RECIPIENT: 0.9}
_AIMED_AT: Final[Mapping[Role, float]] = {Role.ACTOR: 0.02, Role.RECIPIENT: 0.8}
_IS_GONE: Final[Mapping[Role, float]] = {Role.ACTOR: 0.02, Role.RECIPIENT: 0.3}
_BACKED: Final[Mapping[Role, float]] = {Role.ACTOR: 0.05, Role.RECIPIENT: 0.02}
NOBODY_ELSE: Final = 0.1
"""Chance of being an actor for those beside the sides of a fight."""


def told_of_force(doc: Document, anchor: Token, sort: str) -> Told:
    """The sides of a fight or of talks ("clashes between X and Y", "fighting pitting X against Y"), who was killed
    along with a victim, and whom a number alone stands for.

    sort: as Scene.sort has it.
    """
    if sort == "RELEASE" and (counted := bare_numbers(doc, anchor)):
        return Told({number.i: _SUFFERS for number in counted})
    if sort in ("ASSAULT", "CLASH") and (repelled := beaten_off(doc, anchor)):
        return Told(repelled)
    if sort in _TALKS:
        words = [anchor, *(c for c in doc.children(anchor) if c.dep == "dobj")]  # "held talks between"
        objects = (t for w in words for t in parse.prep_objects(doc, w, "between", "among"))
        between = [s for t in objects for s in sides_between(doc, t)]
        return Told({c.i: _DOES for t in between for c in parse.conjuncts(doc, t) if c.ent not in _NOT_SIDES})
    if sort == "CLASH":
        sides = _sides_of_fight(doc, anchor)
        return Told({t.i: _DOES for t in sides}, only=len(sides) > 1 and not any(t.lower in _UNTOLD for t in sides))
    if sort in ("ASSAULT", "HARM", "BLAST", "COERCE"):
        if anchor.lemma in ("vanish", "disappear"):
            return Told({t.i: _IS_GONE for t in parse.subjects(doc, anchor)})
        if (taken := _taken(doc, anchor)) is not None:
            return Told({taken.i: _SUFFERS})
        rammed = {t.i: _AIMED_AT for t in _rammed(doc, anchor)}
        along = {t.i: _SUFFERS for t in companions(doc, anchor)}
        return Told(rammed | along, together=frozenset(along))
    if sort == "SANCTION" and (serving := _serving(doc, anchor)):
        return Told({t.i: _SUFFERS for t in serving})
    if sort in _SAID and (senders := sent_by(doc, anchor)):
        return Told({t.i: _DOES for t in senders}, only=True)
    if sort == "REJECT":
        return Told({t.i: _AIMED_AT for t in refused_with(doc, anchor)})
    if sort in ("MOBILIZE", "PROTEST"):
        aimed = {t.i: _AIMED_AT for t in aimed_at(doc, anchor, sort)}
        return Told(aimed | {t.i: _BACKED for t in backed(doc, anchor) if sort == "PROTEST" and t.i not in aimed})
    return Told({})


def _taken_along(doc: Document, verb: Token) -> list[Token]:
    """The object of an active verb and the people told right behind it as taken along or killed with it."""
    objects = [c for c in doc.children(verb) if c.dep == "dobj"]
    if not objects or verb.lemma not in word_classes()["person_taking"]:
        return []
    found: list[Token] = []
    for word in (verb, *objects):
        for child in (c for c in doc.children(word) if c.lower in ("along", "together", "alongside", "with")):
            if child.lower == "with" and doc.tokens[child.i - 1].lower != "together":
                continue
            behind = any(t.i in (child.i - 1, child.i - 2) for o in objects for t in doc.subtree(o)) or word is not verb
            heads = parse.prep_objects(doc, child, "with") or [c for c in doc.children(child) if c.dep == "pobj"]
            found += [c for t in heads for c in parse.conjuncts(doc, t) if behind and _is_people(doc, c)]
    return [c for t in objects for c in parse.conjuncts(doc, t)] + found if found else []


def _is_people(doc: Document, token: Token) -> bool:
    lemma = parse.lemma_of(doc, token)
    return token.ent == "PERSON" or lemma in load_person_nouns() or token.lower in load_actor_nouns()


def _is_his(doc: Document, token: Token) -> bool:
    """True for people told by whose they are: "his driver", "most of his family"."""
    of = [t for t in parse.prep_objects(doc, token, "of") if token.lower in ("most", "all", "some", "several", "two")]
    return any(
        any(c.dep == "poss" and c.pos == "PRON" for c in doc.children(t))
        and (t.lemma.lower() in load_person_nouns() or t.lemma.lower() in harm_class("kin"))
        for t in (token, *of)
    )


_SAID: Final = frozenset({"THREATEN", "ACCUSE", "REQUEST", "CHARGE", "SUPPORT"})


def sent_by(doc: Document, anchor: Token) -> list[Token]:
    """From whom words come that somebody else gets: "shrugged off warnings from Rohan"; not "issued a warning from
    Edoras"."""
    over = doc.head(anchor)
    gets = anchor.dep in ("dobj", "pobj", "nsubj", "nsubjpass") and over.lemma not in word_classes()["verbs_light"]
    if anchor.pos != "NOUN" or not gets:
        return []
    from_whom = [c for t in parse.prep_objects(doc, anchor, "from") for c in parse.conjuncts(doc, t)]
    return [t for t in from_whom if t.ent in ("GPE", "ORG", "PERSON", "NORP") or t.lower in load_actor_nouns()]


def _serving(doc: Document, anchor: Token) -> tuple[Token, ...]:
    """Who serves a sentence, which somebody else passed on him."""
    verb = anchor if parse.is_verb(anchor) else doc.head(anchor)
    served = verb.lemma == "serve" and any(parse.lemma_of(doc, t) in _TERMS for t in (anchor, *doc.children(verb)))
    return parse.subjects(doc, verb) if served and not parse.is_passive(doc, verb) else ()


_TERMS: Final = frozenset({"sentence", "term"})


def _taken(doc: Document, anchor: Token) -> Token | None:
    """The land whose name stands before its own invasion: "the Rohan invasion", unlike "the Rohirric invasion"."""
    if anchor.lemma.lower() not in _TAKING or parse.prep_objects(doc, anchor, "of", "by"):
        return None
    before = (c for c in doc.children(anchor) if c.dep in ("compound", "nmod") and c.tag == "NNP" and c.ent == "GPE")
    return next((c for c in before if not c.text.isupper() and "." not in c.text), None)


_TAKING: Final = frozenset({"invasion", "occupation", "annexation"})
_RAMMING: Final = frozenset("plough plow ram crash slam drive smash".split())


def _rammed(doc: Document, anchor: Token) -> list[Token]:
    """What somebody drives into: "ploughed a car bomb into a checkpoint" (the target in 7 of 9)."""
    verb = anchor if parse.is_verb(anchor) else doc.head(anchor)
    if verb.lemma not in _RAMMING:
        return []
    into = parse.prep_objects(doc, verb, "into")
    return [t for o in into for t in parse.conjuncts(doc, o) if t.ent not in ("GPE", "LOC", *_NOT_SIDES)]


_TALKS: Final = frozenset({"CONSULT", "AGREE"})
_UNTOLD: Final = frozenset("sides side parties groups factions countries them people forces each".split())
"""Words for the sides of a fight that leave who they are to other phrases."""


def _sides_of_fight(doc: Document, anchor: Token) -> list[Token]:
    """Heads of those between whom a fight is, or whom it pits against each other."""
    over = doc.head(anchor)
    words = [anchor, over] if anchor.dep in ("dobj", "nsubj", "nsubjpass") and parse.is_clause_head(over) else [anchor]
    words += [c for c in doc.children(anchor) if c.dep in ("relcl", "acl")]  # "a fight that erupted between"
    between = [t for w in words for t in parse.prep_objects(doc, w, "between", "among")]
    between = [s for t in between for s in sides_between(doc, t)]
    if between:
        return [one for t in between for one in parse.conjuncts(doc, t) if not one.ent or one.ent not in _NOT_SIDES]
    for token in doc.sentence_tokens(anchor.sent):
        if token.lower in ("pit", "pits", "pitting", "pitted") and 0 < token.i - anchor.i <= _NEAR:
            own = [c for c in doc.children(token) if c.dep == "dobj" or (c.dep == "nsubjpass" and c.i > anchor.i)]
            one = own or ([doc.head(token)] if token.dep == "amod" else [])
            other = [t for w in (token, *one) for t in parse.prep_objects(doc, w, "against")]
            if one and other:
                return [c for t in (*one, *other) for c in parse.conjuncts(doc, t)]
    return []


_NOT_SIDES: Final = frozenset({"DATE", "TIME", "CARDINAL"})
_NEAR: Final = 15


def companions(doc: Document, anchor: Token) -> list[Token]:
    """The patient of a verb and those to whom the same was done: "the mayor was killed along with his driver",
    "abducted the mayor along with two guards"."""
    verb = anchor
    if anchor.dep == "pobj" and doc.head(anchor).lower in ("in", "by", "during"):
        verb = doc.head(doc.head(anchor))  # "died in the raid along with his driver"
    if not parse.is_clause_head(verb):
        return []
    if not (parse.is_passive(doc, verb) or verb.lemma == "die"):
        return _taken_along(doc, verb)
    found: list[Token] = []
    for child in (c for w in dict.fromkeys((verb, anchor)) for c in doc.children(w)):
        if child.lower == "alongside":
            found += [c for c in doc.children(child) if c.dep == "pobj"]
        elif child.lower in ("along", "together"):
            found += parse.prep_objects(doc, child, "with")
    found += [t for t in parse.prep_objects(doc, verb, "with") if _is_his(doc, t)]
    both = [c for t in found for c in parse.conjuncts(doc, t)]
    beside = [t for t in both if parse.lemma_of(doc, t) not in word_classes()["weapon"]]
    return [c for t in parse.subjects(doc, verb) for c in parse.conjuncts(doc, t)] + beside if beside else []
