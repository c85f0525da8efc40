"""Which records of an import stood in the way of taking it back."""

import sqlalchemy as sa
from alembic import op

revision = "0045_touched"
down_revision = "0044_notes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_item", sa.Column("touched", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("import_item", "touched")
