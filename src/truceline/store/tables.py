"""The tables of the store. The same in SQLite and PostgreSQL.

    reports ─┬─ report_sources      ids that sources give
             ├─ codings             which version of the coder read it, and its layers (times, places, ...)
             ├─ events ─┬─ event_entities
             │          └─ event_harm
             ├─ event_aliases       ids that an event had under older versions of the coder
             ├─ claims              of the machine (replaced on recoding) and of people (kept for ever)
             ├─ actors, relations
    judgements                      same / different / unsure, by whom, when, withdrawn when
    runs ── refusals                what was read when, and what could not be
    stage_versions                  stages and models behind each version of the coder

``events.record`` holds the whole event as the codebook names it; the columns beside it are copies to search by.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from truceline.store.types import SafeText, UtcMoment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _report_id(*, primary_key: bool = False, index: bool = False) -> Column[str]:
    return Column(
        "report_id",
        String(64),
        ForeignKey("reports.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
        index=index,
    )


reports = Table(
    "reports",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("date", Date, nullable=False, index=True),
    Column("text", SafeText, nullable=False),
    Column("title", SafeText),
    Column("outlet", SafeText),
    Column("url", SafeText),
    Column("language", String(16), nullable=False),
    Column("fetched_utc", UtcMoment),
    Column("origin", SafeText),
    Column("added_utc", UtcMoment, nullable=False),
)

report_sources = Table(
    "report_sources",
    metadata,
    Column("id", Integer, primary_key=True),
    _report_id(),
    Column("source_id", SafeText, nullable=False, index=True),
    UniqueConstraint("report_id", "source_id"),
)

codings = Table(
    "codings",
    metadata,
    _report_id(primary_key=True),
    Column("version", String(64), nullable=False),
    Column("coded_utc", UtcMoment, nullable=False),
    Column("run_id", Integer, ForeignKey("runs.id", ondelete="SET NULL")),
    Column("n_events", Integer, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("layers", JSON, nullable=False),
    Index("ix_codings_coded_utc", "coded_utc"),
)

events = Table(
    "events",
    metadata,
    _report_id(primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("version", String(64), nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("type", String(16), nullable=False),
    Column("mode", String(32)),
    Column("status", String(16), nullable=False),
    Column("aggregate", Boolean, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("date_precision", String(16)),
    Column("place_name", SafeText),
    Column("country", String(2)),
    Column("lat", Float),
    Column("lon", Float),
    Column("place_precision", Integer),
    Column("weapon", SafeText),
    Column("truce_action", String(16)),
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("conflict", SafeText),
    Column("reason", SafeText, nullable=False),
    Column("record", JSON, nullable=False),
    Index("ix_events_id", "id"),
    Index("ix_events_type", "type"),
    Index("ix_events_first_day", "first_day"),
    Index("ix_events_country", "country"),
    Index("ix_events_truce_action", "truce_action"),
)


def _event_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["report_id", "event_id"], ["events.report_id", "events.id"], ondelete="CASCADE")


event_entities = Table(
    "event_entities",
    metadata,
    Column("report_id", String(64), primary_key=True),
    Column("event_id", String(64), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("name", SafeText, nullable=False, index=True),
    Column("registry_id", String(128), index=True),
    Column("affiliation", SafeText),
    Column("kind", String(32)),
    Column("country", String(2)),
    _event_key(),
)

event_harm = Table(
    "event_harm",
    metadata,
    Column("report_id", String(64), primary_key=True),
    Column("event_id", String(64), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("n_min", BigInteger),
    Column("n_max", BigInteger),
    Column("whom", SafeText),
    _event_key(),
)

event_aliases = Table(
    "event_aliases",
    metadata,
    _report_id(primary_key=True),
    Column("old_id", String(64), primary_key=True),
    Column("event_id", String(64), nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("id", Integer, primary_key=True),
    _report_id(),
    Column("event_id", String(64), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("field", String(32), nullable=False),
    Column("value", JSON(none_as_null=False), nullable=False),
    Column("words", SafeText, nullable=False),
    Column("span_start", Integer),
    Column("span_end", Integer),
    Column("stage", String(64), nullable=False),
    Column("version", String(64), nullable=False),
    Column("score", Float, nullable=False),
    Column("reason", SafeText, nullable=False),
    Column("speaker", SafeText),
    Column("reading", String(16), nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("by", SafeText),
    Column("at_utc", UtcMoment),
    Column("withdrawn_utc", UtcMoment),
    Column("withdrawn_by", SafeText),
    Index("ix_claims_report_id_event_id", "report_id", "event_id"),
)
Index(
    "ix_claims_by_people", claims.c.id, sqlite_where=claims.c.by.is_not(None), postgresql_where=claims.c.by.is_not(None)
)

actors = Table(
    "actors",
    metadata,
    _report_id(primary_key=True),
    Column("key", String(16), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("name", SafeText, nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("registry_id", String(128), index=True),
    Column("country", String(2)),
    Column("record", JSON, nullable=False),
)

relations = Table(
    "relations",
    metadata,
    _report_id(primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("subject", SafeText, nullable=False),
    Column("object", SafeText, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("speaker", SafeText),
    Column("record", JSON, nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("about", String(16), nullable=False),
    Column("left", String(160), nullable=False, index=True),
    Column("right", String(160), nullable=False, index=True),
    Column("verdict", String(16), nullable=False),
    Column("by", SafeText, nullable=False),
    Column("at_utc", UtcMoment, nullable=False),
    Column("note", SafeText, nullable=False),
    Column("withdrawn_utc", UtcMoment),
    Column("withdrawn_by", SafeText),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", String(64), nullable=False),
    Column("started_utc", UtcMoment, nullable=False),
    Column("ended_utc", UtcMoment),
    Column("inputs", JSON, nullable=False),
    Column("n_read", Integer),
    Column("n_coded", Integer),
    Column("n_known", Integer),
    Column("n_refused", Integer),
    Column("n_failed", Integer),
)

refusals = Table(
    "refusals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", SafeText, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("reason", SafeText, nullable=False),
    Column("at_utc", UtcMoment, nullable=False),
)

stage_versions = Table(
    "stage_versions",
    metadata,
    Column("coder_version", String(64), primary_key=True),
    Column("stage", String(64), primary_key=True),
    Column("version", String(64), primary_key=True),
)
