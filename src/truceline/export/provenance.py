"""The provenance bundle: every value of every event with its words, sentence, report and stage or person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from truceline.domain.claims import Claim
from truceline.domain.events import Event
from truceline.domain.text import Report
from truceline.export.record import Cell, Record, Table

COLUMNS = (
    "report_id", "outlet", "published", "url", "event_id", "field", "value", "chosen", "words", "start", "end",
    "sentence", "speaker", "reading", "stage", "version", "score", "reason", "by", "at_utc",
)  # fmt: skip


def provenance_table(record: Record) -> Table:
    """One row a claim, chosen or not, in order of reports and events."""
    return Table("provenance", COLUMNS, tuple(_rows(record)))


def _rows(record: Record) -> Iterator[dict[str, Cell]]:
    order = sorted(record.events.values(), key=lambda e: (record.report_of(e).date, e.report_id, e.trigger.start))
    for event in order:
        report = record.report_of(event)
        for claim in event.claims:
            yield _row(report, event, claim)


def _row(report: Report, event: Event, claim: Claim) -> dict[str, Cell]:
    sentence = next((s for s in event.evidence if claim.span and s.overlaps(claim.span)), None)
    return {
        "report_id": report.report_id,
        "outlet": report.outlet,
        "published": report.date.isoformat(),
        "url": report.url,
        "event_id": event.id,
        "field": claim.field,
        "value": json.dumps(claim.value, ensure_ascii=False),
        "chosen": "yes" if claim.chosen else "no",
        "words": claim.words,
        "start": claim.span.start if claim.span else None,
        "end": claim.span.end if claim.span else None,
        "sentence": sentence.of(report.text) if sentence else None,
        "speaker": claim.speaker,
        "reading": claim.reading.value,
        "stage": claim.stage,
        "version": claim.version,
        "score": claim.score,
        "reason": claim.reason,
        "by": claim.by,
        "at_utc": claim.at_utc.isoformat() if claim.at_utc else None,
    }


def citation(version: str, query: str, record: Record) -> dict[str, Any]:
    """What a reader needs to cite an export: program, version, query, extent. No clock, so it comes out the same."""
    days = sorted(r.date for r in record.reports.values())
    return {
        "title": "Export from a Truceline record",
        "program": "Truceline",
        "version": version,
        "query": query,
        "reports": len(record.reports),
        "events": len(record.events),
        "incidents": len(record.incidents),
        "first_report": days[0].isoformat() if days else None,
        "last_report": days[-1].isoformat() if days else None,
    }
