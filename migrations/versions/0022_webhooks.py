"""Where programs are told of changes, and what they are told."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0022_webhooks"
down_revision = "0021_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("membership_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("earlier_secret", sa.LargeBinary(), nullable=True),
        sa.Column("earlier_until", UTCDateTime(timezone=True), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("made_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("paused_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("not_before", UTCDateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String(36), nullable=True),
        sa.Column("leased_until", UTCDateTime(timezone=True), nullable=True),
        *_owned("webhook"),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_webhook_membership_id_membership"),
        ),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("webhook_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("record_type", sa.String(60), nullable=False),
        sa.Column("record_id", sa.String(36), nullable=False),
        sa.Column("by_id", sa.String(36), nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("since", UTCDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UTCDateTime(timezone=True), nullable=False),
        sa.Column("tried_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.String(40), nullable=True),
        *_owned("delivery"),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhook.id"],
            name=op.f("fk_delivery_webhook_id_webhook"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "webhook_id", "number", name=op.f("uq_delivery_webhook_id_number")
        ),
    )
    for table, column in (
        ("webhook", "organisation_id"),
        ("webhook", "membership_id"),
        ("webhook", "not_before"),
        ("delivery", "organisation_id"),
        ("delivery", "webhook_id"),
        ("delivery", "record_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("delivery")
    op.drop_table("webhook")


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f(f"fk_{table}_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
