"""Gold events as coded reports: what fuse and ledger would be given by a coder without errors."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from bench.docs import SHARED, load_reports
from truceline.domain.coded import CodedReport
from truceline.domain.codes import DatePrecision, EventType, HarmKind, Stance, Status, TruceAction
from truceline.domain.events import Attribution, Entity, Event, EventDate, EventPlace, Harm
from truceline.domain.text import Report, Span
from truceline.resources.actors import ActorRegistry


def _entity(names: list[str], registry: ActorRegistry | None) -> Entity:
    if registry is not None:
        for name in names:
            found = registry.lookup(name)
            if len(found) == 1:
                return Entity(names[0], found[0].id, kind=found[0].kind.value, country=found[0].country)
    return Entity(names[0])


def _date(day: dict[str, Any] | None) -> EventDate | None:
    if not day:
        return None
    start, end = date.fromisoformat(day["start"]), date.fromisoformat(day["end"])
    return EventDate(start, end, DatePrecision(day.get("precision", "day")))


def _place(place: dict[str, Any] | None) -> EventPlace | None:
    if not place:
        return None
    return EventPlace(
        place["names"][0], place.get("country"), place.get("lat"), place.get("lon"), place["precision"]
    )


def _attribution(row: dict[str, Any]) -> Attribution:
    stance = Stance(row.get("stance") or "states")
    return Attribution(row.get("speaker") or "unnamed", row.get("affiliation"), row.get("outlet"), stance)


def gold_event(row: dict[str, Any], report: Report, registry: ActorRegistry | None) -> Event:
    """One gold event as a record; its id is the number after the gold id's ``#``."""

    def entities(field: str) -> tuple[Entity, ...]:
        return tuple(_entity(names, registry) for names in row.get(field) or [])

    return Event(
        report_id=report.id,
        type=EventType(row["type"]),
        mode=row.get("mode"),
        status=Status(row["status"]),
        aggregate=bool(row.get("aggregate")),
        actors=entities("actors"),
        recipients=entities("recipients"),
        date=_date(row.get("date")),
        place=_place(row.get("place")),
        harm=tuple(Harm(HarmKind(h["kind"]), h["min"], h["max"], h.get("whom")) for h in row.get("harm") or []),
        weapon=row.get("weapon"),
        reported_by=tuple(_attribution(a) for a in row.get("reported_by") or []),
        claimed_by=entities("claimed_by"),
        denied_by=entities("denied_by"),
        truce_action=TruceAction(row["truce_action"]) if row.get("truce_action") else None,
        truce_parties=entities("truce_parties"),
        trigger=Span(*row["trigger"]["span"]),
        evidence=tuple(Span(*s) for s in row["evidence"]),
        confidence=1.0,
        conflict=row.get("conflict"),
        id=row["id"].rsplit("#", 1)[1],
    )


def gold_coded(split: str, registry: ActorRegistry | None = None) -> list[tuple[CodedReport, list[dict[str, Any]]]]:
    """Coded reports made of gold events, each with its gold rows, for ``dev`` or ``train``."""
    rows = {}
    with open(SHARED / "gold" / split / "events.jsonl", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            rows[row["report_id"]] = row["events"]
    found = []
    for report in load_reports(f"gold_{split}"):
        events = rows.get(report.report_id, [])
        found.append((CodedReport(report, tuple(gold_event(e, report, registry) for e in events)), events))
    return found
