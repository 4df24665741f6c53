"""Who did it, and to whom: the parties of one event, weighed over all sentences that speak of it.

Every candidate is a party of the report with what speaks for it on either side: where it stands to the event's triggers
(events_roles), what the trained model says of its words, how near and how prominent it is, and whether it speaks the
words. A logistic score per side (training/sides.py fits it on gold/train) decides; a party goes to the side that
wants it more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from truceline.domain.codes import EventType, Role
from truceline.domain.events import Entity
from truceline.domain.mentions import Actor, EventMention, Speech
from truceline.domain.text import Document, Span
from truceline.extract import events_parse as parse
from truceline.extract.events_blame import charged_with
from truceline.extract.events_role_features import event_sort
from truceline.extract.events_role_requests import must_do, spoken_of
from truceline.extract.events_roles import score_phrases
from truceline.extract.roles_apart import Apart, Phrase, apart_key, key_of, party_key, told_apart
from truceline.extract.roles_features import model_features, side_features, strength
from truceline.extract.roles_force import NOBODY_ELSE, SURE, is_out, note_force, told_of_force
from truceline.extract.roles_marks import note_marks
from truceline.extract.roles_signs import (
    addressed,
    coordination,
    doers_of_object,
    in_condemned,
    is_agentless,
    is_site,
    is_under_fire,
    laid_to,
    phrases_around,
)
from truceline.extract.sides_together import LABELS, all_ways, chance_of_each, likeliest, set_features
from truceline.resources.combine import SideWeights
from truceline.resources.lexicon import word_classes

SIDES: Final = (Role.ACTOR, Role.RECIPIENT)
_VIOLENCE: Final = frozenset({"ASSAULT", "HARM", "BLAST", "CLASH"})
_WORDS: Final = frozenset({"ACCUSE", "ALLEGED", "CHARGE", "REJECT", "THREATEN", "REQUEST", "SUPPORT"})
_SPEAKS: Final = re.compile(r"(?:\^dobj\(light\))?\|(?:x?subj|agent)")
"""Relations of whoever says it: the trigger's subject, or that of its light verb ("issued a rebuke")."""
_DEEDS: Final = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.MOBILIZE})
_REACTIONS: Final = frozenset({EventType.SUPPORT, EventType.REJECT, EventType.ACCUSE})
_LEAST: Final = 0.02
"""Phrases that are likelier than this on a side make their party a candidate."""
_SPOKEN_OF: Final = 0.05
"""Most chance of being the recipient for those with whom something shall be done."""
_SURE_FORCE: Final = 0.5
"""Least chance, in some sentence of the event, of a party that is told as the actor of force and does not claim it: a
killing laid to the wrong side is the worst error."""
_SURE_READ: Final = 0.6
"""... or the model reads the party's own words as the actor at least so surely. On newswire and gold/train as the half
models read them: actors of violence P 0.84 R 0.61 with these bars, 0.85 and 0.56 with 0.5, 0.7 and 0.2, 0.80 and 0.68
without."""
_NOT_AGAINST: Final = 0.1
"""... where the rules give it some chance at least."""
_PROMINENT: Final = 5
"""So many of the report's most told parties are candidates wherever they stand."""

ReadEntities = Callable[[Span], tuple[Entity, ...]]
"""A phrase to its entities (extract/actors.py, handed in by the corridor)."""
TokenScore = Callable[[Span, Role], tuple[float, float]]
"""For one mention the model's highest probability that a token of the span is inside a phrase of the role, and the
share of that phrase which the span covers."""


