"""What-ifs: changes somebody tried, and what would be different."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0004_what_ifs"
down_revision = "0003_workers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "what_if",
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("difference", sa.LargeBinary(), nullable=True),
        sa.Column("adopted_by", sa.String(length=36), nullable=True),
        sa.Column("adopted_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("adopted_because", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("started_by", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["adopted_by"], ["person.id"], name=op.f("fk_what_if_adopted_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_what_if_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["match_run.id"], name=op.f("fk_what_if_run_id_match_run")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["person.id"], name=op.f("fk_what_if_started_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_what_if")),
    )
    with op.batch_alter_table("what_if", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_what_if_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_what_if_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_what_if_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("what_if", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_what_if_state"))
        batch_op.drop_index(batch_op.f("ix_what_if_run_id"))
        batch_op.drop_index(batch_op.f("ix_what_if_organisation_id"))

    op.drop_table("what_if")
