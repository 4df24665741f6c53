"""What the phrases around a trigger are to it by grammar: frames, and the arguments of each frame.

A frame is the trigger itself, a word that governs it, or a clause beside or below it; an argument is the head of a
phrase with the relation in which it stands to its frame. Relations are collapsed: a preposition is part of the label,
what is coordinated or in apposition shares the label of the first, a relative pronoun stands for its noun, and a clause
without subject of its own has that of its governor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.actors_drafts import PARTITIVE
from truceline.extract.events_doers import is_against, is_doer_before, joined_names
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.harm import load_person_nouns
from truceline.resources.lexicon import word_classes

_CLAUSES_BELOW = frozenset({"advcl", "acl", "relcl", "xcomp", "ccomp", "conj"})
_VERB_CLASSES = ("verbs_light", "verbs_harm", "verbs_say", "verbs_blame", "verbs_claim", "verbs_urge")
_MOST_STEPS = 4
_EXAMPLES = frozenset({"including", "like", "as"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A word whose arguments may be parties of the event, with the way to it from the trigger."""

    way: str
    """Empty for the trigger; else steps such as ``^prep_in(harm)`` (up) and ``>advcl(harm)`` (down)."""
    bare: str
    """The way without the classes of the words on it."""
    token: Token
    steps: int


@dataclass(frozen=True, slots=True)
class Argument:
    """The head of a phrase in its relation to a frame."""

    frame: Frame
    label: str
    head: Token

    @property
    def signature(self) -> str:
        """Way and relation in one string."""
        return f"{self.frame.way}|{self.label}"


def verb_class(doc: Document, token: Token) -> str:
    """Class of a word on the way: light, harm, say, blame, claim, urge, or V, N, other."""
    lemma = parse.lemma_of(doc, token)
    classes = word_classes()
    for name in _VERB_CLASSES:
        if lemma in classes[name] and (parse.is_clause_head(token) or name == "verbs_harm"):
            return name[6:]
    return "V" if parse.is_clause_head(token) else "N" if token.pos in ("NOUN", "PROPN") else "x"


def demanded(doc: Document, token: Token) -> str:
    """``theme`` for a noun that names what others are to do with whoever it is of ("release of the captives"), ``quit``
    for one of what these must do themselves ("withdrawal of the troops"); else empty."""
    lemma = parse.lemma_of(doc, token)
    classes = word_classes()
    found = (n for n in ("theme", "quit") if token.pos == "NOUN" and lemma in classes[f"demanded_{n}"])
    return next(found, "")


_DEMANDS = frozenset({"prep_for", "prep_against", "dobj", "psubj", "nsubjpass"})
"""Relations in which a noun names what is demanded."""


def governor(doc: Document, token: Token) -> tuple[str, Token] | None:
    """(collapsed label, governing word), prepositions passed over; None for a root."""
    if token.head == token.i:
        return None
    above = doc.head(token)
    if token.dep in ("pobj", "pcomp") and above.pos in ("ADP", "SCONJ", "VERB", "PART", "ADV"):
        if above.head == above.i:
            return None
        if above.dep in ("prep", "agent", "dative", "advmod", "advcl"):
            up = doc.head(above)
            while up.pos == "ADP" and up.head != up.i and up.dep in ("prep", "pobj"):
                up = doc.head(up)
            return f"prep_{above.lower}", up
    if token.dep == "conj" and not parse.is_clause_head(token):
        return governor(doc, above) or ("conj", above)
    return token.dep, above


def frames(doc: Document, trigger: Token) -> tuple[Frame, ...]:
    """The trigger's frame, the frames above it, and those of clauses below, the nearest first."""
    found = [Frame("", "", trigger, 0)]
    at = found[0]
    for step in range(1, _MOST_STEPS + 1):
        up = governor(doc, at.token)
        if up is None or up[1].sent != trigger.sent or any(f.token.i == up[1].i for f in found):
            break
        label, token = up
        at = Frame(f"{at.way}^{label}({verb_class(doc, token)})", f"{at.bare}^{label}", token, step)
        found.append(at)
    for above in tuple(found[:3]):
        found.extend(f for f in _below(doc, above, 2) if all(f.token.i != k.token.i for k in found))
    found.sort(key=lambda f: f.steps)
    return tuple(found)


