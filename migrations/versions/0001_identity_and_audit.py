"""Organisations, people, how they sign in, and the audit chain."""

import sqlalchemy as sa
from alembic import op

from app.core.columns import UTCDateTime

revision = "0001_identity_and_audit"
down_revision = None
branch_labels = None
depends_on = None

REFUSAL = "audit entries are never changed or deleted"


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("code", sa.String(40), nullable=False, unique=True),
        sa.Column("created_at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.String(36), primary_key=True),
        _organisation(index=True),
        _reference("person_id", "person.id", index=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.UniqueConstraint("person_id", "organisation_id", "role"),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        _reference("person_id", "person.id", index=True),
        _organisation(nullable=True),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("last_seen_at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("account_hash", sa.String(64), nullable=False, index=True),
        sa.Column("failed_at", UTCDateTime, nullable=False),
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(36), primary_key=True),
        _organisation(index=True),
        _reference("membership_id", "membership.id", index=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("prefix", sa.String(16), nullable=False, unique=True),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("expires_at", UTCDateTime, nullable=False),
        sa.Column("last_used_at", UTCDateTime),
        sa.Column("revoked_at", UTCDateTime),
    )
    op.create_table(
        "audit_chain",
        _organisation(primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.String(36), primary_key=True),
        _organisation(index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("recorded_at", UTCDateTime, nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("record_type", sa.String(60), nullable=False),
        sa.Column("record_id", sa.String(60), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("entry_hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("organisation_id", "position"),
    )
    for statement in _append_only():
        op.execute(statement)


def downgrade() -> None:
    for table in (
        "audit_entry",
        "audit_chain",
        "api_key",
        "sign_in_failure",
        "sign_in_session",
        "membership",
        "person",
        "organisation",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")


def _reference(name: str, target: str, **options: bool) -> sa.Column[str]:
    options.setdefault("nullable", False)
    return sa.Column(name, sa.String(36), sa.ForeignKey(target), **options)


def _organisation(**options: bool) -> sa.Column[str]:
    return _reference("organisation_id", "organisation.id", **options)


def _append_only() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER audit_entry_no_{act.lower()} BEFORE {act} ON audit_entry "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for act in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
    ]
