"""A list of homes, read: each row a home as Hearth would keep it, or why it was not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.core.errors import InvalidError
from app.core.records import checked
from app.exchange.cells import plain, quoted
from app.exchange.headings import Recognised, Sheet, tables_of
from app.exchange.homes.columns import COLUMNS, NO_DAY
from app.exchange.homes.shapes import SHAPES
from app.exchange.port import About, Incoming, Problem, Reading
from app.exchange.sheets import doubles, rows_in_words, values_of
from app.exchange.tables import MOST_ROWS, File, UnreadableFileError, tables_in
from app.identity import service as identity
from matching.case import HouseholdFacts

SHEET = Sheet("Homes list", COLUMNS, SHAPES)
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
    found = tables_of(tables_in(files), SHEET, about.mapping)
    reading = Reading(problems=found.problems, unknown=found.unknown)
    reading.tables = len(found.known)
    reader = Reader(reading, about, authorities(session))
    reading.records = (each for table in found.known for each in reader.records(table))
    return reading


def authorities(session: Session) -> dict[str, str]:
    """Return the id of every authority by what a list may call it."""
    return {
        plain(name): organisation.id
        for organisation in identity.list_organisations(session)
        if organisation.kind is OrganisationKind.AUTHORITY
        for name in (organisation.name, organisation.code)
    }


class Reader:
    """Reads rows of tables whose columns are known, and notes what it cannot."""

    def __init__(
        self, reading: Reading, about: About, authorities: Mapping[str, str]
    ) -> None:
        self.reading, self.about, self.authorities = reading, about, authorities
        self.seen: set[str] = set()

    def records(self, found: Recognised) -> Iterator[Incoming]:
        """Yield the homes of a table; what cannot be read is noted."""
        twice = doubles(found, "id")
        table = found.table
        for row, cells in table.rows:
            self.reading.rows_read += 1
            if self.reading.rows_read > MOST_ROWS:
                raise UnreadableFileError(f"There are more than {MOST_ROWS:,} rows")
            values, wrong = values_of(found, row, cells)
            wrong += self._twice(values.get("id", ""), row, table.name, twice)
            incoming = self.home(values, row, table.name, wrong)
            if wrong or incoming is None:
                self.reading.rows_refused += 1
                self.reading.problems += wrong
            else:
                self.seen.add(incoming.external_id)
                yield incoming

    def _twice(
        self, key: str, row: int, table: str, twice: Mapping[str, Sequence[int]]
    ) -> list[Problem]:
        said = ""
        if key in twice:
            said = (
                f"{quoted(key)} is in rows {rows_in_words(twice[key])}. None was read"
            )
        elif key in self.seen:
            said = f"{quoted(key)} is in another table too, and was read there"
        return [Problem(said, row, HEADINGS["id"], table, True)] if said else []

    def home(
        self, values: dict[str, Any], row: int, table: str, wrong: list[Problem]
    ) -> Incoming | None:
        """Return the home a row describes, or None and in ``wrong`` why not."""

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
        confirmed = values.get("confirmed_on", NO_DAY)
        if confirmed != NO_DAY and confirmed > self.about.as_of.isoformat():
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


def _record(values: Mapping[str, Any], about: About) -> dict[str, Any]:
    """Return the facts as they are kept, each with who said so and when."""
    said = {"source": values.get("said_by") or about.source}
    confirmed = values.get("confirmed_on") or about.as_of.isoformat()
    if confirmed != NO_DAY:
        said["confirmed_on"] = confirmed
    record: dict[str, Any] = {
        key: {"value": values[key], **said} for key in FACTS if key in values
    }
    if "postcode" in values:
        record["location"] = {"value": values["postcode"], **said}
    for bare in ("approved_on", "approval_ended"):
        if bare in values:
            record[bare] = values[bare]
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
