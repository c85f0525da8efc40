"""The page that asks what was decided: what was typed, and what it says."""

from collections.abc import Sequence, Set
from typing import Any

from pydantic import BaseModel, Field

from app.core.errors import FieldError, InvalidError
from app.decisions.checks import errors_in
from app.decisions.models import Outcome
from app.decisions.schemas import Decider, DecisionWrite
from app.decisions.words import CLOSENESS, HOLD_DAYS, OUTCOMES, USUAL_HOLD
from app.web.typed import Long, Short, too_long

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


def read(
    typed: Typed, options: Sequence[dict[str, Any]], homes: Set[str]
) -> DecisionWrite:
    """Return what a form says; ``options`` and ``homes`` are those of the run.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    """
    deciders, wrong = _deciders(typed.decided_by)
    given = typed.model_dump(exclude={"step"}) | {"decided_by": deciders}
    # What cannot be read is said, and counts as answered: the rest is judged beside it.
    for field, said, otherwise in _unreadable(typed):
        wrong.append(FieldError(pointer=f"/{field}", detail=said))
        given[field] = otherwise
    for field in ("household", "reserve", "closeness"):
        given[field] = given[field] or None
    given["hold_days"], given["after"] = int(given["hold_days"]), int(given["after"])
    wanted = DecisionWrite(**given)
    unread = {error.pointer for error in wrong}
    wrong += [e for e in errors_in(wanted, options, homes) if e.pointer not in unread]
    if wrong:
        raise InvalidError(errors=wrong)
    return wanted


def _unreadable(typed: Typed) -> list[tuple[str, str, str]]:
    """Return fields that cannot be read, what to say, and what to take instead."""
    wrong = []
    if typed.outcome not in [str(one) for one in OUTCOMES]:
        wrong.append(("outcome", "Select what has been decided", str(Outcome.LATER)))
    if typed.hold_days not in [str(days) for days in HOLD_DAYS]:
        usual = str(USUAL_HOLD)
        wrong.append(("hold_days", "Select how long to hold the place", usual))
    if typed.closeness and typed.closeness not in CLOSENESS:
        said = "Select how close this is to what was asked"
        wrong.append(("closeness", said, next(iter(CLOSENESS))))
    if not (typed.after.isascii() and typed.after.isdecimal()):
        wrong.append(("after", "Open this page again", "0"))
    for field, label in LABELS.items():
        if said := too_long(label, getattr(typed, field)):
            wrong.append((field, said, "-"))
    return wrong


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
