"""Meetings of forums and their agendas."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0014_forums"
down_revision = "0013_decisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forum_meeting",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("hides_order", sa.Boolean(), nullable=False),
        sa.Column("room", sa.LargeBinary(), nullable=False),
        sa.Column("corrections", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.String(36), nullable=True),
        sa.Column("signed_at", UTCDateTime(timezone=True), nullable=True),
        *_keys("forum_meeting", organisation_id="organisation", run_id="match_run"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_meeting")),
    )
    op.create_index(
        op.f("ix_forum_meeting_organisation_id"), "forum_meeting", ["organisation_id"]
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("meeting_id", sa.String(36), nullable=False),
        sa.Column("young_person_id", sa.String(36), nullable=False),
        sa.Column("authority_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("not_reached", sa.Boolean(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        *_keys(
            "agenda_item",
            organisation_id="organisation",
            meeting_id="forum_meeting",
            young_person_id="young_person",
            authority_id="organisation",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint(
            "meeting_id",
            "young_person_id",
            name=op.f("uq_agenda_item_meeting_id_young_person_id"),
        ),
    )
    for column in ("organisation_id", "meeting_id", "young_person_id", "authority_id"):
        op.create_index(op.f(f"ix_agenda_item_{column}"), "agenda_item", [column])


def downgrade() -> None:
    op.drop_table("agenda_item")
    op.drop_table("forum_meeting")


def _keys(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column, other in targets.items()
    ]
