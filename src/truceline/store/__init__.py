"""The cellar: reports, events, claims and judgements in SQLite or PostgreSQL."""

from truceline.store.reader import EventFilter
from truceline.store.store import Store, upgrade

__all__ = ["EventFilter", "Store", "upgrade"]
