"""Events and judgements → incidents: one real-world occurrence each, rebuilt at any time, coming out the same."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from truceline.domain.claims import JsonValue, Judgement
from truceline.domain.coded import CodedReport
from truceline.domain.codes import HarmKind
from truceline.domain.events import Entity, Event, Harm, Incident, Link
from truceline.domain.text import Report, content_id
from truceline.fuse import versions as v
from truceline.fuse.block import Key, Keys, block_keys
from truceline.fuse.cluster import THRESHOLD, Components, cluster, components
from truceline.fuse.compare import compare, probability, weigh
from truceline.fuse.copies import CopyIndex
from truceline.fuse.features import Features, features
from truceline.fuse.judge import Pair, Rulings, ordered, standing
from truceline.resources.actors import ActorRegistry
from truceline.resources.likeness import agreement


def fuse(
    coded: Iterable[CodedReport], judgements: Iterable[Judgement] = (), registry: ActorRegistry | None = None
) -> tuple[Incident, ...]:
    """Fuse the events of coded reports into incidents.

    judgements: persons' words on pairs of events (``Event.ref``); they outrank the machine.
    registry: names the actors' ties; None compares by id and name alone.
    Returns incidents in order of their first day, then id. The order of the reports does not matter.
    """
    placing = Placing(registry)
    placing.add(coded)
    return placing.incidents(judgements)


LARGE: Final = 20
"""Events of a component from which the weights of its pairs are kept."""


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Python's cycle collector stands still: what is built here has no cycles, and walking ten years of placed events
    again and again takes longer than placing a day's reports. What was built counts as old afterwards, or the collector
    would walk it all as soon as it may."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


class Placing:
    """Events placed among their likes, report by report. The incidents are those of a rebuild from nothing.

    A component (events joined by links) is the unit of recomputation: placing new reports recomputes the components
    they touch and no other. What is kept per pair is only that it is linked, and its weight in a large component.
    """

    def __init__(self, registry: ActorRegistry | None = None) -> None:
        self._registry = registry
        self._features: dict[str, Features] = {}
        self._tellings: dict[str, v.Telling] = {}
        self._fine: defaultdict[Key, list[str]] = defaultdict(list)
        self._coarse: defaultdict[Key, list[tuple[str, bool]]] = defaultdict(list)
        self._components = Components()
        self._copies = CopyIndex()
        self._reports: set[str] = set()
        self._weights: dict[Pair, float] = {}
        """Weights of pairs in components of LARGE and more: they are looked at again whenever one event joins."""
        self._linked: dict[Pair, float] = {}
        """Weights of the pairs whose link joined two components, until the component is split."""
        self._made: dict[str, tuple[tuple[str, ...], Incident]] = {}
        """First event of an incident to its events and itself: a large component changes in few of its incidents."""
        self._built: dict[str, tuple[tuple[object, ...], tuple[Incident, ...]]] = {}

    def __len__(self) -> int:
        return len(self._features)

    def add(self, coded: Iterable[CodedReport]) -> None:
        """Place the events of further reports; a report that is here already is left as it is."""
        with _collector_paused():
            self._add(coded)

    def _add(self, coded: Iterable[CodedReport]) -> None:
        for one in coded:
            if one.report.id in self._reports:
                continue
            self._reports.add(one.report.id)
            self._copies.add(one.report)
            placed = [(event, features(event, one.report)) for event in one.events]
            filed = [(event, feats, block_keys(feats)) for event, feats in placed]
            for _, feats, keys in filed:
                self._link(feats, keys)
            for event, feats, keys in filed:
                self._file(event, one.report, feats, keys)

    def _file(self, event: Event, report: Report, feats: Features, keys: Keys) -> None:
        self._features[feats.ref] = feats
        self._components.add(feats.ref)
        self._tellings[feats.ref] = (event, report)
        for key in keys.fine:
            self._fine[key].append(feats.ref)
        for key in keys.coarse:
            self._coarse[key].append((feats.ref, keys.is_coarse))

    def _link(self, feats: Features, keys: Keys) -> None:
        met: set[str] = set()
        for key in keys.fine:
            met.update(self._fine.get(key, ()))
        for key in keys.coarse:
            met.update(ref for ref, coarse in self._coarse.get(key, ()) if coarse or keys.is_coarse)
        for ref in met:
            if self._components.joined(feats.ref, ref):
                continue  # another link would change nothing
            left, right = ordered(feats.ref, ref)
            other = self._features[ref]
            weight = weigh(*((feats, other) if left == feats.ref else (other, feats)), THRESHOLD)
            if weight >= THRESHOLD:
                self._components.join(left, right)
                self._linked[left, right] = weight

    def incidents(self, judgements: Iterable[Judgement] = ()) -> tuple[Incident, ...]:
        """The incidents as they stand, under these judgements."""
        with _collector_paused():
            return self._incidents(judgements)

    def _incidents(self, judgements: Iterable[Judgement]) -> tuple[Incident, ...]:
        rulings = standing(judgements)
        known = self._features
        bound: defaultdict[str, list[Pair]] = defaultdict(list)
        joined = []
        for pair in sorted((*rulings.same, *rulings.different)):
            if pair[0] in known and pair[1] in known:
                bound[pair[0]].append(pair)
                if pair in rulings.same:
                    joined.append(pair)
        found: list[Incident] = []
        for nodes in self._components.with_links(joined):
            said = tuple(
                (p, rulings.same.get(p) or rulings.different[p]) for n in nodes if n in bound for p in bound[n]
            )
            kept = self._built.get(nodes[0])
            if kept is None or kept[0] != (nodes, said):
                kept = ((nodes, said), self._split(nodes, rulings, [p for p, _ in said]))
                self._built[nodes[0]] = kept
            found.extend(kept[1])
        return tuple(sorted(found, key=lambda i: (i.date.start.isoformat() if i.date else "9999", i.id)))

    def _split(self, nodes: tuple[str, ...], rulings: Rulings, words: Sequence[Pair]) -> tuple[Incident, ...]:
        if len(nodes) == 1:
            return (self._incident(nodes, {}, rulings),)
        feats, linked = self._features, self._linked
        weights: dict[Pair, float] = {}
        kept = self._weights if len(nodes) >= LARGE else {}
        for i, left in enumerate(nodes):
            for right in nodes[i + 1 :]:
                pair = (left, right)
                weight = kept.get(pair, linked.pop(pair, None))
                if weight is None:
                    weight = weigh(feats[left], feats[right])
                weights[pair] = kept[pair] = weight
        inside = frozenset(nodes)
        clusters = cluster(
            nodes,
            weights,
            same=[p for p in words if p in rulings.same and p[1] in inside],
            different=[p for p in words if p in rulings.different and p[1] in inside],
        )
        if words:
            return tuple(self._incident(members, weights, rulings) for members in clusters)
        return tuple(self._unjudged(members, weights, rulings) for members in clusters)

    def _unjudged(self, refs: tuple[str, ...], weights: dict[Pair, float], rulings: Rulings) -> Incident:
        """The incident of events that nobody has judged, as it was made before where it was of exactly these."""
        made = self._made.get(refs[0])
        if made is None or made[0] != refs:
            made = self._made[refs[0]] = refs, self._incident(refs, weights, rulings)
        return made[1]

    def _incident(self, refs: tuple[str, ...], weights: dict[Pair, float], rulings: Rulings) -> Incident:
        tellings = sorted((self._tellings[r] for r in refs), key=lambda t: (t[1].date, t[0].ref))
        links = self._explain(refs, weights, rulings) if len(refs) > 1 else ()
        return assemble_incident(tellings, links, self._n_independent([t[1] for t in tellings]))

    def _explain(self, refs: tuple[str, ...], weights: dict[Pair, float], rulings: Rulings) -> tuple[Link, ...]:
        """The strongest links that hold the events together, one fewer than there are events."""
        ranked: list[tuple[float, Pair]] = []
        for i, left in enumerate(refs):
            for right in refs[i + 1 :]:
                pair = (left, right)
                if pair in rulings.same:
                    ranked.append((-1e9, pair))
                elif pair in weights:
                    ranked.append((-weights[pair], pair))
        home = {ref: ref for ref in refs}

        def find(ref: str) -> str:
            while home[ref] != ref:
                ref = home[ref]
            return ref

        links = []
        for _, pair in sorted(ranked):
            a, b = find(pair[0]), find(pair[1])
            if a == b:
                continue
            home[max(a, b)] = min(a, b)
            judgement = rulings.same.get(pair)
            if judgement is not None:
                links.append(Link(*pair, 1.0, (judgement.note,) if judgement.note else (), judgement.by))
            else:
                outcome = compare(self._features[pair[0]], self._features[pair[1]])
                links.append(Link(*pair, round(probability(weights[pair]), 4), outcome.reasons))
        return tuple(links)

    def _n_independent(self, reports: Sequence[Report]) -> int:
        """Voices: outlets, with copies of one text counted once whoever prints it."""
        ids = sorted({r.id for r in reports})
        if len(ids) == 1:
            return 1
        outlet = {r.id: r.outlet for r in reports}
        pairs = []
        for i, left in enumerate(ids):
            for right in ids[i + 1 :]:
                same_outlet = outlet[left] is not None and outlet[left] == outlet[right]
                if same_outlet or right in self._copies.copies(left):
                    pairs.append((left, right))
        return len(components(ids, pairs))


def _merged(lists: Iterable[tuple[Entity, ...]]) -> tuple[Entity, ...]:
    """Entities of several lists, each party once, the first telling's name kept."""
    out: list[Entity] = []
    for entities in lists:
        out.extend(e for e in entities if all(agreement(e, known) < 0.8 for known in out))
    return tuple(out)


