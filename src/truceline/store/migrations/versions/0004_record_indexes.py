"""Indexes from which counts over time and the map's cells are read without the table."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_index("ix_incidents_first_day_quad", "incidents", ["first_day", "quad"])
    op.create_index("ix_incidents_point", "incidents", ["lat", "lon", "quad", "killed", "place_name", "id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_incidents_point", table_name="incidents")
    op.drop_index("ix_incidents_first_day_quad", table_name="incidents")
