"""Homes are erased too, and organisations choose how long they keep what they keep."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0035_retention"
down_revision = "0034_referral_releases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    what = sa.Column(
        "what", sa.String(20), nullable=False, server_default="young_person"
    )
    op.add_column("erased", what)
    op.create_table(
        "kept_for",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("chosen_by", sa.String(36), nullable=False),
        sa.Column("chosen_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_kept_for_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_for")),
        sa.UniqueConstraint(
            "organisation_id", "rule", name=op.f("uq_kept_for_organisation_id_rule")
        ),
    )
    op.create_index(
        op.f("ix_kept_for_organisation_id"), "kept_for", ["organisation_id"]
    )


def downgrade() -> None:
    op.drop_table("kept_for")
    op.drop_column("erased", "what")
