"""The actor registry: who exists, under which names, and how actors are tied to each other on a day.

Tables: data/actors.tsv (id, name, kind, country, forms, origin), data/actor_ties.tsv (subject, kind, object,
from, until, origin), data/states.tsv (demonyms, peoples and capitals of states), data/actor_kinds.tsv
(ActorKind to ACLED inter code and PLOVER sector). Wider sources: ``load_ftm`` and ``load_wikidata``
in resources/actor_sources.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from truceline import settings
from truceline.domain.codes import ActorKind, RelationKind
from truceline.errors import BadData
from truceline.resources.names import fold_words, skeleton
from truceline.resources.tables import rows

_SKELETON_MIN = 4
"""Shortest skeleton that may match by sound alone: below it, different names collide (Hamas, Hums)."""


@dataclass(frozen=True, slots=True)
class RegistryActor:
    """One actor of the registry. ``forms`` are further names; the name itself is not repeated there."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    """ISO 3166-1 alpha-2 of its home, None for actors of many countries."""
    forms: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A dated tie between two actors. None for a day means: not known, or still so."""

    subject: str
    kind: RelationKind
    object: str
    first_day: date | None = None
    last_day: date | None = None
    origin: str = ""

    def holds(self, on: date) -> bool:
        """True when the tie holds on that day."""
        return not (self.first_day and on < self.first_day) and not (self.last_day and on > self.last_day)


@dataclass(frozen=True, slots=True)
class State:
    """What a state, or a de-facto state, is called."""

    id: str
    name: str
    country: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    police: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()

    @property
    def peoples(self) -> tuple[str, ...]:
        """Nouns for its people: the irregular ones, and the plural of each adjective that forms one."""
        regular = (a + "s" for a in self.adjectives if a[-1] in "ni" and not a.endswith("Kurdish"))
        return (*self.people, *regular)


@dataclass(frozen=True, slots=True)
class KindCode:
    """How outside codebooks call a kind of actor."""

    acled_inter: int
    """ACLED inter code 0 to 8 of an actor at home (state forces abroad are 8)."""
    plover_sector: str


@dataclass(frozen=True, slots=True)
class FormMatch:
    """A registry actor whose form stands at a position of a word sequence."""

    n_words: int
    id: str
    form: str
    """The form as the registry writes it."""


