"""That a home is not right for a young person, as its agency says; and why."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0046_not_right"
down_revision = "0045_touched"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "not_right",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("household_id", sa.String(36), nullable=False),
        sa.Column("young_person_id", sa.String(36), nullable=False),
        sa.Column("authority_id", sa.String(36), nullable=False),
        sa.Column("said_by", sa.String(36), nullable=False),
        sa.Column("said_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        _key("not_right", "household_id", "household", ondelete="CASCADE"),
        _key("not_right", "young_person_id", "young_person", ondelete="CASCADE"),
        _key("not_right", "authority_id", "organisation"),
        _key("not_right", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_right")),
        sa.UniqueConstraint(
            "household_id",
            "young_person_id",
            name=op.f("uq_not_right_household_id_young_person_id"),
        ),
    )
    op.create_table(
        "not_right_reason",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("not_right_id", sa.String(36), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        _key("not_right_reason", "not_right_id", "not_right", ondelete="CASCADE"),
        _key("not_right_reason", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_right_reason")),
        sa.UniqueConstraint(
            "not_right_id", name=op.f("uq_not_right_reason_not_right_id")
        ),
    )
    for column in ("young_person_id", "authority_id", "organisation_id"):
        op.create_index(op.f(f"ix_not_right_{column}"), "not_right", [column])
    column = "organisation_id"
    op.create_index(op.f(f"ix_not_right_reason_{column}"), "not_right_reason", [column])


def downgrade() -> None:
    op.drop_table("not_right_reason")
    op.drop_table("not_right")


def _key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=name, ondelete=ondelete
    )
