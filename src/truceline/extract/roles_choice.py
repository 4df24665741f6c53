"""Who did it, and to whom: the parties of one event, weighed over all sentences that speak of it.

Every candidate is a party of the report with what speaks for it on either side: where it stands to the event's triggers
(events_roles), what the trained model says of its words, how near and how prominent it is, and whether it speaks the
words. A logistic score per side (training/sides.py fits it on gold/train) decides; a party goes to the side that
wants it more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from truceline.domain.codes import EventType, Role
from truceline.domain.events import Entity
from truceline.domain.mentions import Actor, EventMention, Speech
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_roles import score_phrases
from truceline.resources.combine import Logistic

SIDES: Final = (Role.ACTOR, Role.RECIPIENT)
_MUTUAL: Final = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
_FAR: Final = 4
"""Sentences from which on a party counts as far from the trigger."""
_LEAST: Final = 0.02
"""Phrases that are likelier than this on a side make their party a candidate."""
_FLOOR: Final = -5.0
"""Log odds of a party that stands in no sentence of the event."""
_PROMINENT: Final = 5
"""So many of the report's most told parties are candidates wherever they stand."""

ReadEntities = Callable[[Span], tuple[Entity, ...]]
"""A phrase to its entities (extract/actors.py, handed in by the corridor)."""
TokenScore = Callable[[Span, Role], float]
"""The model's highest probability that a token of the span is inside a phrase of the role, for the lead mention."""


@dataclass(slots=True)
class Candidate:
    """A party with all that speaks for it on either side."""

    key: str
    entity: Entity
    span: Span
    best: dict[str, float] = field(default_factory=dict)
    """``lead_actor``, ``other_recipient``, ``token_actor``, ``speaker`` ... to the highest score."""
    reasons: dict[str, str] = field(default_factory=dict)
    likeliest: float = -1.0

    def note(self, name: str, score: float) -> None:
        """Keep the highest score under a name."""
        self.best[name] = max(score, self.best.get(name, 0.0))

    def get(self, name: str) -> float:
        """The score under a name, or 0."""
        return self.best.get(name, 0.0)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An entity that fills a side of the event."""

    role: Role
    entity: Entity
    span: Span
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What the corridor knows when it asks for the sides of one event."""

    doc: Document
    group: Sequence[EventMention]
    """Mentions of the event, the best first."""
    actors: Sequence[Actor]
    speeches: Sequence[Speech]
    read_entities: ReadEntities
    weights: Mapping[str, float]
    """Of phrases (data/role_weights.json)."""
    token_score: TokenScore | None = None


def party_key(entity: Entity) -> str:
    """One key for an official and his state, a member and his group."""
    return (entity.affiliation or entity.name).casefold()


def gather(scene: Scene) -> list[Candidate]:
    """Candidates of one event, in no particular order."""
    found: dict[str, Candidate] = {}

    def candidate(entity: Entity, span: Span) -> Candidate:
        return found.setdefault(party_key(entity), Candidate(party_key(entity), entity, entity.mention or span))

    for n, mention in enumerate(scene.group):
        anchor = scene.doc.syntactic_head(mention.trigger)
        if anchor is not None:
            _from_sentence(scene, anchor, scene.group[0].type, "other" if n else "lead", candidate)
    _from_report(scene, found, candidate)
    if scene.token_score is not None:
        for each in found.values():
            for side in SIDES:
                each.note(f"token_{side.value}", scene.token_score(each.span, side))
    return list(found.values())


