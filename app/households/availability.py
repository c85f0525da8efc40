"""What is asked when an agency says whether a home has a place, and what it means."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.errors import FieldError, InvalidError
from app.households.summary import facts_of

NOW, FROM_A_DATE, NOT_KNOWN = "now", "date", "not known"
SOURCES = ("carers", "supervising social worker", "registered manager")
MOST_BEDROOMS = 20


@dataclass(frozen=True, slots=True)
class Availability:
    """The form as it was typed, or as the record would fill it in."""

    free: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    bedrooms: str = ""
    source: str = ""


def as_recorded(record: dict[str, Any], today: date) -> Availability:
    """Fill the form in with what the record says."""
    facts = facts_of(record)
    since, bedrooms = facts.available_from.value, facts.bedrooms_free.value
    rooms = "" if bedrooms is None else str(bedrooms)
    if since is None:
        return Availability(bedrooms=rooms)
    if since <= today:
        return Availability(free=NOW, bedrooms=rooms)
    return Availability(
        FROM_A_DATE, str(since.day), str(since.month), str(since.year), rooms
    )


def as_facts(
    typed: Availability, record: dict[str, Any], today: date
) -> dict[str, Any]:
    """Return the two facts as they will be kept, confirmed today.

    A place that was free before stays free since then. What is not known is no fact.

    Raises
    ------
    InvalidError
        With everything there is to put right; pointers name the form's fields.
    """
    wrong: list[tuple[str, str]] = []
    since = _since(typed, record, today, wrong)
    rooms = _bedrooms(typed.bedrooms.strip(), wrong)
    if typed.source not in SOURCES:
        wrong.append(("source", "Select who says so"))
    if wrong:
        raise InvalidError(
            errors=[
                FieldError(pointer=f"/{field}", detail=said) for field, said in wrong
            ]
        )
    confirmed = {"source": typed.source, "confirmed_on": today.isoformat()}
    return {
        "available_from": since and {"value": since.isoformat(), **confirmed},
        "bedrooms_free": None if rooms is None else {"value": rooms, **confirmed},
    }


def _since(
    typed: Availability,
    record: dict[str, Any],
    today: date,
    wrong: list[tuple[str, str]],
) -> date | None:
    if typed.free == NOW:
        before = facts_of(record).available_from.value
        return before if before and before <= today else today
    if typed.free == FROM_A_DATE:
        return _date(typed, today, wrong)
    if typed.free != NOT_KNOWN:
        wrong.append(("free", "Select whether a place is free"))
    return None


def _date(
    typed: Availability, today: date, wrong: list[tuple[str, str]]
) -> date | None:
    day, month, year = (part.strip() for part in (typed.day, typed.month, typed.year))
    said = None
    found = None
    if not (day or month or year):
        said = "Enter the date the place is free"
    elif day and month and not year:
        said = "Date must include a year"
    elif day.isdecimal() and not 1 <= int(day[:4]) <= 31:
        said = "Day must be between 1 and 31"
    else:
        try:
            found = date(int(year), int(month), int(day))
        except (ValueError, OverflowError):
            said = "Enter a date, for example 27 3 2027"
    if found and found < today:
        said = "Date the place is free must be today or later"
    if said:
        wrong.append(("day", said))
    return found


def _bedrooms(typed: str, wrong: list[tuple[str, str]]) -> int | None:
    if not typed:
        return None
    if not typed.isdecimal() or int(typed[:4]) > MOST_BEDROOMS:
        wrong.append(
            ("bedrooms", f"Bedrooms must be a number from 0 to {MOST_BEDROOMS}")
        )
        return None
    return int(typed)
