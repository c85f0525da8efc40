"""At which version another system last wrote a record."""

import sqlalchemy as sa
from alembic import op

revision = "0020_external_versions"
down_revision = "0019_draft_origin_day"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("external_id", sa.Column("version", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("external_id", "version")
