"""The database, and sessions that see only what their actor may see.

A session belongs to one actor for its whole life. Each model says in `visible_to` which
rows an actor may read; the session adds that to every statement, lets the actor write
only rows of their own organisation, and refuses statements it cannot scope. A system
session sees everything: it is for sign-in, migrations, seeding and the workers' own
bookkeeping, and is opened by name so that every use can be found.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NoReturn

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    ForeignKey,
    MetaData,
    String,
    create_engine,
    event,
    false,
    inspect,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
)

from app.core.actor import Actor
from app.core.columns import ID_LENGTH
from app.core.row_limits import RowLimits
from app.core.scoping import TenancyError, refuse_what_cannot_be_scoped
from app.core.settings import Settings

# FastAPI runs at most 40 sync endpoints at once, and each holds one connection.
POOL_SIZE = 20
BUSY_SECONDS = 30
ACTORS_KEPT = 200
PREPARED = 300
"""How many statements a connection to PostgreSQL keeps the plan of."""
CONNECT_SECONDS = 10
# A request that hangs on a database that hangs is told so, and lets the others by.
POSTGRESQL_LIMITS = {
    "statement_timeout": "30s",
    "lock_timeout": "15s",
    "idle_in_transaction_session_timeout": "5min",
    # What is asked is small and often: compiling it would take longer than doing it.
    "jit": "off",
}
# More than a statement may take: the server that ends it has itself stopped.
SILENT_SECONDS = 35

READS_ONLY = "hearth_reads_only"
"""Says of a connection that nothing is written in its transactions."""
ACTOR_ROLE = "hearth_actor"
"""PostgreSQL's role for sessions of actors: it owns no table; see `row_security.py`."""
SETTINGS = {
    "person": "hearth.person_id",
    "organisation": "hearth.organisation_id",
    "kind": "hearth.organisation_kind",
}
"""Where PostgreSQL's policies find whom a transaction is for."""


class Base(DeclarativeBase):
    """Root of every table. What says nothing else is seen by system sessions only."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:  # noqa: ARG003
        """Say which rows the actor may read."""
        return false()


class TenantOwned:
    """A table whose rows each belong to one organisation, which alone may write them.

    A model that shares rows widens `visible_to`. It may ask about other models there,
    whose own `visible_to` then holds too, but never about itself, however far round.
    """

    organisation_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Say which rows the actor may read: their own organisation's."""
        return cls.organisation_id == actor.organisation_id


