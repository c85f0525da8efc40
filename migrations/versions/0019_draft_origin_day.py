"""The day the records are from that a draft was begun from."""

import sqlalchemy as sa
from alembic import op

revision = "0019_draft_origin_day"
down_revision = "0018_import_mappings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("referral_draft", sa.Column("origin_day", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("referral_draft", "origin_day")
