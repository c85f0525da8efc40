"""What columns and values of other systems mean, and files kept while it is asked."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0018_import_mappings"
down_revision = "0017_erasure"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("source", sa.String(100), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", UTCDateTime(timezone=True), nullable=False),
        *_owned("import_mapping"),
        sa.UniqueConstraint(
            "organisation_id",
            "kind",
            "source",
            name=op.f("uq_import_mapping_organisation_id_kind_source"),
        ),
    )
    op.create_table(
        "import_part",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("import_id", sa.String(36), nullable=False),
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_owned("import_part"),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["data_import.id"],
            name=op.f("fk_import_part_import_id_data_import"),
        ),
    )
    for table, column in (
        ("import_mapping", "organisation_id"),
        ("import_part", "organisation_id"),
        ("import_part", "import_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("import_part")
    op.drop_table("import_mapping")


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
