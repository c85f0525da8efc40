"""Questions about the carers, and what they have met before."""

from datetime import date
from typing import Any

from app.households.form.rows import Rows
from app.households.form.subject import Home, Subject, facts, of_carer, subject
from app.households.form.values import NONE_OF_THESE, answer_to, plain, value_of
from app.households.words import COURSES
from app.web.forms.asking import (
    NOT_KNOWN,
    YES_NO,
    Answers,
    Choice,
    Kind,
    Question,
    Wrong,
    choices_of,
    text_of,
)
from app.web.forms.reading import day_of
from matching.case import Code, Experience
from matching.criteria.words import BEHAVIOURS, plural

USUAL = 2
SPARE = (1, 2, 3)
"""Rows to fill in with what else a carer has met."""
LEVELS = (
    Choice(Experience.EXTENSIVE, "A lot"),
    Choice(Experience.SOME, "Some"),
    Choice(Experience.TRAINING_ONLY, "Training only"),
    Choice(Experience.NONE, "None"),
    Choice(NOT_KNOWN, "Not known"),
)


def _needs() -> dict[str, str]:
    return {code.value: _capital(text) for code, text in BEHAVIOURS.items()}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def carers(home: Home) -> Subject:
    """Return the page on how many carers there are."""
    there = plain(home.get("carers"))
    counts = range(1, max(USUAL, len(there or ())) + 1)
    asked = Question(
        "carers",
        Kind.RADIOS,
        "How many carers live here?",
        "If there is one less than before, what is recorded of the last is taken away",
        (
            *(Choice(str(one), plural(one, "carer")) for one in counts),
            Choice(NOT_KNOWN, "Not known"),
        ),
        "Select how many carers live here",
    )

    def read(home: Home) -> Answers:
        there = plain(home.get("carers"))
        return answer_to(asked, len(there) if there else None)

    def write(answers: Answers, home: Home) -> dict[str, Any]:
        count = value_of(asked, answers)
        if count is None:
            return {"carers": None}
        there = list(plain(home.get("carers")) or ())
        empty: list[dict[str, Any]] = [{} for _ in range(int(count) - len(there))]
        return {"carers": [*there[: int(count)], *empty]}

    return subject("carers", "Carers", [asked], read, write)


def carer(number: int, home: Home) -> Subject:
    """Return the page on one carer."""
    recorded = plain(plain(home["carers"])[number - 1].get("training")) or ()
    courses = {**{one: _capital(one) for one in recorded}, **COURSES}
    return of_carer(
        number,
        facts(
            "carer",
            f"Carer {number}",
            (
                Question(
                    "gender",
                    Kind.RADIOS,
                    "Woman or man?",
                    choices=(
                        Choice("female", "Woman"),
                        Choice("male", "Man"),
                        Choice("another", "Another gender"),
                        Choice(NOT_KNOWN, "Not known"),
                    ),
                    missing="Select woman, man, another gender or not known",
                ),
                Question(
                    "drives",
                    Kind.RADIOS,
                    "Do they drive?",
                    choices=YES_NO,
                    missing="Select whether they drive",
                ),
                Question(
                    "smokes",
                    Kind.RADIOS,
                    "Do they smoke or vape?",
                    choices=YES_NO,
                    missing="Select whether they smoke or vape",
                ),
                Question(
                    "at_home",
                    Kind.CHECKBOXES,
                    "When are they at home? (optional)",
                    choices=(
                        Choice("weekdays", "On weekdays in the day"),
                        Choice("after school", "After school"),
                        Choice("weekends", "At weekends"),
                        Choice("nights", "At night"),
                        NONE_OF_THESE,
                    ),
                ),
                Question("fostering_since", Kind.DATE, "Fostering since (optional)"),
                Question(
                    "training",
                    Kind.CHECKBOXES,
                    "Which training have they done? (optional)",
                    choices=(*choices_of(courses), NONE_OF_THESE),
                ),
                Question(
                    "languages",
                    Kind.LINES,
                    "Which languages do they speak? (optional)",
                    "One on each line",
                ),
                Question(
                    "cultures",
                    Kind.LINES,
                    "Which cultures do they share? (optional)",
                    "One on each line",
                ),
                Question("faith", Kind.TEXT, "Faith, as they say it (optional)"),
                Question(
                    "ethnicity", Kind.TEXT, "Ethnicity, as they say it (optional)"
                ),
            ),
            at_odds=_since,
        ),
    )


def experience(number: int, home: Home) -> Subject:
    """Return the page on what one carer has met before."""
    recorded = plain(plain(home["carers"])[number - 1].get("experience")) or {}
    needs = _needs()
    met = {
        code: Question(
            f"met-{code}",
            Kind.RADIOS,
            f"{needs[code]} (optional)",
            choices=LEVELS,
            beside=True,
        )
        for code in recorded
    }
    others = choices_of({code: t for code, t in needs.items() if code not in recorded})
    spare = [
        (
            Question(
                f"more-{n}-what",
                Kind.SELECT,
                f"Something else {n}: what? (optional)",
                "",
                others,
            ),
            Question(
                f"more-{n}-level",
                Kind.RADIOS,
                f"Something else {n}: how much of it have they met?",
                choices=LEVELS[:-1],
                beside=True,
            ),
        )
        for n in SPARE
    ]

    def read(carer: Home) -> Answers:
        typed: dict[str, str | list[str]] = {}
        for code, level in (plain(carer.get("experience")) or {}).items():
            if code in met:
                typed |= answer_to(met[code], level)
        return typed

    def write(answers: Answers, _carer: Home) -> dict[str, Any]:
        said = {code: value_of(asked, answers) for code, asked in met.items()}
        said |= {
            text_of(answers, what.name): value_of(level, answers)
            for what, level in spare
            if text_of(answers, what.name)
        }
        known = {Code(code).value: level for code, level in said.items() if level}
        return {"experience": known or None}

    def at_odds(answers: Answers, _today: date) -> list[Wrong]:
        wrong: list[Wrong] = []
        for what, level in spare:
            named, said = (text_of(answers, one.name) for one in (what, level))
            if named and not said:
                wrong.append((level.name, "Select how much of it they have met"))
            if said and not named:
                wrong.append((what.name, "Select what they have met"))
        return wrong

    return of_carer(
        number,
        subject(
            "experience",
            f"What carer {number} has met before",
            [*met.values(), *(one for pair in spare for one in pair)],
            read,
            write,
            intro="Experience is never a condition. Where there is little, support "
            "and training can stand in for it.",
            at_odds=at_odds,
            has_rows=True,
        ),
    )


def booked(number: int, home: Home, at_least: int) -> Subject:
    """Return the page on the training one carer is booked on."""
    carer: Home = plain(home["carers"])[number - 1]
    there = plain(carer.get("training_booked")) or ()
    courses = {**{one["course"]: _capital(one["course"]) for one in there}, **COURSES}
    rows = Rows(
        "training_booked",
        f"Training that carer {number} will do",
        "Are they booked on training?",
        "course",
        (
            Question(
                "course",
                Kind.SELECT,
                "which?",
                choices=choices_of(courses),
                missing="Select the course, or say that it is done or cancelled",
            ),
            Question("booked_for", Kind.DATE, "when?", missing="Enter the date of it"),
        ),
        "Done or cancelled",
        "Enter at least one course, or select no",
    )
    return of_carer(number, rows.subject(carer, at_least))


def _since(answers: Answers, today: date) -> list[Wrong]:
    since = day_of(answers, "fostering_since")
    if since and since > today:
        return [("fostering_since-day", "Date must be today or in the past")]
    return []
