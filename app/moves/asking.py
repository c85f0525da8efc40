"""What is asked about a move, and about its end."""

from collections.abc import Mapping
from datetime import date

from app.core.errors import FieldError, InvalidError
from app.moves.words import CHANGED, ENDED, NEED, NEW_EPISODE, PLACEMENT, PROVIDER
from app.referrals.words import LEGAL_STATUS
from app.web.forms.asking import (
    Answers,
    Kind,
    Page,
    Question,
    Wrong,
    choices_of,
    text_of,
)
from app.web.forms.reading import day_of, wrong_on

IN_FUTURE = "Date must be today or in the past"
BEFORE = "Date must be the day they moved in or after"
WHY_MISSING = "Select why they moved on"
ANOTHER = "X1"
"""What came after an episode where another began the same day."""
DATE_HINT = "For example, 27 3 2027"


def move_page(homes: Mapping[str, str]) -> Page:
    """Return what is asked about a move to one of these homes."""
    return Page(
        "move",
        "Record the move",
        (
            Question(
                "home",
                Kind.RADIOS,
                "Which home did they move to?",
                choices=choices_of(homes),
                missing="Select the home they moved to",
            ),
            Question(
                "moved",
                Kind.DATE,
                "When did they move in?",
                hint=DATE_HINT,
                missing="Enter the day they moved in",
            ),
            Question(
                "place",
                Kind.RADIOS,
                "What kind of placement is it?",
                choices=choices_of(PLACEMENT),
                missing="Select the kind of placement",
            ),
            Question(
                "provider",
                Kind.RADIOS,
                "Who provides it?",
                choices=choices_of(PROVIDER),
                missing="Select who provides it",
            ),
            Question(
                "episode",
                Kind.RADIOS,
                "What changed with the move?",
                choices=choices_of(NEW_EPISODE),
                missing="Select what changed with the move",
            ),
            Question(
                "need",
                Kind.RADIOS,
                "Why were they first looked after?",
                hint="The main reason, as it stands in your case system",
                choices=choices_of(NEED),
                missing="Select why they were first looked after",
            ),
            Question(
                "legal",
                Kind.SELECT,
                "Their legal status, if you know it",
                choices=choices_of(LEGAL_STATUS),
            ),
            Question(
                "child",
                Kind.TEXT,
                "Their child ID in your case system",
                hint="As the return has it. No name",
                missing="Enter their child ID",
            ),
        ),
        at_odds=lambda answers, today: _not_yet(answers, "moved", today),
    )


def end_page(moved_on: date) -> Page:
    """Return what is asked about the end of a placement that began on a day."""

    def at_odds(answers: Answers, today: date) -> list[Wrong]:
        wrong = _not_yet(answers, "ended", today)
        when = day_of(answers, "ended")
        if when and when < moved_on:
            wrong.append(("ended-day", BEFORE))
        if moved_on_unsaid(text_of(answers, "next"), text_of(answers, "why")):
            wrong.append(("why", WHY_MISSING))
        return wrong

    return Page(
        "end",
        "Record the end of the placement",
        (
            Question(
                "ended",
                Kind.DATE,
                "When did it end?",
                hint=DATE_HINT,
                missing="Enter the day it ended",
            ),
            Question(
                "next",
                Kind.RADIOS,
                "What came after it?",
                choices=choices_of(ENDED),
                missing="Select what came after it",
            ),
            Question(
                "why",
                Kind.RADIOS,
                "If another placement began: why did they move on?",
                choices=choices_of(CHANGED),
            ),
        ),
        at_odds=at_odds,
    )


def moved_on_unsaid(next_one: str, why: str | None) -> bool:
    """Tell whether it is missing why another placement began."""
    return next_one == ANOTHER and not why


def checked(page: Page, answers: Answers, today: date) -> None:
    """Refuse answers that there is something to put right in.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    """
    wrong = wrong_on(page, answers, today)
    if wrong:
        errors = [FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        raise InvalidError(errors=errors)


def episode_of(answers: Answers) -> dict[str, str]:
    """Return the columns of the episode that begins with the move."""
    return {
        "CHILD": text_of(answers, "child"),
        "DECOM": _day(answers, "moved"),
        "RNE": text_of(answers, "episode"),
        "LS": text_of(answers, "legal"),
        "CIN": text_of(answers, "need"),
        "PLACE": text_of(answers, "place"),
        "PLACE_PROVIDER": text_of(answers, "provider"),
    }


def end_of(answers: Answers) -> dict[str, str]:
    """Return the columns of the episode that say how it ended."""
    next_one, why = text_of(answers, "next"), text_of(answers, "why")
    return ended(_day(answers, "ended"), next_one, why)


def ended(on: str, next_one: str, why: str | None) -> dict[str, str]:
    """Return the columns that say how an episode ended."""
    moved_on = (why or "") if next_one == ANOTHER else ""
    return {"DEC": on, "REC": next_one, "REASON_PLACE_CHANGE": moved_on}


def _day(answers: Answers, name: str) -> str:
    when = day_of(answers, name)
    return when.isoformat() if when else ""


def _not_yet(answers: Answers, name: str, today: date) -> list[Wrong]:
    when = day_of(answers, name)
    return [(f"{name}-day", IN_FUTURE)] if when and when > today else []
