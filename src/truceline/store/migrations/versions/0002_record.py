"""Incidents, truces and actors beside the events that make them, so that a list of them answers at once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; they are filled when the record is first read."""
    op.create_table(
        "actor_totals",
        sa.Column("actor_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("registry_id", sa.String(length=128), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("n_actor", sa.Integer(), nullable=False),
        sa.Column("n_recipient", sa.Integer(), nullable=False),
        sa.Column("n_incidents", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("other_names", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("actor_key", name=op.f("pk_actor_totals")),
    )
    op.create_index("ix_actor_totals_n_incidents", "actor_totals", ["n_incidents"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=24), nullable=False),
        sa.Column("sort_day", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("quad", sa.String(length=2), nullable=False),
        sa.Column("place_name", sa.Text(), nullable=True),
        sa.Column("place_key", sa.Text(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("place_precision", sa.Integer(), nullable=True),
        sa.Column("killed", sa.BigInteger(), nullable=True),
        sa.Column("injured", sa.BigInteger(), nullable=True),
        sa.Column("n_reports", sa.Integer(), nullable=False),
        sa.Column("n_independent", sa.Integer(), nullable=False),
        sa.Column("n_disagreements", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index("ix_incidents_country", "incidents", ["country"], unique=False)
    op.create_index("ix_incidents_sort_day_id", "incidents", ["sort_day", "id"], unique=False)
    op.create_index("ix_incidents_type", "incidents", ["type"], unique=False)
    op.create_table(
        "record_builds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("built_utc", sa.DateTime(), nullable=False),
        sa.Column("n_incidents", sa.Integer(), nullable=False),
        sa.Column("n_truces", sa.Integer(), nullable=False),
        sa.Column("facets", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_builds")),
    )
    op.create_table(
        "truces",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_truces")),
    )
    op.create_table(
        "incident_events",
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("report_id", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_events_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident_id", "report_id", "event_id", name=op.f("pk_incident_events")),
    )
    op.create_index("ix_incident_events_report_id_event_id", "incident_events", ["report_id", "event_id"], unique=False)
    op.create_table(
        "incident_outlets",
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_outlets_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident_id", "outlet", name=op.f("pk_incident_outlets")),
    )
    op.create_index("ix_incident_outlets_outlet", "incident_outlets", ["outlet", "incident_id"], unique=False)
    op.create_table(
        "incident_parties",
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("actor_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("registry_id", sa.String(length=128), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_parties_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident_id", "role", "seq", name=op.f("pk_incident_parties")),
    )
    op.create_index("ix_incident_parties_actor_key", "incident_parties", ["actor_key", "incident_id"], unique=False)
    op.create_table(
        "incident_records",
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_records_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incident_records")),
    )
    op.create_index(
        "ix_claims_by_people",
        "claims",
        ["id"],
        unique=False,
        sqlite_where=sa.text("by IS NOT NULL"),
        postgresql_where=sa.text("by IS NOT NULL"),
    )
    op.create_index("ix_codings_coded_utc", "codings", ["coded_utc"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index("ix_claims_by_people", table_name="claims")
    op.drop_index("ix_codings_coded_utc", table_name="codings")
    op.drop_table("incident_records")
    op.drop_table("incident_parties")
    op.drop_table("incident_outlets")
    op.drop_table("incident_events")
    op.drop_table("truces")
    op.drop_table("record_builds")
    op.drop_table("incidents")
    op.drop_table("actor_totals")
