"""Whether an organisation's sign-in service always asks for a second step."""

import sqlalchemy as sa
from alembic import op

revision = "0047_second_step"
down_revision = "0046_not_right"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sign_in_provider", sa.Column("second_step", sa.Boolean(), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("sign_in_provider", "second_step")
