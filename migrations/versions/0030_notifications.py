"""What people are told, and the e-mails about it."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0030_notifications"
down_revision = "0029_profiles"
branch_labels = None
depends_on = None

INDEXED = {
    "notification": ("organisation_id", "to_id", "record_id", "spread_at"),
    "notification_read": ("organisation_id", "notification_id", "person_id"),
    "mail_choice": ("organisation_id", "person_id"),
    "mail": ("organisation_id", "notification_id", "person_id", "state"),
}


def upgrade() -> None:
    moment = UTCDateTime(timezone=True)
    op.create_table(
        "notification",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("to_id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=True),
        sa.Column("by_id", sa.String(36), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("record_id", sa.String(36), nullable=False),
        sa.Column("once", sa.String(120), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("spread_at", moment, nullable=True),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        *_keys("notification", {"to_id": "organisation"}),
        sa.UniqueConstraint("once", name=op.f("uq_notification_once")),
    )
    op.create_table(
        "notification_read",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("notification_id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("read_at", moment, nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        *_keys(
            "notification_read",
            {"notification_id": "notification", "person_id": "person"},
        ),
        _once_each("notification_read", "notification_id", "person_id"),
    )
    op.create_table(
        "mail_choice",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        *_keys("mail_choice", {"person_id": "person"}),
        _once_each("mail_choice", "organisation_id", "person_id"),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("notification_id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        *_keys("mail", {"notification_id": "notification", "person_id": "person"}),
        _once_each("mail", "notification_id", "person_id"),
    )
    for table, columns in INDEXED.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in reversed(INDEXED):
        op.drop_table(table)


def _keys(table: str, others: dict[str, str]) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
            )
            for column, other in {**others, "organisation_id": "organisation"}.items()
        ),
    ]


def _once_each(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))
