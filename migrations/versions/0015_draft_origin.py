"""What a draft was begun from."""

import sqlalchemy as sa
from alembic import op

revision = "0015_draft_origin"
down_revision = "0014_forums"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("referral_draft") as table:
        table.add_column(sa.Column("origin", sa.String(40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("referral_draft") as table:
        table.drop_column("origin")
