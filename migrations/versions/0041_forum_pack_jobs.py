"""Packs of a meeting that a worker makes: the job, and the files it sets."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0041_forum_pack_jobs"
down_revision = "0040_review_and_hidden_homes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = UTCDateTime(timezone=True)
    op.create_table(
        "forum_pack_job",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("meeting_id", sa.String(36), nullable=False),
        sa.Column("only_for", sa.String(36), nullable=False),
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
                name=op.f(f"fk_forum_pack_job_{column}_{table}"),
            )
            for column, table in (
                ("meeting_id", "forum_meeting"),
                ("started_by", "person"),
                ("organisation_id", "organisation"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_pack_job")),
    )
    for column in ("meeting_id", "state", "organisation_id"):
        op.create_index(op.f(f"ix_forum_pack_job_{column}"), "forum_pack_job", [column])
    for file in ("pdf", "word"):
        op.add_column("forum_part", sa.Column(file, sa.LargeBinary(), nullable=True))
    changed = sa.Column("agenda_changed_at", moment, nullable=True)
    op.add_column("forum_meeting", changed)


def downgrade() -> None:
    op.drop_column("forum_meeting", "agenda_changed_at")
    for file in ("word", "pdf"):
        op.drop_column("forum_part", file)
    op.drop_table("forum_pack_job")
