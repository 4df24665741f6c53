"""Wider sources for the actor registry, in their own formats: FollowTheMoney (OpenSanctions) and Wikidata JSON.

Natural persons are skipped: the registry holds organisations and holders of office, no private persons.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from truceline.domain.codes import ActorKind, RelationKind
from truceline.errors import BadData
from truceline.resources.actors import ActorRegistry, RegistryActor, Tie
from truceline.resources.tables import rows

_PERSONS = frozenset({"Person"})
_PARTIES = frozenset({"Organization", "PublicBody", "LegalEntity", "Company"})
_HUMAN = "Q5"
_TIE_PROPERTIES = {"P361": RelationKind.PART_OF, "P463": RelationKind.PART_OF}


@dataclass(frozen=True, slots=True)
class ActorSlice:
    """What a source holds: actors, and the ties between those actors."""

    actors: tuple[RegistryActor, ...]
    ties: tuple[Tie, ...]


@cache
def _kinds(source: str) -> dict[str, ActorKind]:
    kinds = {}
    for line, row in rows("source_kinds.tsv", ("source", "code", "kind")):
        try:
            if row["source"] == source:
                kinds[row["code"]] = ActorKind(row["kind"])
        except ValueError as error:
            raise BadData(f"data/source_kinds.tsv:{line}: {error}") from None
    return kinds


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Objects of JSON lines, or of a JSON array with one object a line, with their line numbers."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            text = line.strip().rstrip(",")
            if text in ("", "[", "]"):
                continue
            try:
                row = json.loads(text)
            except json.JSONDecodeError as error:
                raise BadData(f"{path}:{number}: not JSON ({error.msg}). Expected one entity a line") from None
            if not isinstance(row, dict):
                raise BadData(f"{path}:{number}: expected an object, found {type(row).__name__}")
            yield number, row


def _first_day(values: Iterable[str]) -> date | None:
    for value in values:
        text = value.lstrip("+")[:10].replace("-00", "-01")
        parts = text.split("-")
        try:
            return date(int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, int(parts[2]) if len(parts) > 2 else 1)
        except ValueError:
            continue
    return None


def load_slice(path: Path | str) -> ActorSlice:
    """A file in either format, told by its first entity. Raises BadData naming path:line, or that there is no file."""
    path = Path(path)
    try:
        first = next(_objects(path), None)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise BadData(f"{path}: {why}. TRUCELINE_ACTORS names files of actors to read beside the registry") from None
    return load_wikidata(path) if first is not None and "labels" in first[1] else load_ftm(path)


def widen(registry: ActorRegistry, paths: Iterable[Path | str]) -> ActorRegistry:
    """The registry with the actors and ties of further files.

    An actor whose name the registry knows, once and of no other country, is that one: its ties are taken over, its row
    is not. Raises what ``load_slice`` raises.
    """
    for path in paths:
        found = load_slice(path)
        same: dict[str, str] = {}
        for actor in found.actors:
            known = registry.lookup(actor.name)
            if len(known) == 1 and actor.country in (None, known[0].country):
                same[actor.id] = known[0].id
        new = [a for a in found.actors if a.id not in same]
        ties = (
            replace(t, subject=same.get(t.subject, t.subject), object=same.get(t.object, t.object)) for t in found.ties
        )
        registry = registry.extend(new, [t for t in ties if t.subject != t.object])
    return registry


def load_ftm(path: Path | str) -> ActorSlice:
    """Organisations of a file of FollowTheMoney entities (JSON lines), such as an OpenSanctions export.

    Names and aliases become forms, the first country the home, topics or else the schema the kind; ``Membership``
    entities become dated ``part_of`` ties. Persons are skipped. Raises BadData naming path:line.
    """
    path = Path(path)
    kinds = _kinds("ftm")
    actors: dict[str, RegistryActor] = {}
    memberships: list[dict[str, Any]] = []
    for number, row in _objects(path):
        schema, found = row.get("schema"), row.get("properties")
        if not isinstance(schema, str) or not isinstance(found, dict) or "id" not in row:
            raise BadData(f"{path}:{number}: no FollowTheMoney entity (id, schema and properties are expected)")
        if schema == "Membership":
            memberships.append(found)
        if schema in _PERSONS or schema not in _PARTIES:
            continue
        names = [*found.get("name", ()), *found.get("alias", ()), *found.get("weakAlias", ())]
        if not names:
            raise BadData(f"{path}:{number}: entity {row['id']} has no name")
        codes = [*found.get("topics", ()), f"schema:{schema}"]
        kind = next((kinds[c] for c in codes if c in kinds), ActorKind.UNKNOWN)
        country = next((c.upper() for c in found.get("country", ()) if len(c) == 2), None)
        actors[row["id"]] = RegistryActor(row["id"], names[0], kind, country, tuple(names[1:]), f"ftm:{path.name}")
    ties = tuple(
        Tie(
            member,
            RelationKind.PART_OF,
            whole,
            _first_day(m.get("startDate", ())),
            _first_day(m.get("endDate", ())),
            f"ftm:{path.name}",
        )
        for m in memberships
        for member in m.get("member", ())
        for whole in m.get("organization", ())
        if member in actors and whole in actors
    )
    return ActorSlice(tuple(actors.values()), ties)


def load_wikidata(path: Path | str) -> ActorSlice:
    """Organisations of a slice of Wikidata's JSON dump: one entity a line, with or without the array's brackets.

    English labels and aliases become forms; "instance of" the kind; "country" the home, where the slice also holds the
    country with its ISO code; "part of" and "member of" dated ties. Humans are skipped.
    Raises BadData naming path:line.
    """
    path = Path(path)
    kinds = _kinds("wikidata")
    rows: dict[str, dict[str, Any]] = {}
    for number, row in _objects(path):
        if "id" not in row or "labels" not in row:
            raise BadData(f"{path}:{number}: no Wikidata entity (id and labels are expected)")
        if _HUMAN not in _items(row, "P31"):
            rows[row["id"]] = row
    iso = {i: code for i, row in rows.items() if (code := next(iter(_strings(row, "P297")), None))}
    actors: dict[str, RegistryActor] = {}
    for i, row in rows.items():
        label = row["labels"].get("en", {}).get("value")
        if not label:
            continue
        forms = tuple(a["value"] for a in row.get("aliases", {}).get("en", ()) if a["value"] != label)
        kind = next((kinds[c] for c in _items(row, "P31") if c in kinds), ActorKind.UNKNOWN)
        country = iso.get(i) or next((iso[c] for c in _items(row, "P17") if c in iso), None)
        actors[i] = RegistryActor(i, label, kind, country, forms, f"wikidata:{path.name}")
    ties = [
        tie
        for i in actors
        for name, kind_ in _TIE_PROPERTIES.items()
        for tie in _wikidata_ties(rows[i], name, kind_, actors, path)
    ]
    return ActorSlice(tuple(actors.values()), tuple(ties))


def _claims(row: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    yield from (c for c in row.get("claims", {}).get(name, ()) if c.get("rank") != "deprecated")


def _value(snak: dict[str, Any]) -> Any:
    return snak.get("datavalue", {}).get("value")


def _items(row: dict[str, Any], name: str) -> list[str]:
    values = (_value(c.get("mainsnak", {})) for c in _claims(row, name))
    return [v["id"] for v in values if isinstance(v, dict) and "id" in v]


def _strings(row: dict[str, Any], name: str) -> list[str]:
    return [v for c in _claims(row, name) if isinstance(v := _value(c.get("mainsnak", {})), str)]


def _wikidata_ties(
    row: dict[str, Any], name: str, kind: RelationKind, actors: dict[str, RegistryActor], path: Path
) -> Iterator[Tie]:
    for claim in _claims(row, name):
        whole = _value(claim.get("mainsnak", {}))
        if not isinstance(whole, dict) or whole.get("id") not in actors or whole["id"] == row["id"]:
            continue
        days = [
            _first_day(v["time"] for s in claim.get("qualifiers", {}).get(q, ()) if isinstance(v := _value(s), dict))
            for q in ("P580", "P582")
        ]
        yield Tie(row["id"], kind, whole["id"], days[0], days[1], f"wikidata:{path.name}")
