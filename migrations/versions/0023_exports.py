"""Who exported what, and why."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0023_exports"
down_revision = "0022_webhooks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_export",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("form", sa.String(10), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_record_export_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_export")),
    )
    op.create_index(
        op.f("ix_record_export_organisation_id"), "record_export", ["organisation_id"]
    )


def downgrade() -> None:
    op.drop_table("record_export")
