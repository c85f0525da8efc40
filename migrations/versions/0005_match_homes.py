"""What a run found for each household, so that its page reads one row."""

import sqlalchemy as sa
from alembic import op

revision = "0005_match_homes"
down_revision = "0004_what_ifs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_home",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_match_home_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["match_run.id"], name=op.f("fk_match_home_run_id_match_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_home")),
        sa.UniqueConstraint(
            "run_id", "household_id", name=op.f("uq_match_home_run_id_household_id")
        ),
    )
    with op.batch_alter_table("match_home", schema=None) as batch_op:
        for column in ("household_id", "organisation_id", "run_id"):
            name = batch_op.f(f"ix_match_home_{column}")
            batch_op.create_index(name, [column], unique=False)


def downgrade() -> None:
    op.drop_table("match_home")
