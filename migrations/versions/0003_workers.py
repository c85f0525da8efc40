"""The workers that are there to take jobs."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0003_workers"
down_revision = "0002_households_referrals_runs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("seen_at", UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )


def downgrade() -> None:
    op.drop_table("worker")
