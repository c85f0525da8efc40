"""Which rows of each model an actor may read, as one option of a statement.

SQLAlchemy finds a statement it has written before by a key made of all its parts. Put
on a statement one by one, the limits of every model are most of that key, and making it
takes longer than the database needs for the answer. What they say differs only by whom
they are for, so they are known by the number of their shape, and by their values.
"""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from sqlalchemy import BindParameter, ColumnElement
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.orm.interfaces import CriteriaOption


class RowLimits(CriteriaOption):
    """The limits of every model; what loads relationships later takes them along."""

    propagate_to_loaders = True

    def __init__(self, rows: Mapping[type[Any], ColumnElement[bool]]) -> None:
        self._limits = [
            with_loader_criteria(model, shown, include_aliases=True)
            for model, shown in rows.items()
        ]
        self._values: list[BindParameter[Any]] = []
        keys = []
        for limit in self._limits:
            key = limit._generate_cache_key()
            if key is None:
                raise TypeError("a limit that cannot be told from others")
            keys.append(key.key)
            self._values += key.bindparams
        self._shape = _number_of(tuple(keys))

    def _gen_cache_key(
        self, _names: Any, values: list[BindParameter[Any]]
    ) -> tuple[Any, ...]:
        # The values of this statement take the places of those it was written with.
        values.extend(self._values)
        return (RowLimits, self._shape)

    def process_compile_state(self, compile_state: Any) -> None:
        """Limit every model of the statement, wherever in it."""
        for limit in self._limits:
            limit.process_compile_state(compile_state)

    def process_compile_state_replaced_entities(
        self, compile_state: Any, mapper_entities: Any
    ) -> None:
        """Do so where other columns are asked for than at first."""
        for limit in self._limits:
            limit.process_compile_state_replaced_entities(
                compile_state, mapper_entities
            )

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        """Do so for what SQLAlchemy writes of a model apart from the statement."""
        for limit in self._limits:
            limit.get_global_criteria(attributes)


_shapes: dict[tuple[Any, ...], int] = {}
_numbering = Lock()


def _number_of(shape: tuple[Any, ...]) -> int:
    """Return the number of a shape; there are about as many as kinds of actors."""
    with _numbering:
        return _shapes.setdefault(shape, len(_shapes))
