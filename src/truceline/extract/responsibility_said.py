"""Deeds that somebody says to be his own: "said it had carried out the attack", "said it was not behind it"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from truceline.domain.text import Document, Span, Token
from truceline.extract.responsibility_acts import (
    ANAPHORS,
    DEED,
    STORIES,
    About,
    Responsibility,
    anaphor_or_named,
    is_negated,
    is_nobody,
    subject_of,
)
from truceline.resources.lexicon import word_classes

_UNTRUE = {"false", "untrue", "baseless", "unfounded", "groundless", "lie", "fabrication", "nonsense", "invention"}
SAYS = {
    "say", "claim", "announce", "tell", "declare", "boast", "state", "add", "admit", "acknowledge", "report",
    "confirm", "reveal", "insist",
}  # fmt: skip
_ITSELF = {"it", "they", "we"}
CARRIES_OUT = {"carry", "stage", "mount", "conduct", "perpetrate", "plant", "undertake", "execute"}
_CARRIED = {"attack", "operation", "strike", "raid", "bombing", "killing", "action", "ambush", "shooting", "abduction"}
_DEEDS = {"overrun", "enter", "storm", "open", "bring", "hold", "drive", "liberate", "punish", "stop", "sink", "set"}
_UNDERGONE = {"die", "perish", "fall"}
MAYBE = {"will", "would", "could", "may", "might", "can", "should", "if", "whether"}
GROUP_NOUNS = {"movement", "group", "organization", "organisation", "rebel", "guerrilla", "front", "faction"}
PAPERS = {
    "caller", "statement", "leaflet", "message", "website", "video", "note", "recording", "tape", "communique",
    "account",
}  # fmt: skip
"""What speaks for somebody else."""


def said_deeds(doc: Document, verb: Token) -> Iterator[Responsibility]:
    """As in "The group said it had carried out the attack", "was behind it", "claimed to have shot it down"."""
    if is_negated(doc, verb):
        return
    speaker = subject_of(doc, verb)
    if speaker is None or speaker.lower in {"i", "we", "he", "she"} or is_nobody(doc, speaker):
        return
    for child in clauses_said(doc, verb):
        if child.i < verb.i:
            continue
        words = {c.lower for c in doc.children(child)}
        if words & MAYBE or any(c.dep == "auxpass" for c in doc.children(child)):
            continue
        doer = next((c for c in doc.children(child) if c.dep == "nsubj"), None)
        if doer is not None and doer.lemma.lower() in STORIES:
            if any(c.lemma.lower() in _UNTRUE for c in doc.children(child)) and not is_negated(doc, child):
                yield Responsibility(speaker, doer.span, About.ANAPHOR, True, verb.span, doer)
            continue
        if doer is None and not (child.dep == "xcomp" and verb.lemma.lower() in {"claim", "boast", "admit"}):
            continue
        named = doer is not None and _is_named_doer(speaker, doer)
        if doer is not None and not named and not (doer.lower in _ITSELF or own_man(doc, doer, speaker)):
            continue
        head = doer if named and doer is not None else speaker
        for said in of_complement(doc, verb, child, head):
            yield replace(said, of_group=child.head != verb.i)  # an army's statement on its own operations is no claim


def clauses_said(doc: Document, verb: Token) -> Iterator[Token]:
    """Heads of the clauses that say what is said, also where the parse hangs them on a noun behind the verb: "said in a
    statement that its men had shot him"."""
    for child in doc.children(verb):
        if child.dep in {"ccomp", "xcomp"} and child.pos in {"VERB", "AUX"}:
            yield child
        if child.i > verb.i and child.dep in {"prep", "dobj", "dative"}:
            below = [t for t in doc.subtree(child) if t.dep in {"acl", "relcl", "ccomp"} and t.pos in {"VERB", "AUX"}]
            told = (t for t in below if any(c.dep == "mark" and c.lower == "that" for c in doc.children(t)))
            yield from (t for t in told if not any(a.lemma.lower() in SAYS for a in _up_to(doc, t, verb)))


def _up_to(doc: Document, token: Token, top: Token) -> Iterator[Token]:
    """What stands between a word and one above it."""
    for above in doc.ancestors(token):
        if above.i == top.i:
            return
        yield above


