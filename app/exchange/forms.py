"""What is asked when somebody wants to import files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Request
from starlette.datastructures import UploadFile

from app.core.errors import FieldError, InvalidError
from app.exchange.cells import CellError, day
from app.exchange.models import Import
from app.exchange.port import About
from app.exchange.tables import File

LONGEST_SOURCE = 100
MOST_FILES = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it was typed."""

    kind: str = ""
    source: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    columns: str = ""
    """"ask" to say which column is which though they may be known."""


def said_before(made: Import) -> Asked:
    """Return the form as it was filled in for an import."""
    day = made.as_of
    return Asked(made.kind, made.source, str(day.day), str(day.month), str(day.year))


async def uploaded(request: Request) -> list[File]:
    """Return the files of a form that was sent, as far as any was chosen."""
    form = await request.form()
    return [
        File((one.filename or "")[:100], one.file, one.size or 0)
        for one in form.getlist("files")
        if isinstance(one, UploadFile) and (one.filename or one.size)
    ]


async def answers(request: Request) -> dict[str, str]:
    """Return what was chosen where an import asked: fields whose names have a colon."""
    form = await request.form()
    return {
        name: value
        for name, value in form.items()
        if ":" in name and isinstance(value, str)
    }


def about(asked: Asked, files: Sequence[File], today: date) -> About:
    """Return what was said about the files.

    Raises
    ------
    InvalidError
        With everything there is to put right; pointers name the form's fields.
    """
    wrong: list[tuple[str, str]] = []
    source = " ".join(asked.source.split())
    if not asked.kind:
        wrong.append(("kind", "Select what you want to import"))
    if not files:
        wrong.append(("files", "Select a file"))
    elif len(files) > MOST_FILES:
        wrong.append(("files", f"Select {MOST_FILES} files or fewer"))
    if not source:
        wrong.append(("source", "Enter where the list comes from"))
    elif len(source) > LONGEST_SOURCE or not source.isprintable():
        said = f"Where the list comes from must be {LONGEST_SOURCE} characters or fewer"
        wrong.append(("source", said))
    as_of = _as_of(asked, today, wrong)
    if wrong or as_of is None:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        )
    return About(source, as_of)


def _as_of(asked: Asked, today: date, wrong: list[tuple[str, str]]) -> date | None:
    parts = [part.strip() for part in (asked.day, asked.month, asked.year)]
    if not any(parts):
        wrong.append(("day", "Enter the date the list is from"))
        return None
    if parts[0] and parts[1] and not parts[2]:
        wrong.append(("day", "Date must include a year"))
        return None
    try:
        found = day("/".join(parts))
    except CellError:
        wrong.append(("day", "Enter a date, for example 27 3 2026"))
        return None
    if found > today:
        wrong.append(("day", "Date the list is from must be today or in the past"))
    return found
