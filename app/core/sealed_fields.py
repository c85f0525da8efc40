"""Fields of a record that are kept sealed, and read and written like any other.

    class Household(TenantOwned, Base):
        label = SealedField[str](TEXT)

Each makes a column of its own name. What is set is sealed when the row is written, for
that table, column and row, with the key ring of the engine (`make_engine`); what is
read is opened when it is first asked for, so rows nobody looks at cost nothing. On the
class the field is the column, still sealed: for `undefer`, and to select it for
`opened`. It cannot be compared or sorted by: whoever looks for a name opens what they
may look in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Generic, TypeVar, overload

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, event
from sqlalchemy.orm import (
    InstrumentedAttribute,
    Mapper,
    Session,
    mapped_column,
    object_session,
)
from sqlalchemy.orm.exc import DetachedInstanceError

from app.core.columns import new_id
from app.core.sealing import KeyRing, Sealed, SealedBytes

T = TypeVar("T")
MOST_REMEMBERED = 20_000
"""Of how many rows a thing is remembered: some 5 MB."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a value becomes the bytes that are sealed, and a value again."""

    pack: Callable[[Any], bytes]
    unpack: Callable[[bytes], Any]


TEXT = Form(str.encode, bytes.decode)
# Faster than the standard library's, which tells in imports (docs/benchmarks.md).
JSON = Form(to_json, from_json)
BYTES = Form(bytes, bytes)


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A value that was set and is sealed when its row is written."""

    plain: Any


class SealedField(Generic[T]):
    """A field kept sealed in a column of its name."""

    def __init__(
        self, form: Form, *, nullable: bool = False, deferred: bool = False
    ) -> None:
        self.form = form
        self.nullable = nullable
        self.deferred = deferred

    def __set_name__(self, owner: type, name: str) -> None:
        """Give the model the column."""
        self.name, self.kept, self._read = name, f"sealed_{name}", f"_opened_{name}"
        column = mapped_column(
            name, SealedBytes, nullable=self.nullable, deferred=self.deferred
        )
        setattr(owner, self.kept, column)

    @overload
    def __get__(
        self, row: None, owner: type
    ) -> InstrumentedAttribute[Sealed | None]: ...

    @overload
    def __get__(self, row: object, owner: type) -> T: ...

    def __get__(self, row: object | None, owner: type) -> Any:
        """Return what is in it; on the class, the column."""
        if row is None:
            return getattr(owner, self.kept)
        kept = getattr(row, self.kept)
        if kept is None or isinstance(kept, _Fresh):
            return kept and kept.plain
        read = row.__dict__.get(self._read)
        if read is None or read[0] is not kept:
            session = object_session(row)
            if session is None:
                raise DetachedInstanceError
            read = (kept, opened(session, type(row), self.name, _id_of(row), kept))
            row.__dict__[self._read] = read
        return read[1]

    def __set__(self, row: object, value: T) -> None:
        """Keep a value; it is sealed when the row is written."""
        setattr(row, self.kept, None if value is None else _Fresh(value))

    def place(self, model: type, row_id: str) -> str:
        """Return what the field of one row is sealed for."""
        return f"{getattr(model, '__tablename__')}.{self.name}:{row_id}"  # noqa: B009

    def seal(self, ring: KeyRing, row: object) -> None:
        """Seal what was set."""
        value = row.__dict__.get(self.kept)
        if isinstance(value, _Fresh):
            place = self.place(type(row), _id_of(row))
            sealed = ring.seal_bytes(self.form.pack(value.plain), place)
            setattr(row, self.kept, sealed)
            row.__dict__[self._read] = (sealed, value.plain)

    def renew(self, ring: KeyRing, row: object) -> bool:
        """Seal anew what another key than the current one sealed; tell whether so."""
        kept = getattr(row, self.kept)
        if not isinstance(kept, Sealed) or kept.key == ring.current:
            return False
        place = self.place(type(row), _id_of(row))
        setattr(row, self.kept, ring.seal_bytes(ring.open_bytes(kept, place), place))
        return True


def fields_of(model: type[Any]) -> tuple[SealedField[Any], ...]:
    """Return the sealed fields of a model."""
    found = _fields.get(model)
    if found is None:
        values = vars(model).values()
        found = tuple(value for value in values if isinstance(value, SealedField))
        _fields[model] = found
    return found


_fields: dict[type[Any], tuple[SealedField[Any], ...]] = {}
"""By model: it is asked for every row that is written."""


def opened(
    session: Session, model: type, name: str, row_id: str, kept: Sealed | None
) -> Any:
    """Open a sealed field that was selected by itself.

    Raises
    ------
    SealBrokenError
        When it was altered, moved, or its key is not on the ring.
    """
    field = vars(model)[name]
    if kept is None:
        return None
    place = field.place(model, row_id)
    return field.form.unpack(_ring(session.get_bind()).open_bytes(kept, place))


def sealed(
    bind: Connection, model: type, rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return rows, by column, with what is to be sealed in them sealed by their ids.

    What is sealed already stays as it is.
    """
    given = [dict(row) for row in rows]
    for field in fields_of(model):
        if given and field.name in given[0]:
            seal, pack = _ring(bind).seal_bytes, field.form.pack
            for row in given:
                plain = row[field.name]
                if plain is not None and not isinstance(plain, Sealed):
                    place = field.place(model, row["id"])
                    row[field.name] = seal(pack(plain), place)
    return given


def remembered(name: str) -> Callable[[Callable[[Any], T]], Callable[[Any], T]]:
    """Work something out of a row's sealed field once for as long as it is sealed so.

    For days and numbers alone, which a list asks of hundreds: they stay in memory after
    the answer, by the row and a digest of what is sealed. What was altered or moved is
    not known, so it is opened, which fails.
    """

    def remembering(work_out: Callable[[Any], T]) -> Callable[[Any], T]:
        known: dict[tuple[str, bytes], T] = {}

        def of(row: Any) -> T:
            kept = getattr(row, vars(type(row))[name].kept)
            if not isinstance(kept, Sealed):
                return work_out(row)
            key = (_id_of(row), blake2b(kept.closed, digest_size=16).digest())
            try:
                return known[key]
            except KeyError:
                found = work_out(row)
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            known[key] = found
            return found

        return of

    return remembering


@event.listens_for(Mapper, "before_insert")
@event.listens_for(Mapper, "before_update")
def _seal(mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    fields = fields_of(mapper.class_)
    if not fields:
        return
    if row.id is None:
        row.id = new_id()
    ring = _ring(connection)
    for field in fields:
        field.seal(ring, row)


def _ring(bind: Any) -> KeyRing:
    ring = bind.get_execution_options().get("key_ring")
    if not isinstance(ring, KeyRing):
        raise TypeError("the engine was made without a key ring")
    return ring


def _id_of(row: Any) -> str:
    key: str = row.id
    return key
