"""Tables of people: what they decided on events, who may log in, and what was done.

    reviews            accepted, corrected, rejected or unsure, by whom and when; the claims of a correction stand in
                       ``claims`` with the same person and moment
    review_samples     events drawn once, that several people review without seeing each other's decisions
    users ── sessions  accounts of a shared server; sessions by the hash of their token
    audit              who did what from where; rows are added, never changed
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table

from truceline.store.tables import metadata
from truceline.store.types import SafeText, UtcMoment

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", String(64), ForeignKey("reports.id", ondelete="CASCADE"), nullable=False),
    Column("event_id", String(64), nullable=False),
    Column("decision", String(16), nullable=False),
    Column("by", SafeText, nullable=False),
    Column("at_utc", UtcMoment, nullable=False, index=True),
    Column("reading", JSON, nullable=False),
    Column("note", SafeText, nullable=False),
    Column("sample", String(64)),
    Column("version", String(64), nullable=False),
    Column("withdrawn_utc", UtcMoment),
    Column("withdrawn_by", SafeText),
    Index("ix_reviews_report_id_event_id", "report_id", "event_id"),
)

review_samples = Table(
    "review_samples",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("seed", Integer, nullable=False),
    Column("refs", JSON, nullable=False),
    Column("made_by", SafeText, nullable=False),
    Column("made_utc", UtcMoment, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("password_hash", String(256), nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("made_utc", UtcMoment, nullable=False),
    Column("password_utc", UtcMoment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("made_utc", UtcMoment, nullable=False),
    Column("seen_utc", UtcMoment, nullable=False),
    Column("address", String(64), nullable=False),
    info={"dump": False},  # who is logged in here has no business elsewhere
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at_utc", UtcMoment, nullable=False),
    Column("who", SafeText, nullable=False),
    Column("deed", String(32), nullable=False),
    Column("about", SafeText, nullable=False),
    Column("address", String(64), nullable=False),
)
