"""PostgreSQL's own lock on every row, under the one in `db.py`.

A session for an actor runs as a role that owns no table, so PostgreSQL itself shows and
takes only the rows the policies allow, whatever statement gets there and by what way.
The policies are written from each model's `visible_to`, the same rule the session adds
to its statements, anew after every migration. SQLite has nothing of the kind: there the
session's own lock is the only one.

Where the service has a login of its own (HEARTH_DATABASE_OWNER_URL is the owner's), it
owns nothing either: it can change no entry of the audit trail and take no lock away.
"""

from psycopg import sql
from sqlalchemy import URL, Connection, Dialect, select

from app.core.actor import Actor, OrganisationKind
from app.core.db import ACTOR_ROLE, SETTINGS, Base, TenantOwned

POLICY = "hearth"
# Written once and never again. For the audit trail triggers hold that for the owner
# too; a decision can be sealed anew with another key, and its hash is in the trail.
APPEND_ONLY = {"audit_entry", "decision"}
AUDIT_TRAIL = {"audit_entry"}
REVISION = "alembic_version"
SERVICE_ROLE = "hearth_service"
"""PostgreSQL's role for what the service does for nobody: it sees every row."""

_MAKE_ROLE = """
DO $$ BEGIN
    CREATE ROLE {} NOLOGIN NOBYPASSRLS;
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
    make_roles(connection)
    for statement in (*_grants(), *_policies(connection.dialect)):
        _run(connection, statement)


def make_roles(connection: Connection) -> None:
    """Make the actors' role and the service's, and let this login be actors."""
    for role in (ACTOR_ROLE, SERVICE_ROLE):
        _run(connection, _MAKE_ROLE.format(role))
    _run(connection, _MAY_TAKE_IT)


def let_in(connection: Connection, login: URL) -> None:
    """Let a login be the service, and make it if it is not there.

    Only the hash of its password gets to the server, whose log may keep statements.
    """
    there = connection.connection.driver_connection
    if login.get_backend_name() != "postgresql" or there is None:
        return
    name = sql.Identifier(str(login.username))
    known = "SELECT 1 FROM pg_roles WHERE rolname = %s"
    if not there.execute(known, [login.username]).fetchone():
        password = there.pgconn.encrypt_password(
            str(login.password or "").encode(), str(login.username).encode()
        )
        make = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        there.execute(make.format(name, sql.Literal(password.decode())))
    roles = sql.SQL(", ").join(map(sql.Identifier, (ACTOR_ROLE, SERVICE_ROLE)))
    there.execute(sql.SQL("GRANT {} TO {}").format(roles, name))


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement.replace("%", "%%"))


def _grants() -> list[str]:
    both = f"{ACTOR_ROLE}, {SERVICE_ROLE}"
    once = [(table, ACTOR_ROLE) for table in APPEND_ONLY]
    once += [(table, SERVICE_ROLE) for table in AUDIT_TRAIL]
    return [
        f"GRANT USAGE ON SCHEMA public TO {both}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public "
        f"TO {both}",
        f"REVOKE ALL ON {REVISION} FROM {both}",
        f"GRANT SELECT ON {REVISION} TO {SERVICE_ROLE}",
        *(f"REVOKE UPDATE, DELETE ON {table} FROM {role}" for table, role in once),
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
            f"CREATE POLICY {POLICY}_service ON {table} TO {SERVICE_ROLE} "
            "USING (true) WITH CHECK (true)",
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
