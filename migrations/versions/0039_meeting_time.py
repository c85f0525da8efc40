"""The time of day a meeting begins."""

import sqlalchemy as sa
from alembic import op

revision = "0039_meeting_time"
down_revision = "0038_forum_parts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("forum_meeting", sa.Column("starts", sa.Time(), nullable=True))


def downgrade() -> None:
    op.drop_column("forum_meeting", "starts")
