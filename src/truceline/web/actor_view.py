"""An actor as its page shows it: names, dated ties as a small graph, incidents on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from truceline.domain.codes import RelationKind
from truceline.resources.actors import ActorRegistry, RegistryActor
from truceline.store import Store
from truceline.store.browse import actor_row, ties_in_reports
from truceline.store.incident_query import IncidentFilter, Line, count_incidents, incident_lines
from truceline.store.record import name_key
from truceline.web.wording import TIE_WORDS, day

MOST_NODES: Final = 9
"""Most actors on one side of the graph; the table has all."""
MOST_LINES: Final = 8
ROW_PX: Final = 46


@dataclass(frozen=True, slots=True)
class TieLine:
    """One tie of the actor, from the registry or from a report."""

    words: str
    """The tie as seen from this actor: ``part of``, ``has as a part``."""
    other_name: str
    other_key: str
    outward: bool
    """True when this actor is the subject: part of, backed by."""
    first_day: date | None
    last_day: date | None
    origin: str
    report_id: str | None = None
    start: int | None = None

    @property
    def when(self) -> str:
        """``since 17 Oct 2023``, ``2014 to 2017``, empty where no day is known."""
        if self.first_day and self.last_day:
            return f"{day(self.first_day)} to {day(self.last_day)}"
        if self.first_day:
            return f"since {day(self.first_day)}"
        return f"until {day(self.last_day)}" if self.last_day else ""


@dataclass(frozen=True, slots=True)
class Node:
    """Another actor on the graph."""

    name: str
    key: str
    label: str
    years: str
    y: int
    reported: bool
    """True when only reports say so."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The actor in the middle, what it belongs to on the left, what belongs to it on the right."""

    left: tuple[Node, ...]
    right: tuple[Node, ...]
    height: int
    n_left_out: int


@dataclass(frozen=True, slots=True)
class Side:
    """Incidents in which the actor stands on one side."""

    role: str
    title: str
    n: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    key: str
    name: str
    kind: str | None
    country: str | None
    registry: RegistryActor | None
    names: tuple[str, ...]
    ties: tuple[TieLine, ...]
    graph: Graph
    sides: tuple[Side, ...]
    n_incidents: int
    first_day: date | None
    last_day: date | None


_INWARD: Final = {
    RelationKind.PART_OF: "has as a part", RelationKind.ALLIED_WITH: "allied with", RelationKind.BACKED_BY: "backs",
    RelationKind.LEADS: "led by", RelationKind.SPEAKS_FOR: "has as a spokesperson",
    RelationKind.SPLIT_FROM: "lost, by a split,", RelationKind.ALSO_KNOWN_AS: "also known as",
}  # fmt: skip
_ROLES: Final = (
    ("actors", "As the one who acts"), ("recipients", "As the one to whom it is done"), ("claimed_by", "Claimed by it"),
    ("denied_by", "Denied by it"),
)  # fmt: skip


def view_of(store: Store, key: str, registry: ActorRegistry) -> View | None:
    """All that the page shows of an actor; None when neither the record nor the registry knows it."""
    known = registry.get(key) if key in registry else None
    with store.reading() as connection:
        row = actor_row(connection, key)
        if row is None and known is None:
            return None
        if known is None and row is not None and row.kind == "person":
            return None  # who is no public actor has no page
        name = known.name if known else str(row.name)  # type: ignore[union-attr]
        told = [row.name, *row.other_names] if row else []
        names = tuple(dict.fromkeys(n for n in (*told, *(known.forms if known else ())) if n != name))
        stated = ties_in_reports(connection, [name, *names])
        sides = []
        for role, title in _ROLES:
            wanted = IncidentFilter(actor_key=key, role=role)
            n = count_incidents(connection, wanted)
            if n:
                sides.append(Side(role, title, n, tuple(incident_lines(connection, wanted, limit=MOST_LINES))))
    ties = (*_registry_ties(key, registry), *_reported_ties(stated, {name, *names}, registry))
    return View(
        key, name, known.kind.value if known else row.kind if row else None,
        known.country if known else row.country if row else None, known, names, ties, graph_of(ties), tuple(sides),
        row.n_incidents if row else 0, row.first_day if row else None, row.last_day if row else None,
    )  # fmt: skip


def _registry_ties(key: str, registry: ActorRegistry) -> list[TieLine]:
    found = []
    for tie in registry.all_ties:
        if key not in (tie.subject, tie.object):
            continue
        outward = tie.subject == key
        other = registry.get(tie.object if outward else tie.subject)
        words = TIE_WORDS[tie.kind.value] if outward else _INWARD[tie.kind]
        found.append(TieLine(words, other.name, other.id, outward, tie.first_day, tie.last_day, tie.origin))
    return sorted(found, key=lambda t: (not t.outward, t.words, t.first_day or date.min, t.other_name))


def _reported_ties(
    stated: Sequence[tuple[str, dict[str, Any]]], own: set[str], registry: ActorRegistry
) -> list[TieLine]:
    found: dict[tuple[str, str], TieLine] = {}
    for report_id, record in stated:
        outward = record["subject"] in own
        other = str(record["object"] if outward else record["subject"])
        if other in own:
            continue
        kind = RelationKind(record["kind"])
        words = TIE_WORDS[kind.value] if outward else _INWARD[kind]
        said = f"said by {record['speaker']}" if record.get("speaker") else "as a report says"
        first, last = (_day(record.get(k)) for k in ("from", "to"))
        line = TieLine(words, other, _key(other, registry), outward, first, last, said, report_id, _start(record))
        found.setdefault((words, other), line)
    return list(found.values())


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None


def _start(record: dict[str, Any]) -> int | None:
    found = record.get("start")
    return found if isinstance(found, int) else None


def _key(name: str, registry: ActorRegistry) -> str:
    found = registry.lookup(name)
    return found[0].id if len(found) == 1 else "~" + name_key(name)


def _years(tie: TieLine) -> str:
    if tie.first_day and tie.last_day:
        return f"{tie.first_day.year}–{tie.last_day.year}"
    return f"since {tie.first_day.year}" if tie.first_day else f"until {tie.last_day.year}" if tie.last_day else ""


def graph_of(ties: Sequence[TieLine]) -> Graph:
    """Where the nodes stand. Each other actor once on a side, its ties joined in the label."""
    columns: dict[bool, dict[str, list[TieLine]]] = {True: {}, False: {}}
    for tie in ties:
        columns[tie.outward].setdefault(tie.other_key, []).append(tie)
    n_left_out = sum(max(0, len(column) - MOST_NODES) for column in columns.values())
    most = max((min(len(c), MOST_NODES) for c in columns.values()), default=0)
    height = max(1, most) * ROW_PX + 10

    def place(column: dict[str, list[TieLine]]) -> tuple[Node, ...]:
        shown = list(column.items())[:MOST_NODES]
        top = (height - len(shown) * ROW_PX) // 2
        return tuple(
            Node(
                lines[0].other_name,
                key,
                ", ".join(dict.fromkeys(x.words for x in lines)),
                _years(lines[0]),
                top + i * ROW_PX + ROW_PX // 2,
                all(x.report_id for x in lines),
            )
            for i, (key, lines) in enumerate(shown)
        )

    return Graph(place(columns[True]), place(columns[False]), height, n_left_out)
