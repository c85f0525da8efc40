"""What is asked to release something, and what gives away more than a profile may."""

import re
from collections.abc import Mapping
from datetime import date

from app.core.errors import FieldError, InvalidError
from app.web.forms.asking import Answers, Choice, Kind, Page, Question, Wrong, text_of
from app.web.forms.reading import day_of, wrong_on

IN_FUTURE = "Date must be today or in the past"
# An e-mail address, a telephone number, a full postcode.
_GIVES_AWAY = (
    (re.compile(r"\S+@\S+\.\S+"), "an e-mail address"),
    (re.compile(r"(?:\+?\d[ ()-]?){9,}\d"), "a telephone number"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.I), "a postcode"),
)


def profile_page() -> Page:
    """Return what is asked for a profile."""
    return Page(
        "profile",
        "The carers’ profile",
        (
            Question(
                "names",
                Kind.TEXT,
                "First names",
                hint="Such as Amara and Jo. No surnames.",
                missing="Enter the carers’ first names",
            ),
            Question(
                "about",
                Kind.AREA,
                "About them and their home",
                hint="In their own words where you can: who lives there, what a day is "
                "like, what they enjoy. No address, telephone number, workplace or "
                "school.",
                missing="Enter something about them and their home",
            ),
            Question(
                "agreed",
                Kind.DATE,
                "When did the carers agree to these words?",
                hint="For example, 27 3 2027",
                missing="Enter when the carers agreed to these words",
            ),
        ),
        at_odds=_at_odds,
    )


def release_page(authorities: Mapping[str, str]) -> Page:
    """Return what is asked to release a profile to one of these authorities."""
    return Page(
        "release",
        "Release it",
        (
            Question(
                "authority",
                Kind.RADIOS,
                "To which authority?",
                choices=tuple(Choice(key, name) for key, name in authorities.items()),
                missing="Select an authority",
            ),
            Question(
                "consent",
                Kind.DATE,
                "When did the carers agree that this authority reads it?",
                hint="For example, 27 3 2027",
                missing="Enter when the carers agreed to it",
            ),
        ),
        at_odds=lambda answers, today: _not_yet(answers, "consent", today),
    )


def referral_page() -> Page:
    """Return what is asked to release a referral in full."""
    return Page(
        "release",
        "Release it",
        (
            Question(
                "real_name",
                Kind.TEXT,
                "Their real name",
                missing="Enter their real name",
            ),
            Question(
                "agreed",
                Kind.DATE,
                "When did the carers say that they want to explore it?",
                hint="For example, 27 3 2027",
                missing="Enter when the carers said that they want to explore it",
            ),
        ),
        at_odds=lambda answers, today: _not_yet(answers, "agreed", today),
    )


def asked(page: Page, answers: Answers, today: date) -> date:
    """Return the date among the answers, if there is nothing to put right.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    """
    wrong = wrong_on(page, answers, today)
    when = day_of(answers, page.questions[-1].name)
    if wrong or when is None:
        errors = [FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        raise InvalidError(errors=errors)
    return when


def _at_odds(answers: Answers, today: date) -> list[Wrong]:
    found = [
        (field, f"Take out what looks like {what}: it is not for a profile")
        for field in ("names", "about")
        for pattern, what in _GIVES_AWAY
        if pattern.search(text_of(answers, field))
    ]
    return [*found, *_not_yet(answers, "agreed", today)]


def _not_yet(answers: Answers, name: str, today: date) -> list[Wrong]:
    when = day_of(answers, name)
    return [(f"{name}-day", IN_FUTURE)] if when and when > today else []
