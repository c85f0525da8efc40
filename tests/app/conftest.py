"""A migrated database of each kind for every test that asks for one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import (
    Engine,
    create_engine,
    delete,
    exists,
    inspect,
    literal,
    select,
    table,
    text,
    union_all,
)

from app.cli.migrate import bring_up_to_date
from app.core.db import SystemSession, make_engine, open_system_session
from app.core.settings import Environment, Settings
from app.identity import passwords
from app.main import create_app
from app.tables import METADATA
from tests.app.browser import Browser
from tests.app.jobs.processes import Processes

JOBS_SCHEMA, JOBS_VERSION = "dbos", "dbos_migrations"


def settings_for(database_url: str) -> Settings:
    return Settings(
        environment=Environment.TEST,
        database_url=database_url,
        # Where tests have receivers and sign-in services of their own.
        private_networks=("127.0.0.0/8",),
        # Tests ask faster than people and programs do.
        requests_a_minute=1_000_000,
        sign_ins_a_minute=1_000_000,
    )


def as_service(settings: Settings, name: str) -> Settings:
    """Return settings by which a login of this name, which owns nothing, asks."""
    login = settings.database.set(username=name, password="a word")
    own = settings_for(login.render_as_string(hide_password=False))
    return owned(own, settings.database_url.get_secret_value())


def owned(settings: Settings, owner_url: str) -> Settings:
    """Return settings that know whose the tables are."""
    return settings.model_copy(update={"database_owner_url": SecretStr(owner_url)})


def use(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands work on the database of these settings."""
    monkeypatch.setenv("HEARTH_ENVIRONMENT", "test")
    for name in ("database_url", "database_owner_url"):
        if secret := getattr(settings, name):
            monkeypatch.setenv(f"HEARTH_{name.upper()}", secret.get_secret_value())


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Argon2 with its least: it is slow by design, and tests sign in all the time."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", quick)
        yield


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    # Closing the last connection brings the write-ahead log into the file.
    bring_up_to_date(settings_for(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_owner_url(postgresql_server: str, worker_id: str) -> str:
    """This worker's own database, as who owns it."""
    name = f"hearth_{worker_id}"
    url = settings_for(postgresql_server).database
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql_url(postgresql_owner_url: str, worker_id: str) -> str:
    """This worker's own database, migrated once, as the login of the service."""
    made = as_service(settings_for(postgresql_owner_url), f"service_{worker_id}")
    bring_up_to_date(made)
    return made.database_url.get_secret_value()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database."""
    if request.param == "sqlite":
        migrated: Path = request.getfixturevalue("migrated_sqlite")
        shutil.copy(migrated, tmp_path / "hearth.sqlite3")
        return f"sqlite:///{tmp_path / 'hearth.sqlite3'}"
    return emptied(request)


@pytest.fixture
def settings(db: str, request: pytest.FixtureRequest) -> Settings:
    made = settings_for(db)
    if made.database.get_backend_name() == "sqlite":
        return made
    return owned(made, request.getfixturevalue("postgresql_owner_url"))


@pytest.fixture
def owner(settings: Settings) -> Iterator[Engine]:
    """The database, as who owns its tables."""
    engine = make_engine(settings.as_owner)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = make_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def system(engine: Engine) -> Iterator[SystemSession]:
    """A session that sees everything.

    On SQLite it holds the database from its first statement to its commit, so commit
    before the application is asked for anything.
    """
    with open_system_session(engine) as session:
        yield session


@pytest.fixture
def app(settings: Settings) -> Iterator[FastAPI]:
    app = create_app(settings)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def processes(db: str) -> Iterator[Processes]:
    started = Processes(db)
    yield started
    started.end()


@pytest.fixture
def browser(app: FastAPI) -> Browser:
    return Browser(app)


def emptied(request: pytest.FixtureRequest) -> str:
    """Return the address of this worker's PostgreSQL database, with no row in it."""
    url: str = request.getfixturevalue("postgresql_url")
    _empty(request.getfixturevalue("postgresql_owner_url"))
    return url


def _empty(owner_url: str) -> None:
    """Take every row out, jobs too; the audit trail lets its owner alone do it."""
    engine = make_engine(settings_for(owner_url))
    with engine.begin() as connection:
        jobs = [
            table(name, schema=JOBS_SCHEMA)
            for name in inspect(connection).get_table_names(JOBS_SCHEMA)
            if name != JOBS_VERSION
        ]
        tables = {one.fullname: one for one in [*METADATA.sorted_tables, *jobs]}
        filled = [
            select(literal(name)).where(exists(select(literal(1)).select_from(one)))
            for name, one in tables.items()
        ]
        # The audit trail's own triggers would refuse, and no order would be right.
        connection.execute(text("SET session_replication_role = replica"))
        # Few tables have rows: to truncate all of them takes a hundred times as long.
        for name in connection.execute(union_all(*filled)).scalars():
            connection.execute(delete(tables[name]))
    engine.dispose()
