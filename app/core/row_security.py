"""PostgreSQL's own lock on every row, under the one in `db.py`.

A session for an actor runs as a role that owns no table, so PostgreSQL itself shows and
takes only the rows the policies allow, whatever statement gets there and by what way.
The policies are written from each model's `visible_to`, the same rule the session adds
to its statements, anew after every migration. SQLite has nothing of the kind: there the
session's own lock is the only one.
"""

from sqlalchemy import Connection, Dialect, select

from app.core.actor import Actor, OrganisationKind
from app.core.db import ACTOR_ROLE, SETTINGS, Base, TenantOwned

POLICY = "hearth"
# Written once and never again. For the audit trail triggers hold that for the owner
# too; a decision can be sealed anew with another key, and its hash is in the trail.
APPEND_ONLY = {"audit_entry", "decision"}
NOT_FOR_ACTORS = {"alembic_version"}

_MAKE_ROLE = f"""
DO $$ BEGIN
    CREATE ROLE {ACTOR_ROLE} NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
_MAY_TAKE_IT = f"""
DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{ACTOR_ROLE}', 'USAGE') THEN
        EXECUTE format('GRANT {ACTOR_ROLE} TO %I', current_user);
    END IF;
END $$
"""
_UNLOCK = f"""
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT tablename, policyname FROM pg_policies
        WHERE schemaname = current_schema() AND policyname LIKE '{POLICY}!_%' ESCAPE '!'
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', one.policyname, one.tablename);
    END LOOP;
END $$
"""  # noqa: S608 - made of constants


def unlock(connection: Connection) -> None:
    """Take the policies away: a column that one speaks of could not be changed."""
    if connection.dialect.name == "postgresql":
        _run(connection, _UNLOCK)


def lock(connection: Connection) -> None:
    """Make the actors' role and every table's policies."""
    if connection.dialect.name != "postgresql":
        return
    make_role(connection)
    for statement in (*_grants(), *_policies(connection.dialect)):
        _run(connection, statement)


def make_role(connection: Connection) -> None:
    """Make the actors' role, and let this login take it."""
    for statement in (_MAKE_ROLE, _MAY_TAKE_IT):
        _run(connection, statement)


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement.replace("%", "%%"))


def _grants() -> list[str]:
    return [
        f"GRANT USAGE ON SCHEMA public TO {ACTOR_ROLE}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public "
        f"TO {ACTOR_ROLE}",
        *(f"REVOKE ALL ON {table} FROM {ACTOR_ROLE}" for table in NOT_FOR_ACTORS),
        *(
            f"REVOKE UPDATE, DELETE ON {table} FROM {ACTOR_ROLE}"
            for table in APPEND_ONLY
        ),
    ]


def _policies(dialect: Dialect) -> list[str]:
    statements = []
    for mapper in Base.registry.mappers:
        model = mapper.class_
        table = f'"{model.__tablename__}"'
        own = f"organisation_id = {_now(SETTINGS['organisation'])}"
        if not issubclass(model, TenantOwned):
            own = "false"
        statements += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY {POLICY}_read ON {table} FOR SELECT USING "
            f"({_shown(model, dialect)})",
            f"CREATE POLICY {POLICY}_add ON {table} FOR INSERT WITH CHECK ({own})",
            f"CREATE POLICY {POLICY}_change ON {table} FOR UPDATE USING ({own}) "
            f"WITH CHECK ({own})",
            f"CREATE POLICY {POLICY}_remove ON {table} FOR DELETE USING ({own})",
        ]
    return statements


def _shown(model: type[Base], dialect: Dialect) -> str:
    """Write a model's `visible_to` for whoever the session is for."""
    by_kind = {kind: _written(model, kind, dialect) for kind in OrganisationKind}
    if len(set(by_kind.values())) == 1:
        return by_kind[OrganisationKind.FORUM]
    cases = " ".join(f"WHEN '{kind}' THEN {rule}" for kind, rule in by_kind.items())
    return f"CASE {_now(SETTINGS['kind'])} {cases} ELSE false END"


def _written(model: type[Base], kind: OrganisationKind, dialect: Dialect) -> str:
    actor = Actor("@person@", "@organisation@", kind, frozenset())
    statement = select(1).select_from(model).where(model.visible_to(actor))
    text = str(
        statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    )
    rule = text.split("\nWHERE ", 1)[1]
    for name in ("person", "organisation"):
        rule = rule.replace(f"'@{name}@'", _now(SETTINGS[name]))
    return f"({rule})"


def _now(setting: str) -> str:
    # As a query of its own it is asked once for a statement, not once for a row.
    return f"(SELECT current_setting('{setting}', true))"