@dataclass(slots=True)
class Candidate:
    """A party with all that speaks for it on either side."""

    key: str
    entity: Entity
    span: Span
    best: dict[str, float] = field(default_factory=dict)
    """``lead_actor``, ``other_recipient``, ``token_actor``, ``speaker`` ... to the highest score."""
    reasons: dict[str, str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    """Where the report names it."""
    likeliest: float = -1.0
    relations: set[str] = field(default_factory=set)
    """Its grammatical relations to the lead trigger."""
    groups: set[int] = field(default_factory=set)
    """Coordinations in the lead trigger's sentence that it stands in (coordination)."""
    heads: set[int] = field(default_factory=set)
    above: set[int] = field(default_factory=set)
    """Heads of its phrases in that sentence, and of the phrases that they stand in."""

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
class Sides:
    """The entities of both sides, the surest first, and how likely each side has exactly these."""

    chosen: tuple[Chosen, ...]
    chance: Mapping[Role, float]


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
    """The model's word, for the lead mention first; empty without a model."""
    harmed: Sequence[Span] = ()
    """Who was harmed in it, as the tolls have it."""
    claimed_by: Sequence[Entity] = ()
    denied_by: Sequence[Entity] = ()
    """Who denies it: where they say so they are not told as its actors."""

    @property
    def sort(self) -> str:
        """What sort of event it is (events_role_features.event_sort), by the lead mention or half of all."""
        kind = self.group[0].type
        anchors = [self.doc.syntactic_head(m.trigger) for m in self.group]
        sorts = [event_sort(self.doc, a, kind) for a in anchors if a is not None]
        if not sorts:
            return kind.value
        return "CLASH" if sorts.count("CLASH") * 2 >= len(sorts) else sorts[0]


def gather(scene: Scene) -> list[Candidate]:
    """Candidates of one event, in no particular order."""
    found: dict[str, Candidate] = {}
    phrases = [p for n, m in enumerate(scene.group) for p in _phrases(scene, m, "other" if n else "lead")]
    apart = told_apart(phrases, scene.group[0].type is EventType.CONSULT)
    for phrase in phrases:
        _note_phrase(scene, phrase, found, apart)
    _from_report(scene, found, apart)
    for key in _doers_told(scene, apart):
        if key in found:
            found[key].note("doer of the object", 1.0)
    note_marks(scene.doc, scene.group, list(found.values()))
    agentless = is_agentless(scene.doc, scene.group[0].trigger)
    for each in found.values():
        each.note("agentless", float(agentless))
        each.note("site", float(is_site(scene.doc, each.span)))
        note_force(scene.doc, scene.group, each)
    if scene.token_score is not None:
        for each in found.values():
            for side in SIDES:
                for span in {each.span, *each.spans}:
                    chance, cover = scene.token_score(span, side)
                    each.note(f"token_{side.value}", chance)
                    each.note(f"cover_{side.value}", cover)
    return list(found.values())


def _phrases(scene: Scene, mention: EventMention, place: str) -> list[Phrase]:
    """The phrases of a mention's sentence that may name parties of the event."""
    anchor = scene.doc.syntactic_head(mention.trigger)
    if anchor is None:
        return []
    under, laid = is_under_fire(scene.doc, anchor), laid_to(scene.doc, anchor)
    told = told_of_force(scene.doc, anchor, event_sort(scene.doc, anchor, scene.group[0].type))
    if scene.group[0].type in _DEEDS:
        laid |= {t.i for t in charged_with(scene.doc, anchor)}
    kind = scene.group[0].type
    accuses = kind is EventType.ACCUSE
    condemned = in_condemned(scene.doc, anchor) | addressed(scene.doc, anchor) if accuses else frozenset()
    spoken = spoken_of(scene.doc, anchor) if kind is EventType.REQUEST else frozenset()
    obliged = must_do(scene.doc, anchor) if kind is EventType.REQUEST and place == "lead" else frozenset()
    found = []
    for head, chances, relation, reason in score_phrases(scene.doc, anchor, scene.group[0].type, scene.weights):
        if under and relation.endswith("|prep_from"):
            chances, reason = {Role.ACTOR: 0.9, Role.RECIPIENT: 0.02}, "whose fire it came under"
        if (fixed := told.by_head.get(head.i)) is not None:
            chances, reason = dict(fixed), "told so beside the deed"
        elif told.only:
            chances = {**chances, Role.ACTOR: min(chances[Role.ACTOR], NOBODY_ELSE)}
        if head.i in laid:
            chances, reason = {Role.ACTOR: 0.9, Role.RECIPIENT: 0.02}, "on whom it is blamed"
        if head.i in condemned:
            chances = {**chances, Role.RECIPIENT: 0.0}
        if head.i in spoken:
            chances = {**chances, Role.RECIPIENT: min(chances[Role.RECIPIENT], _SPOKEN_OF)}
        if max(chances.values()) < _LEAST and head.i not in condemned:
            continue
        span = parse.phrase(scene.doc, head)
        entities = tuple(scene.read_entities(span))
        named = (("laid", laid), ("condemned", condemned), ("obliged", obliged))
        marks = frozenset(n for n, heads in named if head.i in heads)
        group, above = coordination(scene.doc, head), phrases_around(scene.doc, head, anchor)
        found.append(Phrase(place, anchor.sent, span, entities, chances, relation, reason, marks, group, head.i, above))
    return found


def _doers_told(scene: Scene, apart: Apart) -> set[str]:
    """Keys of those whose deed the lead trigger welcomes or rejects (doers_of_object)."""
    anchor = scene.doc.syntactic_head(scene.group[0].trigger)
    if anchor is None or scene.group[0].type not in _REACTIONS:
        return set()
    doers = doers_of_object(scene.doc, anchor)
    named = (e for t in doers for e in scene.read_entities(parse.phrase(scene.doc, t)))
    return {apart_key(apart, party_key(e), e.name) for e in named}


def _note_phrase(scene: Scene, phrase: Phrase, found: dict[str, Candidate], apart: Apart) -> None:
    """Note for each party of a phrase what the phrase says of it."""
    place, chances = phrase.place, phrase.chances
    for entity in phrase.entities:
        whole = party_key(entity)
        key = apart_key(apart, whole, entity.name)
        each = found.setdefault(key, Candidate(key, entity, entity.mention or phrase.span))
        each.note(f"in_{place}", 1.0)
        for mark in phrase.marks:
            each.note(mark, 1.0)
        if place == "lead":
            each.heads.add(phrase.head)
            each.above |= phrase.above
            if phrase.group is not None:
                each.groups.add(phrase.group)
            if len(phrase.entities) > 1:
                each.groups.add(phrase.head)
        if _denies(scene, whole, phrase.sentence):
            chances = {**chances, Role.ACTOR: 0.0}
        if place == "lead" and phrase.relation:
            each.relations.add(phrase.relation)
        for side, chance in chances.items():
            if chance > each.get(f"{place}_{side.value}"):
                each.note(f"{place}_{side.value}", chance)
                each.reasons[side.value] = phrase.reason
        if max(chances.values()) + (place == "lead") > each.likeliest:
            each.likeliest = max(chances.values()) + (place == "lead")
            each.entity, each.span = entity, entity.mention or phrase.span


def _denies(scene: Scene, key: str, sentence: int) -> bool:
    """True when the party denies the event in that sentence."""
    return any(
        party_key(e) == key and e.mention is not None and scene.doc.sentence_at(e.mention.start) == sentence
        for e in scene.denied_by
    )


def _from_report(scene: Scene, found: dict[str, Candidate], apart: Apart) -> None:
    """Prominence and nearness of the candidates; the most prominent parties and the speaker become candidates too."""
    told: dict[str, list[Span]] = {}
    shown: dict[str, Actor] = {}
    for actor in scene.actors:
        key = apart_key(apart, key_of(actor.affiliation, actor.name), actor.name)
        told.setdefault(key, []).extend(m.span for m in actor.mentions)
        shown.setdefault(key, actor)
    speakers = _speakers(scene, apart)
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
        spans = each.spans = told.get(key, [each.span])
        each.note("prominence", len(spans) / most)
        each.note("in_first", float(min(spans).start < first))
        before = [sentence - scene.doc.sentence_at(s.start) for s in spans]
        each.note("near_before", max((1 / (1 + b) for b in before if b > 0), default=0.0))
        each.note("near_after", max((1 / (1 - b) for b in before if b < 0), default=0.0))
        each.note("subject_before", float(_is_subject_before(scene, spans, sentence)))
        each.note("speaker", speakers.get(key, 0.0))
        claimants = (apart_key(apart, party_key(e), e.name) for e in scene.claimed_by)
        each.note("claims", float(key in claimants))
        for n, mention in enumerate(scene.group):
            inside = scene.doc.sentences[mention.sentence]
            hurt = [h for h in scene.harmed if inside.contains(h)]
            if any(h.overlaps(s) for h in hurt for s in (*spans, each.span)):
                each.note("harmed", 0.7 if n else 1.0)


def _entity(actor: Actor, span: Span) -> Entity:
    return Entity(actor.name, actor.registry_id, span, actor.affiliation, actor.kind.value, actor.country)


def _speakers(scene: Scene, apart: Apart) -> dict[str, float]:
    """Parties whose words hold a trigger: 1 for the lead trigger's speaker, 0.5 for another's."""
    by_key = {a.key: a for a in scene.actors}
    out: dict[str, float] = {}
    for n, mention in enumerate(scene.group):
        for speech in scene.speeches:
            if speech.content.contains(mention.trigger) and speech.actor_key in by_key:
                actor = by_key[speech.actor_key]
                key = apart_key(apart, key_of(actor.affiliation, actor.name), actor.name)
                out[key] = max(out.get(key, 0.0), 0.5 if n else 1.0)
    return out


def _is_subject_before(scene: Scene, spans: Iterable[Span], sentence: int) -> bool:
    for span in spans:
        if scene.doc.sentence_at(span.start) == sentence - 1:
            head = scene.doc.syntactic_head(span)
            if head is not None and head.dep in ("nsubj", "nsubjpass"):
                return True
    return False


_ASKED: Final = frozenset({"what", "which", "whatever", "whichever", "who", "how"})
_MUST: Final = 0.8
"""Least chance of being the actor for who says what others must do: of 45 told so in our reports 38 are."""
_LAID: Final = 0.9
"""Least chance of being its actor for a party that is charged with the deed or blamed for it."""


def _may_stand(each: Candidate, sort: str, side: Role, odds: float = 0.0) -> bool:
    """False for an actor of force whom no sentence of the event makes one, for a victim who claims the deed or on whom
    it is blamed, for a site as an actor and a town as a victim.

    odds: its chance of that side by all that is known.
    """
    if each.get("claims") or each.get("laid"):
        return side is Role.ACTOR
    if each.get("condemned") and side is Role.RECIPIENT:
        return False
    if each.get("obliged") and side is Role.ACTOR and not each.get("speaker"):
        return False
    if each.entity.kind == "media" and side is Role.ACTOR and sort in _WORDS:
        return any(_SPEAKS.fullmatch(r) for r in each.relations)  # an outlet that only reports it accuses nobody
    if is_out(each, sort, side):
        return False
    words = each.entity.name.split() if each.entity.id is None else []
    if words and words[0].lower() in _ASKED:
        return False  # "it is unclear what motive is behind it"
    noun = words[-1].lower().rstrip("s") if words else ""
    if side is Role.ACTOR and noun in word_classes()["ground"] and not each.entity.affiliation:
        return False  # "every American base": a site does nothing
    if side is Role.RECIPIENT or sort not in _VIOLENCE:
        return True
    if noun in word_classes()["weapon"] and not (len(words) > 1 and words[0][:1].isupper()):
        return False  # "a drone killed three soldiers": an instrument; "Coalition aircraft" are the Coalition
    read = each.get(f"token_{side.value}") * each.get(f"cover_{side.value}")
    chance = strength(each, side.value)
    return odds >= SURE or chance >= _SURE_FORCE or (read >= _SURE_READ and chance >= _NOT_AGAINST)


def choose_sides(candidates: Sequence[Candidate], sort: str, weights: SideWeights, *, model: bool = False) -> Sides:
    """Who stands on which side. A party stands on one side only.

    sort: as Scene.sort has it. Without a model each party is placed by itself where its odds reach the bar; with one
    both sides are chosen together (sides_together), and a party's score is its chance of standing where it does.
    """
    alone = weights.alone
    base = {s: [alone[s.value].score(side_features(c, candidates, sort, s)) for c in candidates] for s in SIDES}
    if model:
        return _choose_together(candidates, sort, weights, base)
    chosen: list[Chosen] = []
    chance = dict.fromkeys(SIDES, 1.0)
    for i, each in enumerate(candidates):
        side = max(SIDES, key=lambda s: base[s][i] - alone[s.value].threshold)
        stands = base[side][i] >= alone[side.value].threshold and _may_stand(each, sort, side)
        if stands:
            chosen.append(_chosen(each, side, base[side][i]))
        for s in SIDES:
            chance[s] *= base[s][i] if stands and s is side else 1 - base[s][i]
    return Sides(tuple(sorted(chosen, key=lambda c: -c.score)), chance)


def _choose_together(
    candidates: Sequence[Candidate], sort: str, weights: SideWeights, base: Mapping[Role, Sequence[float]]
) -> Sides:
    odds = {
        s: [
            weights.alone[f"{s.value}_model"].score(model_features(i, candidates, base, sort, s))
            for i in range(len(candidates))
        ]
        for s in SIDES
    }
    obliges = any(c.get("obliged") for c in candidates)
    for i, each in enumerate(candidates):
        if obliges and each.get("speaker") >= 1:
            odds[Role.ACTOR][i] = max(odds[Role.ACTOR][i], _MUST)
        if each.get("laid"):
            odds[Role.ACTOR][i] = max(odds[Role.ACTOR][i], _LAID)
            odds[Role.RECIPIENT][i] = min(odds[Role.RECIPIENT][i], 1 - _LAID)
    taken = likeliest(odds)
    parties = [candidates[i] for i in taken]
    ways = all_ways(len(parties))
    may = np.ones(len(ways), dtype=bool)
    for n, (i, each) in enumerate(zip(taken, parties, strict=True)):
        for label, side in LABELS.items():
            if not _may_stand(each, sort, side, odds[side][i]):
                may &= ways[:, n] != label
    features = set_features(parties, {s: [odds[s][i] for i in taken] for s in SIDES}, sort)
    chance = chance_of_each(features, weights.together, may)
    best = ways[chance.argmax()]
    chosen = [
        _chosen(each, LABELS[int(label)], float(chance[ways[:, n] == label].sum()))
        for n, (each, label) in enumerate(zip(parties, best, strict=True))
        if int(label) in LABELS
    ]
    exact = {side: float(chance[((ways == label) == (best == label)).all(1)].sum()) for label, side in LABELS.items()}
    placed = {i: LABELS.get(int(label)) for i, label in zip(taken, best, strict=True)}
    for i, side in _rest_of_lists(candidates, placed, odds, sort):
        chosen.append(_chosen(candidates[i], side, odds[side][i]))
        exact[side] *= odds[side][i]
    return Sides(tuple(sorted(chosen, key=lambda c: -c.score)), exact)


_ON_A_LIST: Final = 0.2
"""Least chance of the side of its list for a party that there was no room to place."""


def _rest_of_lists(
    candidates: Sequence[Candidate], placed: Mapping[int, Role | None], odds: Mapping[Role, Sequence[float]], sort: str
) -> list[tuple[int, Role]]:
    """(candidate, side) of those beyond the placed ones who are coordinated with several of them, all on one side: the
    sixth to the last of nine states that sign a pact."""
    found = []
    for i, each in enumerate(candidates):
        if i in placed:
            continue
        own = {r for r in each.relations if not r.endswith("/from")}
        listed = [n for n in placed if each.groups & candidates[n].groups and own & candidates[n].relations]
        sides = {placed[n] for n in listed}
        side = sides.pop() if len(listed) > 1 and len(sides) == 1 else None
        if side is not None and odds[side][i] >= _ON_A_LIST and _may_stand(each, sort, side, odds[side][i]):
            found.append((i, side))
    return found


def _chosen(each: Candidate, side: Role, chance: float) -> Chosen:
    reason = each.reasons.get(side.value, "named elsewhere in the report")
    return Chosen(side, each.entity, each.span, round(chance, 3), reason)
