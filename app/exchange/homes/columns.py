"""The columns of a list of homes: what each is called, takes and means.

This is the template to download, the guidance beside it and the reader's own table, so
that the three cannot differ.
"""

import re
from collections.abc import Callable
from typing import Any

from app.exchange.cells import (
    NOTHING,
    CellError,
    as_text,
    day,
    listed,
    one_of,
    plain,
    quoted,
    whole_number,
    yes_or_no,
)
from app.exchange.columns import Column
from app.exchange.tables import Cell
from matching.case.codes import (
    ApprovalStatus,
    Gender,
    PlacementType,
    Setting,
    TakesAlone,
)

NO_DAY = "no day"
"""What a row says whose facts nobody confirmed on a day."""
MOST_PLACES = 20
OLDEST = 25
LONGEST_WORDS = 200
POSTCODE = re.compile(
    r"[A-Z]{1,2}\d[A-Z\d]?(?: ?\d(?:[A-Z]{2})?)?", re.IGNORECASE | re.ASCII
)
GENDERS = {
    "female": Gender.FEMALE,
    "male": Gender.MALE,
    "another": Gender.ANOTHER,
    "f": Gender.FEMALE,
    "m": Gender.MALE,
    "girl": Gender.FEMALE,
    "boy": Gender.MALE,
    "girls": Gender.FEMALE,
    "boys": Gender.MALE,
    "woman": Gender.FEMALE,
    "man": Gender.MALE,
}
STATUSES = {plain(each.value): each.value for each in ApprovalStatus}
KINDS = {plain(kind.value): kind for kind in PlacementType}
CHILD = re.compile(r"(\d{1,2})\s*(\w+)?")
ANIMAL = re.compile(r"(?:(\d{1,3})\s*(?:x\s*)?)?(.+)")


def _words(cell: Cell) -> str:
    written = as_text(cell)
    if len(written) > LONGEST_WORDS:
        raise CellError(f"{quoted(cell)} is longer than {LONGEST_WORDS} characters")
    if not written.isprintable():
        raise CellError("has a line break or a character that cannot be kept")
    return written


def _identifier(cell: Cell) -> str:
    written = _words(cell)
    if len(written) > 100:
        raise CellError(f"{quoted(cell)} is longer than 100 characters")
    return written


def _postcode(cell: Cell) -> dict[str, str]:
    written = " ".join(as_text(cell).upper().split())
    if not POSTCODE.fullmatch(written):
        raise CellError(f"{quoted(cell)} is not a postcode, or the first part of one")
    return {"postcode": written}


def _status(cell: Cell) -> str:
    return one_of(cell, STATUSES)


def _kinds(cell: Cell) -> list[str]:
    return [one_of(part, KINDS).value for part in listed(cell)]


def _genders(cell: Cell) -> list[str]:
    if plain(as_text(cell)) in ("any", "either", "both"):
        return ["any"]
    return [one_of(part, GENDERS).value for part in listed(cell)]


def _gender(cell: Cell) -> str:
    return one_of(cell, GENDERS).value


def _children(cell: Cell) -> list[dict[str, Any]]:
    """Read who is at home: "9 female; 14" is two children."""
    if plain(as_text(cell)) in NOTHING:
        return []
    found = []
    for part in re.split(r"[;,\n]", as_text(cell)):
        if not part.strip():
            continue
        one = CHILD.fullmatch(part.strip())
        if not one or int(one[1]) > OLDEST:
            said = "is not an age. Write ages in figures, like 9 female; 14"
            raise CellError(f"{quoted(part)} {said}")
        child: dict[str, Any] = {"age": int(one[1])}
        if one[2]:
            child["gender"] = one_of(one[2], GENDERS).value
        found.append(child)
    return found


def _animals(cell: Cell) -> list[dict[str, Any]]:
    """Read which animals there are: "2 dogs; cat" is two dogs and a cat."""
    if plain(as_text(cell)) in NOTHING:
        return []
    found = []
    for part in listed(cell):
        one = ANIMAL.fullmatch(part)
        count = int(one[1] or 1) if one else 0
        if not one or not 1 <= count <= 500:
            raise CellError(f"{quoted(part)} is not an animal, like 2 dogs")
        name = _words(one[2]).casefold()
        if count > 1 or name.endswith("s"):
            name = _one_of_them(name)
        found.append({"species": name, "count": count})
    return found


def _one_of_them(name: str) -> str:
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def _setting(cell: Cell) -> str:
    known = {each.value: each.value for each in Setting}
    return one_of(cell, {**known, "town": "urban", "country": "rural"})


def _takes_alone(cell: Cell) -> str:
    known = {each.value: each.value for each in TakesAlone}
    return one_of(cell, {**known, "yes": "can be", "only solo": "only"})


def _several(cell: Cell) -> list[str]:
    return [_words(part) for part in listed(cell)]


def _day(cell: Cell) -> str:
    return day(cell).isoformat()


def _day_if_any(cell: Cell) -> str:
    return NO_DAY if plain(as_text(cell)) == NO_DAY else _day(cell)


def _number(most: int) -> Callable[[Cell], int]:
    return lambda cell: whole_number(cell, most)


_APPROVALS = tuple(each.value for each in ApprovalStatus)
_PLACEMENT_TYPES = tuple(each.value for each in PlacementType)
_ONE_GENDER = ("female", "male", "another")
_TYPES = "short-term, long-term, step-down, short breaks, parent and child, emergency"


