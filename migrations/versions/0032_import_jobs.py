"""What of an import a worker does."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0032_import_jobs"
down_revision = "0031_organisation_sign_in"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = UTCDateTime(timezone=True)
    op.create_table(
        "import_job",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("import_id", sa.String(36), nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("renewed", sa.Boolean(), nullable=False),
        sa.Column("started_by", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("stage", sa.String(60), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(40), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("finished_at", moment, nullable=True),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_import_job_{column}_{table}"),
            )
            for column, table in (
                ("import_id", "data_import"),
                ("started_by", "person"),
                ("organisation_id", "organisation"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
    )
    for column in ("import_id", "state", "organisation_id"):
        op.create_index(op.f(f"ix_import_job_{column}"), "import_job", [column])


def downgrade() -> None:
    op.drop_table("import_job")
