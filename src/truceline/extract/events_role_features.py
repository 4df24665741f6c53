"""What a noun phrase of a sentence is to an event: features of trigger, phrase and the path between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from truceline.domain.codes import EventType
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.actors_drafts import is_of_office
from truceline.extract.events_doers import is_against, is_doer_before, is_joined_name, is_joined_people, is_stance
from truceline.extract.events_elliptic import counted_noun, told_by_clause
from truceline.extract.events_role_paths import Argument
from truceline.resources.actor_words import load_actor_nouns
from truceline.resources.harm import load_person_nouns
from truceline.resources.lexicon import word_classes

_SKIPPED_LABELS = frozenset({"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_SITES = frozenset({"ground", "FAC", "weapon"})
_PREFIXES = frozenset({"anti", "pro", "non", "ex", "anti-", "pro-"})
_PRONOUNS = frozenset("he she they we i his her their its our my it who him them us me whom both".split())


def party_class(doc: Document, token: Token) -> str:
    """What sort of party a phrase's head is: state, org, person, pronoun, or a word class."""
    if token.ent in ("GPE", "NORP"):
        return "state"
    if token.ent in ("ORG", "PERSON", "LOC", "FAC"):
        return token.ent
    if told_by_clause(doc, token) is not None:
        return "person"
    if token.lower in _PRONOUNS:
        return "pronoun" if token.lower not in ("it", "its") else "it"
    lemma = parse.lemma_of(doc, token)
    classes = word_classes()
    for name in ("force", "weapon", "party", "person", "truce", "ground", "talks", "hostilities"):
        if lemma in classes[name]:
            return name
    known = load_actor_nouns().get(token.lower) or load_actor_nouns().get(lemma)
    if known is not None and token.pos != "PROPN":
        return _OUTLET_CLASS if known.group == _OUTLET_CLASS else _PARTY_OF_GROUP.get(known.group, "party")
    if lemma in load_person_nouns():
        return "person"
    return "name" if token.pos == "PROPN" else "thing"


_OUTLET_CLASS = "media"
_PARTY_OF_GROUP = {"civil": "person", "protest": "person", "riot": "person", "armed": "force", "force": "force"}
"""Class of an actor noun (data/actor_nouns.tsv) that no word class of the lexicon names, by its own class."""

_CLASHES = frozenset(
    "clash skirmish fight fighting battle war conflict confrontation hostility combat gunbattle firefight gunfight "
    "shootout encounter crossfire fighting violence".split()
)
_BLASTS = frozenset("bomb blast explosion explode bombing detonate detonation landmine mine".split())


def event_sort(doc: Document, trigger: Token, event_type: EventType) -> str:
    """The event type, told apart where one type says several things of its sides.

    Violence by what its trigger tells: clash, harm, blast, or any. An accusation by who is the subject of its trigger:
    INQUIRY and CHARGE name proceedings, ALLEGED the deed that somebody is said to have done ("X said Y shelled Z").
    RELEASE sets somebody free, where any other RETREAT has nobody on its other side. PLEDGE is the AGREE of one side
    ("offered talks"), where the two sides of an agreement are its actors.
    """
    lemma = parse.lemma_of(doc, trigger)
    classes = word_classes()
    if event_type is EventType.ACCUSE:
        if lemma in classes["inquiry"]:
            return "INQUIRY"
        if lemma in classes["charge"]:
            return "CHARGE"
        accuses = lemma in classes["accusing"] or lemma in classes["verbs_say"]
        return event_type.value if accuses else "ALLEGED"
    if event_type is EventType.AGREE:
        named = {lemma, *(parse.lemma_of(doc, c) for c in doc.children(trigger) if c.dep in ("dobj", "nsubjpass"))}
        return event_type.value if named & classes["concluded"] else "PLEDGE"
    if event_type is EventType.RETREAT and lemma in classes["release"]:
        return "RELEASE"
    if event_type is not EventType.ASSAULT:
        return event_type.value
    if lemma in _CLASHES or (lemma == "exchange" and any(t.lemma == "fire" for t in doc.subtree(trigger))):
        return "CLASH"
    if lemma in _BLASTS:
        return "BLAST"
    return "HARM" if lemma in word_classes()["verbs_harm"] and lemma in _HARMS else event_type.value


