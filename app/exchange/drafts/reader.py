"""A list of young people, read: each row a draft begun, or why it was not read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.exchange.cells import quoted
from app.exchange.drafts.columns import COLUMNS, MOST_YEARS_BACK
from app.exchange.drafts.shapes import SHAPES
from app.exchange.headings import Recognised, Sheet, tables_of
from app.exchange.port import About, Incoming, Problem, Reading
from app.exchange.sheets import doubles, rows_in_words, values_of
from app.exchange.tables import MOST_ROWS, File, UnreadableFileError, tables_in
from app.referral_form import service as form
from app.web.forms.asking import Kind
from matching.criteria.asking import completed_years

ORIGIN = "referrals"
SHEET = Sheet("List of young people", COLUMNS, SHAPES)
HEADINGS = {column.key: column.heading for column in COLUMNS}


def read(
    session: Session, actor: Actor, files: Sequence[File], about: About
) -> Reading:
    """Read every list of young people in the files."""
    del session, actor
    found = tables_of(tables_in(files), SHEET, about.mapping)
    reading = Reading(problems=found.problems, unknown=found.unknown)
    reading.tables = len(found.known)
    reader = _Reader(reading, about)
    reading.records = (each for table in found.known for each in reader.records(table))
    return reading


class _Reader:
    def __init__(self, reading: Reading, about: About) -> None:
        self.reading, self.about = reading, about
        self.seen: set[str] = set()

    def records(self, found: Recognised) -> Iterator[Incoming]:
        """Yield the young people of a table; what cannot be read is noted."""
        twice = doubles(found, "child_id")
        table = found.table
        for row, cells in table.rows:
            self.reading.rows_read += 1
            if self.reading.rows_read > MOST_ROWS:
                raise UnreadableFileError(f"There are more than {MOST_ROWS:,} rows")
            values, wrong = values_of(found, row, cells)
            wrong += [
                Problem(said, row, HEADINGS[key], table.name, refused=True)
                for key, said in self._amiss(values, twice)
            ]
            if wrong:
                self.reading.rows_refused += 1
                self.reading.problems += wrong
                continue
            key = values["child_id"]
            self.seen.add(key)
            name = values.get("sharing_name") or f"Young person {key}"
            yield Incoming(row, key, name, {"answers": _answers(values)}, table.name)

    def _amiss(
        self, values: Mapping[str, Any], twice: Mapping[str, Sequence[int]]
    ) -> Iterator[tuple[str, str]]:
        key = values.get("child_id", "")
        if key in twice:
            rows = rows_in_words(twice[key])
            yield "child_id", f"{quoted(key)} is in rows {rows}. None was read"
        elif key in self.seen:
            said = f"{quoted(key)} is in another table too, and was read there"
            yield "child_id", said
        if born := values.get("born"):
            age = completed_years(date.fromisoformat(born), self.about.as_of)
            if not 0 <= age < MOST_YEARS_BACK:
                said = f"makes them {age} on the day the list is from. Check the year"
                yield "born", f"{_day_first(born)} {said}"


def _answers(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says as the form keeps what was typed."""
    answers: dict[str, Any] = {}
    for key, value in values.items():
        question = form.QUESTIONS.get(key)
        if question is not None and question.kind is Kind.DATE:
            year, month, day = value.split("-")
            parts = (str(int(part)) for part in (day, month, year))
            answers |= dict(zip(question.fields, parts, strict=True))
        else:
            answers[key] = value
    return answers


def _day_first(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{int(day)}/{int(month)}/{year}"
