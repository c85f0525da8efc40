"""A page about a home: what it asks, and what the answers make of the record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.households.availability import SOURCES
from app.households.form.values import NONE, answers_to, plain, values_of
from app.web.forms.asking import (
    YES,
    Answers,
    Choice,
    Kind,
    Page,
    Question,
    Wrong,
    chosen,
    text_of,
)

Home = Mapping[str, Any]
"""The record of a home, with its label and whom it is offered to."""
BARE = frozenset(
    {
        "label",
        "offered_to",
        "authority",
        "approved_on",
        "approval_ended",
        "exemptions",
        "gender",
        "ethnicity",
    }
)
"""What is kept without a source and a date."""
STILL = Question(
    "still",
    Kind.CHECKBOXES,
    "Is everything else on this page still true? (optional)",
    choices=(Choice(YES, "Yes, I have checked it"),),
)
"""Asked where something is recorded: what did not change is confirmed too."""


def source(names: Sequence[str]) -> Question:
    """Return the question that goes with every fact."""
    return Question(
        "source",
        Kind.RADIOS,
        "Who says so?",
        "Only answers that are different now get today’s date, unless you say that the "
        "rest is still true",
        tuple(Choice(one, f"The {one}") for one in names),
        "Select who says so",
    )


ABOUT_ANSWERS = {"source", STILL.name}
"""What is asked about the answers and is no fact itself."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked on one page about a home, or about one of its carers.

    ``read`` fills the page in with what is recorded; ``write`` returns every fact the
    page is about, as its answers have it. None is a fact that is not known.
    """

    page: Page
    read: Callable[[Home], Answers]
    write: Callable[[Answers, Home], dict[str, Any]]
    carer: int | None = None
    has_rows: bool = False

    def recorded(self, home: Home) -> Answers:
        """Fill the page in with what is recorded."""
        return self.read(self._at(home))

    def changes(self, answers: Answers, home: Home, today: date) -> dict[str, Any]:
        """Return the facts that are different now, as they will be kept.

        What is as it was stays as it is, with its source and its date, unless it is
        said to be still true.
        """
        there = self._at(home)
        before, after = self.write(self.read(there), there), self.write(answers, there)
        stamp = {
            "source": text_of(answers, "source"),
            "confirmed_on": today.isoformat(),
        }
        still = bool(chosen(answers, STILL.name))
        confirmed = {
            name
            for name, value in after.items()
            if still and value is not None and name not in BARE
        }
        changed = {
            name: value if value is None or name in BARE else {"value": value, **stamp}
            for name, value in after.items()
            if value != before[name] or name in confirmed
        }
        if self.carer is None or not changed:
            return changed
        carers = list(plain(home["carers"]))
        carer = {**there, **changed}
        carers[self.carer] = {k: v for k, v in carer.items() if v is not None}
        fact = home["carers"]
        whole = fact if isinstance(fact, dict) else {}
        return {"carers": {**whole, "value": carers}}

    def _at(self, home: Home) -> Home:
        if self.carer is None:
            return home
        found: Home = plain(home["carers"])[self.carer]
        return found


def subject(
    key: str,
    title: str,
    questions: Sequence[Question],
    read: Callable[[Home], Answers],
    write: Callable[[Answers, Home], dict[str, Any]],
    *,
    intro: str = "",
    at_odds: Callable[[Answers, date], list[Wrong]] = lambda *_: [],
    sources: Sequence[str] = SOURCES,
    has_rows: bool = False,
) -> Subject:
    """Return a page that also asks who says so, where there is something to say."""

    def all_at_odds(answers: Answers, today: date) -> list[Wrong]:
        return [*_none_and_some(questions, answers), *at_odds(answers, today)]

    about = (STILL, source(sources)) if sources else ()
    asked = (*questions, *about)
    page = Page(key, title, asked, intro, all_at_odds)
    return Subject(page, read, write, has_rows=has_rows)


def facts(
    key: str,
    title: str,
    questions: Sequence[Question],
    *,
    intro: str = "",
    at_odds: Callable[[Answers, date], list[Wrong]] = lambda *_: [],
    sources: Sequence[str] = SOURCES,
) -> Subject:
    """Return a page whose every question is about the fact of its name."""
    by_fact = {question.name: question for question in questions}
    return subject(
        key,
        title,
        questions,
        lambda home: answers_to(by_fact, home),
        lambda answers, _home: values_of(by_fact, answers),
        intro=intro,
        at_odds=at_odds,
        sources=sources,
    )


def of_carer(number: int, asked: Subject) -> Subject:
    """Return a page about a carer; they count from 1."""
    page = replace(asked.page, id=f"{asked.page.id}-{number}")
    return replace(asked, page=page, carer=number - 1)


def _none_and_some(questions: Sequence[Question], answers: Answers) -> list[Wrong]:
    return [
        (question.name, "Select what there is, or none of these")
        for question in questions
        if question.kind is Kind.CHECKBOXES
        and NONE in chosen(answers, question.name)
        and len(chosen(answers, question.name)) > 1
    ]
