"""Requests that were done, so that the same one sent again is not done again."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0006_done_requests"
down_revision = "0005_match_homes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "done_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_hash", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_done_request_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_done_request_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_done_request")),
        sa.UniqueConstraint(
            "organisation_id",
            "person_id",
            "key_hash",
            name=op.f("uq_done_request_organisation_id_person_id_key_hash"),
        ),
    )
    with op.batch_alter_table("done_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_done_request_organisation_id"),
            ["organisation_id"],
            unique=False,
        )


def downgrade() -> None:
    op.drop_table("done_request")
