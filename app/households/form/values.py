"""An answer as the record has it, and what is recorded as an answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.core.records import plain as plain
from app.web.forms.asking import (
    NO,
    NOT_KNOWN,
    YES,
    YES_NO,
    Answers,
    Choice,
    Kind,
    Question,
    chosen,
    lines_of,
    text_of,
)
from app.web.forms.reading import count_of, day_of

NONE = "none"
NONE_OF_THESE = Choice(NONE, "None of these")
"""Chosen where nothing else is: an answer, which an empty list of boxes is not."""


def value_of(question: Question, answers: Answers) -> Any:
    """Return an answer as the record has it; None where it is not known."""
    given = text_of(answers, question.name)
    match question.kind:
        case Kind.DATE:
            day = day_of(answers, question.name)
            return day and day.isoformat()
        case Kind.COUNT:
            return count_of(answers, question)
        case Kind.LINES:
            return lines_of(answers, question.name) or None
        case Kind.CHECKBOXES:
            ticked = chosen(answers, question.name)
            if ticked == [NONE]:
                return []
            # As they are asked: a browser sends them so, whatever the record's order.
            values = [choice.value for choice in question.choices]
            return [value for value in values if value in ticked] or None
        case Kind.RADIOS if question.choices == YES_NO:
            return {YES: True, NO: False}.get(given)
        case _:
            return None if given == NOT_KNOWN else given or None


def answer_to(question: Question, value: Any) -> dict[str, str | list[str]]:
    """Return what is recorded as it is typed; nothing where nothing is."""
    if value is None:
        return {}
    match question.kind:
        case Kind.DATE:
            day = date.fromisoformat(value)
            parts = map(str, (day.day, day.month, day.year))
            return dict(zip(question.fields, parts, strict=True))
        case Kind.LINES:
            return {question.name: "\n".join(value)}
        case Kind.CHECKBOXES:
            return {question.name: list(value) or [NONE]}
        case Kind.RADIOS if question.choices == YES_NO:
            return {question.name: YES if value else NO}
        case _:
            return {question.name: str(value)}


def values_of(questions: Mapping[str, Question], answers: Answers) -> dict[str, Any]:
    """Return what was answered, by the name the record has for it."""
    return {name: value_of(asked, answers) for name, asked in questions.items()}


def answers_to(
    questions: Mapping[str, Question], recorded: Mapping[str, Any]
) -> dict[str, str | list[str]]:
    """Return what is recorded as it is typed, fact by fact."""
    typed: dict[str, str | list[str]] = {}
    for name, asked in questions.items():
        typed |= answer_to(asked, plain(recorded.get(name)))
    return typed
