"""From where in an organisation's record an import was planned."""

import sqlalchemy as sa
from alembic import op

revision = "0042_planned_from"
down_revision = "0041_forum_pack_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("data_import", sa.Column("planned_from", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("data_import", "planned_from")
