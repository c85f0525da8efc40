"""The columns of a list of young people: the referral form's questions, one a column.

What a cell may say is what the form may be answered, so that the two cannot differ.
Whether it may be shared is no column: a person says so in the form.
"""

from collections.abc import Callable
from typing import Any

from app.exchange.cells import CellError, as_text, day, listed, plain, quoted
from app.exchange.columns import Column
from app.exchange.tables import Cell
from app.referral_form import service as form
from app.web.forms.asking import LONGEST, LONGEST_AREA, Choice, Kind, Question
from app.web.forms.reading import FURTHEST
from matching.places import locate

LONGEST_ID = 40
MOST_YEARS_BACK = 26


def _text(cell: Cell, most: int, lines: bool) -> str:
    written = as_text(cell).replace("\r\n", "\n")
    if len(written) > most:
        raise CellError(f"{quoted(cell)} is longer than {most:,} characters")
    if not all(c.isprintable() or (lines and c in "\n\t") for c in written):
        raise CellError("has a line break or a character that cannot be kept")
    return written


def _identifier(cell: Cell) -> str:
    return _text(cell, LONGEST_ID, lines=False)


def _choice(question: Question) -> Callable[[Cell], str]:
    known = _known(question.choices)

    def read(cell: Cell) -> str:
        found = known.get(plain(as_text(cell)))
        if found is None:
            ours = ", ".join(choice.value for choice in question.choices)
            raise CellError(f"{quoted(cell)} is not one of: {ours}")
        return found

    return read


def _choices(question: Question) -> Callable[[Cell], list[str]]:
    one = _choice(question)

    def read(cell: Cell) -> list[str]:
        return list(dict.fromkeys(one(part) for part in listed(cell)))

    return read


def _known(choices: tuple[Choice, ...]) -> dict[str, str]:
    texts = {plain(choice.text): choice.value for choice in choices}
    return {**texts, **{plain(choice.value): choice.value for choice in choices}}


def _lines(cell: Cell) -> str:
    parts = listed(cell)
    if any(len(part) > LONGEST for part in parts):
        raise CellError(f"has a part longer than {LONGEST} characters")
    return _text("\n".join(parts), LONGEST_AREA, lines=True)


def _postcode(cell: Cell) -> str:
    written = " ".join(as_text(cell).upper().split())
    if locate(written) is None:
        raise CellError(f"{quoted(cell)} is not a postcode, or the first part of one")
    return written


def _number(cell: Cell) -> str:
    written = as_text(cell)
    try:
        number = float(written)
    except ValueError:
        number = -1
    # Neither "1e3" nor "nan" is how anybody writes a distance.
    if not written.replace(".", "", 1).isdecimal() or not 0 <= number <= FURTHEST:
        said = f"is not a number from 0 to {FURTHEST}, in figures"
        raise CellError(f"{quoted(cell)} {said}")
    return written


def _day(cell: Cell) -> str:
    return day(cell).isoformat()


def _reader(question: Question) -> Callable[[Cell], Any]:
    match question.kind:
        case Kind.RADIOS | Kind.SELECT:
            return _choice(question)
        case Kind.CHECKBOXES:
            return _choices(question)
        case Kind.LINES:
            return _lines
        case Kind.DATE:
            return _day
        case Kind.POSTCODE:
            return _postcode
        case Kind.NUMBER | Kind.COUNT:
            return _number
        case Kind.AREA:
            return lambda cell: _text(cell, LONGEST_AREA, lines=True)
        case _:
            return lambda cell: _text(cell, LONGEST, lines=False)


def _asked(
    name: str, heading: str, example: str, *other_names: str, guidance: str = ""
) -> Column:
    question = form.QUESTIONS[name]
    choices = tuple(choice.value for choice in question.choices)
    several = question.kind is Kind.CHECKBOXES
    said = guidance or question.hint
    if choices:
        said = ", ".join(choices) + (". Semicolons between several" if several else "")
    elif question.kind is Kind.LINES:
        said = "Semicolons between several"
    elif question.kind is Kind.DATE:
        said = "Day first"
    return Column(
        name,
        heading,
        said or question.label.removesuffix(" (optional)"),
        example,
        _reader(question),
        other_names=other_names,
        choices=choices,
        several=several,
    )


COLUMNS: tuple[Column, ...] = (
    Column(
        "child_id",
        "Young person ID",
        "Your own number for the young person, not a name. It is how Hearth knows them "
        "again the next time; agencies do not see it",
        "YP-0412",
        _identifier,
        needed=True,
        other_names=("child id", "child", "id"),
    ),
    _asked(
        "sharing_name",
        "Name to use when sharing",
        "Kestrel",
        guidance="Not their real name. Let them choose if they can",
    ),
    _asked("born", "Date of birth", "14/3/2013", "dob", "birth date"),
    _asked("gender", "Gender", "female", "sex"),
    _asked("lives_now", "Lives now", "children's home", "current placement"),
    _asked("placement_type", "Kind of home", "step-down"),
    _asked("needed_by", "Needed by", "15/1/2027", "required by"),
    _asked("how_soon", "How soon", "standard", "urgency"),
    _asked("why_now", "Why now", "Ready for a family; reviewed in November", "reason"),
    _asked("voice", "In their words", "I want a garden", "wishes and feelings"),
    _asked("wishes", "Family they would like", "dog; rural"),
    _asked("interests", "Interests", "football; baking"),
    _asked("home", "Family home postcode", "ST4 2AB", "home postcode"),
    _asked("near", "Live near it", "yes"),
    _asked("near_ideal", "Ideal miles from it", "5", guidance="In miles, in figures"),
    _asked(
        "near_furthest", "Furthest miles from it", "20", guidance="In miles, in figures"
    ),
    _asked("in_area", "Stay in the area", "yes"),
    _asked("education", "Education", "mainstream"),
    _asked("keep_school", "Keep their school", "no"),
    _asked("school", "School postcode", "ST5 1AA"),
    _asked("other_children", "Other children", "company"),
    _asked("younger", "Younger children", "fine"),
    _asked("no_gender", "Girls and boys", "any"),
    _asked("animals", "Animals", "any", "pets"),
    _asked("carers", "One or two carers", "any"),
    _asked("adults", "Who the adults are", "any"),
    _asked("at_home", "Somebody at home", "after school"),
    _asked("smoke_free", "Smoke-free", "yes"),
    _asked("driver", "Carer drives", "yes"),
    _asked("family", "Family relationships", "Sees nan on Sundays"),
    _asked("adaptations", "The home has", ""),
    _asked("communication", "Communication", "Uses Makaton"),
    _asked("health", "Health", "Asthma; has an inhaler"),
    _asked("languages", "Languages", "English; Urdu", "first language"),
    _asked("faith", "Faith", "Muslim", "religion"),
    _asked("cultures", "Culture", "Eid; hair care"),
    _asked("support", "Support on offer", "transport; training"),
)
