"""Events in the 40 tab-separated columns of POLECAT's weekly files, one row an event of a report.

What Truceline does not know stays empty: contexts, COW codes, ids of Wikipedia, feature types of GeoNames. Several
values of one cell are separated by ``;``. An event is dated by its first day; one without a day has no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from truceline.domain.codes import QUAD_CLASS, ActorKind, PlaceKind, Status
from truceline.domain.events import Entity, Event
from truceline.domain.text import Report
from truceline.export.admin import Areas
from truceline.export.record import Cell, Kind, Record, Story, Table, joined, left_out, names
from truceline.resources.actors import load_kind_codes
from truceline.resources.countries import load_countries
from truceline.resources.tables import read_number, rows

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip


KINDS = {
    "Event Date": Kind.DAY, "Publication Date": Kind.DAY, "Intensity": Kind.FLOAT, "Latitude": Kind.FLOAT,
    "Longitude": Kind.FLOAT,
}  # fmt: skip


_TABLE = "plover_intensity.tsv"


@cache
def load_intensity() -> dict[tuple[str, str], float]:
    """(type, mode or "") -> PLOVER's intensity, from data/plover_intensity.tsv."""
    return {
        (row["type"], row["mode"]): read_number(_TABLE, line, row["intensity"])
        for line, row in rows(_TABLE, ("type", "mode", "intensity"))
    }


def intensity(event: Event) -> float | None:
    """PLOVER's score of the mode where it has one, else of the type."""
    scores = load_intensity()
    return scores.get((event.type, event.mode or ""), scores.get((event.type, "")))


def polecat_table(record: Record, version: str, areas: Areas | None = None) -> Table:
    """Dated events that happened, ordered by report and place in it. version: the coder's. areas: as for ACLED."""
    rows = []
    out: Counter[str] = Counter()
    for event in record.shown_events():
        if event.date is None:
            out["without a date"] += 1
        elif event.status not in (Status.ACTUAL, Status.HISTORICAL):
            out["that did not happen (announced, feared or denied)"] += 1
        else:
            rows.append(_row(record, event, version, areas or Areas()))
    return Table("polecat", COLUMNS, tuple(rows), delimiter="\t", kinds=KINDS, notes=left_out(out))


def _row(record: Record, event: Event, version: str, areas: Areas) -> dict[str, Cell]:
    assert event.date is not None  # polecat_table has seen to it
    report = record.report_of(event)
    story = record.stories.get(report.id, Story())
    row: dict[str, Cell] = {
        "Event ID": record.printed(event.ref),
        "Event Date": event.date.start,
        "Event Type": event.type.value,
        "Event Mode": event.mode,
        "Intensity": intensity(event),
        "Quad Code": QUAD_CLASS[event.type].value.upper(),
        "Source": report.outlet,
        "Publication Date": report.date,
        "Story People": joined(story.people, ";") or None,
        "Story Organizations": joined(story.organizations, ";") or None,
        "Story Locations": joined(story.locations, ";") or None,
        "Language": report.language,
        "Version": version,
    }
    row.update(_place(event, report, areas))
    row.update(_party("Actor", event.actors, report.text))
    row.update(_party("Recipient", event.recipients, report.text))
    return row


def _place(event: Event, report: Report, areas: Areas) -> dict[str, Cell]:
    place = event.place
    if place is None:
        return {}
    country = load_countries().get(place.country or "")
    source, _, number = (place.source_id or "").partition(":")
    area = areas.of(place)
    return {
        "Placename": place.name,
        "City": place.name if place.kind == PlaceKind.SETTLEMENT else None,
        "District": place.name if place.kind == PlaceKind.ADMIN2 else area.admin2,
        "Province": place.name if place.kind == PlaceKind.ADMIN1 else area.admin1,
        "Country": country.iso3 if country else None,
        "Latitude": place.lat,
        "Longitude": place.lon,
        "GeoNames ID": number if source == "geonames" else None,
        "Raw Placename": place.mention.of(report.text) if place.mention else None,
    }


def _party(side: str, entities: Sequence[Entity], text: str) -> dict[str, Cell]:
    if not entities:
        return {}
    countries = load_countries()
    sectors = [_sector(e) for e in entities]
    homes = (countries[e.country].iso3 for e in entities if e.country in countries)
    return {
        f"{side} Name": names(entities, ";"),
        f"{side} Country": joined(homes, ";") or None,
        f"Primary {side} Sector": sectors[0],
        f"{side} Sectors": joined(sectors, ";") or None,
        f"{side} Name Raw": joined((e.mention.of(text) if e.mention else None for e in entities), ";") or None,
    }


def _sector(entity: Entity) -> str | None:
    return load_kind_codes()[ActorKind(entity.kind)].plover_sector if entity.kind in set(ActorKind) else None
