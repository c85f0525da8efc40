"""Knowing a table by its columns, and saying what is amiss with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.exchange.cells import plain
from app.exchange.port import Problem
from app.exchange.tables import Table

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Recognised(Generic[C]):
    """A table whose columns are known: which column stands at which place."""

    table: Table
    columns: Mapping[int, C]
    problems: Sequence[Problem]


def recognise(
    table: Table, known: Mapping[str, C], needed: Collection[str], what: str
) -> Recognised[C] | Problem:
    """Find the columns known in a table's header.

    ``known`` has what columns may be called, as `plain` writes it; ``needed`` names
    those without which it cannot be read. A table with none of the columns, without a
    needed one or with one twice is a problem of the whole table.
    """
    names = [plain(name) for name in table.header]
    found: dict[int, C] = {}
    places: dict[int, list[int]] = {}
    for place, name in enumerate(names):
        column = known.get(name)
        if column is not None:
            found[place] = column
            places.setdefault(id(column), []).append(place)
    twice = [at for at in places.values() if len(at) > 1]
    here = {id(column) for column in found.values()}
    missing = [name for name in needed if id(known[plain(name)]) not in here]
    said = ""
    if missing or not found:
        said = "We do not recognise these columns."
        if found:
            said += f" Nearest: {what} (missing: {', '.join(missing)})"
    elif twice:
        said = "; ".join(
            f"The column {table.header[at[0]]} is there more than once (columns "
            f"{' and '.join(str(place + 1) for place in at)})"
            for at in twice
        )
    if said:
        return Problem(said, table=table.name, refused=True)
    extra = [
        name for place, name in enumerate(table.header) if place not in found and name
    ]
    left_out = [
        Problem("We do not know this column. It was left out", 1, name[:60], table.name)
        for name in extra
    ]
    return Recognised(table, found, left_out)
