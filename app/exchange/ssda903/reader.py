"""The tables of a return, read into one history a child."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.exchange.cells import CellError, as_text, day, plain, quoted
from app.exchange.drafts.target import DRAFT
from app.exchange.port import About, Incoming, Problem, Reading
from app.exchange.ssda903.codes import (
    DATES,
    KNOWN,
    MIGHT_STEP_DOWN,
    OPTIONAL,
    OTHER_NAMES,
    SEX,
    SHAPES,
    TABLES,
    VALID,
)
from app.exchange.ssda903.history import Child, Episode
from app.exchange.ssda903.xml_tables import is_xml, xml_tables
from app.exchange.tables import (
    MOST_ROWS,
    Cell,
    File,
    Table,
    UnreadableFileError,
    tables_in,
)
from app.external_ids import service as external_ids
from matching.criteria.words import day as in_words
from matching.criteria.words import plural

ORIGIN = "ssda903"
LACKS = {
    "Header": "dates of birth are known only where another table has them",
    "Episodes": "nobody's placements are known, and nobody is on the list for them",
}
NEEDED_CELLS = {"CHILD", "DECOM"}
LONGEST_ID = 40


def read(
    session: Session, actor: Actor, files: Sequence[File], about: About
) -> Reading:
    """Read every table of the return, beside who is on the long list already."""
    del actor
    listed = external_ids.all_known(session, DRAFT, about.source)
    return read_files(files, about, listed)


def read_files(
    files: Sequence[File], about: About, listed: Collection[str] = ()
) -> Reading:
    """Read every table of the return, of one year or of several.

    ``listed`` are the children on the long list from the same system.
    """
    reader = _Reader(about)
    known = []
    xml = [file for file in files if file.size and is_xml(file.content)]
    tables = [table for file in xml for table in xml_tables(file)]
    for table in (*tables, *tables_in([file for file in files if file not in xml])):
        name, said = table_named(table.header)
        if name:
            known.append((name, table))
        else:
            problem = Problem(said, table=table.name, refused=True)
            reader.reading.problems.append(problem)
    # Who they are comes first: a row about somebody who is in no header is refused.
    known.sort(key=lambda one: one[0] != "Header")
    for name, table in known:
        reader.table(name, table)
    reader.reading.tables = len(known)
    if known:
        reader.half_a_return({name for name, _ in known})
        reader.beside_the_list(listed)
    return reader.done()


def table_named(header: Sequence[str]) -> tuple[str, str]:
    """Return which table has these columns, or in words what it is nearest to."""
    written = {_written(heading) for heading in header}
    for name, needed in SHAPES.items():
        if written.issuperset(needed):
            return name, ""
    there = {_column(heading) for heading in header}
    # The one with the most of its columns there: some have all of another's.
    best = max(TABLES, key=lambda name: len(there & set(TABLES[name])))
    missing = [c for c in TABLES[best] if c not in there and c not in OPTIONAL]
    if not missing:
        return best, ""
    said = "We do not recognise these columns."
    if there & set(TABLES[best]):
        said += f" Nearest: {best} (missing: {', '.join(missing)})"
    return "", said


def _column(heading: str) -> str:
    written = _written(heading)
    return OTHER_NAMES.get(written, written)


def _written(heading: str) -> str:
    return plain(heading).upper().replace(" ", "_")


class _Reader:
    def __init__(self, about: About) -> None:
        self.about = about
        self.reading = Reading()
        self.children: dict[str, Child] = {}
        self.unknown: Counter[tuple[str, str, str]] = Counter()
        self.untimely: Counter[tuple[str, str, str]] = Counter()
        self.headed = False

    def table(self, name: str, table: Table) -> None:
        """Read one table, row by row."""
        self.headed |= name == "Header"
        places = {_column(heading): at for at, heading in enumerate(table.header)}
        for row, cells in table.rows:
            self.reading.rows_read += 1
            if self.reading.rows_read > MOST_ROWS:
                raise UnreadableFileError(f"There are more than {MOST_ROWS:,} rows")
            values, wrong = self._values(name, table, places, row, cells)
            if not wrong:
                wrong = self._take(name, values, row, table.name)
            if wrong:
                self.reading.rows_refused += 1
                self.reading.problems += wrong

    def done(self) -> Reading:
        """Return what was read: those who might move to a family."""
        for (table, column, code), count in sorted(self.unknown.items()):
            rows = plural(count, "row")
            said = f"{quoted(code)} is not a code we know. It was kept, in {rows}"
            self.reading.problems.append(Problem(said, column=column, table=table))
        for (table, column, code), count in sorted(self.untimely.items()):
            said = f"{_when(column, code)}. It was kept, in {plural(count, 'row')}"
            self.reading.problems.append(Problem(said, column=column, table=table))
        self.reading.children = len(self.children)
        might = [
            child
            for _, child in sorted(self.children.items())
            if child.might_step_down(self.about.as_of)
        ]
        self.reading.candidates = len(might)
        self.reading.records = [self._incoming(child) for child in might]
        return self.reading

    def half_a_return(self, tables: set[str]) -> None:
        """Say which table is missing without which nobody can be told."""
        for name, lacks in LACKS.items():
            if name not in tables:
                said = f"There is no {name} table among these files, so {lacks}"
                self.reading.problems.append(Problem(said))

    def beside_the_list(self, listed: Collection[str]) -> None:
        """Say what these files tell of who is on the long list already."""
        if not listed:
            return
        here = [self.children[key] for key in sorted(listed) if key in self.children]
        if not here and self.children:
            many = plural(len(listed), "young person", "young people")
            said = (
                f"None of the {many} on your list from {self.about.source} is in these "
                "files. Are they another authority's, or of another system?"
            )
            self.reading.problems.append(Problem(said))
        for child in here:
            if child.episodes and not child.might_step_down(self.about.as_of):
                where = child.whereabouts()
                said = (
                    f"{quoted(child.id)} is on the long list, and by these files no "
                    f"longer for it: {where}. The draft stays; look at it"
                )
                self.reading.problems.append(
                    Problem(said, child.row or None, "CHILD", child.table)
                )

    def _values(
        self,
        name: str,
        table: Table,
        places: Mapping[str, int],
        row: int,
        cells: Sequence[Cell],
    ) -> tuple[dict[str, Any], list[Problem]]:
        values: dict[str, Any] = {}
        wrong = []
        for column in TABLES[name]:
            at = places.get(column, len(cells))
            cell = cells[at] if at < len(cells) else None
            text = as_text(cell)
            if not text:
                if column in NEEDED_CELLS:
                    problem = Problem("is empty", row, column, table.name, True)
                    wrong.append(problem)
                continue
            if column in DATES:
                try:
                    values[column] = day(cell)
                except CellError as failed:
                    wrong.append(Problem(str(failed), row, column, table.name, True))
                continue
            values[column] = text
            if text not in KNOWN.get(column, {text}):
                self.unknown[table.name, column, text] += 1
        if len(values.get("CHILD", "")) > LONGEST_ID:
            said = f"must be {LONGEST_ID} characters or fewer"
            wrong.append(Problem(said, row, "CHILD", table.name, True))
        return values, wrong

    def _take(
        self, name: str, values: Mapping[str, Any], row: int, table: str
    ) -> list[Problem]:
        key = values["CHILD"]
        child = self.children.get(key)
        if child is None:
            if self.headed and name != "Header":
                said = f"{quoted(key)} is in no header of these files"
                return [Problem(said, row, "CHILD", table, refused=True)]
            child = self.children[key] = Child(key, row=row, table=table)
        child.born = values.get("DOB", child.born)
        if "SEX" in values:
            child.sex = SEX.get(values["SEX"], "")
        if name == "Episodes":
            return self._episode(child, values, row, table)
        if name == "Missing" and "MIS_START" in values:
            child.went_missing(values["MIS_START"], values.get("MISSING", ""))
        if name == "OC2" and values.get("SDQ_SCORE", "").isdecimal():
            child.difficulties = int(values["SDQ_SCORE"][:3])
        if name == "SWEpisodes" and "SW_ID" in values:
            child.workers.add(values["SW_ID"])
        return []

    def _episode(
        self, child: Child, values: Mapping[str, Any], row: int, table: str
    ) -> list[Problem]:
        ended: date | None = values.get("DEC")
        if ended and ended < values["DECOM"]:
            said = "is before the day the episode began"
            return [Problem(said, row, "DEC", table, refused=True)]
        last = ended or self.about.as_of
        for column, codes in VALID.items():
            code = values.get(column, "")
            first_day, last_day = codes.get(code, (last, last))
            if not first_day <= last <= last_day:
                self.untimely[table, column, code] += 1
        child.add(
            Episode(
                began=values["DECOM"],
                ended=ended,
                legal=values.get("LS", ""),
                place=values.get("PLACE", ""),
                home_post=values.get("HOME_POST", ""),
                place_post=values.get("PL_POST", ""),
                reason_changed=values.get("REASON_PLACE_CHANGE", ""),
            )
        )
        return []

    def _incoming(self, child: Child) -> Incoming:
        here = child.now()
        assert here is not None and child.born is not None  # noqa: S101, PT018
        born = child.born
        answers = {
            # Nobody is asked for it: the list tells them apart by it.
            "child_id": child.id,
            "born-day": str(born.day),
            "born-month": str(born.month),
            "born-year": str(born.year),
            "lives_now": MIGHT_STEP_DOWN[here.place],
            "placement_type": "step-down",
            "why_now": child.in_words(self.about.as_of),
        }
        if child.sex:
            answers["gender"] = child.sex
        content = {"answers": answers}
        name = f"Child {child.id}"
        return Incoming(child.row, child.id, name, content, child.table)


def _when(column: str, code: str) -> str:
    """Say when a code was one, where a row has it on another day."""
    first, last = VALID[column][code]
    if last != date.max:
        return f"{code} was a code up to {in_words(last)}"
    return f"{code} is a code from {in_words(first)} on"
