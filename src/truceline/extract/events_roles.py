"""Who did what to whom with what, where and when: role phrases of an event mention, from the parse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truceline.domain.codes import EventType, Role
from truceline.domain.mentions import RoleFill
from truceline.domain.text import Document, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_role_features import View, candidates, role_features
from truceline.extract.events_role_paths import signatures
from truceline.extract.events_ruled import Found, read_by_rule
from truceline.extract.last import Last
from truceline.resources.lexicon import load_weights, word_classes
from truceline.resources.logistic import chance_of

_PLACE_PREPS = ("in", "at", "near", "outside", "around", "inside", "across", "on", "along", "from", "to", "into")
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_ROLES = (Role.ACTOR, Role.RECIPIENT, Role.WEAPON)
"""As read_by_rule gives them."""


def read_roles(doc: Document, trigger: Token, event_type: EventType) -> tuple[RoleFill, ...]:
    """Phrases that fill the roles of an event named by a token. Best first within a role.

    Actors and recipients by the learned score of the sentence's phrases (data/role_weights.json), which weighs what the
    hand-written rules say.
    """
    actors, recipients, weapons = read_by_rule(doc, trigger, event_type)
    weights = load_weights("role_weights.json")
    actors, recipients = _weigh(doc, trigger, event_type, (actors, recipients, weapons), weights)
    fills: list[RoleFill] = []
    for role, heads in ((Role.ACTOR, actors), (Role.RECIPIENT, recipients), (Role.WEAPON, weapons)):
        for head, score, reason in heads:
            span = parse.phrase(doc, head)
            if not any(f.span.overlaps(span) for f in fills):
                fills.append(RoleFill(role, span, round(score, 3), reason))
    fills.extend(_places(doc, trigger))
    fills.extend(_times(doc, trigger))
    return tuple(fills)


Scored = tuple[Token, dict[Role, float], str, str]
"""Head of a phrase, its probability on either side, its relation to the trigger (or empty), and the reason."""

_Known = dict[tuple[int, EventType], list[Scored]]
_LAST: Last[_Known] = Last()
"""Scores of the last report's phrases: rules, model and sides ask for the same trigger two or three times."""


def score_phrases(
    doc: Document,
    trigger: Token,
    event_type: EventType,
    weights: Mapping[str, float],
    ruled: tuple[Found, Found, Found] | None = None,
) -> list[Scored]:
    """Every phrase of the trigger's sentence that may be a party, as (head, probabilities, relation, reason).

    ruled: what the rules say, where they were asked already.
    """
    known, key = _LAST.of(doc, weights, make=dict), (trigger.i, event_type)
    if key not in known:
        known[key] = _score(doc, trigger, event_type, ruled or read_by_rule(doc, trigger, event_type), weights)
    return known[key]


def _score(
    doc: Document,
    trigger: Token,
    event_type: EventType,
    ruled: tuple[Found, Found, Found],
    weights: Mapping[str, float],
) -> list[Scored]:
    by_rule: dict[int, list[tuple[str, float]]] = {}
    reasons: dict[int, str] = {}
    for role, found in zip(_ROLES, ruled, strict=True):
        for head, score, reason in found:
            by_rule.setdefault(head.i, []).append((role.value, score))
            reasons.setdefault(head.i, reason)
    related = signatures(doc, trigger)
    view, tables = View(doc, trigger, event_type, related, by_rule), _tables(weights)
    out = []
    for head in candidates(doc, trigger, related):
        features = role_features(view, head)
        chances = {r: chance_of(features, table) for r, table in tables.items()}
        relation = next((a.signature for a in related.get(head.i, ())), "")
        out.append((head, chances, relation, reasons.get(head.i, "where it stands in the sentence")))
    if event_type is EventType.PROTEST and parse.lemma_of(doc, trigger) in _WHO_PROTEST:
        out.append((trigger, {Role.ACTOR: 0.9, Role.RECIPIENT: 0.02}, "", "named by what they do"))
    return out


_WHO_PROTEST = frozenset("protester protestor demonstrator rioter marcher striker picketer".split())


def _weigh(
    doc: Document,
    trigger: Token,
    event_type: EventType,
    ruled: tuple[Found, Found, Found],
    weights: Mapping[str, float],
) -> tuple[Found, Found]:
    """Actors and recipients among the sentence's phrases, each phrase in its likelier role, the surest first."""
    chosen: dict[Role, Found] = {Role.ACTOR: [], Role.RECIPIENT: []}
    for head, chances, _, reason in score_phrases(doc, trigger, event_type, weights, ruled):
        role = max(chances, key=lambda r: chances[r])
        if chances[role] >= weights[f"{role.value}|threshold"]:
            chosen[role].append((head, chances[role], reason))
    for role in chosen:
        chosen[role].sort(key=lambda item: -item[1])
    return chosen[Role.ACTOR], chosen[Role.RECIPIENT]


_Tables = dict[Role, dict[str, float]]
_TABLES: list[tuple[Mapping[str, float], _Tables]] = []


def _tables(weights: Mapping[str, float]) -> _Tables:
    """The weights of each side without its prefix; those last asked for are kept."""
    for known, tables in _TABLES:
        if known is weights:
            return tables
    sides = {r: f"{r.value}|" for r in (Role.ACTOR, Role.RECIPIENT)}
    made = {r: {k.removeprefix(p): v for k, v in weights.items() if k.startswith(p)} for r, p in sides.items()}
    _TABLES[:] = [(weights, made)]
    return made


def _clause_tokens(doc: Document, trigger: Token) -> Iterator[Token]:
    """The trigger and the verb it hangs on, whose adverbials speak of it too."""
    yield trigger
    if trigger.pos in ("NOUN", "PROPN"):
        head = doc.head(trigger)
        if head.pos == "ADP":
            head = doc.head(head)
        if parse.is_clause_head(head):
            yield head


def _places(doc: Document, trigger: Token) -> list[RoleFill]:
    found: list[RoleFill] = []
    for score, token in zip((0.8, 0.6), _clause_tokens(doc, trigger), strict=False):
        for head in parse.prep_objects(doc, token, *_PLACE_PREPS):
            if head.ent in _PLACE_LABELS or parse.lemma_of(doc, head) in word_classes()["ground"]:
                span = parse.phrase(doc, head, keep=("of", "in", "near", "at", "on", "south", "north", "east", "west"))
                if not any(f.span.overlaps(span) for f in found):
                    found.append(RoleFill(Role.PLACE, span, score, "place of the clause"))
    return found


def _times(doc: Document, trigger: Token) -> list[RoleFill]:
    found: list[RoleFill] = []
    for score, token in zip((0.8, 0.65), _clause_tokens(doc, trigger), strict=False):
        heads = list(
            parse.prep_objects(
                doc, token, "on", "in", "at", "during", "since", "by", "late", "early", "from", "until", "after"
            )
        )
        heads += [c for c in doc.children(token) if c.dep in ("npadvmod", "advmod", "nmod")]
        for head in heads:
            if head.ent in ("DATE", "TIME"):
                span = parse.phrase(doc, head, keep=("of", "in"))
                if not any(f.span.overlaps(span) for f in found):
                    found.append(RoleFill(Role.TIME, span, score, "time of the clause"))
    return found