_HARMS = frozenset("kill wound injure die death murder slay casualty perish hurt".split())


@dataclass(frozen=True)
class View:
    """What is read once for all phrases around a trigger."""

    doc: Document
    trigger: Token
    type: EventType
    signatures: Mapping[int, tuple[Argument, ...]]
    ruled: Mapping[int, Sequence[tuple[str, float]]]
    """Token number to (role, score) that the hand-written rules gave it."""

    @cached_property
    def sort(self) -> str:
        """As event_sort has it."""
        return event_sort(self.doc, self.trigger, self.type)

    @cached_property
    def voice(self) -> str:
        """N for a noun, V or Vp for an active or passive verb, Vm for one that must be done, X for anything else."""
        if self.trigger.pos in ("NOUN", "PROPN"):
            return "N"
        if not parse.is_clause_head(self.trigger):
            return "X"
        if self.type is EventType.REQUEST and is_obliged(self.doc, self.trigger):
            return "Vm"
        return "Vp" if parse.is_passive(self.doc, self.trigger) else "V"


def candidates(doc: Document, trigger: Token, found: Mapping[int, object]) -> tuple[Token, ...]:
    """Heads of the phrases of the trigger's sentence that may be parties. found: heads with a relation to it."""
    return tuple(t for t in doc.sentence_tokens(trigger.sent) if t.i != trigger.i and _may_be_party(doc, t, found))


def _may_be_party(doc: Document, token: Token, found: Mapping[int, object]) -> bool:
    if counted_noun(doc, token) is not None or told_by_clause(doc, token) is not None:
        return True  # "the rebels released 36", "those who fled"
    if (token.ent in _SKIPPED_LABELS and token.pos != "NOUN") or is_of_office(doc, token):
        return False
    if token.pos == "PRON":
        return token.lower in _PRONOUNS and not _is_beside_subject(doc, token)
    if token.lower in _PREFIXES or token.text[-1] in "-–" or not any(c.isalnum() for c in token.text):
        return False  # "anti-war", which the parse takes apart
    if _says_what_house(doc, token):
        return False
    inside = token.dep in ("compound", "nmod", "amod")
    named = token.ent in ("GPE", "NORP", "ORG", "PERSON")
    if inside and is_stance(doc, token):
        return False  # "the anti-Syrian majority"
    if inside and is_against(doc, token):
        return True
    if inside:
        above = doc.head(token)
        if _is_struck_site(doc, token):
            return True  # "the clinic bombing"
        if is_doer_before(doc, token) or is_joined_name(doc, token) or is_joined_people(doc, token):
            return True  # "the rebel raid", "the Arnor-Mordor war"
        if not named or token.ent == above.ent:
            return False
        # "the Ain Zara base" is one target
        return token.dep != "compound" or token.ent == "NORP" or party_class(doc, above) not in _SITES
    return token.pos in _NOUNS or (token.i in found and token.pos in ("ADJ", "NUM"))


def _says_what_house(doc: Document, token: Token) -> bool:
    """True for people by whom a house is called: "a children's hospital", "the displaced people's camp"; not for the
    villagers of "the villagers' houses", who live there."""
    plural = token.dep == "poss" and token.tag == "NNS" and not token.ent
    return plural and doc.head(token).lemma.lower() in word_classes()["called_house"]


def _is_beside_subject(doc: Document, token: Token) -> bool:
    """True for a "both" that only goes with a subject told before it: "two groups that both signed"."""
    if token.lower != "both":
        return False
    subjects = [c for c in doc.children(doc.head(token)) if c.dep in parse.SUBJECTS and c.i < token.i]
    return bool(subjects) or token.dep not in (*parse.SUBJECTS, "dobj", "pobj")


def is_obliged(doc: Document, verb: Token) -> bool:
    """True for a verb under "must" or "should": of a request, its subject is the one of whom it is asked, unless the
    verb itself asks or blames ("we must demand")."""
    if parse.lemma_of(doc, verb) in _ASKING:
        return False
    return any(c.dep == "aux" and c.lower in ("must", "should", "shall") for c in doc.children(verb))