def _below(doc: Document, frame: Frame, deepest: int) -> Iterator[Frame]:
    if not deepest:
        return
    near = frame.steps <= 1
    for child in doc.children(frame.token):
        step = ""
        clause = child.dep in _CLAUSES_BELOW and (parse.is_clause_head(child) or child.dep != "conj")
        if clause or (child.dep in ("dobj", "nsubjpass", "attr") and _leads_on(doc, child, near)):
            step = child.dep
        elif child.dep == "prep" and (near or child.lower in _PREPS_ON):
            for target in doc.children(child):
                if target.dep == "pcomp" or (target.dep == "pobj" and _leads_on(doc, target, near)):
                    yield from _step(doc, frame, target, f"prep_{child.lower}", deepest)
        if step:
            yield from _step(doc, frame, child, step, deepest)


def _step(doc: Document, frame: Frame, token: Token, label: str, deepest: int) -> Iterator[Frame]:
    crossed = (demanded(doc, token) if label in _DEMANDS else "") or verb_class(doc, token)
    below = Frame(f"{frame.way}>{label}({crossed})", f"{frame.bare}>{label}", token, frame.steps + 1)
    yield below
    yield from _below(doc, below, deepest - 1)


_DEED_CLASSES = ("hostilities", "talks", "truce", "penalty", "aid", "cooperation")
_DEEDS = frozenset(
    "attack strike raid operation assault offensive war battle killing bombing shelling agreement deal pact accord "
    "statement demand call visit meeting talk decision plan step responsibility support help right work effort policy "
    "attempt part role access fire blow campaign phase start end series number violation breach pressure charge".split()
)


_PREPS_ON = frozenset({"of", "in", "by", "for", "without", "after", "from", "with", "to"})


def _leads_on(doc: Document, token: Token, near: bool) -> bool:
    """True for a noun below which parties stand: a deed, or beside the trigger any thing that is no party itself
    ("refused requests by relatives", "frustration at the ministry's decision")."""
    if _is_deed(doc, token):
        return True
    thing = token.pos == "NOUN" and not token.ent and token.lower not in load_actor_nouns()
    return near and thing and parse.lemma_of(doc, token) not in load_person_nouns()


def _is_deed(doc: Document, token: Token) -> bool:
    if token.ent in ("GPE", "NORP", "ORG", "PERSON", "DATE", "TIME"):
        return False
    lemma = parse.lemma_of(doc, token)
    return lemma in _DEEDS or any(lemma in word_classes()[c] for c in _DEED_CLASSES)


def arguments(doc: Document, frame: Frame) -> tuple[Argument, ...]:
    """Phrases that depend on a frame's word, each with its collapsed relation."""
    found: list[Argument] = []
    for label, head in _direct(doc, frame.token):
        for token, suffix in _spread(doc, head, label in _DEMANDS):
            found.append(Argument(frame, label + suffix, token))
    return tuple(found)


