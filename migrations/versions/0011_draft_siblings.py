"""Drafts of brothers and sisters, and which young person each draft became."""

import sqlalchemy as sa
from alembic import op

revision = "0011_draft_siblings"
down_revision = "0010_imports"
branch_labels = None
depends_on = None

TO = {"young_person_id": "young_person", "lead_id": "referral_draft"}


def upgrade() -> None:
    with op.batch_alter_table("referral_draft") as table:
        for column, other in TO.items():
            table.add_column(sa.Column(column, sa.String(36), nullable=True))
            table.create_foreign_key(
                op.f(f"fk_referral_draft_{column}_{other}"), other, [column], ["id"]
            )
            table.create_index(f"ix_referral_draft_{column}", [column])
    # Until now a draft was for one young person.
    draft = sa.table(
        "referral_draft", sa.column("young_person_id"), sa.column("referral_id")
    )
    person = sa.table("young_person", sa.column("id"), sa.column("referral_id"))
    op.execute(
        draft.update().values(
            young_person_id=sa.select(sa.func.min(person.c.id))
            .where(person.c.referral_id == draft.c.referral_id)
            .scalar_subquery()
        )
    )


def downgrade() -> None:
    with op.batch_alter_table("referral_draft") as table:
        for column, other in TO.items():
            table.drop_index(f"ix_referral_draft_{column}")
            table.drop_constraint(
                op.f(f"fk_referral_draft_{column}_{other}"), type_="foreignkey"
            )
            table.drop_column(column)
