"""People who leave, one-time links, and codes beside passwords."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0007_people_and_codes"
down_revision = "0006_done_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("used_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_one_time_link_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_one_time_link_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    for column in ("organisation_id", "person_id"):
        op.create_index(f"ix_one_time_link_{column}", "one_time_link", [column])
    with op.batch_alter_table("membership") as membership:
        membership.add_column(sa.Column("paused_at", UTCDateTime(timezone=True)))
    with op.batch_alter_table("sign_in_session") as sign_in:
        sign_in.add_column(sa.Column("code_passed_at", UTCDateTime(timezone=True)))
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("code_secret", sa.Text()))
        person.add_column(sa.Column("next_code_secret", sa.Text()))
        person.add_column(sa.Column("codes_since", UTCDateTime(timezone=True)))
        person.add_column(sa.Column("last_code_step", sa.Integer()))
        person.add_column(
            sa.Column(
                "spare_code_hashes", sa.JSON(), nullable=False, server_default="[]"
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("person") as person:
        for column in (
            "spare_code_hashes",
            "last_code_step",
            "codes_since",
            "next_code_secret",
            "code_secret",
        ):
            person.drop_column(column)
    with op.batch_alter_table("sign_in_session") as sign_in:
        sign_in.drop_column("code_passed_at")
    with op.batch_alter_table("membership") as membership:
        membership.drop_column("paused_at")
    op.drop_table("one_time_link")
