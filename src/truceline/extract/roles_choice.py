"""Who did it, and to whom: phrases that the model and the rules propose, weighed together for each event.

Every candidate is an entity with features of who proposed it, how surely, for which side, and what it is. A logistic
score per side (training/combine.py fits it on reports the model has not seen) decides; an entity goes to the side
that wants it more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from truceline.domain.codes import EventType, Role
from truceline.domain.events import Entity
from truceline.domain.mentions import EventMention, RoleFill
from truceline.domain.text import Span
from truceline.resources.combine import Logistic

SIDES: Final = (Role.ACTOR, Role.RECIPIENT)
_SYMMETRIC: Final = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
_VERBAL: Final = frozenset(
    {EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT}
)
_DULL: Final = frozenset({"the", "a", "an", "of", "and", "his", "her", "their", "its", "other", "two", "three", "four"})

ReadEntities = Callable[[Span], tuple[Entity, ...]]
"""A phrase to its entities (extract/actors.py, handed in by the corridor)."""
TokenScore = Callable[[Span, Role], float]
"""The model's highest probability that a token of the span is inside a phrase of the role, for the lead mention."""


@dataclass(slots=True)
class Candidate:
    """An entity with all that speaks for it on either side."""

    entity: Entity
    span: Span
    best: dict[str, float] = field(default_factory=dict)
    """``<source>_<place>_<role>`` to the highest score proposed, such as ``model_lead_actor``."""

    def note(self, key: str, score: float) -> None:
        """Keep the highest score under a key."""
        self.best[key] = max(score, self.best.get(key, 0.0))


@dataclass(frozen=True, slots=True)
class Chosen:
    """An entity that fills a side of the event."""

    role: Role
    entity: Entity
    span: Span
    score: float
    reason: str


def gather(
    proposals: Iterable[tuple[str, bool, RoleFill]],
    nearby: Iterable[Span],
    read_entities: ReadEntities,
    token_score: TokenScore | None,
) -> list[Candidate]:
    """Candidates of one event.

    proposals: (source, whether on the lead mention, fill) of every actor and recipient phrase; source is ``model`` or
    ``rule``.
    nearby: mentions of actors in the lead mention's sentence, which neither may have proposed.
    """
    found: list[Candidate] = []

    def candidate(entity: Entity, span: Span) -> Candidate:
        for known in found:
            if _same(known.entity, entity):
                return known
        found.append(Candidate(entity, entity.mention or span))
        return found[-1]

    for source, lead, fill in proposals:
        if fill.role in SIDES:
            place = "lead" if lead else "other"
            for entity in read_entities(fill.span):
                candidate(entity, fill.span).note(f"{source}_{place}_{fill.role.value}", fill.score)
    for span in nearby:
        for entity in read_entities(span):
            candidate(entity, span).note("nearby", 1.0)
    if token_score is not None:
        for each in found:
            for side in SIDES:
                each.note(f"token_{side.value}", token_score(each.span, side))
    return found


def _same(a: Entity, b: Entity) -> bool:
    return bool(a.id and a.id == b.id) or a.name.casefold() == b.name.casefold()


def side_features(
    each: Candidate, all_of_them: Sequence[Candidate], lead: EventMention, side: Role
) -> dict[str, float]:
    """Features of one candidate for one side."""
    this, that = side.value, (Role.RECIPIENT if side is Role.ACTOR else Role.ACTOR).value
    best = each.best
    token, opposite = best.get(f"token_{this}", 0.0), best.get(f"token_{that}", 0.0)
    features = {
        "token": token,
        "token_opposite": opposite,
        "token_sure": float(token > 0.5),
        "token_lead": token - opposite,
    }
    for source in ("model", "rule"):
        for place in ("lead", "other"):
            for name, role in (("", this), ("_opposite", that)):
                score = best.get(f"{source}_{place}_{role}")
                if score is not None:
                    features[f"{source}_{place}{name}"] = 1.0
                    features[f"{source}_{place}{name}_score"] = score
    features["both"] = float("model_lead" in features and "rule_lead" in features)
    features["neither"] = float(not any(k.startswith(("model_", "rule_")) for k in features))
    own = strength(each, this)
    rivals = [c for c in all_of_them if c is not each and strength(c, this) > own]
    features["stronger"] = float(min(len(rivals), 4))
    features["no_rival"] = float(not any(c is not each and strength(c, this) > 0.3 for c in all_of_them))
    features["echo"] = float(any(_echoes(each, c) for c in rivals))
    kind = each.entity.kind or "none"
    features[f"kind_{kind}"] = 1.0
    features["person_alone"] = float(kind == "person" and not each.entity.affiliation)
    features[f"type_{lead.type.value}"] = 1.0
    features["symmetric_opposite"] = float(lead.type in _SYMMETRIC) * features["token_opposite"]
    features["verbal_token"] = float(lead.type in _VERBAL) * features["token"]
    features["lower_case"] = float(each.entity.name[:1].islower())
    return {k: v for k, v in features.items() if v}


def strength(each: Candidate, role: str) -> float:
    """How strongly the best proposal wants the candidate for a role, whoever made it."""
    proposed = [each.best.get(f"{source}_lead_{role}", 0.0) for source in ("model", "rule")]
    return max(each.best.get(f"token_{role}", 0.0), *proposed)


def _echoes(a: Candidate, b: Candidate) -> bool:
    """True when two names share a word that carries meaning ("some 19 civilians", "Palestinian civilians")."""
    left = set(a.entity.name.casefold().split()) - _DULL
    return bool(left & (set(b.entity.name.casefold().split()) - _DULL))


def choose_sides(
    candidates: Sequence[Candidate], lead: EventMention, weights: dict[Role, Logistic]
) -> tuple[Chosen, ...]:
    """The entities of each side, the surest first. An entity stands on one side only."""
    chosen: list[Chosen] = []
    for each in candidates:
        odds = {side: weights[side].score(side_features(each, candidates, lead, side)) for side in SIDES}
        side = max(SIDES, key=lambda s: odds[s] - weights[s].threshold)
        if odds[side] >= weights[side].threshold:
            said = ", ".join(f"{k.replace('_', ' ')} {v:.2f}" for k, v in sorted(each.best.items()) if k != "nearby")
            chosen.append(Chosen(side, each.entity, each.span, round(odds[side], 3), said or "stands in the sentence"))
    return tuple(sorted(chosen, key=lambda c: -c.score))
