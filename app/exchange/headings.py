"""Knowing a table by its columns, and saying what is amiss with them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.exchange.cells import plain
from app.exchange.columns import GUIDANCE_SHEET, Column, by_name
from app.exchange.mapping import LEFT_OUT, NOTHING_SAID, Shape
from app.exchange.mapping import Mapping as Said
from app.exchange.port import Problem
from app.exchange.tables import Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of a kind: what it is called, its columns, and shapes it comes in."""

    what: str
    columns: Sequence[Column]
    shapes: Sequence[Shape] = ()

    @property
    def needed(self) -> list[str]:
        """Return the headings without which it cannot be read."""
        return [column.heading for column in self.columns if column.needed]


@dataclass(slots=True)
class Found:
    """The tables of some files, as far as their columns are known."""

    known: list["Recognised"]
    unknown: list[Table]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table whose columns are known: which column stands at which place."""

    table: Table
    columns: Mapping[int, Column]
    problems: Sequence[Problem]
    mapping: Said = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Unknown:
    """A table whose columns are not known; ``problem`` says how so.

    ``may_be_said``: somebody could say what its columns are.
    """

    table: Table
    problem: Problem
    may_be_said: bool = True


def recognise(
    table: Table,
    known: Mapping[str, Column],
    needed: Collection[str],
    what: str,
    mapping: Said = NOTHING_SAID,
) -> Recognised | Unknown:
    """Find the columns known in a table's header.

    ``known`` has what columns may be called, as `plain` writes it; ``needed`` names
    those without which it cannot be read; what was said in ``mapping`` goes first. A
    table with none of the columns, without a needed one or with one twice is unknown.
    """
    names = [plain(name) for name in table.header]
    keys = {column.key: column for column in known.values()}
    found: dict[int, Column] = {}
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        column = known.get(name)
        if name in mapping.columns:
            column = keys.get(mapping.columns[name])
        if column is not None:
            found[place] = column
            places.setdefault(column.key, []).append(place)
    twice = [at for at in places.values() if len(at) > 1]
    missing = [name for name in needed if known[plain(name)].key not in places]
    if missing or not found:
        said = "We do not recognise these columns."
        if found:
            said += f" Nearest: {what} (missing: {', '.join(missing)})"
        return Unknown(table, Problem(said, table=table.name, refused=True))
    if twice:
        said = "; ".join(
            f"The column {table.header[at[0]]} is there more than once (columns "
            f"{' and '.join(str(place + 1) for place in at)})"
            for at in twice
        )
        problem = Problem(said, table=table.name, refused=True)
        return Unknown(table, problem, may_be_said=False)
    left_out = [
        Problem("We do not know this column. It was left out", 1, name[:60], table.name)
        for place, name in enumerate(table.header)
        if place not in found and name and mapping.columns.get(names[place]) != LEFT_OUT
    ]
    return Recognised(table, found, left_out, mapping)


def tables_of(
    tables: Iterable[Table], sheet: Sheet, mapping: Said = NOTHING_SAID
) -> Found:
    """Find the tables that are such a sheet, by what was said and by known shapes."""
    found = Found([], [], [])
    refused: list[Unknown] = []
    for table in tables:
        one, note = _in_some_shape(table, sheet, mapping)
        if isinstance(one, Unknown):
            refused.append(one)
        else:
            found.known.append(one)
            found.problems += [*note, *one.problems]
    # A workbook may hold other sheets, such as guidance, beside the list.
    others = [one for one in refused if one.table.name != GUIDANCE_SHEET]
    if found.known:
        said = (
            f"This sheet is no {sheet.what[0].lower()}{sheet.what[1:]}. It was left out"
        )
        found.problems += [Problem(said, table=one.table.name) for one in others]
    else:
        found.problems += [one.problem for one in others]
        found.unknown = [one.table for one in others if one.may_be_said]
    return found


def _in_some_shape(
    table: Table, sheet: Sheet, mapping: Said
) -> tuple[Recognised | Unknown, list[Problem]]:
    known = by_name(sheet.columns)
    found = recognise(table, known, sheet.needed, sheet.what, mapping)
    best, note, most = found, "", _explained(found)
    for shape in sheet.shapes:
        said = shape.mapping.with_columns(mapping.columns).with_values(mapping.values)
        one = recognise(table, known, sheet.needed, sheet.what, said)
        # What explains most of a table is what it is; the sheet's own columns go first.
        if (explained := _explained(one)) > most:
            best, note, most = one, f"Read as {shape.name}", explained
    return best, [Problem(note, table=table.name)] if note else []


def _explained(found: Recognised | Unknown) -> int:
    """Count a table's headings that mean something, or are known to say nothing."""
    if isinstance(found, Unknown):
        return 0
    names = enumerate(map(plain, found.table.header))
    return sum(
        at in found.columns or name in found.mapping.columns for at, name in names
    )
