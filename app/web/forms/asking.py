"""What a form is made of: tasks, their pages, and the questions on a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Answers = Mapping[str, str | list[str]]
"""What was typed, by the name of the field; a date is three fields."""
Wrong = tuple[str, str]
"""A field and what to put right in it."""

YES, NO, NOT_KNOWN = "yes", "no", "not known"
LONGEST = 200
LONGEST_AREA = 4000


class Kind(StrEnum):
    """How a question is asked."""

    TEXT = "text"
    AREA = "area"
    LINES = "lines"
    DATE = "date"
    RADIOS = "radios"
    CHECKBOXES = "checkboxes"
    SELECT = "select"
    NUMBER = "number"
    COUNT = "count"
    POSTCODE = "postcode"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: what is kept, what it says, and what more it means."""

    value: str
    text: str
    hint: str = ""


def choices_of(texts: Mapping[str, str]) -> tuple[Choice, ...]:
    """Return the answers to choose from: what is kept, and what it says."""
    return tuple(Choice(value, text) for value, text in texts.items())


YES_NO = (Choice(YES, "Yes"), Choice(NO, "No"), Choice(NOT_KNOWN, "Not known"))


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Where ``missing`` says something, it has to be answered."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    missing: str = ""
    what: str = ""
    """How an error names it: "Furthest distance must be …"."""
    beside: bool = False
    """Whether its answers stand beside one another: one of many alike."""
    least: int = 0
    most: int = 0
    """The bounds of a count: a whole number."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of its fields on the page."""
        if self.kind is Kind.DATE:
            return tuple(f"{self.name}-{part}" for part in ("day", "month", "year"))
        return (self.name,)


@dataclass(frozen=True, slots=True)
class Page:
    """The questions asked on one page.

    ``at_odds`` looks at answers beside one another. What it says of an answer that is
    wrong by itself is not shown.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    at_odds: Callable[[Answers, date], list[Wrong]] = lambda *_: []


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task list: a part of the form that is completed as a whole."""

    id: str
    title: str
    pages: tuple[Page, ...]
    needed: bool = False


def text_of(answers: Answers, name: str) -> str:
    """Return what was typed or chosen, without spaces around it."""
    given = answers.get(name, "")
    return given.strip() if isinstance(given, str) else ""


def chosen(answers: Answers, name: str) -> list[str]:
    """Return the boxes that were ticked."""
    given = answers.get(name, [])
    return given if isinstance(given, list) else [given] if given else []


def lines_of(answers: Answers, name: str) -> list[str]:
    """Return the lines that were typed, each once."""
    lines = (" ".join(line.split()) for line in text_of(answers, name).splitlines())
    return list(dict.fromkeys(line for line in lines if line))
