"""What each organisation has of a meeting, and when somebody's time began."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0038_forum_parts"
down_revision = "0037_frameworks"
branch_labels = None
depends_on = None

INDEXED = {
    "forum_part": ("organisation_id", "meeting_id", "to_id"),
    "forum_part_opened": ("organisation_id", "part_id", "to_id", "person_id"),
}


def upgrade() -> None:
    moment = UTCDateTime(timezone=True)
    op.add_column("agenda_item", sa.Column("started_at", moment, nullable=True))
    op.create_table(
        "forum_part",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("meeting_id", sa.String(36), nullable=False),
        sa.Column("to_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        _key("forum_part", "meeting_id", "forum_meeting"),
        _key("forum_part", "to_id", "organisation"),
        _key("forum_part", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_part")),
        sa.UniqueConstraint(
            "meeting_id",
            "to_id",
            "kind",
            name=op.f("uq_forum_part_meeting_id_to_id_kind"),
        ),
    )
    op.create_table(
        "forum_part_opened",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("part_id", sa.String(36), nullable=False),
        sa.Column("to_id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        _key("forum_part_opened", "part_id", "forum_part", ondelete="CASCADE"),
        _key("forum_part_opened", "to_id", "organisation"),
        _key("forum_part_opened", "person_id", "person"),
        _key("forum_part_opened", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_part_opened")),
        sa.UniqueConstraint(
            "part_id",
            "person_id",
            name=op.f("uq_forum_part_opened_part_id_person_id"),
        ),
    )
    for table, columns in INDEXED.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("forum_part_opened")
    op.drop_table("forum_part")
    op.drop_column("agenda_item", "started_at")


def _key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=name, ondelete=ondelete
    )
