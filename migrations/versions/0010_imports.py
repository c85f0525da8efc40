"""Imports, and what other systems call records."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0010_imports"
down_revision = "0009_referral_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "external_id",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("source", sa.String(100), nullable=False),
        sa.Column("external_id", sa.String(100), nullable=False),
        sa.Column("record_type", sa.String(40), nullable=False),
        sa.Column("record_id", sa.String(36), nullable=False),
        *_owned("external_id"),
        sa.UniqueConstraint(
            "organisation_id",
            "record_type",
            "source",
            "external_id",
            name=op.f("uq_external_id_organisation_id_record_type_source_external_id"),
        ),
    )
    op.create_index(
        "ix_external_id_organisation_id", "external_id", ["organisation_id"]
    )
    op.create_index(
        "ix_external_id_record",
        "external_id",
        ["organisation_id", "record_type", "record_id"],
    )
    op.create_table(
        "data_import",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("source", sa.String(100), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("started_by", sa.String(36), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("cleared", sa.Boolean(), nullable=False),
        *_owned("data_import"),
    )
    op.create_index(
        "ix_data_import_organisation_id", "data_import", ["organisation_id"]
    )
    op.create_table(
        "import_item",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("import_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(200), nullable=False),
        sa.Column("external_id", sa.String(100), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("record_id", sa.String(36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("alike", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        *_owned("import_item"),
        *_part_of_an_import("import_item"),
    )
    op.create_table(
        "import_problem",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("import_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("sheet", sa.String(200), nullable=False),
        sa.Column("heading", sa.String(200), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        *_owned("import_problem"),
        *_part_of_an_import("import_problem"),
    )
    for table in ("import_item", "import_problem"):
        for column in ("organisation_id", "import_id"):
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in ("import_problem", "import_item", "data_import", "external_id"):
        op.drop_table(table)


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


def _part_of_an_import(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["data_import.id"],
            name=op.f(f"fk_{table}_import_id_data_import"),
        ),
    )
