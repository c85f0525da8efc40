"""The page that asks what was decided: what was typed, and what it says."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from app.core.errors import FieldError, InvalidError
from app.decisions.schemas import LONGEST, Decider, DecisionWrite
from app.decisions.words import CLOSENESS, HOLD_DAYS, OUTCOMES, USUAL_HOLD

Short = Annotated[str, StringConstraints(max_length=40)]
# What is too long is typed again from what stands there: it is not cut off.
Long = Annotated[str, StringConstraints(max_length=10 * LONGEST)]
LABELS = {
    "because": "Why this was decided",
    "passed_over_because": "Why the first option was not chosen",
    "compromise": "What was given up",
    "their_view": "What they say",
    "not_asked_because": "Why they were not asked",
    "dissent": "Who disagrees",
    "unseen": "What Hearth cannot see",
}


class Typed(BaseModel):
    """The form as it was typed."""

    run: Short = ""
    after: Short = "0"
    step: Short = ""
    outcome: Short = ""
    household: Short = ""
    reserve: Short = ""
    hold_days: Short = str(USUAL_HOLD)
    passed_over: list[Short] = Field(default=[], max_length=20)
    passed_over_because: Long = ""
    because: Long = ""
    closeness: Short = ""
    compromise: Long = ""
    their_view: Long = ""
    not_asked_because: Long = ""
    decided_by: Long = ""
    dissent: Long = ""
    unseen: Long = ""
    rule_out: list[Short] = Field(default=[], max_length=50)


def read(typed: Typed) -> DecisionWrite:
    """Return what a form says.

    Raises
    ------
    InvalidError
        With what cannot be read at all; what is missing is for the service to say.
    """
    wrong = _unreadable(typed)
    deciders, lines = _deciders(typed.decided_by)
    wrong += lines
    if wrong:
        raise InvalidError(errors=wrong)
    given = typed.model_dump(exclude={"step", "decided_by"})
    for field in ("household", "reserve", "closeness"):
        given[field] = given[field] or None
    given["hold_days"] = int(typed.hold_days)
    given["after"] = int(typed.after)
    try:
        return DecisionWrite(**given, decided_by=deciders)
    except ValidationError as failed:
        raise InvalidError(
            errors=[
                FieldError(pointer=f"/{error['loc'][0]}", detail="Check this answer")
                for error in failed.errors()
            ]
        ) from None


def _unreadable(typed: Typed) -> list[FieldError]:
    wrong = []
    if typed.outcome not in [str(one) for one in OUTCOMES]:
        wrong.append(("outcome", "Select what has been decided"))
    if typed.hold_days not in [str(days) for days in HOLD_DAYS]:
        wrong.append(("hold_days", "Select how long to hold the place"))
    if typed.closeness and typed.closeness not in CLOSENESS:
        wrong.append(("closeness", "Select how close this is to what was asked"))
    if not typed.after.isdecimal():
        wrong.append(("outcome", "Open this page again"))
    for field, label in LABELS.items():
        used = len(getattr(typed, field))
        if used > LONGEST:
            said = f"{label} must be {LONGEST:,} characters or fewer. You have used"
            wrong.append((field, f"{said} {used:,}"))
    return [FieldError(pointer=f"/{field}", detail=said) for field, said in wrong]


def _deciders(typed: str) -> tuple[list[Decider], list[FieldError]]:
    """Return one person a line: their name, a comma, and their role."""
    found, wrong = [], []
    for line in filter(None, map(str.strip, typed.splitlines())):
        name, _, role = (part.strip() for part in line.partition(","))
        if not (name and role) or max(len(name), len(role)) > 200:
            wrong.append("Enter each person on a line of their own, as name, role")
        else:
            found.append(Decider(name=name, role=role))
    return found, [FieldError(pointer="/decided_by", detail=said) for said in wrong[:1]]
