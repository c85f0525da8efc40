"""Reading what was typed on a page, and saying everything to put right at once."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.web.forms.asking import (
    LONGEST,
    LONGEST_AREA,
    Answers,
    Kind,
    Page,
    Question,
    Wrong,
    chosen,
    lines_of,
    text_of,
)
from matching.places import locate

NO_POSTCODE = (
    "We do not recognise this postcode. Check it, or enter the first part only"
)
NOT_A_CHOICE = "Select one of the answers"
FURTHEST = 1000
"""Miles; matching.case takes no more."""


def typed_on(
    page: Page, form: Mapping[str, Sequence[str]]
) -> dict[str, str | list[str]]:
    """Return what was typed in the page's own fields, and in no others."""
    typed: dict[str, str | list[str]] = {}
    for question in page.questions:
        for field in question.fields:
            given = [one.replace("\r\n", "\n") for one in form.get(field, ())]
            if question.kind is Kind.CHECKBOXES:
                typed[field] = given
            else:
                typed[field] = given[-1] if given else ""
    return typed


def wrong_on(page: Page, answers: Answers, today: date) -> list[Wrong]:
    """Return everything to put right on a page, in the order of its questions."""
    wrong = [
        (question.fields[0], said)
        for question in page.questions
        if (said := _wrong(question, answers))
    ]
    named = {field for field, _ in wrong}
    wrong += [one for one in page.at_odds(answers, today) if one[0] not in named]
    fields = [field for question in page.questions for field in question.fields]
    return sorted(wrong, key=lambda one: fields.index(one[0]))


def day_of(answers: Answers, name: str) -> date | None:
    """Return the date that was typed, if it is one."""
    parts = [text_of(answers, f"{name}-{part}") for part in ("year", "month", "day")]
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        return date(*map(int, parts))
    except (ValueError, OverflowError):
        return None


def number_of(answers: Answers, name: str) -> float | None:
    """Return the number that was typed, if it is one."""
    try:
        number = float(text_of(answers, name))
    except ValueError:
        return None
    return number if 0 <= number <= FURTHEST else None


def count_of(answers: Answers, question: Question) -> int | None:
    """Return the whole number that was typed, if it is one the question takes."""
    given = text_of(answers, question.name)
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(FURTHEST))):
        return None
    return int(given) if question.least <= int(given) <= question.most else None


def _wrong(question: Question, answers: Answers) -> str:
    """Return what to put right in one answer by itself, or nothing."""
    said = ""
    match question.kind:
        case Kind.DATE:
            return _wrong_date(question, answers)
        case Kind.CHECKBOXES:
            return _wrong_boxes(question, answers)
        case Kind.RADIOS | Kind.SELECT:
            given = text_of(answers, question.name)
            if given and given not in {choice.value for choice in question.choices}:
                return question.missing or NOT_A_CHOICE
        case Kind.NUMBER:
            given = text_of(answers, question.name)
            if given and number_of(answers, question.name) is None:
                return f"{question.what or question.label} must be a number, like 10"
        case Kind.COUNT:
            given = text_of(answers, question.name)
            if given and count_of(answers, question) is None:
                what, least = question.what or question.label, question.least
                return f"{what} must be a whole number from {least} to {question.most}"
        case Kind.POSTCODE:
            given = text_of(answers, question.name)
            if given and locate(given) is None:
                return NO_POSTCODE
        case _:
            said = _too_long(question, answers)
    return said or _missing(question, text_of(answers, question.name))


def _missing(question: Question, given: str) -> str:
    return "" if given else question.missing


def _wrong_date(question: Question, answers: Answers) -> str:
    day, month, year = (text_of(answers, field) for field in question.fields)
    if not any((day, month, year)):
        return question.missing
    if not year:
        return "Date must include a year"
    if day_of(answers, question.name) is None:
        return "Enter a date, for example 27 3 2027"
    return ""


def _wrong_boxes(question: Question, answers: Answers) -> str:
    given = set(chosen(answers, question.name))
    if given - {choice.value for choice in question.choices}:
        return question.missing or NOT_A_CHOICE
    return "" if given else question.missing


def _too_long(question: Question, answers: Answers) -> str:
    longest = LONGEST if question.kind is Kind.TEXT else LONGEST_AREA
    given = text_of(answers, question.name)
    if question.kind is Kind.LINES:
        lines = lines_of(answers, question.name)
        if any(len(line) > LONGEST for line in lines):
            return f"Each line must be {LONGEST} characters or fewer"
    if len(given) > longest:
        what = question.what or question.label
        return (
            f"{what} must be {longest} characters or fewer. You have used {len(given)}"
        )
    return ""
