"""The cellar: reports, events, claims and judgements in SQLite or PostgreSQL."""

from truceline.store.reader import EventFilter
from truceline.store.reviews import Reviews
from truceline.store.store import Store, downgrade, upgrade

__all__ = ["EventFilter", "Reviews", "Store", "downgrade", "upgrade"]
