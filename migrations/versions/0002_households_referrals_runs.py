"""Households, referrals, match runs, and who shares with whom."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0002_households_referrals_runs"
down_revision = "0001_identity_and_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authority_area",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("adjoining", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_authority_area_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_authority_area")),
    )
    op.create_table(
        "forum_membership",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("forum_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"],
            ["organisation.id"],
            name=op.f("fk_forum_membership_forum_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_forum_membership_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_membership")),
    )
    with op.batch_alter_table("forum_membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_forum_membership_forum_id"), ["forum_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_forum_membership_organisation_id"),
            ["organisation_id"],
            unique=False,
        )

    op.create_table(
        "household",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_household_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint(
            "organisation_id",
            "reference",
            name=op.f("uq_household_organisation_id_reference"),
        ),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_household_organisation_id"),
            ["organisation_id"],
            unique=False,
        )

    op.create_table(
        "match_run",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("started_by", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=60), nullable=False),
        sa.Column("looked_from", sa.String(length=10), nullable=False),
        sa.Column("case_hash", sa.String(length=80), nullable=True),
        sa.Column("frozen", sa.LargeBinary(), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=True),
        sa.Column("names", sa.JSON(), nullable=True),
        sa.Column("checked", sa.Boolean(), nullable=True),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_match_run_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["person.id"], name=op.f("fk_match_run_started_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_run")),
    )
    with op.batch_alter_table("match_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_match_run_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_match_run_state"), ["state"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_referral_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_referral_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_referral_state"), ["state"], unique=False)

    op.create_table(
        "household_offer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("authority_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["organisation.id"],
            name=op.f("fk_household_offer_authority_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_household_offer_household_id_household"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_household_offer_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_offer")),
        sa.UniqueConstraint(
            "household_id",
            "authority_id",
            name=op.f("uq_household_offer_household_id_authority_id"),
        ),
    )
    with op.batch_alter_table("household_offer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_household_offer_authority_id"),
            ["authority_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_household_offer_household_id"),
            ["household_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_household_offer_organisation_id"),
            ["organisation_id"],
            unique=False,
        )

    op.create_table(
        "match_result",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("young_person_id", sa.String(length=36), nullable=False),
        sa.Column("options", sa.Integer(), nullable=False),
        sa.Column("open_options", sa.Integer(), nullable=False),
        sa.Column("near", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_match_result_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["match_run.id"], name=op.f("fk_match_result_run_id_match_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_result")),
        sa.UniqueConstraint(
            "run_id",
            "young_person_id",
            name=op.f("uq_match_result_run_id_young_person_id"),
        ),
    )
    with op.batch_alter_table("match_result", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_match_result_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_match_result_run_id"), ["run_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_match_result_young_person_id"),
            ["young_person_id"],
            unique=False,
        )

    op.create_table(
        "referral_share",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("referral_id", sa.String(length=36), nullable=False),
        sa.Column("agency_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["organisation.id"],
            name=op.f("fk_referral_share_agency_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_referral_share_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_referral_share_referral_id_referral"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_share")),
        sa.UniqueConstraint(
            "referral_id",
            "agency_id",
            name=op.f("uq_referral_share_referral_id_agency_id"),
        ),
    )
    with op.batch_alter_table("referral_share", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_referral_share_agency_id"), ["agency_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_referral_share_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_referral_share_referral_id"), ["referral_id"], unique=False
        )

    op.create_table(
        "young_person",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("referral_id", sa.String(length=36), nullable=False),
        sa.Column("sharing_name", sa.String(length=60), nullable=False),
        sa.Column("voice", sa.Text(), nullable=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_young_person_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_young_person_referral_id_referral"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_young_person")),
    )
    with op.batch_alter_table("young_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_young_person_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_young_person_referral_id"), ["referral_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("young_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_young_person_referral_id"))
        batch_op.drop_index(batch_op.f("ix_young_person_organisation_id"))

    op.drop_table("young_person")
    with op.batch_alter_table("referral_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_share_referral_id"))
        batch_op.drop_index(batch_op.f("ix_referral_share_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_referral_share_agency_id"))

    op.drop_table("referral_share")
    with op.batch_alter_table("match_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_result_young_person_id"))
        batch_op.drop_index(batch_op.f("ix_match_result_run_id"))
        batch_op.drop_index(batch_op.f("ix_match_result_organisation_id"))

    op.drop_table("match_result")
    with op.batch_alter_table("household_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_offer_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_household_offer_household_id"))
        batch_op.drop_index(batch_op.f("ix_household_offer_authority_id"))

    op.drop_table("household_offer")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_state"))
        batch_op.drop_index(batch_op.f("ix_referral_organisation_id"))

    op.drop_table("referral")
    with op.batch_alter_table("match_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_run_state"))
        batch_op.drop_index(batch_op.f("ix_match_run_organisation_id"))

    op.drop_table("match_run")
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_organisation_id"))

    op.drop_table("household")
    with op.batch_alter_table("forum_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_membership_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_forum_membership_forum_id"))

    op.drop_table("forum_membership")
    op.drop_table("authority_area")
