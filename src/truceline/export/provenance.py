"""The provenance bundle: every value with its words, sentence, report, and the stage or person it comes from.

A ZIP archive of plain tables, the same bytes for the same record, so that a value in a paper can be followed to a
sentence without the database.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from truceline.domain.claims import Claim, Judgement
from truceline.domain.events import Event, Incident
from truceline.domain.serial import json_bytes
from truceline.domain.text import Report
from truceline.export.citation import Citation, about, cff, csl
from truceline.export.record import Kind, Record, Row, Table
from truceline.export.text_file import write_table

CLAIMS = {
    "report_id": Kind.TEXT, "outlet": Kind.TEXT, "published": Kind.DAY, "url": Kind.TEXT, "event_id": Kind.TEXT,
    "field": Kind.TEXT, "value": Kind.TEXT, "chosen": Kind.YES, "words": Kind.TEXT, "start": Kind.INT, "end": Kind.INT,
    "sentence": Kind.TEXT, "speaker": Kind.TEXT, "reading": Kind.TEXT, "stage": Kind.TEXT, "version": Kind.TEXT,
    "score": Kind.FLOAT, "reason": Kind.TEXT, "by": Kind.TEXT, "at_utc": Kind.TEXT,
}  # fmt: skip
VERSIONS = {
    "incident_id": Kind.TEXT, "field": Kind.TEXT, "value": Kind.TEXT, "shown": Kind.YES, "rule": Kind.TEXT,
    "event_id": Kind.TEXT, "published": Kind.DAY, "outlet": Kind.TEXT, "speaker": Kind.TEXT, "background": Kind.YES,
}  # fmt: skip
LINKS = {
    "incident_id": Kind.TEXT, "left": Kind.TEXT, "right": Kind.TEXT, "score": Kind.FLOAT, "reasons": Kind.LIST,
    "by": Kind.TEXT,
}  # fmt: skip
REPORTS = {
    "report_id": Kind.TEXT, "content_id": Kind.TEXT, "published": Kind.DAY, "outlet": Kind.TEXT, "title": Kind.TEXT,
    "url": Kind.TEXT, "language": Kind.TEXT, "n_chars": Kind.INT,
}  # fmt: skip
JUDGEMENTS = {
    "number": Kind.INT, "about": Kind.TEXT, "left": Kind.TEXT, "right": Kind.TEXT, "verdict": Kind.TEXT,
    "by": Kind.TEXT, "at_utc": Kind.TEXT, "note": Kind.TEXT, "withdrawn_by": Kind.TEXT, "withdrawn_utc": Kind.TEXT,
}  # fmt: skip
README = """Truceline provenance bundle

{abstract}

claims.csv      every reading of every field of every event: the words as written, their place in the report's text
                (code points, end exclusive), the sentence, who says so in the text, the stage and version or the person
                that read it, with score and reason. chosen = true is what the event shows; people outrank the machine.
versions.csv    of every incident: each report's version of each field, and the rule that chose the one shown
links.csv       why two events stand in one incident: the machine's score and reasons, or the person who said so
judgements.csv  people's judgements on two events or actors, withdrawn ones too
reports.csv     the reports, by the id that their source gives and by content (hash of day, outlet and text). Their
                texts are not here: they belong to their outlets
CITATION.cff, citation.json   how to cite this
"""


@dataclass(frozen=True, slots=True)
class People:
    """What people judged: (number, judgement), withdrawn ones too."""

    judgements: Sequence[tuple[int, Judgement]] = ()


def claim_table(record: Record) -> Table:
    """One row a claim, chosen or not, in order of reports and events."""
    return Table.of("claims", CLAIMS, [r for e in _events(record) for r in _claims(record.report_of(e), e)])


def _events(record: Record) -> list[Event]:
    return sorted(record.events.values(), key=lambda e: (record.report_of(e).date, e.report_id, e.trigger.start, e.id))


def _claims(report: Report, event: Event) -> Iterator[Row]:
    for claim in event.claims:
        yield _claim(report, event, claim)


def _claim(report: Report, event: Event, claim: Claim) -> Row:
    sentence = next((s for s in event.evidence if claim.span and s.overlaps(claim.span)), None)
    return {
        "report_id": report.report_id,
        "outlet": report.outlet,
        "published": report.date,
        "url": report.url,
        "event_id": event.id,
        "field": claim.field,
        "value": json.dumps(claim.value, ensure_ascii=False, sort_keys=True),
        "chosen": claim.chosen,
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
        "at_utc": _iso(claim.at_utc),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def version_table(record: Record) -> Table:
    """One row a report's version of a field of an incident."""
    return Table.of("versions", VERSIONS, [row for i in record.incidents for row in _versions(record, i)])


def _versions(record: Record, incident: Incident) -> Iterator[Row]:
    rules = dict(incident.rules)
    for version in incident.versions:
        yield {
            "incident_id": incident.id,
            "field": version.field,
            "value": json.dumps(version.value, ensure_ascii=False, sort_keys=True),
            "shown": version.chosen,
            "rule": rules.get(version.field),
            "event_id": record.printed(version.event),
            "published": version.published,
            "outlet": version.outlet,
            "speaker": version.speaker,
            "background": version.background,
        }


def link_table(record: Record) -> Table:
    """One row a link between two events of an incident."""
    rows: list[Row] = [
        {
            "incident_id": i.id,
            "left": record.printed(link.left),
            "right": record.printed(link.right),
            "score": link.score,
            "reasons": link.reasons,
            "by": link.by,
        }
        for i in record.incidents
        for link in i.links
    ]
    return Table.of("links", LINKS, rows)


def report_table(record: Record) -> Table:
    """One row a report that an event is read from."""
    used = {e.report_id for e in record.events.values()}
    reports = sorted((record.reports[i] for i in used), key=lambda r: (r.date, r.id))
    rows: list[Row] = [
        {
            "report_id": r.report_id, "content_id": r.id, "published": r.date, "outlet": r.outlet, "title": r.title,
            "url": r.url, "language": r.language, "n_chars": len(r.text),
        }
        for r in reports
    ]  # fmt: skip
    return Table.of("reports", REPORTS, rows)


def judgement_table(record: Record, people: People) -> Table:
    """One row a judgement that touches an event of the record, or is about actors."""
    rows: list[Row] = []
    for number, j in people.judgements:
        if j.about == "event" and not (j.left in record.events or j.right in record.events):
            continue
        sides = (j.left, j.right) if j.about != "event" else (record.printed(j.left), record.printed(j.right))
        rows.append(
            {
                "number": number, "about": j.about, "left": sides[0], "right": sides[1], "verdict": j.verdict.value,
                "by": j.by, "at_utc": _iso(j.at_utc), "note": j.note or None, "withdrawn_by": j.withdrawn_by,
                "withdrawn_utc": _iso(j.withdrawn_utc),
            }
        )  # fmt: skip
    return Table.of("judgements", JUDGEMENTS, rows)


def bundle(record: Record, people: People, citation: Citation) -> bytes:
    """The archive's bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "README.txt", README.format(abstract=citation.abstract).encode())
        for table in (
            claim_table(record), version_table(record), link_table(record), judgement_table(record, people),
            report_table(record),
        ):  # fmt: skip
            text = io.StringIO(newline="")
            write_table(table, text)
            _add(archive, f"{table.name}.csv", text.getvalue().encode())
        _add(archive, "CITATION.cff", cff(citation).encode())
        _add(archive, "citation.json", json_bytes(csl(citation)) + b"\n")
        _add(archive, "about.json", json_bytes(about(citation)) + b"\n")
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))  # no clock: the same record, the same bytes
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
