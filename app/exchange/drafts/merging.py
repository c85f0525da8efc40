"""What records tell of a young person, beside the draft that is there of them.

The newer fact stands, visibly; what somebody wrote on a page of the draft stays,
whatever its day; where two lists of one day differ, a person says which is right, or
that they cannot tell: what is there stays, and its page asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.exchange.port import ASK, BOTH, KEPT, OURS, THEIRS, Change
from app.referral_form import service as form
from app.referral_form.schemas import DraftState
from app.web.forms.asking import Kind, Question
from app.web.templates import day as day_in_words
from app.web.templates import listed

NOT_RECORDED = "Not recorded"
WRITTEN_HERE = "somebody wrote it here"


@dataclass(frozen=True, slots=True)
class Merged:
    """What differs, and the answers that would be put in the draft."""

    changes: list[Change]
    answers: dict[str, Any]


def merge(
    state: DraftState,
    theirs: Mapping[str, Any],
    as_of: date,
    choices: Mapping[str, str],
) -> Merged:
    """Lay what records of a day tell beside a draft, question by question."""
    changes: list[Change] = []
    answers: dict[str, Any] = {}
    not_sure: dict[str, str] = {}
    for question in form.QUESTIONS.values():
        after = _given(question, theirs)
        if not any(after.values()):
            continue
        before = _given(question, state.answers)
        if before == after:
            continue
        stands = _stands(state, question, as_of, bool(any(before.values())))
        change = _change(question, before, after, state, as_of, stands)
        changes.append(change)
        said = choices.get(question.name) if stands == ASK else stands
        if said == THEIRS:
            answers |= after
        elif said == BOTH:
            not_sure[question.name] = f"{change.theirs}, {change.theirs_said}"
    if not_sure:
        answers[form.NOT_SURE] = {**state.answers.get(form.NOT_SURE, {}), **not_sure}
    return Merged(changes, answers)


def _given(question: Question, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {field: answers.get(field) or "" for field in question.fields}


def _stands(state: DraftState, question: Question, as_of: date, recorded: bool) -> str:
    if state.saved.intersection(question.fields):
        return KEPT
    if not recorded or state.day is None or as_of > state.day:
        return THEIRS
    return ASK if as_of == state.day else OURS


def _change(
    question: Question,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    state: DraftState,
    as_of: date,
    stands: str,
) -> Change:
    since = f"as of {day_in_words(state.day.isoformat())}" if state.day else ""
    return Change(
        field=question.name,
        label=question.label.removesuffix(" (optional)"),
        ours=_in_words(question, before),
        ours_said=WRITTEN_HERE if stands == KEPT else since,
        theirs=_in_words(question, after),
        theirs_said=f"as of {day_in_words(as_of.isoformat())}",
        stands=stands,
        may_both=stands == ASK,
    )


def _in_words(question: Question, given: Mapping[str, Any]) -> str:
    if not any(given.values()):
        return NOT_RECORDED
    if question.kind is Kind.DATE:
        return "/".join(str(part) for part in given.values())
    [value] = given.values()
    texts = {choice.value: choice.text for choice in question.choices}
    values = value if isinstance(value, list) else str(value).splitlines()
    return listed([texts.get(one, one) for one in values])
