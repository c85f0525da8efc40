"""What of a young person is released to the agency of a home that is explored."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0034_referral_releases"
down_revision = "0033_requests"
branch_labels = None
depends_on = None

GO_WITH = {
    "share_id": "referral_share",
    "decision_id": "decision",
    "young_person_id": "young_person",
    "household_id": "household",
}
STAYS = {
    "organisation_id": "organisation",
    "agency_id": "organisation",
    "released_by": "person",
}


def upgrade() -> None:
    op.create_table(
        "referral_release",
        sa.Column("id", sa.String(36), nullable=False),
        *(sa.Column(name, sa.String(36), nullable=False) for name in GO_WITH | STAYS),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("released_at", UTCDateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_referral_release_{column}_{table}"),
                ondelete="CASCADE" if column in GO_WITH else None,
            )
            for column, table in (GO_WITH | STAYS).items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_release")),
        sa.UniqueConstraint(
            "decision_id", name=op.f("uq_referral_release_decision_id")
        ),
    )
    for column in ("organisation_id", "agency_id", "young_person_id"):
        op.create_index(
            op.f(f"ix_referral_release_{column}"), "referral_release", [column]
        )


def downgrade() -> None:
    op.drop_table("referral_release")
