"""Writing and reading what events make together. Only what changed is written, so a correction costs a few rows."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, func, insert, select

from truceline.domain.codes import QUAD_CLASS, HarmKind, QuadClass
from truceline.domain.events import Entity, Incident
from truceline.domain.text import content_id
from truceline.domain.truces import Truce
from truceline.store import record_tables as r
from truceline.store import review_reader
from truceline.store import tables as t

QUADS: Final = {
    QuadClass.VERBAL_COOPERATION: "vc",
    QuadClass.MATERIAL_COOPERATION: "mc",
    QuadClass.VERBAL_CONFLICT: "vx",
    QuadClass.MATERIAL_CONFLICT: "mx",
}
"""Quad classes in two letters: verbal or material, cooperation or conflict."""
CHUNK: Final = 1000
MOST_KEY: Final = 200
"""Longest part of a name that is looked up: a database bounds what its indexes hold."""
NO_DAY: Final = date(1, 1, 1)
_ROLES: Final = ("actors", "recipients", "claimed_by", "denied_by")


@dataclass(frozen=True, slots=True)
class Build:
    """Of what the record was made, and when."""

    mark: str
    built_utc: datetime
    n_incidents: int
    n_truces: int
    facets: dict[str, Any]
    """Counts to filter by: types, countries, outlets, and first_day and last_day of the record."""


@functools.cache
def incident_adapter() -> TypeAdapter[Incident]:
    """Incidents to JSON and back."""
    return TypeAdapter(Incident)


@functools.cache
def truce_adapter() -> TypeAdapter[Truce]:
    """Truces to JSON and back."""
    return TypeAdapter(Truce)


def store_mark(connection: Connection) -> str:
    """A word that changes whenever a report is coded, or a person's claim, judgement or review is made or withdrawn,
    a review where it changes which events stand."""
    c, j, k = t.claims.c, t.judgements.c, t.codings.c
    n_coded, last = connection.execute(select(func.count(), func.max(k.coded_utc)).select_from(t.codings)).one()
    claims = select(func.count(), func.max(c.id), func.max(c.withdrawn_utc), func.count(c.withdrawn_utc))
    judged = select(func.count(), func.max(j.id), func.max(j.withdrawn_utc), func.count(j.withdrawn_utc))
    rejected = sorted(review_reader.rejected(connection))
    by_people = connection.execute(claims.where(c.by.is_not(None))).one()
    parts = (n_coded, last, *by_people, *connection.execute(judged).one(), *rejected)
    return content_id(*(str(part) for part in parts))


def actor_key(entity: Entity) -> str:
    """Under which name an actor is counted across incidents: its registry id, else its name in small letters."""
    return entity.id or "~" + name_key(entity.name)[:MOST_KEY]


def name_key(name: str) -> str:
    """A name to search by."""
    return " ".join(name.casefold().split())


def read_build(connection: Connection) -> Build | None:
    """The build that the tables hold; None where there is none."""
    row = connection.execute(select(r.record_builds)).first()
    if row is None:
        return None
    return Build(row.mark, row.built_utc, row.n_incidents, row.n_truces, row.facets)


def write_record(
    connection: Connection, incidents: Sequence[Incident], truces: Sequence[tuple[Truce, dict[str, Any]]], mark: str
) -> int:
    """Make the tables hold these incidents and truces; returns how many incidents were written or removed.

    truces: each with a summary to list it by. mark: of what they were made.
    """
    known = {row.id: row.digest for row in connection.execute(select(r.incidents.c.id, r.incidents.c.digest))}
    records = {i.id: incident_adapter().dump_python(i, mode="json") for i in incidents}
    digests = {key: content_id(record) for key, record in records.items()}
    stale = [key for key, digest in known.items() if digests.get(key) != digest]
    fresh = [i for i in incidents if known.get(i.id) != digests[i.id]]
    for chunk in _chunks(stale):
        for table in (r.incident_records, r.incident_parties, r.incident_outlets, r.incident_events):
            connection.execute(delete(table).where(table.c.incident_id.in_(chunk)))
        connection.execute(delete(r.incidents).where(r.incidents.c.id.in_(chunk)))
    for chunk in _chunks(fresh):
        _insert(connection, r.incidents, [_incident_row(i, digests[i.id]) for i in chunk])
        _insert(connection, r.incident_records, [{"incident_id": i.id, "record": records[i.id]} for i in chunk])
        _insert(connection, r.incident_parties, [row for i in chunk for row in _party_rows(i)])
        _insert(connection, r.incident_outlets, [row for i in chunk for row in _outlet_rows(i)])
        _insert(connection, r.incident_events, [row for i in chunk for row in _event_rows(i)])
    connection.execute(delete(r.truces))
    rows = [_truce_row(n, truce, summary) for n, (truce, summary) in enumerate(truces)]
    _insert(connection, r.truces, rows)
    if stale or fresh:
        _write_totals(connection, incidents)
    connection.execute(delete(r.record_builds))
    build = {"id": 1, "mark": mark, "built_utc": datetime.now(UTC), "n_incidents": len(incidents),
             "n_truces": len(rows), "facets": _facets(incidents)}  # fmt: skip
    connection.execute(insert(r.record_builds).values(**build))
    return len({*stale, *(i.id for i in fresh)})


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    for chunk in _chunks(rows):
        connection.execute(insert(table), chunk)


def _chunks(items: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), CHUNK):
        yield list(items[start : start + CHUNK])


def _toll(incident: Incident, kind: HarmKind) -> int | None:
    toll = next((toll for toll in incident.tolls if toll.kind is kind), None)
    return None if toll is None else toll.low if toll.best is None else toll.best


def _incident_row(incident: Incident, digest: str) -> dict[str, Any]:
    when, place = incident.date, incident.place
    told = incident.published[0] if incident.published else NO_DAY
    return {
        "id": incident.id,
        "digest": digest,
        "sort_day": when.start if when else told,
        "first_day": when.start if when else None,
        "last_day": when.end if when else None,
        "type": incident.type.value,
        "mode": incident.mode,
        "status": incident.status.value,
        "quad": QUADS[QUAD_CLASS[incident.type]],
        "place_name": place.name[:MOST_KEY] if place else None,
        "place_key": name_key(place.name) if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_precision": place.precision if place else None,
        "killed": _toll(incident, HarmKind.KILLED),
        "injured": _toll(incident, HarmKind.INJURED),
        "n_reports": len({ref.rsplit("#", 1)[0] for ref in incident.events}),
        "n_independent": incident.n_independent,
        "n_disagreements": len(incident.disagreements),
        "confidence": incident.confidence,
    }


def _party_rows(incident: Incident) -> Iterator[dict[str, Any]]:
    for role in _ROLES:
        entities: tuple[Entity, ...] = getattr(incident, role)
        for seq, entity in enumerate(entities):
            yield {
                "incident_id": incident.id,
                "role": role,
                "seq": seq,
                "actor_key": actor_key(entity),
                "name": entity.name,
                "name_key": name_key(entity.name),
                "registry_id": entity.id,
                "kind": entity.kind,
                "country": entity.country,
            }


def _outlet_rows(incident: Incident) -> list[dict[str, Any]]:
    names = dict.fromkeys(o[:MOST_KEY] for o in incident.outlets)
    return [{"incident_id": incident.id, "outlet": o} for o in names]


def _event_rows(incident: Incident) -> Iterator[dict[str, Any]]:
    for ref in incident.events:
        report_id, event_id = ref.rsplit("#", 1)
        yield {"incident_id": incident.id, "report_id": report_id, "event_id": event_id}


def _truce_row(seq: int, truce: Truce, summary: dict[str, Any]) -> dict[str, Any]:
    record = truce_adapter().dump_python(truce, mode="json")
    return {"id": truce.id, "seq": seq, "name": truce.name, "country": truce.scope_country, "record": record,
            "summary": summary}  # fmt: skip


def _facets(incidents: Iterable[Incident]) -> dict[str, Any]:
    types: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    outlets: Counter[str] = Counter()
    days: list[date] = []
    for i in incidents:
        types[i.type.value] += 1
        if i.place and i.place.country:
            countries[i.place.country] += 1
        outlets.update(i.outlets)
        if i.date:
            days.append(i.date.start)
    return {
        "types": dict(types.most_common()),
        "countries": dict(countries.most_common()),
        "outlets": dict(outlets.most_common(500)),
        "first_day": min(days).isoformat() if days else None,
        "last_day": max(days).isoformat() if days else None,
    }


@dataclass(slots=True)
class _Total:
    names: Counter[str]
    kinds: Counter[str]
    countries: Counter[str]
    registry_id: str | None
    as_actor: set[str]
    as_recipient: set[str]
    all: set[str]
    first: date | None = None
    last: date | None = None


def _write_totals(connection: Connection, incidents: Iterable[Incident]) -> None:
    totals: dict[str, _Total] = defaultdict(
        lambda: _Total(Counter(), Counter(), Counter(), None, set(), set(), set())
    )
    for i in incidents:
        for role in _ROLES:
            for entity in getattr(i, role):
                _count(totals[actor_key(entity)], entity, role, i)
    connection.execute(delete(r.actor_totals))
    _insert(connection, r.actor_totals, [_total_row(key, total) for key, total in totals.items()])


def _count(total: _Total, entity: Entity, role: str, incident: Incident) -> None:
    total.names[entity.name] += 1
    total.registry_id = entity.id
    if entity.kind:
        total.kinds[entity.kind] += 1
    if entity.country:
        total.countries[entity.country] += 1
    total.all.add(incident.id)
    if role == "actors":
        total.as_actor.add(incident.id)
    if role == "recipients":
        total.as_recipient.add(incident.id)
    if incident.date:
        total.first = min(total.first or incident.date.start, incident.date.start)
        total.last = max(total.last or incident.date.start, incident.date.start)


def _total_row(key: str, total: _Total) -> dict[str, Any]:
    names = [name for name, _ in sorted(total.names.items(), key=lambda x: (-x[1], x[0]))]
    return {
        "actor_key": key,
        "name": names[0],
        "name_key": "\n".join(dict.fromkeys(name_key(n) for n in names[:50])),
        "registry_id": total.registry_id,
        "kind": _most(total.kinds),
        "country": _most(total.countries),
        "n_actor": len(total.as_actor),
        "n_recipient": len(total.as_recipient),
        "n_incidents": len(total.all),
        "first_day": total.first,
        "last_day": total.last,
        "other_names": names[1:20],
    }


def _most(counted: Counter[str]) -> str | None:
    return min(counted, key=lambda x: (-counted[x], x)) if counted else None


def truce_summaries(connection: Connection) -> list[tuple[str, dict[str, Any]]]:
    """(id, summary) of every truce, in order of their first known day."""
    c = r.truces.c
    return [(row.id, row.summary) for row in connection.execute(select(c.id, c.summary).order_by(c.seq))]


def read_truce(connection: Connection, truce_id: str) -> Truce | None:
    """The truce with that id, or None."""
    record = connection.execute(select(r.truces.c.record).where(r.truces.c.id == truce_id)).scalar()
    return None if record is None else truce_adapter().validate_python(record)


def incident_ids_of(connection: Connection, report_id: str) -> dict[str, str]:
    """Event id to the incident that it is part of, for the events of one report."""
    c = r.incident_events.c
    rows = connection.execute(select(c.event_id, c.incident_id).where(c.report_id == report_id))
    return {row.event_id: row.incident_id for row in rows}
