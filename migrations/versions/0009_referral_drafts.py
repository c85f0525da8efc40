"""Referrals that are being written on the form."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0009_referral_drafts"
down_revision = "0008_row_security"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral_draft",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("importance", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("share_with", sa.JSON(), nullable=False),
        sa.Column("referral_id", sa.String(36), nullable=True),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_referral_draft_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_referral_draft_referral_id_referral"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_draft")),
    )
    for column in ("organisation_id", "referral_id"):
        op.create_index(f"ix_referral_draft_{column}", "referral_draft", [column])


def downgrade() -> None:
    op.drop_table("referral_draft")
