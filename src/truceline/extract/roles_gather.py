"""The parties of a report that may be those of one event, with what its sentences and the report say of each.

Every phrase of the event's sentences is scored (events_roles) and read as entities; the most told parties and the
speakers come along, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from truceline.domain.codes import ActorKind, EventType, Role
from truceline.domain.events import Entity
from truceline.domain.mentions import Actor, EventMention, Speech
from truceline.domain.text import Document, Span, Token
from truceline.extract import events_parse as parse
from truceline.extract.events_blame import charged_with
from truceline.extract.events_role_features import event_sort
from truceline.extract.events_role_requests import must_do, spoken_of
from truceline.extract.events_roles import score_phrases
from truceline.extract.events_verbal import shielded
from truceline.extract.roles_apart import Apart, Phrase, apart_key, key_of, party_key, told_apart
from truceline.extract.roles_aside import note_aside
from truceline.extract.roles_candidate import SIDES, Candidate
from truceline.extract.roles_claimed import is_unnamed_doer, note_claimants
from truceline.extract.roles_crowds import note_crowds
from truceline.extract.roles_drawn import drawers_of, drawn_from, givers_beside
from truceline.extract.roles_force import NOBODY_ELSE, note_force, told_of_force
from truceline.extract.roles_freed import note_freed
from truceline.extract.roles_lists import first_of_two, level_lists
from truceline.extract.roles_marks import note_marks
from truceline.extract.roles_owned import is_foe, is_in_person, is_owner_only, people_owned_by, servant_of
from truceline.extract.roles_pacts import makers_of_broken
from truceline.extract.roles_served import ends_by_itself, served_by_truce, welcomers_of_truce
from truceline.extract.roles_signs import (
    addressed,
    blamed_on,
    coordination,
    doers_of_object,
    in_condemned,
    is_agentless,
    is_site,
    is_under_fire,
    laid_to,
    phrases_around,
    wronged_in,
)
from truceline.extract.roles_struck import note_struck, struck_in
from truceline.extract.roles_tellers import note_tellers

_DEEDS: Final = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.MOBILIZE})
_REACTIONS: Final = frozenset({EventType.SUPPORT, EventType.REJECT, EventType.ACCUSE})
BLAMED: Final = "on whom it is blamed"
"""Reason for an actor whom a charge or blame names."""
_LEAST: Final = 0.02
"""Phrases that are likelier than this on a side make their party a candidate."""
_SPOKEN_OF: Final = 0.05
"""Most chance of being the recipient for those with whom something shall be done."""
_TOLD_DOER: Final = 0.7
"""Chance of being the actor, by the event's own sentence, from which no other is laid it by those who blame him."""
_PROMINENT: Final = 5
"""So many of the report's most told parties are candidates wherever they stand."""

ReadEntities = Callable[[Span], tuple[Entity, ...]]
"""A phrase to its entities (extract/actors.py, handed in by the corridor)."""
TokenScore = Callable[[Span, Role], tuple[float, float]]
"""For one mention the model's highest probability that a token of the span is inside a phrase of the role, and the
share of that phrase which the span covers."""


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
    accused: Sequence[Token] = ()
    """Heads of the phrases of those on whom other sentences blame it."""

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
    _note_accused(scene, found, apart)
    for key in _doers_told(scene, apart):
        if key in found:
            found[key].note("doer of the object", 1.0)
    candidates = list(found.values())
    _note_told(scene, candidates)
    _note_read(scene, candidates)
    note_claimants(candidates, scene.claimed_by, scene.sort, lambda e: apart_key(apart, party_key(e), e.name))
    return candidates


def _note_told(scene: Scene, candidates: Sequence[Candidate]) -> None:
    """Note what the sentences around the event say of each party."""
    doc, group = scene.doc, scene.group
    lead = doc.syntactic_head(group[0].trigger)
    note_marks(doc, group, candidates)
    note_aside(doc, group, candidates)
    if lead is not None:
        note_freed(doc, lead, candidates)
        note_crowds(doc, lead, candidates)
    note_tellers(doc, group, scene.sort, candidates)
    telling = group[:1] if group[0].type is EventType.ACCUSE else group
    own = {t.i for m in telling for t in doc.tokens_in(m.trigger)}
    note_struck(struck_in(doc, group[0].sentence, own), [c for c in candidates if not c.get("blamed")])
    safe = shielded(doc, group) | served_by_truce(doc, group)
    by_itself, welcomers = ends_by_itself(doc, group), welcomers_of_truce(doc, group)
    agentless = is_agentless(doc, group[0].trigger)
    somebody = _has_pronoun_subject(doc, group[0].trigger)
    suffers = lead is not None and parse.is_passive(doc, lead)
    patient = lead is not None and suffers and any(t.pos == "PRON" for t in parse.patients(doc, lead))
    for each in candidates:
        others = patient and each.get("struck") > 0 and not any(r.endswith("psubj") for r in each.relations)
        each.note("shielded", float(others or bool(each.heads & safe)))  # "killed four before they were shot"
        each.note("aloof", float(by_itself or (bool(each.heads) and each.heads <= welcomers)))
        each.note("agentless", float(agentless))
        each.note("by a pronoun", float(somebody))
        each.note("site", float(is_site(doc, each.span)))
        note_force(doc, group, each)


