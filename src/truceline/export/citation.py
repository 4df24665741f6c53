"""How to cite an export: program, version, query and extent, as CITATION.cff or CSL JSON.

Its date is the day on which the reports were coded or corrected last, not the present one: the same record gives the
same citation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from truceline.domain.text import content_id
from truceline.export.record import Record

TITLE = "Truceline record of conflict events, incidents and truces"


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reader needs to find the same data again."""

    version: str
    """Of Truceline, which read the reports."""
    query: str
    digest: str
    """Hash of the ids of all reports, events, incidents and truces: the same data have the same one."""
    n_reports: int
    n_events: int
    n_incidents: int
    n_truces: int
    first_report: str | None
    last_report: str | None
    changed: str | None
    """The day on which the reports were coded or corrected last; None where that is not known."""

    @property
    def abstract(self) -> str:
        """What the data are, in a sentence or two."""
        days = f", published {self.first_report} to {self.last_report}" if self.first_report else ""
        return (
            f"Incidents: {self.n_incidents}, events: {self.n_events}, truces: {self.n_truces}. Read by Truceline "
            f"{self.version}; news reports: {self.n_reports}{days}. Query: {self.query}. Digest: {self.digest}."
        )


def cite(record: Record, version: str, query: str) -> Citation:
    """The citation of a record, or of a part of one. version: of Truceline. query: in words, ``Filter.query``."""
    events = record.shown_events()
    used = {record.report_of(e).id for e in record.events.values()}
    reports = [record.reports[i] for i in sorted(used)]
    days = sorted(r.date for r in reports)
    changed = [record.changed_utc[r.id] for r in reports if r.id in record.changed_utc]
    return Citation(
        version=version,
        query=query,
        digest=content_id(
            sorted(used), sorted(e.ref for e in events), sorted(i.id for i in record.incidents),
            sorted(t.id for t in record.truces),
        ),
        n_reports=len(reports),
        n_events=len(events),
        n_incidents=len(record.incidents),
        n_truces=len(record.truces),
        first_report=days[0].isoformat() if days else None,
        last_report=days[-1].isoformat() if days else None,
        changed=max(changed).date().isoformat() if changed else None,
    )  # fmt: skip


def cff(citation: Citation) -> str:
    """The citation as CITATION.cff 1.2.0, which Zotero, GitHub and Zenodo read."""
    lines: list[tuple[str, Any]] = [
        ("cff-version", "1.2.0"),
        ("message", "Please cite the data with its version, query and digest, and the software that read them."),
        ("type", "dataset"),
        ("title", TITLE),
        ("version", citation.version),
        ("abstract", citation.abstract),
    ]
    if citation.changed:
        lines.append(("date-released", citation.changed))
    text = "".join(f"{name}: {_yaml(value)}\n" for name, value in lines)
    text += "authors:\n  - name: Truceline\n"
    text += f"identifiers:\n  - type: other\n    value: {_yaml(citation.digest)}\n"
    text += '    description: "Hash of the ids of the reports, events, incidents and truces"\n'
    text += "keywords:\n" + "".join(f"  - {_yaml(k)}\n" for k in ("armed conflict", "ceasefire", "event data"))
    text += f"references:\n  - type: software\n    title: Truceline\n    version: {_yaml(citation.version)}\n"
    return text + "    authors:\n      - name: Truceline\n"


def _yaml(value: str) -> str:
    """A YAML scalar in double quotes, which JSON's strings are too."""
    return json.dumps(value, ensure_ascii=False)


def csl(citation: Citation) -> list[dict[str, Any]]:
    """The citation as CSL JSON, which Zotero, Pandoc and Mendeley read."""
    item: dict[str, Any] = {
        "id": f"truceline-{citation.digest}",
        "type": "dataset",
        "title": TITLE,
        "author": [{"literal": "Truceline"}],
        "version": citation.version,
        "abstract": citation.abstract,
        "number": citation.digest,
        "note": f"Query: {citation.query}",
    }
    if citation.changed:
        item["issued"] = {"date-parts": [[int(part) for part in citation.changed.split("-")]]}
    return [item]


def about(citation: Citation) -> dict[str, str]:
    """The citation in the metadata of a Parquet or GeoJSON file."""
    return {
        "title": TITLE, "generator": f"Truceline {citation.version}", "query": citation.query,
        "digest": citation.digest, "description": citation.abstract,
    }  # fmt: skip
