"""The corridor: a report walks through the rooms once and comes out as coded events.

The order of the rooms stands in ``code_document``, ``read_layers`` and ``read_events``, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from truceline import __version__, settings
from truceline.domain.coded import CodedReport
from truceline.domain.codes import WITH_MEANS, EventType, Role
from truceline.domain.events import Entity
from truceline.domain.mentions import Actor, EventMention, HarmMention, PlaceMention, Relation, Speech, TimeMention
from truceline.domain.text import Document, Report, Token
from truceline.extract.actors import entities_for, find_actors
from truceline.extract.arguments import ArgumentReader
from truceline.extract.assemble import EventReadings, Filled, assemble_event
from truceline.extract.attribution import attribute, find_responsibility, find_speeches
from truceline.extract.attribution_charges import with_charges
from truceline.extract.dating import date_event
from truceline.extract.events import with_mode_of_means, with_ruled_mode
from truceline.extract.events_find import Around, find_events
from truceline.extract.events_means import is_anothers_means, with_likely_mode
from truceline.extract.events_mutual import with_returned
from truceline.extract.events_status_days import with_settled_status
from truceline.extract.places import find_places
from truceline.extract.places_unnamed import with_unnamed
from truceline.extract.placing import place_event
from truceline.extract.quantities import assign_harms, find_harms
from truceline.extract.quantities_left import with_left
from truceline.extract.relations import find_relations
from truceline.extract.responsibility_blame import find_accused
from truceline.extract.roles_choice import choose_sides
from truceline.extract.roles_claimed import without_struck
from truceline.extract.roles_gather import BLAMED, Scene, gather
from truceline.extract.roles_joined import join_victims
from truceline.extract.second_look import first_floor, look_again
from truceline.extract.times import find_times
from truceline.inference.model import EventModel
from truceline.language import Language, analyse
from truceline.resources.actors import ActorRegistry
from truceline.resources.combine import load_field_weights, load_second_weights, load_side_weights
from truceline.resources.gazetteer import Gazetteer
from truceline.resources.lexicon import Lexicon, load_weights
from truceline.resources.weights import load_all_weights

VERSION = __version__


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything that is loaded once per process."""

    language: Language
    gazetteer: Gazetteer
    registry: ActorRegistry
    lexicon: Lexicon
    model: EventModel | None
    """None reads events by lexicon and parse alone (setting event_reader=rules)."""

    @classmethod
    def load(cls, *, gazetteer: Path | None = None) -> Resources:
        """Load language pipeline, gazetteer, registry, lexicon, weights and model as the settings name them.

        Raises BadData for a broken table: better now than in the middle of a run.
        """
        load_all_weights()
        return cls(
            language=Language.load(settings.get_str("language_model")),
            gazetteer=Gazetteer.open(gazetteer),
            registry=ActorRegistry.load(),
            lexicon=Lexicon.load(),
            model=None if settings.get_str("event_reader") == "rules" else EventModel.load(),
        )


def code_report(report: Report, resources: Resources) -> CodedReport:
    """Code one report: analyse it, then read its events."""
    return code_document(analyse(report, resources.language), resources)


def code_document(doc: Document, resources: Resources) -> CodedReport:
    """Code an analysed report."""
    layers = read_layers(doc, resources)
    read = with_returned(doc, read_events(doc, layers, resources))
    events = [assemble_event(doc, r, version=VERSION) for r in read]
    return CodedReport(
        report=doc.report,
        events=tuple(events),
        times=layers.times,
        places=layers.places,
        actors=layers.actors,
        relations=layers.relations,
        speeches=layers.speeches,
        sentences=doc.sentences,
        entities=doc.entities,
        quotations=doc.quotations,
        version=VERSION,
    )


@dataclass(frozen=True, slots=True)
class Layers:
    """What is read from a report before its events."""

    times: tuple[TimeMention, ...]
    places: tuple[PlaceMention, ...]
    actors: tuple[Actor, ...]
    relations: tuple[Relation, ...]
    harms: tuple[HarmMention, ...]
    speeches: tuple[Speech, ...]


def read_layers(doc: Document, resources: Resources) -> Layers:
    """Times, places, actors and their ties, tolls, and who speaks."""
    day = doc.report.date
    times = find_times(doc, anchor=day)
    places = find_places(doc, resources.gazetteer)
    actors = find_actors(doc, resources.registry, places, on=day)
    places = with_unnamed(doc, places, resources.gazetteer)
    relations = find_relations(doc, actors, resources.registry, on=day)
    return Layers(times, places, actors, relations, find_harms(doc), find_speeches(doc, actors))