def _note_read(scene: Scene, candidates: Sequence[Candidate]) -> None:
    """Note what the model reads of the words of each party."""
    if scene.token_score is None:
        return
    for each in (c for c in candidates if not is_owner_only(c)):
        for side in SIDES:
            for span in {each.span, *each.spans} - _of_his_people(scene, each):
                chance, cover = scene.token_score(span, side)
                each.note(f"token_{side.value}", chance)
                each.note(f"cover_{side.value}", cover)


def _of_his_people(scene: Scene, each: Candidate) -> set[Span]:
    """Where a party is named only as whose people somebody is: what the model reads there ("the king's backers") it
    reads of those."""
    found = set()
    for span in each.spans:
        head = scene.doc.syntactic_head(span)
        if head is not None and people_owned_by(scene.doc, head, in_person=False) is not None:
            found.add(span)
    return found


def _has_pronoun_subject(doc: Document, trigger: Span) -> bool:
    """True for an active verb whose subject is "we" or "he": somebody does it whom the report has told before."""
    anchor = doc.syntactic_head(trigger)
    if anchor is None or parse.is_passive(doc, anchor):
        return False
    return any(t.pos == "PRON" for t in parse.subjects(doc, anchor))


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
    condemned: frozenset[int] = frozenset()
    if accuses:
        condemned = in_condemned(scene.doc, anchor) | addressed(scene.doc, anchor) | wronged_in(scene.doc, anchor)
        condemned |= makers_of_broken(scene.doc, anchor)
    blamed = blamed_on(scene.doc, anchor) if accuses and place == "lead" else frozenset()
    spoken = spoken_of(scene.doc, anchor) if kind is EventType.REQUEST else frozenset()
    obliged = must_do(scene.doc, anchor) if kind is EventType.REQUEST and place == "lead" else frozenset()
    in_person = is_in_person(scene.doc, anchor, kind)
    givers, drawers = drawn_from(scene.doc, anchor), drawers_of(scene.doc, anchor)
    beside = givers_beside(scene.doc, anchor)
    found = []
    for head, chances, relation, reason in score_phrases(scene.doc, anchor, scene.group[0].type, scene.weights):
        if under and relation.endswith("|prep_from"):
            chances, reason = {Role.ACTOR: 0.9, Role.RECIPIENT: 0.02}, "whose fire it came under"
        if (fixed := told.by_head.get(head.i)) is not None:
            chances, reason = dict(fixed), "told so beside the deed"
        elif told.only:
            chances = {**chances, Role.ACTOR: min(chances[Role.ACTOR], NOBODY_ELSE)}
        if head.i in laid:
            chances, reason = {Role.ACTOR: 0.9, Role.RECIPIENT: 0.02}, BLAMED
        if head.i in givers:
            chances, reason = {Role.ACTOR: 0.95, Role.RECIPIENT: 0.0}, "from whom it came"
        elif head.i in beside:
            chances = {Role.ACTOR: 0.0, Role.RECIPIENT: 0.0}
        elif head.i in drawers:
            chances = {**chances, Role.ACTOR: 0.0}
        if head.i in blamed:
            chances, reason = {Role.ACTOR: 0.02, Role.RECIPIENT: 0.9}, BLAMED
        if head.i in condemned:
            chances = {**chances, Role.RECIPIENT: 0.0}
        if head.i in spoken:
            chances = {**chances, Role.RECIPIENT: min(chances[Role.RECIPIENT], _SPOKEN_OF)}
        if max(chances.values()) < _LEAST and head.i not in condemned:
            continue
        span = parse.phrase(scene.doc, head)
        entities = tuple(scene.read_entities(span))
        if in_person:
            entities = servant_of(scene.doc, head, entities)
        named = {"laid": laid, "blamed": blamed, "condemned": condemned, "obliged": obliged, "together": told.together}
        marks = frozenset(n for n, heads in named.items() if head.i in heads)
        of_a_man = any(e.kind == ActorKind.PERSON for e in entities)
        people = people_owned_by(scene.doc, head, in_person=in_person and of_a_man)
        if people is None or people.i == anchor.i:
            marks |= {f"{place} himself"}
        elif is_foe(scene.doc, people):
            chances, marks = {**chances, Role.ACTOR: min(chances[Role.ACTOR], _LEAST)}, marks | {"foe's"}
        else:
            chances = {r: min(c, _LEAST) for r, c in chances.items()}
        group, above = coordination(scene.doc, head), phrases_around(scene.doc, head, anchor)
        found.append(Phrase(place, anchor.sent, span, entities, chances, relation, reason, marks, group, head.i, above))
        first = first_of_two(scene.doc, head) if kind in _DEEDS else None
        if first is not None:  # "US-Iraqi forces"
            states = (a for a in scene.actors if a.kind is ActorKind.STATE)
            own = tuple(_entity(a, first.span) for a in states if any(m.span == first.span for m in a.mentions))
            found[-1] = replace(found[-1], group=head.i if group is None else group, marks=marks | {"paired"})
            found.append(replace(found[-1], span=first.span, entities=own, head=first.i))
    return level_lists(scene.doc, found)


