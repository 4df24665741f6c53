"""What a noun phrase of a sentence is to an event: features of trigger, phrase and the path between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from truceline.domain.codes import EventType
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.resources.lexicon import word_classes

_SAYING = frozenset(
    "say tell add report state note claim believe stress warn argue announce declare insist quote "
    "explain acknowledge".split()
)
_SKIPPED_LABELS = frozenset({"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "LANGUAGE"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_SITES = frozenset({"ground", "FAC", "weapon"})
_PRONOUNS = frozenset("he she they we i his her their its our my it who".split())


def party_class(doc: Document, token: Token) -> str:
    """What sort of party a phrase's head is: state, org, person, pronoun, or a word class."""
    if token.ent in ("GPE", "NORP"):
        return "state"
    if token.ent in ("ORG", "PERSON", "LOC", "FAC"):
        return token.ent
    if token.lower in _PRONOUNS:
        return "pronoun" if token.lower not in ("it", "its") else "it"
    lemma = parse.lemma_of(doc, token)
    classes = word_classes()
    for name in ("force", "weapon", "party", "person", "truce", "ground", "talks", "hostilities"):
        if lemma in classes[name]:
            return name
    return "name" if token.pos == "PROPN" else "thing"


def candidates(doc: Document, trigger: Token) -> tuple[Token, ...]:
    """Heads of the phrases of the trigger's sentence that may be parties."""
    found = []
    for token in doc.sentence_tokens(trigger.sent):
        if token.i == trigger.i or token.ent in _SKIPPED_LABELS:
            continue
        if token.pos in _NOUNS:
            # Inside a name or compound only words that are a party of their own ("US troops", "Israeli strike").
            if token.dep in ("compound", "nmod", "amod") and not (
                token.ent in ("GPE", "NORP", "ORG", "PERSON") and token.ent != doc.head(token).ent
            ):
                continue
            if token.pos == "PRON" and token.lower not in _PRONOUNS:
                continue
            found.append(token)
            if token.dep == "compound" and token.ent != "NORP" and party_class(doc, doc.head(token)) in _SITES:
                found.pop()  # "the Ain Zara base" is one target
        elif token.ent in ("NORP", "GPE") and token.dep in ("amod", "compound", "poss", "nmod"):
            found.append(token)
    return tuple(found)


def path(doc: Document, start: Token, end: Token, limit: int = 7) -> tuple[list[Token], list[Token]] | None:
    """(tokens climbed from start to the common governor, tokens from below it down to end); None when too long."""
    ups = [start, *doc.ancestors(start)]
    downs = [end, *doc.ancestors(end)]
    at = {t.i: n for n, t in enumerate(ups)}
    for n, token in enumerate(downs):
        if token.i in at:
            climbed, fallen = ups[: at[token.i] + 1], list(reversed(downs[:n]))
            return (climbed, fallen) if len(climbed) - 1 + len(fallen) <= limit else None
    return None


def _step(token: Token) -> str:
    return (
        f"{token.dep}:{token.lower}"
        if token.dep in ("prep", "agent", "dative") and token.pos in ("ADP", "SCONJ", "PART")
        else token.dep
    )


def role_features(
    doc: Document, trigger: Token, event_type: EventType, head: Token, ruled: Mapping[int, Sequence[tuple[str, float]]]
) -> dict[str, float]:
    """Features of one phrase. ``ruled``: token number to (role, score) that the hand-written rules gave it."""
    kind = str(event_type)
    f: dict[str, float] = {"bias": 1.0, f"type={kind}": 1.0}
    party = party_class(doc, head)
    f[f"party={party}"] = 1.0
    f[f"{kind}:party={party}"] = 1.0
    noun = "N" if trigger.pos in ("NOUN", "PROPN") else "V" if parse.is_clause_head(trigger) else "X"
    passive = noun == "V" and parse.is_passive(doc, trigger)
    voice = f"{noun}{'p' if passive else ''}"
    found = path(doc, trigger, head)
    f["before" if head.i < trigger.i else "after"] = 1.0
    f[f"{kind}:before" if head.i < trigger.i else f"{kind}:after"] = 1.0
    f["gap"] = math.log1p(abs(head.i - trigger.i)) / 3
    if found is None:
        f["path=long"] = 1.0
    else:
        climbed, fallen = found
        up = "^".join(t.dep for t in climbed[:-1])
        down = ">".join(_step(t) for t in fallen)
        tail = ">".join(_step(t) for t in fallen[-2:])
        whole = f"{voice}|{up}|{down}"
        f[f"path={whole}"] = 1.0
        f[f"{kind}:path={whole}"] = 1.0
        f[f"tail={voice}|{len(climbed) - 1}|{tail}"] = 1.0
        f[f"{kind}:tail={voice}|{tail}"] = 1.0
        f[f"steps={min(len(climbed) - 1, 3)}+{min(len(fallen), 4)}"] = 1.0
        lemma = parse.lemma_of(doc, trigger)
        f[f"word={lemma}|{up}|{tail}"] = 1.0
        top = climbed[-1]
        if top.i != trigger.i:
            f[f"top={'say' if top.lemma in _SAYING else top.pos}|{up}|{tail}"] = 1.0
            if top.lemma in _SAYING and fallen and fallen[0].dep == "nsubj":
                f[f"{kind}:speaker"] = 1.0
                own = any(c.dep in ("nsubj", "nsubjpass") for t in climbed[:-1] for c in doc.children(t))
                f["speaker, other subject" if own else "speaker, no other subject"] = 1.0
        f[f"{party}:tail={tail}"] = 1.0
    for role, score in ruled.get(head.i, ()):
        f[f"rule={role}"] = 1.0
        f[f"{kind}:rule={role}"] = 1.0
        f[f"rule={role}:{score:.2f}"] = 1.0
        f[f"{party}:rule={role}"] = 1.0
    if not ruled.get(head.i):
        roles_given = {r for rs in ruled.values() for r, _ in rs}
        f[f"rule=none, others {'+'.join(sorted(roles_given)) or 'none'}"] = 1.0
    if head.dep in ("compound", "amod", "nmod", "poss"):
        f[f"inside={party_class(doc, doc.head(head))}:{head.dep}"] = 1.0
    if head.dep in ("nsubj", "nsubjpass") and doc.head(head).dep == "ROOT":
        f["root subject"] = 1.0
        f[f"{kind}:root subject"] = 1.0
    if head.dep == "appos":
        f["apposition"] = 1.0
    if head.dep == "conj":
        f["conjunct"] = 1.0
    return f
