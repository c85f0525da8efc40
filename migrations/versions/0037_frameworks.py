"""Frameworks: who is on which list of agencies and authorities."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0037_frameworks"
down_revision = "0036_moves"
branch_labels = None
depends_on = None

ORGANISATIONS = ("organisation_id", "framework_id", "member_id")


def upgrade() -> None:
    op.create_table(
        "framework_place",
        sa.Column("id", sa.String(36), nullable=False),
        *(sa.Column(name, sa.String(36), nullable=False) for name in ORGANISATIONS),
        sa.Column("asked_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("joined_at", UTCDateTime(timezone=True)),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["organisation.id"],
                name=op.f(f"fk_framework_place_{column}_organisation"),
            )
            for column in ORGANISATIONS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_place")),
        sa.UniqueConstraint(
            "framework_id",
            "member_id",
            name=op.f("uq_framework_place_framework_id_member_id"),
        ),
    )
    for column in ORGANISATIONS:
        op.create_index(
            op.f(f"ix_framework_place_{column}"), "framework_place", [column]
        )


def downgrade() -> None:
    op.drop_table("framework_place")