def _from_sentence(
    scene: Scene, anchor: Token, kind: EventType, place: str, candidate: Callable[[Entity, Span], Candidate]
) -> None:
    for head, chances, reason in score_phrases(scene.doc, anchor, kind, scene.weights):
        if max(chances.values()) < _LEAST:
            continue
        span = parse.phrase(scene.doc, head)
        for entity in scene.read_entities(span):
            each = candidate(entity, span)
            each.note(f"in_{place}", 1.0)
            for side, chance in chances.items():
                if chance > each.get(f"{place}_{side.value}"):
                    each.note(f"{place}_{side.value}", chance)
                    each.reasons[side.value] = reason
            if max(chances.values()) + (place == "lead") > each.likeliest:
                each.likeliest = max(chances.values()) + (place == "lead")
                each.entity, each.span = entity, entity.mention or span


def _from_report(
    scene: Scene, found: dict[str, Candidate], candidate: Callable[[Entity, Span], Candidate]
) -> None:
    """Prominence and nearness of the candidates; the most prominent parties and the speaker become candidates too."""
    told: dict[str, list[Span]] = {}
    shown: dict[str, Actor] = {}
    for actor in scene.actors:
        key = (actor.affiliation or actor.name).casefold()
        told.setdefault(key, []).extend(m.span for m in actor.mentions)
        shown.setdefault(key, actor)
    speakers = _speakers(scene)
    prominent = sorted(told, key=lambda k: -len(told[k]))[:_PROMINENT]
    for key in dict.fromkeys([*prominent, *speakers]):
        if key in shown and key not in found:
            actor = shown[key]
            span = min(told[key])
            found[key] = Candidate(key, _entity(actor, span), span)
    first = scene.doc.sentences[0].end if scene.doc.sentences else 0
    sentence = scene.group[0].sentence
    most = max((len(s) for s in told.values()), default=1)
    for key, each in found.items():
        spans = told.get(key, [each.span])
        each.note("prominence", len(spans) / most)
        each.note("in_first", float(min(spans).start < first))
        before = [sentence - scene.doc.sentence_at(s.start) for s in spans]
        each.note("near_before", max((1 / (1 + b) for b in before if b > 0), default=0.0))
        each.note("near_after", max((1 / (1 - b) for b in before if b < 0), default=0.0))
        each.note("subject_before", float(_is_subject_before(scene, spans, sentence)))
        each.note("speaker", speakers.get(key, 0.0))


def _entity(actor: Actor, span: Span) -> Entity:
    return Entity(actor.name, actor.registry_id, span, actor.affiliation, actor.kind.value, actor.country)


def _speakers(scene: Scene) -> dict[str, float]:
    """Parties whose words hold a trigger: 1 for the lead trigger's speaker, 0.5 for another's."""
    by_key = {a.key: a for a in scene.actors}
    out: dict[str, float] = {}
    for n, mention in enumerate(scene.group):
        for speech in scene.speeches:
            if speech.content.contains(mention.trigger) and speech.actor_key in by_key:
                actor = by_key[speech.actor_key]
                key = (actor.affiliation or actor.name).casefold()
                out[key] = max(out.get(key, 0.0), 0.5 if n else 1.0)
    return out


def _is_subject_before(scene: Scene, spans: Iterable[Span], sentence: int) -> bool:
    for span in spans:
        if scene.doc.sentence_at(span.start) == sentence - 1:
            head = scene.doc.syntactic_head(span)
            if head is not None and head.dep in ("nsubj", "nsubjpass"):
                return True
    return False


def log_odds(chance: float) -> float:
    """Log odds, kept within the floor and its opposite."""
    chance = min(max(chance, 1e-9), 1 - 1e-9)
    return min(max(math.log(chance / (1 - chance)), _FLOOR), -_FLOOR)


