"""What people decided about young people, and the places that holds."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0013_decisions"
down_revision = "0012_sealed_records"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.String(36), nullable=False),
        _refers("organisation_id"),
        _refers("authority_id"),
        _refers("young_person_id"),
        _refers("run_id"),
        _refers("household_id", nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _refers("recorded_by"),
        sa.Column("recorded_at", UTCDateTime(timezone=True), nullable=False),
        *_keys(
            "decision",
            organisation_id="organisation",
            authority_id="organisation",
            young_person_id="young_person",
            run_id="match_run",
            household_id="household",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint(
            "young_person_id",
            "number",
            name=op.f("uq_decision_young_person_id_number"),
        ),
    )
    for column in ("organisation_id", "authority_id", "young_person_id"):
        op.create_index(op.f(f"ix_decision_{column}"), "decision", [column])
    op.create_table(
        "hold",
        sa.Column("id", sa.String(36), nullable=False),
        _refers("organisation_id"),
        _refers("household_id"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        _refers("decision_id"),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UTCDateTime(timezone=True), nullable=True),
        *_keys(
            "hold",
            organisation_id="organisation",
            household_id="household",
            decision_id="decision",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint(
            "household_id",
            "place",
            "turn",
            name=op.f("uq_hold_household_id_place_turn"),
        ),
    )
    for column in ("organisation_id", "household_id", "decision_id"):
        op.create_index(op.f(f"ix_hold_{column}"), "hold", [column])


def downgrade() -> None:
    op.drop_table("hold")
    op.drop_table("decision")


def _refers(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(36), nullable=nullable)


def _keys(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column, other in targets.items()
    ]
