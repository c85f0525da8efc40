"""Where full postcodes are."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0024_postcodes"
down_revision = "0023_exports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "postcode_area",
        sa.Column("area", sa.String(2), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("loaded_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("area", name=op.f("pk_postcode_area")),
    )


def downgrade() -> None:
    op.drop_table("postcode_area")