def side_features(
    each: Candidate, all_of_them: Sequence[Candidate], lead: EventMention, side: Role
) -> dict[str, float]:
    """Features of one candidate for one side."""
    this, that = side.value, (Role.RECIPIENT if side is Role.ACTOR else Role.ACTOR).value
    kind = lead.type.value
    got = each.get
    party = each.entity.kind or ("named" if each.entity.name[:1].isupper() else "thing")
    own, opposite = log_odds(got(f"lead_{this}")), log_odds(got(f"lead_{that}"))
    others = log_odds(got(f"other_{this}"))
    rivals = sorted((strength(c, this) for c in all_of_them if c is not each), reverse=True)
    best_rival = rivals[0] if rivals else 0.0
    f = {
        f"type={kind}": 1.0,
        f"kind={party}": 1.0,
        f"{kind}:kind={party}": 1.0,
        "lead": own,
        f"{kind}:lead": own,
        "lead_opposite": opposite,
        "other": others * got("in_other"),
        "other_opposite": log_odds(got(f"other_{that}")) * got("in_other"),
        "in_other": got("in_other"),
        "absent": 1.0 - max(got("in_lead"), got("in_other")),
        "only_other": float(got("in_other") > got("in_lead")),
        "best": float(strength(each, this) > best_rival),
        f"{kind}:best": float(strength(each, this) > best_rival),
        "margin": log_odds(strength(each, this)) - log_odds(best_rival),
        "rival": best_rival,
        f"{kind}:rival": best_rival,
        "second_rival": rivals[1] if len(rivals) > 1 else 0.0,
        "prominence": got("prominence"),
        "near_before": got("near_before"),
        "near_after": got("near_after"),
        "in_first": got("in_first"),
        "subject_before": got("subject_before"),
        "speaker": got("speaker"),
        f"{kind}:speaker": got("speaker"),
        f"{kind}:prominence": got("prominence"),
        f"{kind}:in_first": got("in_first"),
        "named": float(each.entity.name[:1].isupper()),
        "known": float(each.entity.id is not None),
    }
    if not got("in_lead"):
        f |= {
            f"away:{name}": got(name)
            for name in ("prominence", "near_before", "near_after", "in_first", "subject_before", "speaker")
        }
        f[f"away:{kind}"] = 1.0
        f[f"away:kind={party}"] = 1.0
        f["away:rival"] = best_rival
    return {k: v for k, v in f.items() if v}


def strength(each: Candidate, role: str) -> float:
    """How strongly the best sentence wants the candidate for a role."""
    return max(each.get(f"lead_{role}"), 0.8 * each.get(f"other_{role}"))


def model_features(each: Candidate, base: float, opposite: float, side: Role) -> dict[str, float]:
    """Features of the second score, which weighs what the trained model says of the candidate's words."""
    this, that = side.value, (Role.RECIPIENT if side is Role.ACTOR else Role.ACTOR).value
    token, other = log_odds(each.get(f"token_{this}")), log_odds(each.get(f"token_{that}"))
    return {"rules": log_odds(base), "rules_opposite": log_odds(opposite), "token": token, "token_opposite": other}


def choose_sides(
    candidates: Sequence[Candidate], lead: EventMention, weights: Mapping[str, Logistic], *, model: bool = False
) -> tuple[Chosen, ...]:
    """The entities of each side, the surest first. A party stands on one side only.

    weights: ``actor``, ``recipient``, and with a model ``actor_model``, ``recipient_model``.
    """
    chosen: list[Chosen] = []
    for each in candidates:
        odds = {s: weights[s.value].score(side_features(each, candidates, lead, s)) for s in SIDES}
        bars = {s: weights[s.value].threshold for s in SIDES}
        if model and f"{Role.ACTOR.value}_model" in weights:
            base = dict(odds)
            for side, that in zip(SIDES, reversed(SIDES), strict=True):
                second = weights[f"{side.value}_model"]
                odds[side] = second.score(model_features(each, base[side], base[that], side))
                bars[side] = second.threshold
        side = max(SIDES, key=lambda s: odds[s] - bars[s])
        if odds[side] >= bars[side]:
            reason = each.reasons.get(side.value, "named elsewhere in the report")
            chosen.append(Chosen(side, each.entity, each.span, round(odds[side], 3), reason))
    return tuple(sorted(chosen, key=lambda c: -c.score))