def assemble_incident(tellings: Sequence[v.Telling], links: tuple[Link, ...] = (), n_independent: int = 1) -> Incident:
    """One incident from its events with their reports, in order of publication."""
    events = [t[0] for t in tellings]
    votes = Counter(e.type for e in events)
    lead = min(events, key=lambda e: (-votes[e.type], v.hearsay(e), -e.confidence, e.ref))
    chosen: dict[str, v.Choice | None] = {
        "date": v.choose("date", [t for t in tellings if t[0].date]),
        "place": v.choose("place", [t for t in tellings if t[0].place]),
        "actors": v.choose("actors", [t for t in tellings if t[0].actors]),
        "recipients": v.choose("recipients", [t for t in tellings if t[0].recipients]),
        "mode": v.choose("mode", [t for t in tellings if t[0].mode and t[0].type is lead.type]),
    }
    rules = {field: choice.rule for field, choice in chosen.items() if choice}
    rules["type"] = "the only version" if len(votes) == 1 else "most reports"
    tolls = v.tolls(tellings)
    rules.update({t.kind.value: "latest" if len(tellings) > 1 else "the only version" for t in tolls})

    def event_of(field: str) -> Event | None:
        choice = chosen[field]
        return choice.telling[0] if choice else None

    day, place, actors = event_of("date"), event_of("place"), event_of("actors")
    recipients, mode = event_of("recipients"), event_of("mode")
    all_versions = [version for event, report in tellings for version in v.field_versions(event, report)]
    shown: dict[str, JsonValue] = {
        "type": lead.type.value,
        "mode": mode.mode if mode else None,
        "date": v.date_value(day) if day else None,
        "place": v.place_value(place.place) if place else None,
        "actors": v.names(actors.actors) if actors else None,
        "recipients": v.names(recipients.recipients) if recipients else None,
        **{t.kind.value: t.best for t in tolls},
    }
    first = tellings[0]
    return Incident(
        id=content_id("incident", first[0].ref)[:16],
        type=lead.type,
        mode=mode.mode if mode else None,
        date=day.date if day else None,
        place=place.place if place else None,
        actors=actors.actors if actors else (),
        recipients=recipients.recipients if recipients else (),
        harm=_harm(tellings),
        claimed_by=_merged(e.claimed_by for e in events),
        denied_by=_merged(e.denied_by for e in events),
        events=tuple(e.ref for e in events),
        versions=tuple(all_versions),
        disagreements=v.disagreements(all_versions, rules, shown, {e.ref: e.conflict for e in events if e.conflict}),
        rules=tuple(sorted(rules.items())),
        outlets=tuple(sorted({r.outlet for _, r in tellings if r.outlet})),
        n_independent=n_independent,
        confidence=max(e.confidence for e in events),
        status=lead.status,
        aggregate=lead.aggregate,
        tolls=tolls,
        links=links,
        published=(first[1].date, max(r.date for _, r in tellings)),
    )


def _harm(tellings: Sequence[v.Telling]) -> tuple[Harm, ...]:
    """The shown harm: of each kind, the entries of the telling that the rule chose."""
    out: list[Harm] = []
    for kind in HarmKind:
        stated = [t for t in tellings if any(h.kind is kind for h in t[0].harm)]
        choice = v.choose("harm", stated)
        if choice:
            out.extend(h for h in choice.telling[0].harm if h.kind is kind)
    return tuple(out)
