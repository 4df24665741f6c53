"""Which place a name means: candidates weighed by what else the report names. Every name is weighed in two passes,

first on its own (how sure the name, how large the place), then with the countries, areas and towns that the other
names of the report point to. The weights stand in data/place_rank_weights.tsv (training/place_rank.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truceline.domain.codes import PlaceKind
from truceline.domain.text import Document
from truceline.extract.places_names import Name
from truceline.extract.places_wide import without_towns
from truceline.resources.folding import fold
from truceline.resources.gazetteer import (
    CLOSE,
    LOOSE,
    OTHER,
    OWN,
    PRIMARY,
    Candidate,
    CountryTable,
    Gazetteer,
    Place,
    country_table,
)

Array = NDArray[np.float64]
_KEPT = 40
"""Candidates of one name that are weighed in the second pass; the most likely of the first."""
_GREAT = 3_000_000
"""People of a city that is meant by any of its names ("New York" for New York City)."""
_SMALL = 100_000
"""Inhabitants below which a place abroad is not meant by a name alone."""
_NAMED = 0.5
"""Probability from which another name is taken for a place's."""
_NEAR_KM = 60.0
"""Scale of nearness between towns of one report; the best of 30, 60, 120 and 250 on the open sets."""

FEATURES = (
    "own name", "first name", "form of the name", "other name", "transliteration",
    "country", "admin1", "admin2", "settlement", "facility", "region", "water",
    "log population", "population gap", "no population", "type word fits", "type word off",
    "country named", "country share", "country share implied", "neighbour named", "area share", "area named",
    "followed by its area", "followed by its country", "area in sentence", "country in sentence",
    "near others", "near others in sentence", "foreign to all", "dateline country",
    "admin1 or country and of a country", "settlement and area alike", "capital", "capital beside its area",
    "large and foreign to all", "population gap alone", "log population alone",
)  # fmt: skip
_AT = {name: i for i, name in enumerate(FEATURES)}
_SURE = {
    OWN: "own name",
    PRIMARY: "first name",
    CLOSE: "form of the name",
    OTHER: "other name",
    LOOSE: "transliteration",
}
_PRIOR_SURE = {OWN: 1.5, PRIMARY: 1.0, CLOSE: 0.0, OTHER: -2.5, LOOSE: -2.0}
_PRIOR_KIND = {
    PlaceKind.COUNTRY: 2.0, PlaceKind.ADMIN1: 1.0, PlaceKind.ADMIN2: -1.5, PlaceKind.SETTLEMENT: 0.0,
    PlaceKind.FACILITY: -0.5, PlaceKind.REGION: 0.5, PlaceKind.WATER: 0.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Names of one report that are written alike: one sense for all of them."""

    names: tuple[int, ...]
    """Indices into the report's names."""
    candidates: tuple[Candidate, ...]
    prior: Array
    """float64 (candidates,), sums to 1: how likely each is before the report is looked at."""


def _prior(name: Name, candidates: Sequence[Candidate]) -> Array:
    scores = np.empty(len(candidates))
    for i, c in enumerate(candidates):
        kind = _PRIOR_KIND[c.place.kind]
        if name.type_kind is not None:
            kind += 2.0 * fit(name.type_kind, c.place.kind)
        scores[i] = 0.9 * np.log10(c.place.population + 10) + _PRIOR_SURE[c.sure] + kind
    scores = np.exp(scores - scores.max())
    return np.asarray(scores / scores.sum())


def fit(wanted: PlaceKind, kind: PlaceKind) -> int:
    """1 where a type word and a place's kind agree, -1 where they cannot, 0 where the word says little."""
    if wanted == kind:
        return 1
    areas = (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION)
    if wanted in areas and kind in areas:
        return 0
    if wanted in (PlaceKind.SETTLEMENT, PlaceKind.FACILITY) and kind in (PlaceKind.SETTLEMENT, PlaceKind.FACILITY):
        return 0
    return -1


def group_names(names: Sequence[Name]) -> list[Group]:
    """Names with candidates, joined where they are written alike; the candidates cut to the most likely ones."""
    alike: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        if name.candidates:
            alike[fold(name.text) + ("+" + name.type_kind.value if name.type_kind else "")].append(i)
    groups = []
    for members in alike.values():
        name = names[members[0]]
        prior = _prior(name, name.candidates)
        candidates = name.candidates
        if len(candidates) > _KEPT:
            best = np.sort(np.argsort(-prior)[:_KEPT])
            candidates = tuple(candidates[i] for i in best)
            prior = prior[best] / prior[best].sum()
        groups.append(Group(tuple(members), candidates, prior))
    return groups


def _units(places: Sequence[Place]) -> Array:
    """Points as unit vectors, float64 (n, 3)."""
    lat = np.radians([p.lat for p in places])
    lon = np.radians([p.lon for p in places])
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)


