"""What is kept about young people and carers, sealed field by field."""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.sealing import KeyRing, Sealed

revision = "0012_sealed_records"
down_revision = "0011_draft_siblings"
branch_labels = None
depends_on = None

Before = tuple[Any, str, bool]
"""What a column held, its type in SQL, and whether it may be empty."""
Change = Callable[[KeyRing, Any, str], Any]
"""Make the new value of a field for its place, `table.column:row id`."""

JSON = sa.JSON(none_as_null=True)
FIELDS: dict[str, dict[str, Before]] = {
    "household": {
        "label": (sa.String(100), "VARCHAR(100)", False),
        "record": (JSON, "JSON", False),
    },
    "young_person": {
        "sharing_name": (sa.String(60), "VARCHAR(60)", False),
        "voice": (sa.Text(), "TEXT", True),
        "record": (JSON, "JSON", False),
    },
    "referral_draft": {
        "answers": (JSON, "JSON", False),
        "importance": (JSON, "JSON", False),
    },
    "what_if": {
        "reason": (sa.Text(), "TEXT", False),
        "changes": (JSON, "JSON", False),
        "said": (JSON, "JSON", False),
        "difference": (sa.LargeBinary(), "bytes", True),
        "adopted_because": (sa.Text(), "TEXT", True),
    },
    "match_run": {
        "frozen": (sa.LargeBinary(), "bytes", True),
        "summary": (JSON, "JSON", True),
        "names": (JSON, "JSON", True),
    },
    "match_result": {"content": (sa.LargeBinary(), "bytes", False)},
    "import_item": {
        "name": (sa.String(200), "VARCHAR(200)", False),
        "content": (JSON, "JSON", False),
        "changes": (JSON, "JSON", False),
        "alike": (JSON, "JSON", False),
        "answers": (JSON, "JSON", False),
        "before": (JSON, "JSON", True),
    },
    "import_problem": {"said": (sa.Text(), "TEXT", False)},
    "match_home": {"content": (sa.LargeBinary(), "bytes", False)},
}
BYTES = (sa.LargeBinary(), "bytes")


def upgrade() -> None:
    for table, name, (kind, _, nullable) in _fields():
        _replace(table, name, (kind, BYTES), nullable, _sealed(kind))


def downgrade() -> None:
    for table, name, (kind, sql, nullable) in _fields():
        _replace(table, name, (BYTES[0], (kind, sql)), nullable, _opened(kind))


def _fields() -> list[tuple[str, str, Before]]:
    return [
        (table, name, before)
        for table, fields in FIELDS.items()
        for name, before in fields.items()
    ]


def _sealed(kind: Any) -> Change:
    def change(ring: KeyRing, value: Any, place: str) -> bytes:
        if isinstance(kind, sa.JSON):
            value = json.dumps(value)
        plain = value if isinstance(value, bytes) else value.encode()
        return ring.seal_bytes(plain, place).bytes

    return change


def _opened(kind: Any) -> Change:
    def change(ring: KeyRing, value: Any, place: str) -> Any:
        plain = ring.open_bytes(Sealed.of_bytes(bytes(value)), place)
        if isinstance(kind, sa.JSON):
            return json.loads(plain)
        return plain if isinstance(kind, sa.LargeBinary) else plain.decode()

    return change


def _replace(
    table: str,
    name: str,
    kinds: tuple[Any, tuple[Any, str]],
    nullable: bool,
    change: Change,
) -> None:
    """Put a column of another type in the place of one, row by row.

    The table itself is not built anew: SQLite would have to drop it, and others refer
    to it.
    """
    connection = op.get_bind()
    postgresql = connection.dialect.name == "postgresql"
    old, (new, sql) = kinds
    fresh = f"new_{name}"
    if sql == "bytes":
        sql = "BYTEA" if postgresql else "BLOB"
    blank = {"BYTEA": "''", "BLOB": "x''", "JSON": "'{}'"}.get(sql, "''")
    needed = "" if nullable else f" NOT NULL DEFAULT {blank}"
    op.execute(f'ALTER TABLE "{table}" ADD COLUMN "{fresh}" {sql}{needed}')
    rows = sa.table(
        table, sa.column("id", sa.String), sa.column(name, old), sa.column(fresh, new)
    )
    ring = connection.get_execution_options()["key_ring"]
    for key in connection.scalars(sa.select(rows.c.id)).all():
        one = rows.c.id == key
        value = connection.scalars(sa.select(rows.c[name]).where(one)).one()
        if value is not None:
            changed = change(ring, value, f"{table}.{name}:{key}")
            connection.execute(sa.update(rows).where(one).values({fresh: changed}))
    op.execute(f'ALTER TABLE "{table}" DROP COLUMN "{name}"')
    op.execute(f'ALTER TABLE "{table}" RENAME COLUMN "{fresh}" TO "{name}"')
    if postgresql and not nullable:
        op.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{name}" DROP DEFAULT')