def _direct(doc: Document, token: Token) -> Iterator[tuple[str, Token]]:
    if parse.is_clause_head(token) or token.pos in ("ADJ", "ADV"):
        passive = parse.is_passive(doc, token)
        own = any(c.dep in parse.SUBJECTS or c.dep in parse.PASSIVE_SUBJECTS for c in doc.children(token))
        for subject in parse.subjects(doc, token):
            yield ("" if own else "x") + ("psubj" if passive else "subj"), subject
        if passive:
            for agent in parse.agents(doc, token):
                yield "agent", agent
            for patient in parse.patients(doc, token):
                yield "patient", patient
        else:
            for patient in parse.patients(doc, token):
                yield "dobj", patient
    for doer in parse.doers_before(doc, token):
        yield "mod", doer
    for doer in parse.at_hands_of(doc, token):
        yield "agent", doer
    joined = joined_names(doc, token)
    yield from (("mod", name) for name in joined)
    for child in doc.children(token):
        if child in joined:
            continue
        if is_against(doc, child):
            yield "prep_against", child
        elif child.dep == "poss" and child.lower == "whose":
            yield "poss", parse.antecedent(doc, child)
        elif child.dep in ("dobj", "attr", "oprd", "dative", "poss", "appos") and child.pos != "ADP":
            yield child.dep, child
        elif is_doer_before(doc, child) or (child.dep in _BEFORE and child.ent in _NAMES):
            yield "mod", child
        elif child.dep in _BEFORE and child.pos in ("NOUN", "PROPN"):
            yield "noun", child
            for inner in doc.children(child):
                if inner.dep in ("amod", "compound", "nmod") and inner.ent in ("GPE", "NORP", "ORG"):
                    yield "mod", inner
        elif child.dep in ("prep", "agent", "dative") and child.pos in ("ADP", "SCONJ", "VERB", "PART"):
            yield from ((f"prep_{child.lower}", t) for t in _objects(doc, child))


_BEFORE = frozenset({"amod", "compound", "nmod"})
_NAMES = frozenset({"GPE", "NORP", "ORG", "PERSON", "LOC"})


def _objects(doc: Document, prep: Token) -> Iterator[Token]:
    for child in doc.children(prep):
        if child.dep == "pobj":
            yield child
        elif child.dep == "prep":
            yield from _objects(doc, child)


def _spread(doc: Document, head: Token, may_be_demanded: bool) -> Iterator[tuple[Token, str]]:
    """The head and what is coordinated with it, past counting nouns; then what each is part of or belongs to."""
    for item in parse.conjuncts(doc, head):
        yield item, ""
        crossed = demanded(doc, item) if may_be_demanded else ""
        named = f"({crossed})" if crossed else ""
        counts = item.lower in PARTITIVE or item.pos == "NUM" or item.lower in ("member", "members")
        for child in doc.children(item):
            if child.dep == "appos":
                yield child, ""
            elif child.dep == "prep" and child.lower == "of":
                for target in _objects(doc, child):
                    for one in parse.conjuncts(doc, target):
                        yield one, "" if counts else f"/of{named}"
            elif child.dep == "prep" and child.lower == "from" and item.ent not in ("GPE", "ORG", "DATE"):
                for target in _objects(doc, child):
                    for one in parse.conjuncts(doc, target):
                        yield one, "/from"
            elif child.dep in ("prep", "agent") and child.lower == "by" and not item.ent:
                for target in _objects(doc, child):
                    for one in parse.conjuncts(doc, target):
                        yield one, "/by"
            elif child.dep == "prep" and child.lower in _EXAMPLES:
                for target in _objects(doc, child):
                    for one in parse.conjuncts(doc, target):
                        yield one, "/such"
            elif child.dep == "poss":
                yield child, f"/poss{named}"
            elif child.dep in ("amod", "compound", "nmod") and child.ent in ("GPE", "NORP", "ORG", "PERSON"):
                yield child, f"/mod{named}"
                for one in doc.children(child):
                    if one.dep == "conj":
                        yield one, f"/mod{named}"


def signatures(doc: Document, trigger: Token) -> dict[int, tuple[Argument, ...]]:
    """Token number of a phrase's head to its relations with the trigger, the closest first, at most two."""
    found: dict[int, list[Argument]] = {}
    for frame in frames(doc, trigger):
        for argument in arguments(doc, frame):
            if argument.head.i != trigger.i:
                known = found.setdefault(argument.head.i, [])
                if len(known) < 2 and all(a.signature != argument.signature for a in known):
                    known.append(argument)
    return {i: tuple(args) for i, args in found.items()}
