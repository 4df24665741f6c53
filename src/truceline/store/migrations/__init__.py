"""Alembic migrations, run by ``store.session.upgrade``."""
