"""Many rows of one table at once, as values: for imports and what goes on record.

A session keeps each row as an object and looks after it, which is four tenths of what
writing 100,000 records takes (docs/benchmarks.md). Whose rows they are is asked here as
the session asks it of every other; PostgreSQL's policies ask once more.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session

from app.core.db import (
    READS_ONLY,
    ActorSession,
    Base,
    SystemSession,
    TenantOwned,
)
from app.core.scoping import TenancyError
from app.core.sealed_fields import sealed

Values = Mapping[str, Any]


def add_many(session: Session, model: type[Base], rows: Sequence[Values]) -> None:
    """Write new rows, each with its id and all that has no default, by column.

    They are the actor's own organisation's. Sealed fields are given plain.

    Raises
    ------
    TenancyError
        When the session writes nothing, or a row would be another organisation's.
    """
    if not rows:
        return
    own = _own(session, model)
    given = [{**own, **row} for row in rows]
    if own and any(row["organisation_id"] != own["organisation_id"] for row in given):
        raise TenancyError(f"{model.__name__} is another organisation's")
    session.flush()
    connection = session.connection()
    connection.execute(insert(_table(model)), sealed(connection, model, given))


def change_many(session: Session, model: type[Base], rows: Sequence[Values]) -> None:
    """Change rows of the actor's own organisation by their ``id``.

    Objects the session holds of them are not told.

    Raises
    ------
    TenancyError
        When the session writes nothing, or would give a row away.
    """
    if not rows:
        return
    own, table = _own(session, model), _table(model)
    columns = [name for name in rows[0] if name != "id"]
    if "organisation_id" in columns:
        raise TenancyError("a row stays with the organisation it belongs to")
    changed = update(table).where(table.c.id == bindparam("the_id"))
    if own:
        changed = changed.where(table.c.organisation_id == own["organisation_id"])
    session.flush()
    connection = session.connection()
    given = [
        {"the_id": row["id"], **{name: row[name] for name in columns}}
        for row in sealed(connection, model, rows)
    ]
    connection.execute(
        changed.values({name: bindparam(name) for name in columns}), given
    )


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


def _own(session: Session, model: type[Base]) -> dict[str, str]:
    """Return what every row of the session's actor has; nothing for the system's."""
    if session.get_bind().get_execution_options().get(READS_ONLY):
        raise TenancyError("this session only reads")
    if isinstance(session, SystemSession):
        return {}
    if not isinstance(session, ActorSession):
        raise TenancyError("a session needs an actor: use open_session")
    if not issubclass(model, TenantOwned):
        raise TenancyError(f"{model.__name__} is not an actor's to write")
    return {"organisation_id": session.actor.organisation_id}
