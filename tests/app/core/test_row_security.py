"""PostgreSQL itself keeps what gets past the session: text, tables, bulk inserts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from app.cli.files import CHECK_FAILED
from app.cli.main import main
from app.core.clock import now
from app.core.columns import new_id
from app.core.db import ActorSession, Base, SystemSession, TenantOwned, open_session
from app.core.settings import Settings
from app.identity.models import Membership
from app.tables import METADATA
from tests.app import builders
from tests.app.builders import Member
from tests.app.conftest import emptied, use

TABLES = [mapper.class_ for mapper in Base.registry.mappers]


@pytest.fixture
def db(request: pytest.FixtureRequest) -> str:
    """PostgreSQL only: SQLite has no such lock."""
    return emptied(request)


@pytest.fixture
def own(system: SystemSession) -> Member:
    return builders.member(system)


@pytest.fixture
def foreign(system: SystemSession) -> Member:
    return builders.member(system)


@pytest.fixture
def connection(engine: Engine, own: Member) -> Iterator[Connection]:
    """The bare connection of an actor's session, past everything the session does."""
    with open_session(engine, own.actor) as session:
        yield session.connection()


def test_text_sees_own_rows_only(
    connection: Connection, own: Member, foreign: Member
) -> None:
    found = connection.execute(text("SELECT id FROM membership")).scalars().all()
    assert found == [own.membership.id]
    found = connection.execute(select(Membership.__table__.c.id)).scalars().all()
    assert found == [own.membership.id]
    changed = connection.execute(text("UPDATE membership SET role = 'director'"))
    assert changed.rowcount == 1
    assert connection.execute(text("DELETE FROM membership")).rowcount == 1


@pytest.mark.parametrize(
    "statement",
    [
        lambda row: insert(Membership).values(row),
        lambda row: text(
            "UPDATE membership SET organisation_id = :organisation_id"
        ).bindparams(organisation_id=row["organisation_id"]),
        lambda _: text("UPDATE organisation SET name = 'Taken over' RETURNING id"),
    ],
)
def test_a_row_of_another_organisation_cannot_be_written(
    connection: Connection,
    own: Member,
    foreign: Member,
    statement: Callable[[dict[str, object]], object],
) -> None:
    row = {
        "id": new_id(),
        "organisation_id": foreign.organisation.id,
        "person_id": own.person.id,
        "role": "director",
        "created_at": now(),
    }
    try:
        done = connection.execute(statement(row))
    except ProgrammingError as refused:
        assert "row-level security" in str(refused)  # noqa: PT017
    else:
        assert done.all() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'nothing'",
        "DELETE FROM audit_entry",
        "SELECT * FROM alembic_version",
        "DROP TABLE membership",
        "ALTER TABLE membership DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE of_mine (id int)",
    ],
)
def test_what_is_no_actors_is_refused(connection: Connection, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        connection.execute(text(statement))


def test_the_role_ends_with_the_transaction(engine: Engine, own: Member) -> None:
    with open_session(engine, own.actor) as session:
        for _ in range(2):
            assert _role(session) == "hearth_actor"
            session.commit()
    with engine.connect() as connection:
        asked = text("SELECT current_user, current_setting('hearth.person_id', true)")
        role, person = connection.execute(asked).one()
    assert role != "hearth_actor"
    assert not person


def test_somebody_unnamed_sees_nothing(engine: Engine, own: Member) -> None:
    """A policy that is asked without whom it is for shows no row of anybody."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL ROLE hearth_actor"))
        for model in TABLES:
            if issubclass(model, TenantOwned):
                table = METADATA.tables[model.__tablename__]
                assert connection.execute(select(table)).all() == [], table.name


def test_every_table_is_locked(engine: Engine) -> None:
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT c.relname, count(p.polname) FROM pg_class c "
                "LEFT JOIN pg_policy p ON p.polrelid = c.oid "
                "WHERE c.relrowsecurity AND c.relkind = 'r' GROUP BY c.relname"
            )
        )
        locked = {row[0]: row[1] for row in found}
    assert locked == dict.fromkeys(METADATA.tables, 5)


def _role(session: Session) -> str:
    assert isinstance(session, ActorSession)
    role: str = session.connection().execute(text("SELECT current_user")).scalar_one()
    return role


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'person.deleted'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry CASCADE",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP POLICY hearth_read ON membership",
        "ALTER TABLE membership DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE membership ADD COLUMN note text",
        "DROP TABLE audit_entry",
        "CREATE TABLE public.of_its_own (id int)",
        "UPDATE alembic_version SET version_num = 'none'",
        "CREATE ROLE another SUPERUSER",
    ],
)
def test_the_services_own_login_owns_nothing(
    engine: Engine, own: Member, statement: str
) -> None:
    with engine.connect() as connection:
        seen = connection.execute(text("SELECT id FROM membership")).scalars().all()
        assert own.membership.id in seen
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            connection.execute(text(statement))


def test_who_owns_nothing_is_told_so_by_the_migration(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    use(settings.model_copy(update={"database_owner_url": None}), monkeypatch)
    assert main(["migrate"]) == CHECK_FAILED
    assert "HEARTH_DATABASE_OWNER_URL" in capsys.readouterr().err