def countries_of(place: Place) -> tuple[str, ...]:
    """Countries a place lies in."""
    return (place.country,) if place.country else place.countries


def is_capital(place: Place) -> bool:
    """True for the seat of a state's government."""
    country = country_table().countries.get(place.country)
    return country is not None and bool(country.capital) and fold(country.capital) == fold(place.name)


class Resolver:
    """Weighs the candidates of one report's names. Used once per report."""

    def __init__(
        self,
        doc: Document,
        names: Sequence[Name],
        weight_of_name: Sequence[float],
        gazetteer: Gazetteer,
        table: CountryTable,
    ) -> None:
        self.doc, self.names, self.gazetteer, self.table = doc, names, gazetteer, table
        self.groups = group_names([without_towns(doc, n) for n in names])
        self.group_of = {i: g for g, group in enumerate(self.groups) for i in group.names}
        self.trust = weight_of_name
        self.sentence_of = [doc.tokens[n.first].sent for n in names]
        flat = [(g, c) for g, group in enumerate(self.groups) for c in group.candidates]
        self.owner = np.array([g for g, _ in flat], dtype=np.int64)
        self.places = [c.place for _, c in flat]
        self.starts = np.flatnonzero(np.r_[True, np.diff(self.owner) != 0]) if flat else np.zeros(0, dtype=np.int64)
        self.belief = np.concatenate([g.prior for g in self.groups]) if flat else np.zeros(0)
        self._by_group: list[dict[str, float]] = []
        self.foreign = np.zeros(len(flat), dtype=bool)
        self.near = self._nearness() if flat else np.zeros((0, 0))

    def _nearness(self) -> Array:
        units = _units(self.places)
        chord = np.clip(units @ units.T, -1.0, 1.0)
        near = np.exp(-np.arccos(chord) * (6371.0 / _NEAR_KM))
        point = np.array([p.kind not in (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.WATER) for p in self.places])
        near *= point[:, None] * point[None, :]
        near[self.owner[:, None] == self.owner[None, :]] = 0.0
        return np.asarray(near)

    def slices(self) -> list[slice]:
        """Where each group's candidates lie in the flat arrays."""
        ends = [*self.starts[1:], len(self.places)] if self.places else []
        return [slice(int(a), int(b)) for a, b in zip(self.starts, ends, strict=True)]

    def features(self) -> Array:
        """float64 (candidates of all groups, FEATURES), with the present belief as what the report points to."""
        x = np.zeros((len(self.places), len(FEATURES)))
        if not self.places:
            return x
        named, implied, areas = self._evidence()
        trust = np.array([max(self.trust[i] for i in g.names) for g in self.groups])
        best = np.maximum.reduceat(self.near * self.belief[None, :], self.starts, axis=1)
        near_all = np.tanh(0.7 * (best * trust[None, :]).sum(axis=1))
        beside = self._group_beside()
        near_sentence = (best * beside[self.owner]).max(axis=1)
        total_named = sum(named.values()) or 1.0
        total_implied = sum(implied.values()) or 1.0
        dateline = self._dateline_country()
        for where, group in zip(self.slices(), self.groups, strict=True):
            self._fill(x[where], group, named, implied, areas, total_named, total_implied, dateline)
            block = x[where]
            block[:, _AT["near others"]] = near_all[where]
            block[:, _AT["near others in sentence"]] = near_sentence[where]
            lonely = 1.0 - near_all[where]
            for size in ("population gap", "log population"):
                block[:, _AT[f"{size} alone"]] = block[:, _AT[size]] * lonely
        return x

    def _group_beside(self) -> Array:
        """float64 (groups, groups): 1 where two groups have names in one sentence."""
        of_sentence: dict[int, set[int]] = defaultdict(set)
        for i, g in self.group_of.items():
            of_sentence[self.sentence_of[i]].add(g)
        beside = np.zeros((len(self.groups), len(self.groups)))
        for together in of_sentence.values():
            for a in together:
                for b in together:
                    if a != b:
                        beside[a, b] = 1.0
        return beside

    def _evidence(self) -> tuple[dict[str, float], dict[str, float], dict[int, dict[int, float]]]:
        """Countries named (by name or demonym), countries implied by other places, areas pointed to by which group."""
        named: dict[str, float] = defaultdict(float)
        implied: dict[str, float] = defaultdict(float)
        areas: dict[int, dict[int, float]] = defaultdict(dict)
        for i, name in enumerate(self.names):
            if name.people:
                named[name.people] += self.trust[i]
        self._by_group = []
        for g, (where, group) in enumerate(zip(self.slices(), self.groups, strict=True)):
            mine: dict[str, float] = defaultdict(float)
            weight = sum(self.trust[i] for i in group.names)
            for place, p in zip(self.places[where], self.belief[where], strict=True):
                if p < 0.02:
                    continue
                for code in countries_of(place):
                    if place.kind == PlaceKind.COUNTRY:
                        named[code] += p * weight
                        mine["=" + code] += p * weight
                    else:
                        implied[code] += p * weight
                        mine[code] += p * weight
                area = place.id if place.kind == PlaceKind.ADMIN1 else place.admin1
                if area is not None:
                    areas[area][g] = areas[area].get(g, 0.0) + p * weight * (
                        2.0 if place.kind == PlaceKind.ADMIN1 else 1.0
                    )
            self._by_group.append(mine)
        return named, implied, areas

    def _dateline_country(self) -> str:
        if self.doc.dateline is None:
            return ""
        for i, name in enumerate(self.names):
            if self.doc.dateline.contains(name.span) and i in self.group_of:
                where = self.slices()[self.group_of[i]]
                best = int(np.argmax(self.belief[where]))
                return self.places[where][best].country
        return ""

    def _fill(
        self, x: Array, group: Group, named: Mapping[str, float], implied: Mapping[str, float],
        areas: Mapping[int, Mapping[int, float]], total_named: float, total_implied: float, dateline: str,
    ) -> None:  # fmt: skip
        g = self.group_of[group.names[0]]
        mine = self._by_group[g]
        sizes = [np.log10(c.place.population + 10) for c in group.candidates]
        largest = max(s for s, c in zip(sizes, group.candidates, strict=True))
        followed = self._following(group)
        with_me = {s for i in group.names for s in (self.sentence_of[i],)}
        sentence_groups = {
            self.group_of[i] for i, s in enumerate(self.sentence_of) if s in with_me and i in self.group_of
        } - {g}
        sentence_people = {n.people for i, n in enumerate(self.names) if n.people and self.sentence_of[i] in with_me}
        beside: dict[int, float] = defaultdict(float)
        countries_beside: dict[str, float] = defaultdict(float)
        slices = self.slices()
        for other in sentence_groups:
            for place, p in zip(self.places[slices[other]], self.belief[slices[other]], strict=True):
                if place.kind == PlaceKind.COUNTRY:
                    countries_beside[place.country] += p
                else:
                    beside[place.id] += p
        type_kind = self.names[group.names[0]].type_kind
        kinds = {c.place.kind for c in group.candidates}
        area_total = sum(sum(v for h, v in a.items() if h != g) for a in areas.values()) or 1.0
        for row, (c, size) in enumerate(zip(group.candidates, sizes, strict=True)):
            place, f = c.place, x[row]
            f[_AT[_SURE[c.sure]]] = 1.0
            f[_AT[place.kind.value]] = 1.0
            f[_AT["log population"]] = size
            f[_AT["population gap"]] = largest - size
            f[_AT["no population"]] = place.population == 0
            if type_kind is not None:
                agreement = fit(type_kind, place.kind)
                f[_AT["type word fits"]], f[_AT["type word off"]] = agreement == 1, agreement == -1
            codes = countries_of(place)
            said = max((named.get(k, 0.0) - mine.get("=" + k, 0.0) for k in codes), default=0.0)
            hinted = max((implied.get(k, 0.0) - mine.get(k, 0.0) for k in codes), default=0.0)
            own_named = sum(v for k, v in mine.items() if k[0] == "=")
            own_implied = sum(v for k, v in mine.items() if k[0] != "=")
            f[_AT["country named"]] = min(said, 1.0)
            f[_AT["country share"]] = said / max(total_named - own_named, 1.0)
            f[_AT["country share implied"]] = hinted / max(total_implied - own_implied, 1.0)
            if said < 0.3 and hinted < 0.3:
                f[_AT["foreign to all"]] = 1.0
                near = {n for k in codes if k in self.table.countries for n in self.table.countries[k].neighbours}
                f[_AT["neighbour named"]] = any(named.get(n, 0.0) > 0.5 for n in near)
            if place.kind != PlaceKind.COUNTRY:
                area = place.id if place.kind == PlaceKind.ADMIN1 else place.admin1
                if area is not None:
                    votes = sum(v for h, v in areas.get(area, {}).items() if h != g)
                    f[_AT["area share"]] = votes / area_total
                    f[_AT["area named"]] = min(votes, 1.0)
                    if area != place.id and beside.get(area, 0.0) > 0.2:
                        f[_AT["area in sentence"]] = beside[area]
                if place.admin2 is not None and place.admin2 != place.id:
                    f[_AT["area in sentence"]] = max(f[_AT["area in sentence"]], beside.get(place.admin2, 0.0))
                f[_AT["country in sentence"]] = max((countries_beside.get(k, 0.0) for k in codes), default=0.0)
                if any(k in sentence_people for k in codes):
                    f[_AT["country in sentence"]] = 1.0
                f[_AT["dateline country"]] = bool(dateline) and dateline in codes
                if followed is not None:
                    for after, p in followed:
                        if after.kind == PlaceKind.COUNTRY and after.country in codes:
                            f[_AT["followed by its country"]] += p
                        elif after.id in (place.admin1, place.admin2) and after.id != place.id:
                            f[_AT["followed by its area"]] += p
            f[_AT["admin1 or country and of a country"]] = (
                place.kind == PlaceKind.ADMIN1 and PlaceKind.COUNTRY in kinds and min(said, 1.0)
            )
            f[_AT["settlement and area alike"]] = place.kind == PlaceKind.SETTLEMENT and bool(
                {PlaceKind.ADMIN1, PlaceKind.ADMIN2} & kinds
            )
            if place.kind == PlaceKind.SETTLEMENT and is_capital(place):
                f[_AT["capital"]] = 1.0
                f[_AT["capital beside its area"]] = bool({PlaceKind.ADMIN1, PlaceKind.ADMIN2} & kinds)
            f[_AT["large and foreign to all"]] = f[_AT["foreign to all"]] * max(0.0, size - 5.0)

    def _following(self, group: Group) -> list[tuple[Place, float]] | None:
        """What the name after a comma (``Alexandria, Louisiana``) may be, with how likely."""
        tokens = self.doc.tokens
        out: list[tuple[Place, float]] = []
        for i in group.names:
            for j in (i + 1, i + 2):
                if j >= len(self.names) or j not in self.group_of:
                    continue
                between = tokens[self.names[i].last : self.names[j].first]
                if j == i + 2 and any(
                    t.text != "," for t in between if t.i not in range(self.names[i + 1].first, self.names[i + 1].last)
                ):
                    continue
                if j == i + 1 and not (
                    1 <= len(between) <= 3
                    and between[0].text in (",", "in", "(")
                    and all(t.text in (",", "in", "the", "(") or t.pos == "ADJ" for t in between)
                ):
                    continue
                where = self.slices()[self.group_of[j]]
                out.extend(
                    (p, float(b)) for p, b in zip(self.places[where], self.belief[where], strict=True) if b > 0.02
                )
                # A list "Aleppo, Idlib" is no containment; the ids decide.
        return out or None

    def run(self, weights: Sequence[Array]) -> None:
        """Weigh the candidates, one pass for each array of weights: each sets the belief from the one before."""
        if not self.places:
            return
        for pass_weights in weights:
            features = self.features()
            scores = features @ pass_weights
            self.foreign = features[:, _AT["foreign to all"]] > 0
            for where in self.slices():
                block = np.exp(scores[where] - scores[where].max())
                self.belief[where] = block / block.sum()

    def is_stray(self, group: int, place: Place) -> bool:
        """True where a small or loosely named place of a country that the report does not speak of, though it speaks
        of others, is all that a name could mean: another place of that name, in no gazetteer, is meant. The seat of a
        state is known by its name alone.

        Of 330 such readings of event places 13 were right.
        """
        where = self.slices()[group]
        at = where.start + self.places[where].index(place)
        if not self.foreign[at] or not self._speaks_of_others(group):
            return False
        if place.kind not in (PlaceKind.SETTLEMENT, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.FACILITY):
            return False
        sure = self.groups[group].candidates[at - where.start].sure
        small = place.population < _SMALL and not is_capital(place)
        return small or (sure in (CLOSE, OTHER, LOOSE) and place.population < _GREAT)

    def _speaks_of_others(self, group: int) -> bool:
        sure = (i for i, trust in enumerate(self.trust) if trust > _NAMED)
        return any(self.names[i].people or self.group_of.get(i, group) != group for i in sure)