class ActorSession(Session):
    """A session that reads and writes for one actor, and for no other ever after."""

    def __init__(
        self, engine: Engine, actor: Actor, *, reads_only: bool = False
    ) -> None:
        bind = _reading(engine) if reads_only else engine
        super().__init__(bind, expire_on_commit=False)
        self._actor = actor

    @property
    def actor(self) -> Actor:
        """Return whom this session is for."""
        return self._actor

    @cached_property
    def limits(self) -> RowLimits:
        """Return what limits every statement: which rows of each model one may read."""
        return _limits_of(self._actor)

    def bulk_save_objects(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse: bulk writes pass by the guard on whose rows are written."""
        raise TenancyError("bulk writes cannot be scoped")

    bulk_insert_mappings = bulk_update_mappings = bulk_save_objects


class SystemSession(Session):
    """A session that sees every organisation's rows; never for a user's own request."""


def make_engine(settings: Settings) -> Engine:
    """Make the engine for SQLite or PostgreSQL; parameters stay out of its errors."""
    url = settings.database
    options = {"audit_key": settings.audit_key, "key_ring": settings.key_ring}
    if url.get_backend_name() == "postgresql":
        engine = create_engine(
            url,
            pool_size=POOL_SIZE,
            max_overflow=POOL_SIZE,
            # Those used last know the most statements.
            pool_use_lifo=True,
            pool_pre_ping=True,
            hide_parameters=True,
            execution_options=options,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "options": " ".join(
                    f"-c {k}={v}" for k, v in POSTGRESQL_LIMITS.items()
                ),
            },
        )
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        # Those used last have most of what is read in their caches.
        pool_use_lifo=True,
        hide_parameters=True,
        execution_options=options,
        connect_args={"timeout": BUSY_SECONDS},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is given up when its server says nothing for too long."""

    def wait(
        self, gen: Any, interval: float = 0.1, timeout: float | None = None
    ) -> Any:
        """Wait for the server; raise OperationalError when nothing comes."""
        try:
            return super().wait(gen, interval, timeout or SILENT_SECONDS)
        except psycopg.OperationalError:
            # What it still has to say would be the answer to something else.
            if self.info.transaction_status is TransactionStatus.ACTIVE:
                self.close()
            raise


def give_up_on_silence(engine: Engine) -> None:
    """Let requests not wait for ever for a PostgreSQL that has stopped.

    For the service alone: a migration or a worker's job may wait.
    """
    if engine.dialect.name == "postgresql":
        event.listen(engine, "do_connect", _connect_patiently)


def _connect_patiently(
    _dialect: object, _record: object, given: list[Any], named: dict[str, Any]
) -> PatientConnection:
    return PatientConnection.connect(*given, **named)


def open_session(
    engine: Engine, actor: Actor, *, reads_only: bool = False
) -> ActorSession:
    """Open a session scoped to the actor; whoever opens it commits it.

    One that ``reads_only`` waits for nobody who writes, and refuses to write.
    """
    return ActorSession(engine, actor, reads_only=reads_only)


def reading_beside(session: Session) -> ActorSession:
    """Open a session that only reads, for whom a session is, beside that one.

    It sees what is committed: what takes long to read keeps nobody else from writing.
    """
    if not isinstance(session, ActorSession):
        raise TenancyError("a session needs an actor: use open_session")
    return open_session(session.get_bind().engine, session.actor, reads_only=True)


def open_system_session(engine: Engine, *, reads_only: bool = False) -> SystemSession:
    """Open a session that sees everything, for what no actor's session can do."""
    bind = _reading(engine) if reads_only else engine
    return SystemSession(bind, expire_on_commit=False)


def _reading(engine: Engine) -> Engine:
    return engine.execution_options(**{READS_ONLY: True})


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.prepared_max = PREPARED


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would otherwise begin its own transactions, and later than asked.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    # What was acknowledged is on the disk, even if the power fails the next moment.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What was deleted or replaced is not left in the file's free pages.
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads, then writes, fails at once if another wrote in between.
    # One that takes its turn at the start waits instead. What only reads need not.
    reads_only = connection.get_execution_options().get(READS_ONLY)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


@event.listens_for(ActorSession, "after_begin")
def _say_whose(
    session: ActorSession, _transaction: object, connection: Connection
) -> None:
    if connection.dialect.name == "postgresql":
        actor = session.actor
        whose = {
            SETTINGS["person"]: actor.person_id,
            SETTINGS["organisation"]: actor.organisation_id,
            SETTINGS["kind"]: actor.organisation_kind.value,
            "role": ACTOR_ROLE,
        }
        _set(connection, whose)


@contextmanager
def outside_scope(session: Session) -> Iterator[Connection]:
    """Lend the session's connection for rows that are no actor's: the job queue's."""
    connection = session.connection()
    scoped = isinstance(session, ActorSession)
    if not scoped or connection.dialect.name != "postgresql":
        yield connection
        return
    _set(connection, {"role": "none"})
    yield connection
    _set(connection, {"role": ACTOR_ROLE})


def _set(connection: Connection, settings: dict[str, str]) -> None:
    # For this transaction only.
    calls = ", ".join("set_config(%s, %s, true)" for _ in settings)
    given = tuple(part for pair in settings.items() for part in pair)
    connection.exec_driver_sql(f"SELECT {calls}", given)


@event.listens_for(Session, "do_orm_execute")
def _scope_statement(state: ORMExecuteState) -> None:
    session = state.session
    if isinstance(session, SystemSession):
        return
    if not isinstance(session, ActorSession):
        raise TenancyError("a session needs an actor: use open_session")
    refuse_what_cannot_be_scoped(state)
    writes = state.is_update or state.is_delete
    target: type[Base] | None = None
    if writes and state.bind_mapper:
        target = state.bind_mapper.class_
    limits = _limits_of(session.actor, target) if target else session.limits
    # What loads a relationship brings along those of the statement it is for.
    if not any(option is limits for option in state.statement._with_options):
        state.statement = state.statement.options(limits)


@lru_cache(maxsize=ACTORS_KEPT)
def _limits_of(actor: Actor, written: type[Base] | None = None) -> RowLimits:
    """Say which rows of each model an actor may read, and write where it is written.

    Nothing but the actor decides it, and it takes longer than most statements.
    """
    models: list[type[Base]] = [mapper.class_ for mapper in Base.registry.mappers]
    rows = {model: model.visible_to(actor) for model in models}
    if written is not None:
        rows[written] = _written_by(written, actor)
    return RowLimits(rows)


def _written_by(model: type[Base], actor: Actor) -> ColumnElement[bool]:
    if not issubclass(model, TenantOwned):
        return false()
    return model.organisation_id == actor.organisation_id


@event.listens_for(Session, "before_flush")
def _guard_writes(session: Session, *_: object) -> None:
    if _writes_what_it_reads(session):
        raise TenancyError("this session only reads")
    if isinstance(session, SystemSession):
        return
    if not isinstance(session, ActorSession):
        raise TenancyError("a session needs an actor: use open_session")
    own = session.actor.organisation_id
    changed = {row for row in session.dirty if session.is_modified(row)}
    # Each asking makes the set anew.
    new = session.new
    for row in {*new, *changed, *session.deleted}:
        if not isinstance(row, TenantOwned):
            raise TenancyError(f"{type(row).__name__} is not an actor's to write")
        if row in new and row.organisation_id is None:
            row.organisation_id = own
        moved = (
            row not in new and inspect(row).attrs.organisation_id.history.has_changes()
        )
        if moved or row.organisation_id != own:
            raise TenancyError(f"{type(row).__name__} is another organisation's")


def _writes_what_it_reads(session: Session) -> bool:
    reads_only = session.get_bind().get_execution_options().get(READS_ONLY)
    return bool(reads_only and (session.new or session.dirty or session.deleted))