@dataclass(frozen=True, slots=True)
class ActorRegistry:
    """Frozen lookup over actors, their forms, their ties and the states' words."""

    actors: dict[str, RegistryActor]
    all_ties: tuple[Tie, ...] = ()
    states: tuple[State, ...] = ()
    _lengths: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)
    _exact: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False, compare=False)
    _sound: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    _ties_of: dict[str, tuple[Tie, ...]] = field(default_factory=dict, repr=False, compare=False)
    _terms: dict[tuple[str, ...], tuple[Tie, ...]] = field(default_factory=dict, repr=False, compare=False)
    """Folded surname of who led a state to the terms in office."""
    _adjectives: dict[str, State] = field(default_factory=dict, repr=False, compare=False)
    _people: dict[str, State] = field(default_factory=dict, repr=False, compare=False)
    _capitals: dict[str, State] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls) -> ActorRegistry:
        """The shipped registry, with the files that the setting ``actors`` names; read once.

        Raises BadData naming the file and line of a broken row.
        """
        further = settings.get_str("actors")
        return _widened(further) if further else _shipped()

    @classmethod
    def build(
        cls, actors: Iterable[RegistryActor], ties: Iterable[Tie] = (), states: Iterable[State] = ()
    ) -> ActorRegistry:
        """Index actors, ties and states. Raises BadData for a repeated id or a tie to nobody."""
        by_id: dict[str, RegistryActor] = {}
        for actor in actors:
            if actor.id in by_id:
                raise BadData(f"Actor id {actor.id!r} stands twice in the registry. Give one of them another id")
            by_id[actor.id] = actor
        ties, states = tuple(ties), tuple(states)
        ties_of: dict[str, list[Tie]] = {}
        for tie in ties:
            for end in (tie.subject, tie.object):
                if end not in by_id:
                    raise BadData(f"Tie {tie.subject} {tie.kind} {tie.object}: no actor {end!r} in the registry")
                ties_of.setdefault(end, []).append(tie)
        lengths: dict[str, set[int]] = {}
        exact: dict[tuple[str, ...], dict[str, str]] = {}
        sound: dict[str, list[str]] = {}
        for actor in by_id.values():
            for form in (actor.name, *actor.forms):
                words = fold_words(form)
                if not words:
                    continue
                known = exact.setdefault(words, {})
                if actor.id in known:
                    continue
                known[actor.id] = form
                lengths.setdefault(words[0], set()).add(len(words))
                key = skeleton(form)
                if len(key) >= _SKELETON_MIN and actor.id not in sound.setdefault(key, []):
                    sound[key].append(actor.id)
        return cls(
            actors=by_id,
            all_ties=ties,
            states=states,
            _lengths={k: tuple(sorted(v, reverse=True)) for k, v in lengths.items()},
            _exact={k: tuple(v.items()) for k, v in exact.items()},
            _sound={k: tuple(v) for k, v in sound.items()},
            _ties_of={k: tuple(v) for k, v in ties_of.items()},
            _terms=_terms_by_surname(by_id, ties, states),
            _adjectives={w.lower(): s for s in reversed(states) for w in s.adjectives},
            _people={w.lower(): s for s in reversed(states) for w in s.peoples},
            _capitals={w.lower(): s for s in reversed(states) for w in s.capitals},
        )

    def extend(self, actors: Iterable[RegistryActor], ties: Iterable[Tie] = ()) -> ActorRegistry:
        """A registry that also holds these actors; ids that are known already are kept as they stand."""
        new = [a for a in actors if a.id not in self.actors]
        return ActorRegistry.build([*self.actors.values(), *new], [*self.all_ties, *ties], self.states)

    def __len__(self) -> int:
        return len(self.actors)

    def __contains__(self, actor_id: str) -> bool:
        return actor_id in self.actors

    def get(self, actor_id: str) -> RegistryActor:
        """The actor with that id. Raises KeyError."""
        return self.actors[actor_id]

    def lookup(self, form: str) -> tuple[RegistryActor, ...]:
        """Actors with that name or form: accents, case, hyphens and the Arabic article folded, then by sound.

        "Hizbullah" finds Hezbollah although no row spells it so; short names match only as written.
        """
        known = self._exact.get(fold_words(form))
        if known is not None:
            return tuple(self.actors[i] for i, _ in known)
        key = skeleton(form)
        return tuple(self.actors[i] for i in self._sound.get(key, ())) if len(key) >= _SKELETON_MIN else ()

    def match_at(self, words: Sequence[str], i: int) -> Iterator[FormMatch]:
        """Forms that stand in folded words from position i, longest first; several per length."""
        for n in self._lengths.get(words[i], ()):
            if i + n > len(words):
                continue
            for actor_id, form in self._exact.get(tuple(words[i : i + n]), ()):
                yield FormMatch(n, actor_id, form)

    def ties(self, actor_id: str, *, on: date, kind: RelationKind | None = None) -> tuple[Tie, ...]:
        """Ties in which the actor stands on either side and that hold on that day."""
        return tuple(t for t in self._ties_of.get(actor_id, ()) if t.holds(on) and (kind is None or t.kind == kind))

    def parents(self, actor_id: str, *, on: date) -> tuple[str, ...]:
        """Ids of the actors it is part of, leads or speaks for on that day, nearest first."""
        belongs = (RelationKind.PART_OF, RelationKind.LEADS, RelationKind.SPEAKS_FOR)
        return tuple(
            t.object
            for t in self._ties_of.get(actor_id, ())
            if t.subject == actor_id and t.kind in belongs and t.holds(on)
        )

    def head_of_state(self, surname: str, *, on: date) -> RegistryActor | None:
        """Who leads a state on that day and is called so by surname alone; None where nobody is, or several are."""
        found = {t.subject for t in self._terms.get(fold_words(surname), ()) if t.holds(on)}
        return self.actors[found.pop()] if len(found) == 1 else None

    def state_of_adjective(self, word: str) -> State | None:
        """The state of a demonym adjective ("Iraqi")."""
        return self._adjectives.get(word.lower())

    def state_of_people(self, word: str) -> State | None:
        """The state of a noun for a people ("Iraqis", "Turks")."""
        return self._people.get(word.lower())

    def state_of_capital(self, name: str) -> State | None:
        """The state whose government a capital can stand for ("Damascus")."""
        return self._capitals.get(name.lower())

    def state(self, state_id: str) -> State | None:
        """The words of the state with that id."""
        return next((s for s in self.states if s.id == state_id), None)