def read_events(doc: Document, layers: Layers, resources: Resources) -> Sequence[EventReadings]:
    """All that is read about each event of a report that is told."""
    floor = settings.get_float("min_event_score")
    if resources.model is None:
        return list(read_likely(doc, layers, resources, floor=floor))
    likely = list(read_likely(doc, layers, resources, floor=first_floor(floor)))
    told = look_again(doc, likely, load_second_weights(), load_field_weights(), floor=floor)
    kept = {e.mentions for e in told}
    left = [e.harms for e in likely if e.mentions not in kept]
    tolls = with_left(doc, layers.harms, [e.mentions for e in told], [e.harms for e in told], left)
    return [
        replace(e, mentions=with_likely_mode(doc, with_ruled_mode(e.mentions)), harms=harms)
        for e, harms in zip(told, tolls, strict=True)
    ]


def read_likely(doc: Document, layers: Layers, resources: Resources, *, floor: float) -> Iterator[EventReadings]:
    """All that is read about each event whose words alone reach the floor."""
    around = Around(layers.actors, layers.times, layers.places, layers.harms)
    groups = find_events(doc, resources.lexicon, resources.model, around, floor=floor)
    tolls = assign_harms(doc, groups, layers.harms)
    said = None if resources.model is None else ArgumentReader(doc, resources.model, groups)
    when, where = (None, None) if said is None else (said.of(Role.TIME), said.of(Role.PLACE))
    claims = find_responsibility(doc, groups, layers.actors)
    blame = find_accused(doc, groups)
    for group, group_harms, (claimed_by, denied_by), accused in zip(groups, tolls, claims, blame, strict=True):
        filled, chance = fill_roles(
            doc, group, layers.actors, layers.speeches, said, group_harms, claimed_by, denied_by, accused
        )
        filled = tuple(
            f for f in filled if f.role is not Role.WEAPON or not is_anothers_means(f.span, group, groups)
        )
        struck = [e for f in filled if f.role is Role.RECIPIENT for e in f.entities]
        dates = date_event(doc, group, layers.times, anchor=doc.report.date, words=when)
        blamed = any(f.role is Role.ACTOR and f.reason == BLAMED for f in filled)
        weapon = next((f.span.of(doc.text) for f in filled if f.role is Role.WEAPON), None)
        yield EventReadings(
            mentions=with_mode_of_means(doc, with_settled_status(doc, group, dates), weapon),
            filled=filled,
            dates=dates,
            places=place_event(doc, group, layers.places, where),
            harms=group_harms,
            attributions=with_charges(doc, group, attribute(doc, group, layers.speeches), blamed=blamed),
            claimed_by=claimed_by,
            denied_by=denied_by if group[0].type is not EventType.ASSAULT else without_struck(denied_by, struck),
            side_chance=chance,
        )


def fill_roles(
    doc: Document,
    group: Sequence[EventMention],
    actors: Sequence[Actor],
    speeches: Sequence[Speech],
    said: ArgumentReader | None,
    harms: Sequence[HarmMention] = (),
    claimed_by: Sequence[Entity] = (),
    denied_by: Sequence[Entity] = (),
    accused: Sequence[Token] = (),
) -> tuple[tuple[Filled, ...], Mapping[Role, float]]:
    """(the event's sides, weighed over all its sentences, and the group's other role phrases as entities; how likely
    each side is exactly right)."""
    everyone = tuple(actors)
    scene = Scene(
        doc,
        group,
        everyone,
        speeches,
        partial(entities_for, doc, actors=everyone),
        load_weights("role_weights.json"),
        None if said is None else said.of_party(group[0]),
        tuple(h.whom_span for h in harms if h.whom_span is not None),
        claimed_by,
        denied_by,
        accused,
    )
    sides = choose_sides(gather(scene), scene.sort, load_side_weights(), model=said is not None)
    chosen = join_victims(doc, sides.chosen)
    filled = [Filled(c.role, c.span, (c.entity,), c.score, "roles", c.reason) for c in chosen]
    for mention in group:
        for fill in mention.roles:
            if fill.role is Role.TRUCE_PARTY:
                entities = entities_for(doc, fill.span, everyone)
                filled.append(Filled(fill.role, fill.span, entities, fill.score, mention.stage, fill.reason))
            elif fill.role is Role.WEAPON and mention.type in WITH_MEANS:
                filled.append(Filled(fill.role, fill.span, (), fill.score, mention.stage, fill.reason))
    return tuple(filled), sides.chance
