"""What a key for a program is limited to."""

import sqlalchemy as sa
from alembic import op

revision = "0026_api_key_scopes"
down_revision = "0025_referral_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("api_key", sa.Column("scopes", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("api_key", "scopes")
