"""Who was erased, and which match runs were emptied for it."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0017_erasure"
down_revision = "0016_closed_referrals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = UTCDateTime(timezone=True)
    op.create_table(
        "erased",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("because", sa.String(20), nullable=False),
        sa.Column("erased_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_erased_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased")),
    )
    op.create_index(op.f("ix_erased_organisation_id"), "erased", ["organisation_id"])
    op.add_column("match_run", sa.Column("emptied_at", moment, nullable=True))


def downgrade() -> None:
    op.drop_column("match_run", "emptied_at")
    op.drop_table("erased")