def of_complement(doc: Document, verb: Token, child: Token, head: Token) -> Iterator[Responsibility]:
    """The claim or denial that a clause behind a verb of saying makes."""
    noun = next((c for c in doc.children(child) if c.dep in {"dobj", "attr"}), None)
    negated = is_negated(doc, child) or (noun is not None and is_nobody(doc, noun))
    clause = _Clause(doc, child, noun, negated)
    act = _BY_VERB.get(child.lemma.lower(), _deed)(clause)
    if act is not None:
        yield Responsibility(head, Span(child.start, act.end), act.kind, negated, verb.span, act.noun)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause behind a verb of saying."""

    doc: Document
    verb: Token
    noun: Token | None
    """Its object or attribute."""
    negated: bool


@dataclass(frozen=True, slots=True)
class _Act:
    """The act that a clause speaks of."""

    kind: About
    noun: Token | None
    end: int
    """Where the words that say which end; they begin with the clause's verb."""


def _stands_behind(clause: _Clause) -> _Act | None:
    """As in "was behind it", "was not responsible for the bombing"."""
    doc, verb = clause.doc, clause.verb
    below = doc.subtree(verb)
    blame = next((t for t in below if t.lower in {"behind", "responsible"} and doc.head(t).i == verb.i), None)
    if blame is None:
        return None
    noun = next((t for t in doc.subtree(blame) if t.i > blame.i and t.dep in {"pobj", "conj"}), None)
    return _Act(About.UNSAID, None, blame.end) if noun is None else _Act(anaphor_or_named(noun), noun, noun.end)


def _has_no_part(clause: _Clause) -> _Act | None:
    """As in "had nothing to do with it", "had no hand in the attack"."""
    part = clause.noun
    if part is None or part.lower not in {"nothing", "part", "hand", "role"} or not clause.negated:
        return None
    below = clause.doc.subtree(clause.verb)
    noun = next((t for t in below if t.dep == "pobj" and t.i > part.i), None)
    return None if noun is None else _Act(anaphor_or_named(noun), noun, max(t.end for t in below))


def _did_it(clause: _Clause) -> _Act | None:
    """As in "had done it", "did the bombing"."""
    noun = clause.noun
    if clause.negated or not (noun is None or noun.lower in ANAPHORS or noun.lemma in _CARRIED):
        return None
    return _Act(About.ANAPHOR, noun, (noun or clause.verb).end)


def _carried_out(clause: _Clause) -> _Act | None:
    """As in "had carried out the attack", "had planted both"."""
    noun = clause.noun
    if noun is None:
        return _deed(clause)
    return None if clause.negated else _Act(anaphor_or_named(noun), noun, max(t.end for t in clause.doc.subtree(noun)))


def _deed(clause: _Clause) -> _Act | None:
    """As in "had killed ten soldiers", "had overrun the post"."""
    noun, verb = clause.noun, clause.verb
    if clause.negated or not is_deed(verb.lemma.lower()):
        return None
    return _Act(About.OWN, noun, verb.end if noun is None else max(noun.end, verb.end))


_BY_VERB: dict[str, Callable[[_Clause], _Act | None]] = {
    "be": _stands_behind,
    "have": _has_no_part,
    "do": _did_it,
    **dict.fromkeys(CARRIES_OUT, _carried_out),
}
"""Lemma of the clause's verb to what reads it; _deed reads all others."""


def is_deed(verb: str) -> bool:
    """True for the lemma of a verb that tells of a deed of force."""
    if verb in _UNDERGONE:
        return False
    return verb in _DEEDS or verb in word_classes()["verbs_harm"] or (verb != "act" and bool(DEED.match(verb)))


def _is_named_doer(speaker: Token, doer: Token) -> bool:
    """As in "a caller said the Dale Guard had carried out the killings": the claim is the Guard's."""
    return speaker.lemma.lower() in PAPERS and doer.pos == "PROPN"


def own_man(doc: Document, actor: Token, speaker: Token) -> bool:
    """As in "one of its fighters", "the movement's fighters", "a Taliban fighter" beside a Taliban commander."""
    words = doc.subtree(actor)
    if any(t.dep == "poss" and (t.lower in {"its", "their", "his"} or t.lemma in GROUP_NOUNS) for t in words):
        return True
    names = {t.text for t in doc.subtree(speaker) if t.pos == "PROPN"}
    return actor.pos == "NOUN" and any(t.pos == "PROPN" and t.text in names for t in words)
