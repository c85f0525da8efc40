"""What may be known of carers, and to whom it is released."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0029_profiles"
down_revision = "0028_access_tokens"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "household_profile",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("household_id", sa.String(36), nullable=False),
        sa.Column("names", sa.LargeBinary(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(timezone=True), nullable=False),
        *_owned("household_profile"),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_household_profile_household_id_household"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "household_id", name=op.f("uq_household_profile_household_id")
        ),
    )
    op.create_table(
        "profile_release",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("offer_id", sa.String(36), nullable=False),
        sa.Column("household_id", sa.String(36), nullable=False),
        sa.Column("authority_id", sa.String(36), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("released_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.String(36), nullable=False),
        *_owned("profile_release"),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["household_offer.id"],
            name=op.f("fk_profile_release_offer_id_household_offer"),
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_profile_release_{column}_{table}"),
            )
            for column, table in (
                ("household_id", "household"),
                ("authority_id", "organisation"),
                ("released_by", "person"),
            )
        ),
        sa.UniqueConstraint("offer_id", name=op.f("uq_profile_release_offer_id")),
    )
    for table, column in (
        ("household_profile", "organisation_id"),
        ("profile_release", "organisation_id"),
        ("profile_release", "household_id"),
        ("profile_release", "authority_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("profile_release")
    op.drop_table("household_profile")


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
