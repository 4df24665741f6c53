"""Tables of what events make together: incidents, truces and actors, written by ``store/record.py``.

    incidents ─┬─ incident_records     the whole record, read when one is opened
               ├─ incident_parties     actors, recipients, who claims and denies it
               ├─ incident_outlets     who reports it
               └─ incident_events      which events tell of it
    truces
    actor_totals                       in how many incidents each actor stands, and as what
    record_builds                      of what these were made, and when

They hold nothing that events, claims and judgements do not give again: they are there so that a list of 100,000
incidents answers at once. ``incidents`` is kept narrow, since filters run over all of it.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Date, Float, ForeignKey, Index, Integer, String, Table

from truceline.store.tables import metadata
from truceline.store.types import SafeText, UtcMoment

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("digest", String(24), nullable=False),
    Column("sort_day", Date, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("type", String(16), nullable=False),
    Column("mode", String(32)),
    Column("status", String(16), nullable=False),
    Column("quad", String(2), nullable=False),
    Column("place_name", SafeText),
    Column("place_key", SafeText),
    Column("country", String(2)),
    Column("lat", Float),
    Column("lon", Float),
    Column("place_precision", Integer),
    Column("killed", BigInteger),
    Column("injured", BigInteger),
    Column("n_reports", Integer, nullable=False),
    Column("n_independent", Integer, nullable=False),
    Column("n_disagreements", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Index("ix_incidents_sort_day_id", "sort_day", "id"),
    Index("ix_incidents_type", "type"),
    Index("ix_incidents_country", "country"),
    Index("ix_incidents_first_day_quad", "first_day", "quad"),
    Index("ix_incidents_point", "lat", "lon", "quad", "killed", "place_name", "id"),
)


def _incident_id(*, primary_key: bool = True) -> Column[str]:
    return Column(
        "incident_id",
        String(32),
        ForeignKey("incidents.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


incident_records = Table(
    "incident_records",
    metadata,
    _incident_id(),
    Column("record", JSON, nullable=False),
)

incident_parties = Table(
    "incident_parties",
    metadata,
    _incident_id(),
    Column("role", String(16), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("actor_key", SafeText, nullable=False),
    Column("name", SafeText, nullable=False),
    Column("name_key", SafeText, nullable=False),
    Column("registry_id", String(128)),
    Column("kind", String(32)),
    Column("country", String(2)),
    Index("ix_incident_parties_actor_key", "actor_key", "incident_id"),
)

incident_outlets = Table(
    "incident_outlets",
    metadata,
    _incident_id(),
    Column("outlet", SafeText, primary_key=True),
    Index("ix_incident_outlets_outlet", "outlet", "incident_id"),
)

incident_events = Table(
    "incident_events",
    metadata,
    _incident_id(),
    Column("report_id", String(64), primary_key=True),
    Column("event_id", String(64), primary_key=True),
    Index("ix_incident_events_report_id_event_id", "report_id", "event_id"),
)

truces = Table(
    "truces",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("name", SafeText, nullable=False),
    Column("country", String(2)),
    Column("record", JSON, nullable=False),
    Column("summary", JSON, nullable=False),
)

actor_totals = Table(
    "actor_totals",
    metadata,
    Column("actor_key", SafeText, primary_key=True),
    Column("name", SafeText, nullable=False),
    Column("name_key", SafeText, nullable=False),
    Column("registry_id", String(128)),
    Column("kind", String(32)),
    Column("country", String(2)),
    Column("n_actor", Integer, nullable=False),
    Column("n_recipient", Integer, nullable=False),
    Column("n_incidents", Integer, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("other_names", JSON, nullable=False),
    Index("ix_actor_totals_n_incidents", "n_incidents"),
)

record_builds = Table(
    "record_builds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mark", SafeText, nullable=False),
    Column("built_utc", UtcMoment, nullable=False),
    Column("n_incidents", Integer, nullable=False),
    Column("n_truces", Integer, nullable=False),
    Column("facets", JSON, nullable=False),
)

for _table in (
    incidents, incident_records, incident_parties, incident_outlets, incident_events, truces, actor_totals,
    record_builds,
):  # fmt: skip
    _table.info["dump"] = False  # built again from events, claims and judgements
