"""What one organisation asks another, and the answers."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0033_requests"
down_revision = "0032_import_jobs"
branch_labels = None
depends_on = None

INDEXED = {
    "ask": ("organisation_id", "to_id", "young_person_id", "household_id"),
    "answer": ("organisation_id", "ask_id", "to_id"),
}


def upgrade() -> None:
    moment = UTCDateTime(timezone=True)
    op.create_table(
        "ask",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("to_id", sa.String(36), nullable=False),
        sa.Column("young_person_id", sa.String(36), nullable=False),
        sa.Column("household_id", sa.String(36), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("talk_first", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.String(36), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("withdrawn_at", moment, nullable=True),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        _key("ask", "to_id", "organisation"),
        _key("ask", "young_person_id", "young_person"),
        _key("ask", "household_id", "household", ondelete="CASCADE"),
        *_owned("ask"),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("ask_id", sa.String(36), nullable=False),
        sa.Column("to_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("answered_by", sa.String(36), nullable=False),
        sa.Column("answered_at", moment, nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        _key("answer", "ask_id", "ask", ondelete="CASCADE"),
        _key("answer", "to_id", "organisation"),
        sa.UniqueConstraint("ask_id", "number", name=op.f("uq_answer_ask_id_number")),
        *_owned("answer"),
    )
    for table, columns in INDEXED.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("answer")
    op.drop_table("ask")


def _key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=name, ondelete=ondelete
    )


def _owned(table: str) -> tuple[sa.Constraint, ...]:
    return (
        _key(table, "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
