"""The number an agency has at Ofsted."""

import sqlalchemy as sa
from alembic import op

revision = "0043_urn"
down_revision = "0042_planned_from"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisation", sa.Column("urn", sa.String(8), nullable=True))


def downgrade() -> None:
    op.drop_column("organisation", "urn")