def _terms_by_surname(
    actors: dict[str, RegistryActor], ties: Iterable[Tie], states: Iterable[State]
) -> dict[tuple[str, ...], tuple[Tie, ...]]:
    known, found = {s.id for s in states}, dict[tuple[str, ...], tuple[Tie, ...]]()
    for tie in ties:
        leader = actors[tie.subject]
        if tie.kind is RelationKind.LEADS and tie.object in known and leader.kind is ActorKind.PERSON:
            surname = fold_words(leader.name)[-1:]
            found[surname] = (*found.get(surname, ()), tie)
    return found


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _day(cell: str, where: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise BadData(f"{where}: {cell!r} is not an ISO day (YYYY-MM-DD)") from None


ACTOR_COLUMNS = ("id", "name", "kind", "country", "forms", "origin")
TIE_COLUMNS = ("subject", "kind", "object", "from", "until", "origin")
STATE_COLUMNS = ("id", "name", "country", "aliases", "adjectives", "people", "capitals", "forces", "police", "seats")


def read_actors(name: str = "actors.tsv") -> tuple[RegistryActor, ...]:
    """Rows of an actor table. Raises BadData naming path:line for an unknown kind, bad country, repeated id."""
    found, seen = [], set()
    for number, row in rows(name, ACTOR_COLUMNS):
        where = f"data/{name}:{number}"
        try:
            kind = ActorKind(row["kind"])
        except ValueError:
            known = ", ".join(k.value for k in ActorKind)
            raise BadData(f"{where}: no actor kind {row['kind']!r}. Kinds: {known}") from None
        country = row["country"] or None
        if country and not (len(country) == 2 and country.isupper()):
            raise BadData(f"{where}: country {country!r} is not an ISO 3166-1 alpha-2 code")
        if not row["id"] or not row["name"]:
            raise BadData(f"{where}: id and name must not be empty")
        if row["id"] in seen:
            raise BadData(f"{where}: id {row['id']!r} stands twice")
        seen.add(row["id"])
        found.append(RegistryActor(row["id"], row["name"], kind, country, _list(row["forms"]), row["origin"]))
    return tuple(found)


def read_ties(name: str = "actor_ties.tsv", known: frozenset[str] | None = None) -> tuple[Tie, ...]:
    """Rows of a table of ties. Raises BadData naming path:line for unknown actors or days out of order."""
    found = []
    for number, row in rows(name, TIE_COLUMNS):
        where = f"data/{name}:{number}"
        try:
            kind = RelationKind(row["kind"])
        except ValueError:
            raise BadData(f"{where}: no tie kind {row['kind']!r}") from None
        for end in ("subject", "object"):
            if known is not None and row[end] not in known:
                raise BadData(f"{where}: {end} {row[end]!r} is no actor of the registry")
        first, last = _day(row["from"], where), _day(row["until"], where)
        if first and last and last < first:
            raise BadData(f"{where}: tie ends {last} before it starts {first} (actor {row['subject']})")
        found.append(Tie(row["subject"], kind, row["object"], first, last, row["origin"]))
    return tuple(found)


def read_states(name: str = "states.tsv") -> tuple[State, ...]:
    """Rows of the table of states."""
    return tuple(
        State(row["id"], row["name"], row["country"], *(_list(row[c]) for c in STATE_COLUMNS[3:]))
        for _, row in rows(name, STATE_COLUMNS)
    )


@cache
def load_kind_codes() -> dict[ActorKind, KindCode]:
    """ActorKind to ACLED inter code and PLOVER sector. From data/actor_kinds.tsv."""
    codes = {}
    for number, row in rows("actor_kinds.tsv", ("kind", "acled_inter", "plover_sector")):
        try:
            codes[ActorKind(row["kind"])] = KindCode(int(row["acled_inter"]), row["plover_sector"])
        except ValueError as error:
            raise BadData(f"data/actor_kinds.tsv:{number}: {error}") from None
    missing = [k.value for k in ActorKind if k not in codes]
    if missing:
        raise BadData(f"data/actor_kinds.tsv: no row for {', '.join(missing)}")
    return codes


@cache
def _widened(paths: str) -> ActorRegistry:
    from truceline.resources.actor_sources import widen  # which reads the records defined here

    return widen(_shipped(), [p for p in paths.split(os.pathsep) if p])


@cache
def _shipped() -> ActorRegistry:
    actors = read_actors()
    return ActorRegistry.build(actors, read_ties(known=frozenset(a.id for a in actors)), read_states())
