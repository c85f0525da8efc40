"""When a referral was closed, and why."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0016_closed_referrals"
down_revision = "0015_draft_origin"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not by a new table in its place: young people and shares hang on this one.
    moment = UTCDateTime(timezone=True)
    op.add_column("referral", sa.Column("closed_at", moment, nullable=True))
    op.add_column("referral", sa.Column("closed_because", sa.String(20), nullable=True))


def downgrade() -> None:
    op.drop_column("referral", "closed_because")
    op.drop_column("referral", "closed_at")
