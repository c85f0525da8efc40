"""Drafts that change a live referral, and what it was when they were begun."""

import sqlalchemy as sa
from alembic import op

revision = "0025_referral_changes"
down_revision = "0024_postcodes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("referral_draft", sa.Column("changes_id", sa.String(36)))
    op.add_column("referral_draft", sa.Column("base", sa.LargeBinary()))
    op.create_index(
        op.f("ix_referral_draft_changes_id"), "referral_draft", ["changes_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_referral_draft_changes_id"), "referral_draft")
    op.drop_column("referral_draft", "base")
    op.drop_column("referral_draft", "changes_id")