def _carer(number: int) -> tuple[Column, ...]:
    who, key = f"Carer {number}", f"carer_{number}_"
    return (
        Column(
            key + "gender",
            f"{who} gender",
            "female, male or another",
            "female",
            _gender,
            choices=_ONE_GENDER,
        ),
        *(
            Column(
                key + does,
                f"{who} {does}",
                "yes or no",
                example,
                yes_or_no,
                choices=("yes", "no"),
            )
            for does, example in (("drives", "yes"), ("smokes", "no"))
        ),
        Column(
            key + "languages",
            f"{who} languages",
            "Semicolons between several",
            "English; Urdu",
            _several,
        ),
        Column(
            key + "faith", f"{who} faith", "As they say it themselves", "Muslim", _words
        ),
    )


COLUMNS: tuple[Column, ...] = (
    Column(
        "id",
        "Home ID",
        "Your own number or code for the home. It is how Hearth knows the home again "
        "the next time",
        "FH-0012",
        _identifier,
        needed=True,
        other_names=("household id", "id", "reference", "carer id"),
    ),
    Column(
        "label",
        "Name",
        "What your agency calls the home. Other organisations do not see it",
        "Amara and Jo",
        _identifier,
        needed=True,
        other_names=("carers", "carer names", "household"),
    ),
    Column(
        "postcode",
        "Postcode",
        "Whole, or the first part. Other organisations do not see it",
        "ST4 2AB",
        _postcode,
        other_names=("post code",),
    ),
    Column(
        "authority",
        "Local authority",
        "The authority in whose area the home lies, by its name in Hearth",
        "Ashmere",
        _words,
        other_names=("authority", "la"),
    ),
    Column(
        "offered_to",
        "Offered to",
        "Authorities that may see this home in outline. Semicolons between several. "
        "Empty for a new home: nobody",
        "Ashmere; Brackwell",
        _several,
    ),
    Column(
        "status",
        "Approval",
        "in assessment, approved, on hold, suspended or resigned",
        "approved",
        _status,
        choices=_APPROVALS,
        other_names=("approval status", "status"),
    ),
    Column(
        "approved_on",
        "Approved on",
        "Day first",
        "14/3/2019",
        _day,
        other_names=("approval date", "date approved"),
    ),
    Column(
        "approval_ended",
        "Approval ended on",
        "Day first. Empty while they are approved",
        "30/6/2026",
        _day,
        other_names=("approval end date", "date resigned", "termination date"),
    ),
    Column(
        "places",
        "Approved places",
        "In the terms of approval. Empty: no such term",
        "2",
        _number(MOST_PLACES),
        other_names=("places", "approved for", "max children"),
    ),
    Column(
        "youngest",
        "Approved from age",
        "In the terms of approval, in years",
        "8",
        _number(OLDEST),
        other_names=("min age", "minimum age", "age from"),
    ),
    Column(
        "oldest",
        "Approved to age",
        "In the terms of approval, in years",
        "17",
        _number(OLDEST),
        other_names=("max age", "maximum age", "age to"),
    ),
    Column(
        "genders",
        "Approved genders",
        "In the terms of approval: female, male, another or any",
        "any",
        _genders,
        choices=(*_ONE_GENDER, "any"),
        several=True,
    ),
    Column(
        "types",
        "Approved types",
        f"In the terms of approval: {_TYPES}",
        "short-term; step-down",
        _kinds,
        choices=_PLACEMENT_TYPES,
        several=True,
    ),
    Column(
        "available_from",
        "Free from",
        "The day a place is or was free. Day first",
        "1/12/2026",
        _day,
        other_names=("available from", "avail from", "vacancy from", "date available"),
    ),
    Column(
        "bedrooms_free",
        "Bedrooms free",
        "In figures",
        "1",
        _number(MOST_PLACES),
        other_names=("free bedrooms", "spare bedrooms", "spare rooms", "vacancies"),
    ),
    *_carer(1),
    *_carer(2),
    Column(
        "children",
        "Children at home",
        "Ages of children who live there and are not fostered, with gender if you "
        "like. none, if there are none",
        "9 female; 14",
        _children,
        other_names=("birth children", "own children"),
    ),
    Column(
        "animals",
        "Animals",
        "How many of which. none, if there are none",
        "2 dogs; cat",
        _animals,
        other_names=("pets",),
    ),
    Column(
        "setting",
        "Setting",
        "urban or rural",
        "urban",
        _setting,
        choices=tuple(each.value for each in Setting),
    ),
    Column(
        "offers",
        "Offers",
        f"What the carers offer: {_TYPES}",
        "step-down",
        _kinds,
        choices=_PLACEMENT_TYPES,
        several=True,
    ),
    Column(
        "takes_alone",
        "Takes one young person alone",
        "only, can be or no",
        "can be",
        _takes_alone,
        other_names=("solo",),
        choices=tuple(each.value for each in TakesAlone),
    ),
    Column(
        "interests",
        "Interests",
        "Semicolons between several",
        "football; baking",
        _several,
    ),
    Column(
        "said_by",
        "Who said so",
        "Who confirmed what is in the row. Empty: the name you give the list",
        "supervising social worker",
        _words,
        other_names=("source", "confirmed by"),
    ),
    Column(
        "confirmed_on",
        "Confirmed on",
        "When it was last confirmed. Empty: the day the list is from. Day first, or "
        f"{NO_DAY} if nobody knows",
        "20/11/2026",
        _day_if_any,
        other_names=("last confirmed", "last updated"),
    ),
)
