"""A list of homes, read: each row a home as Hearth would keep it, or why it was not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.core.errors import InvalidError
from app.core.records import checked
from app.exchange.cells import CellError, as_text, is_unknown, plain, quoted
from app.exchange.headings import Recognised, recognise
from app.exchange.homes.columns import BY_NAME, COLUMNS, GUIDANCE_SHEET, Column
from app.exchange.port import About, Incoming, Problem, Reading
from app.exchange.tables import MOST_ROWS, Cell, File, UnreadableFileError, tables_in
from app.identity import service as identity
from matching.case import HouseholdFacts

NEEDED = tuple(column.heading for column in COLUMNS if column.needed)
FACTS = (
    "status",
    "available_from",
    "bedrooms_free",
    "children",
    "animals",
    "setting",
    "offers",
    "takes_alone",
    "interests",
)
TERMS = ("places", "genders", "types")
OF_A_CARER = ("drives", "smokes", "languages", "faith")
HEADINGS = {column.key: column.heading for column in COLUMNS}


def read(
    session: Session, actor: Actor, files: Sequence[File], about: About
) -> Reading:
    """Read every list of homes in the files."""
    del actor
    authorities = {
        plain(name): organisation.id
        for organisation in identity.list_organisations(session)
        if organisation.kind is OrganisationKind.AUTHORITY
        for name in (organisation.name, organisation.code)
    }
    reading = Reading()
    known = []
    refused = []
    for table in tables_in(files):
        found = recognise(table, BY_NAME, NEEDED, "Homes list")
        if isinstance(found, Problem):
            refused.append(found)
        else:
            known.append(found)
            reading.problems += found.problems
    # A workbook may hold other sheets, such as guidance, beside the list.
    reading.problems += [
        Problem("This sheet is no list of homes. It was left out", table=one.table)
        if known
        else one
        for one in refused
        if one.table != GUIDANCE_SHEET
    ]
    reading.tables = len(known)
    reader = _Reader(reading, about, authorities)
    reading.records = (each for table in known for each in reader.records(table))
    return reading


class _Reader:
    def __init__(
        self, reading: Reading, about: About, authorities: Mapping[str, str]
    ) -> None:
        self.reading, self.about, self.authorities = reading, about, authorities
        self.seen: set[str] = set()

    def records(self, found: Recognised[Column]) -> Iterator[Incoming]:
        """Yield the homes of a table; what cannot be read is noted."""
        doubles = _doubles(found)
        table = found.table
        for row, cells in table.rows:
            self.reading.rows_read += 1
            if self.reading.rows_read > MOST_ROWS:
                raise UnreadableFileError(f"There are more than {MOST_ROWS:,} rows")
            values, wrong = _values(found, row, cells)
            wrong += self._twice(values.get("id", ""), row, table.name, doubles)
            incoming = self._home(values, row, table.name, wrong)
            if wrong or incoming is None:
                self.reading.rows_refused += 1
                self.reading.problems += wrong
            else:
                self.seen.add(incoming.external_id)
                yield incoming

    def _twice(
        self, key: str, row: int, table: str, doubles: Mapping[str, Sequence[int]]
    ) -> list[Problem]:
        said = ""
        if key in doubles:
            said = f"{quoted(key)} is in rows {_rows(doubles[key])}. None was read"
        elif key in self.seen:
            said = f"{quoted(key)} is in another table too, and was read there"
        return [Problem(said, row, HEADINGS["id"], table, True)] if said else []

    def _home(
        self, values: dict[str, Any], row: int, table: str, wrong: list[Problem]
    ) -> Incoming | None:
        def amiss(key: str, said: str) -> None:
            wrong.append(Problem(said, row, HEADINGS[key], table, refused=True))

        offered_to = []
        for name in values.get("offered_to", ()):
            offered_to.append(self.authorities.get(plain(name)))
            if offered_to[-1] is None:
                amiss("offered_to", f"{quoted(name)} is not an authority in Hearth")
        if name := values.pop("authority", None):
            values["authority_id"] = self.authorities.get(plain(name))
            if values["authority_id"] is None:
                amiss("authority", f"{quoted(name)} is not an authority in Hearth")
        if values.get("confirmed_on", "") > self.about.as_of.isoformat():
            amiss("confirmed_on", "is after the day the list is from")
        ages = (values.get("youngest"), values.get("oldest"))
        if (ages[0] is None) != (ages[1] is None):
            key = "youngest" if ages[0] is None else "oldest"
            amiss(key, "is empty, and the other age is not")
        elif ages[0] is not None and ages[0] > ages[1]:
            amiss("oldest", f"{ages[1]} is less than {ages[0]}, the age it is from")
        if wrong:
            return None
        try:
            record = checked(HouseholdFacts, _record(values, self.about), "")
        except InvalidError as failed:
            for error in failed.errors:
                said = f"{error.pointer[1:]} {error.detail}"
                wrong.append(Problem(said, row, table=table, refused=True))
            return None
        content = {
            "label": values["label"],
            "record": record,
            "offered_to": list(dict.fromkeys(offered_to)),
        }
        return Incoming(row, values["id"], values["label"], content, table)


def _values(
    found: Recognised[Column], row: int, cells: Sequence[Cell]
) -> tuple[dict[str, Any], list[Problem]]:
    """Read the cells of a row: what each says, and every problem at once."""
    values: dict[str, Any] = {}
    wrong = []
    name = found.table.name
    width = len(found.table.header)
    if any(not is_unknown(cell) for cell in cells[width:]):
        said = (
            f"has {len(cells)} cells, and there are {width} columns. A value with the "
            "separator in it needs quotation marks"
        )
        return values, [Problem(said, row, table=name, refused=True)]
    for place, column in found.columns.items():
        cell = cells[place] if place < len(cells) else None
        if is_unknown(cell):
            if column.needed:
                wrong.append(Problem("is empty", row, column.heading, name, True))
            continue
        try:
            values[column.key] = column.read(cell)
        except CellError as failed:
            wrong.append(Problem(str(failed), row, column.heading, name, True))
    return values, wrong


def _record(values: Mapping[str, Any], about: About) -> dict[str, Any]:
    """Return the facts as they are kept, each with who said so and when."""
    said = {
        "source": values.get("said_by") or about.source,
        "confirmed_on": values.get("confirmed_on") or about.as_of.isoformat(),
    }
    record: dict[str, Any] = {
        key: {"value": values[key], **said} for key in FACTS if key in values
    }
    if "postcode" in values:
        record["location"] = {"value": values["postcode"], **said}
    if "approved_on" in values:
        record["approved_on"] = values["approved_on"]
    if "authority_id" in values:
        record["authority"] = values["authority_id"]
    terms = {key: values[key] for key in TERMS if key in values}
    if values.get("youngest") is not None:
        terms["ages"] = [values["youngest"], values["oldest"]]
    if terms:
        record["terms"] = {"value": terms, **said}
    carers = [carer for n in (1, 2) if (carer := _carer(values, n, said))]
    if carers:
        record["carers"] = {"value": carers, **said}
    return record


def _carer(
    values: Mapping[str, Any], number: int, said: Mapping[str, str]
) -> dict[str, Any]:
    key = f"carer_{number}_"
    carer: dict[str, Any] = {
        of: {"value": values[key + of], **said}
        for of in OF_A_CARER
        if key + of in values
    }
    if key + "gender" in values:
        carer["gender"] = values[key + "gender"]
    return carer


def _doubles(found: Recognised[Column]) -> dict[str, list[int]]:
    """Return the rows of every id that is there more than once."""
    place = next(at for at, column in found.columns.items() if column.key == "id")
    rows: dict[str, list[int]] = {}
    for row, cells in found.table.rows:
        if place < len(cells) and not is_unknown(cells[place]):
            rows.setdefault(as_text(cells[place]), []).append(row)
        if row > 2 * MOST_ROWS:
            break
    return {key: at for key, at in rows.items() if len(at) > 1}


def _rows(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:5]))
    return shown + (" and more" if len(rows) > 5 else "")
