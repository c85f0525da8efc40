"""A page about a home: what it asks, and what the answers make of the record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.households.availability import SOURCES
from app.households.form.values import NONE, answers_to, plain, values_of
from app.web.forms.asking import (
    Answers,
    Choice,
    Kind,
    Page,
    Question,
    Wrong,
    chosen,
)

Home = Mapping[str, Any]
"""The record of a home, with its label and whom it is offered to."""
BARE = frozenset(
    {"label", "offered_to", "authority", "approved_on", "gender", "ethnicity"}
)
"""What is kept without a source and a date."""
SOURCE = Question(
    "source",
    Kind.RADIOS,
    "Who says so?",
    "Only answers that are different now get today’s date",
    tuple(Choice(one, f"The {one}") for one in SOURCES),
    "Select who says so",
)


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

    def changes(
        self, answers: Answers, home: Home, source: str, today: date
    ) -> dict[str, Any]:
        """Return the facts that are different now, as they will be kept.

        What is as it was stays as it is, with its source and its date.
        """
        there = self._at(home)
        before, after = self.write(self.read(there), there), self.write(answers, there)
        stamp = {"source": source, "confirmed_on": today.isoformat()}
        changed = {
            name: value if value is None or name in BARE else {"value": value, **stamp}
            for name, value in after.items()
            if value != before[name]
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
    asks_source: bool = True,
    has_rows: bool = False,
) -> Subject:
    """Return a page that also asks who says so."""

    def all_at_odds(answers: Answers, today: date) -> list[Wrong]:
        return [*_none_and_some(questions, answers), *at_odds(answers, today)]

    asked = (*questions, SOURCE) if asks_source else tuple(questions)
    page = Page(key, title, asked, intro, all_at_odds)
    return Subject(page, read, write, has_rows=has_rows)


def facts(
    key: str,
    title: str,
    questions: Sequence[Question],
    *,
    intro: str = "",
    at_odds: Callable[[Answers, date], list[Wrong]] = lambda *_: [],
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