_ASKING = frozenset(
    "demand urge ask call request appeal insist plead want warn accuse blame condemn denounce "
    "criticise criticize".split()
)


def _is_struck_site(doc: Document, token: Token) -> bool:
    """True for the site before a noun of violence; a vehicle there is a weapon ("truck bombing")."""
    classes = word_classes()
    lemma = parse.lemma_of(doc, token)
    above = parse.lemma_of(doc, doc.head(token))
    return (
        token.pos == "NOUN" and not token.ent and lemma in classes["site"] and lemma not in classes["weapon"]
        and (above in _BLASTS or above in classes["hostilities"])
    )  # fmt: skip


def role_features(view: View, head: Token) -> dict[str, float]:
    """Features of one phrase by its head."""
    doc, trigger = view.doc, view.trigger
    kind, voice, party = view.sort, view.voice, party_class(doc, head)
    lemma = parse.lemma_of(doc, trigger)
    f = {"bias": 1.0, f"type={kind}": 1.0, f"of={view.type}": 1.0}
    f[f"party={party}"] = f[f"{kind}:party={party}"] = 1.0
    side = "before" if head.i < trigger.i else "after"
    f[side] = f[f"{kind}:{side}"] = f[f"{voice}:{side}"] = 1.0
    f["gap"] = math.log1p(abs(head.i - trigger.i)) / 3
    related = view.signatures.get(head.i, ())
    for n, argument in enumerate(related):
        label, base = argument.label, argument.label.split("/")[0].lstrip("x")
        way, bare, signature = argument.frame.way, argument.frame.bare, argument.signature
        mark = "" if n == 0 else "2:"
        f[f"{mark}s={voice}{signature}"] = 1.0
        f[f"{mark}{kind}:s={voice}{bare}|{label}"] = 1.0
        if n == 0:
            f[f"{kind}:s={voice}{signature}"] = 1.0
            f[f"{lemma}:s={signature}"] = 1.0
            f[f"{lemma}:b={bare}|{base}"] = 1.0
            f[f"b={voice}{bare}|{base}"] = 1.0
            f[f"{kind}:l={voice}{base}"] = 1.0
            f[f"{kind}:last={_last(way)}|{base}"] = 1.0
            f[f"{party}:s={voice}{bare}|{label}"] = 1.0
            f[f"{party}:{kind}:l={base}"] = 1.0
            f[f"steps={argument.frame.steps}"] = 1.0
            f[f"{kind}:steps={argument.frame.steps}"] = 1.0
            f[f"suffix={label.partition('/')[2]}"] = 1.0
            if argument.frame.steps and "say" in way and base == "subj":
                f[f"{kind}:speaker"] = 1.0
    if not related:
        f["unrelated"] = f[f"{kind}:unrelated"] = f[f"{party}:unrelated"] = 1.0
        f[f"unrelated:{head.dep}"] = 1.0
    else:
        here = related[0].label
        others = {a[0].label for i, a in view.signatures.items() if i != head.i and a and a[0].frame.steps == 0}
        for label in ("subj", "xsubj", "psubj", "agent", "dobj", "poss", "mod", "prep_by", "prep_on", "prep_against"):
            if label in others:
                f[f"{here}+{label}"] = 1.0
    given = view.ruled.get(head.i, ())
    for role, score in given:
        f[f"rule={role}"] = f[f"{kind}:rule={role}"] = f[f"rule={role}:{score:.2f}"] = f[f"{party}:rule={role}"] = 1.0
    if not given:
        roles_given = {r for rs in view.ruled.values() for r, _ in rs}
        f[f"rule=none, others {'+'.join(sorted(roles_given)) or 'none'}"] = 1.0
    if head.dep in ("compound", "amod", "nmod", "poss"):
        f[f"inside={party_class(doc, doc.head(head))}:{head.dep}"] = 1.0
    if head.dep in ("nsubj", "nsubjpass") and doc.head(head).dep == "ROOT":
        f["root subject"] = f[f"{kind}:root subject"] = 1.0
    return f


def _last(way: str) -> str:
    """The last step of a way."""
    cut = max(way.rfind("^"), way.rfind(">"))
    return way[cut:] if cut >= 0 else ""
