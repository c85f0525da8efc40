"""What people know of a young person's options that Hearth cannot see."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0044_notes"
down_revision = "0043_urn"
branch_labels = None
depends_on = None

REFERS = {
    "young_person_id": ("young_person", None),
    "authority_id": ("organisation", None),
    "household_id": ("household", "CASCADE"),
    "agency_id": ("organisation", None),
    "organisation_id": ("organisation", None),
}


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("young_person_id", sa.String(36), nullable=False),
        sa.Column("authority_id", sa.String(36), nullable=False),
        sa.Column("household_id", sa.String(36), nullable=True),
        sa.Column("agency_id", sa.String(36), nullable=True),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("written_by", sa.String(36), nullable=False),
        sa.Column("written_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_note_{column}_{table}"),
                ondelete=ondelete,
            )
            for column, (table, ondelete) in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    for column in REFERS:
        op.create_index(op.f(f"ix_note_{column}"), "note", [column])


def downgrade() -> None:
    op.drop_table("note")
