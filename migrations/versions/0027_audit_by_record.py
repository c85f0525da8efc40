"""What was done to one record is found without reading the whole audit trail."""

from alembic import op

revision = "0027_audit_by_record"
down_revision = "0026_api_key_scopes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_audit_entry_record_id"), "audit_entry", ["record_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_entry_record_id"), "audit_entry")
