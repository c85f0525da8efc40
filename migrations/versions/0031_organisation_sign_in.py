"""Organisations' own sign-in services."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0031_organisation_sign_in"
down_revision = "0030_notifications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_in_session", sa.Column("bound", sa.Boolean(), nullable=True))
    op.create_table(
        "sign_in_provider",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("client_id", sa.String(500), nullable=False),
        sa.Column("client_secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        *_ends("sign_in_provider"),
        sa.UniqueConstraint(
            "organisation_id", name=op.f("uq_sign_in_provider_organisation_id")
        ),
    )
    op.create_table(
        "provider_account",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        *_ends("provider_account"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_provider_account_person_id_person"),
        ),
        sa.UniqueConstraint(
            "organisation_id",
            "issuer",
            "subject",
            name=op.f("uq_provider_account_organisation_id_issuer_subject"),
        ),
        sa.UniqueConstraint(
            "organisation_id",
            "person_id",
            name=op.f("uq_provider_account_organisation_id_person_id"),
        ),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("link_hash", sa.String(64), nullable=True),
        sa.Column("expires_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        *_ends("sign_in_attempt"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_attempt_token_hash")),
    )
    for table in ("sign_in_provider", "provider_account", "sign_in_attempt"):
        op.create_index(op.f(f"ix_{table}_organisation_id"), table, ["organisation_id"])
    op.create_index(
        op.f("ix_provider_account_person_id"), "provider_account", ["person_id"]
    )


def _ends(table: str) -> tuple[sa.Constraint, sa.Constraint]:
    return (
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f(f"fk_{table}_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    op.drop_table("sign_in_attempt")
    op.drop_table("provider_account")
    op.drop_table("sign_in_provider")
    op.drop_column("sign_in_session", "bound")
