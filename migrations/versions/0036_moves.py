"""Who moved into which home."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0036_moves"
down_revision = "0035_retention"
branch_labels = None
depends_on = None

REFERS_TO = {
    "young_person_id": "young_person",
    "household_id": "household",
    "agency_id": "organisation",
    "organisation_id": "organisation",
}


def upgrade() -> None:
    op.create_table(
        "move",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("young_person_id", sa.String(36), nullable=False),
        sa.Column("lives_there", sa.String(36), nullable=True),
        sa.Column("household_id", sa.String(36), nullable=True),
        sa.Column("agency_id", sa.String(36), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.String(36), nullable=False),
        sa.Column("recorded_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_move_{column}_{table}")
            )
            for column, table in REFERS_TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
        sa.UniqueConstraint("lives_there", name=op.f("uq_move_lives_there")),
    )
    for column in REFERS_TO:
        op.create_index(op.f(f"ix_move_{column}"), "move", [column])


def downgrade() -> None:
    op.drop_table("move")
