"""When an authority looks again for a young person; whether a meeting hides homes."""

import sqlalchemy as sa
from alembic import op

revision = "0040_review_and_hidden_homes"
down_revision = "0039_meeting_time"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("young_person", sa.Column("review_on", sa.Date(), nullable=True))
    hidden = sa.Column(
        "hides_homes", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("forum_meeting", hidden)


def downgrade() -> None:
    op.drop_column("forum_meeting", "hides_homes")
    op.drop_column("young_person", "review_on")
