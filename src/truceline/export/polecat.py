"""Events in the 40 tab-separated columns of POLECAT's weekly files, one row an event of a report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from truceline.domain.codes import QUAD_CLASS, PlaceKind
from truceline.domain.events import Entity, Event
from truceline.domain.text import Report
from truceline.export.record import Cell, Record, Table, joined, names
from truceline.resources.countries import load_countries

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip


@cache
def load_intensity() -> dict[tuple[str, str], float]:
    """(type, mode or "") -> PLOVER's intensity, from data/plover_intensity.tsv."""
    lines = files("truceline.data").joinpath("plover_intensity.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {(t, m): float(score) for t, m, score in (line.split("\t") for line in lines)}


@cache
def load_sectors() -> dict[str, str]:
    """ActorKind -> PLOVER sector, from data/actor_kinds.tsv."""
    lines = files("truceline.data").joinpath("actor_kinds.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {kind: sector for kind, _, sector in (line.split("\t") for line in lines)}


def intensity(event: Event) -> float | None:
    """PLOVER's score of the mode where it has one, else of the type."""
    scores = load_intensity()
    return scores.get((event.type, event.mode or ""), scores.get((event.type, "")))


def polecat_table(record: Record, version: str) -> Table:
    """Dated events, ordered by report and place in it. version: the coder's."""
    events = sorted(record.events.values(), key=lambda e: (record.report_of(e).date, e.report_id, e.trigger.start))
    rows = tuple(_row(e, record.report_of(e), version) for e in events if e.date)
    return Table("polecat", COLUMNS, rows, delimiter="\t")


def _row(event: Event, report: Report, version: str) -> dict[str, Cell]:
    assert event.date is not None
    place = event.place
    country = load_countries().get(place.country or "") if place else None
    source, _, number = ((place.source_id if place else None) or "").partition(":")
    geonames = number if source == "geonames" else None
    kind = place.kind if place else None
    row: dict[str, Cell] = {
        "Event ID": event.ref,
        "Event Date": event.date.start.isoformat(),
        "Event Type": event.type.value,
        "Event Mode": event.mode,
        "Intensity": intensity(event),
        "Quad Code": QUAD_CLASS[event.type].value.upper(),
        "Placename": place.name if place else None,
        "City": place.name if place and kind == PlaceKind.SETTLEMENT else None,
        "District": place.name if place and kind == PlaceKind.ADMIN2 else None,
        "Province": place.name if place and kind == PlaceKind.ADMIN1 else None,
        "Country": country.iso3 if country else None,
        "Latitude": place.lat if place else None,
        "Longitude": place.lon if place else None,
        "GeoNames ID": geonames,
        "Raw Placename": place.mention.of(report.text) if place and place.mention else None,
        "Source": report.outlet,
        "Publication Date": report.date.isoformat(),
        "Language": report.language,
        "Version": version,
    }
    row.update(_party("Actor", event.actors, report.text))
    row.update(_party("Recipient", event.recipients, report.text))
    return row


def _party(side: str, entities: Sequence[Entity], text: str) -> dict[str, Cell]:
    if not entities:
        return {}
    countries = load_countries()
    sectors = [load_sectors().get(e.kind or "unknown", "UNK") for e in entities]
    homes = (countries[e.country].iso3 for e in entities if e.country in countries)
    return {
        f"{side} Name": names(entities, ";"),
        f"{side} Country": joined(homes, ";") or None,
        f"Primary {side} Sector": sectors[0],
        f"{side} Sectors": joined(sectors, ";"),
        f"{side} Name Raw": joined((e.mention.of(text) if e.mention else None for e in entities), ";") or None,
    }