def _doers_told(scene: Scene, apart: Apart) -> set[str]:
    """Keys of those whose deed the lead trigger welcomes or rejects (doers_of_object)."""
    anchor = scene.doc.syntactic_head(scene.group[0].trigger)
    if anchor is None or scene.group[0].type not in _REACTIONS:
        return set()
    doers = doers_of_object(scene.doc, anchor)
    named = (e for t in doers for e in scene.read_entities(parse.phrase(scene.doc, t)))
    return {apart_key(apart, party_key(e), e.name) for e in named}


def _note_accused(scene: Scene, found: dict[str, Candidate], apart: Apart) -> None:
    """Note as blamed for the event those whom other sentences accuse of it, unless its own tells who did it."""
    told = {k for k, c in found.items() if c.get("lead_actor") >= _TOLD_DOER and not is_unnamed_doer(c.entity)}
    for head in scene.accused:
        for entity in scene.read_entities(parse.phrase(scene.doc, head)):
            key = apart_key(apart, party_key(entity), entity.name)
            if entity.kind in (None, "civilians") or told - {key}:
                continue
            each = found.setdefault(key, Candidate(key, entity, entity.mention or head.span))
            each.note("laid", 1.0)
            each.reasons[Role.ACTOR.value] = BLAMED


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
        elif phrase.group is not None:
            each.told_with.add(phrase.group)
        if _denies(scene, whole, phrase.sentence):
            chances = {**chances, Role.ACTOR: 0.0}
        if place == "lead" and phrase.relation:
            each.relations.add(phrase.relation)
        if phrase.sentence != scene.group[0].sentence:
            each.note("actor elsewhere", chances[Role.ACTOR])
        for side, chance in chances.items():
            if chance > each.get(f"{place}_{side.value}"):
                each.note(f"{place}_{side.value}", chance)
                each.reasons[side.value] = phrase.reason
            each.note_name(side, chance, entity, entity.mention or phrase.span)
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
    bodies: dict[str, Actor] = {}
    """The state, army or group of a key rather than one man of it."""
    for actor in scene.actors:
        key = apart_key(apart, key_of(actor.affiliation, actor.name, actor.kind), actor.name)
        told.setdefault(key, []).extend(m.span for m in actor.mentions)
        if key not in shown or (not actor.affiliation and _is_officer(shown[key])):
            shown[key] = actor  # the state rather than an officer of it
        better = key not in bodies or (bool(bodies[key].affiliation) and not actor.affiliation)
        if better and actor.kind is not ActorKind.PERSON:
            bodies[key] = actor
    speakers = _speakers(scene, apart)
    prominent = sorted(told, key=lambda k: -len(told[k]))[:_PROMINENT]
    for key in dict.fromkeys([*prominent, *speakers]):
        if key in shown and key not in found:
            actor = shown[key]
            span = min(told[key])
            own = min(m.span for m in actor.mentions)
            found[key] = Candidate(key, _entity(actor, own), span)
    first = scene.doc.sentences[0].end if scene.doc.sentences else 0
    sentence = scene.group[0].sentence
    most = max((len(s) for s in told.values()), default=1)
    for key, each in found.items():
        if key in bodies:
            each.whole = _entity(bodies[key], min(m.span for m in bodies[key].mentions))
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


def _is_officer(actor: Actor) -> bool:
    """True for unnamed men of a state who are no party by themselves: "an Israeli officer"."""
    serving = actor.kind in (ActorKind.STATE_FORCE, ActorKind.POLICE) and "former" not in actor.name.lower()
    return bool(actor.affiliation) and actor.registry_id is None and serving


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
                key = apart_key(apart, key_of(actor.affiliation, actor.name, actor.kind), actor.name)
                out[key] = max(out.get(key, 0.0), 0.5 if n else 1.0)
    return out


def _is_subject_before(scene: Scene, spans: Iterable[Span], sentence: int) -> bool:
    for span in spans:
        if scene.doc.sentence_at(span.start) == sentence - 1:
            head = scene.doc.syntactic_head(span)
            if head is not None and head.dep in ("nsubj", "nsubjpass"):
                return True
    return False
