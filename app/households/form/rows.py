"""Several of a kind on one page: children, animals, who is fostered here now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.households.availability import SOURCES
from app.households.form.subject import Home, Subject, subject
from app.households.form.values import answers_to, plain, values_of
from app.web.forms.asking import (
    NO,
    YES,
    YES_NO,
    Answers,
    Choice,
    Kind,
    Question,
    Wrong,
    chosen,
    text_of,
)

SPARE = 2
"""Rows to fill in, beside those that are recorded."""
GONE = "gone"


@dataclass(frozen=True, slots=True)
class Rows:
    """A fact that is a list, and what is asked of each one in it."""

    fact: str
    title: str
    ask: str
    one: str
    """What one is called: child."""
    questions: tuple[Question, ...]
    """What is asked of each. Where a row is used, what is missing has to be said."""
    gone: str
    """What is ticked when one is here no more."""
    nobody: str
    """What is said when nobody is named: enter a child, or select no."""
    known_by: str = ""
    """The name under which one is found again, to keep of it what is not asked."""
    sources: Sequence[str] = SOURCES

    def subject(self, home: Home, at_least: int = 0) -> Subject:
        """Return the page, with a few rows to spare."""
        there = len(plain(home.get(self.fact)) or ())
        count = max(there + SPARE, at_least)
        rows = [self._asked(number, number <= there) for number in range(1, count + 1)]
        gate = Question(
            self.fact,
            Kind.RADIOS,
            self.ask,
            choices=YES_NO,
            missing="Select yes, no or not known",
        )

        def at_odds(answers: Answers, _today: date) -> list[Wrong]:
            return self._at_odds(answers, rows, there)

        return subject(
            self.fact.replace("_", "-"),
            self.title,
            [gate, *(question for row in rows for question in row.values())],
            lambda home: self._read(home, rows),
            lambda answers, home: {self.fact: self._write(answers, home, rows)},
            at_odds=at_odds,
            sources=self.sources,
            has_rows=True,
        )

    def _asked(self, number: int, recorded: bool) -> dict[str, Question]:
        """Return what is asked of one row, by what the record calls it."""
        name = f"{self.one[:1].upper()}{self.one[1:]} {number}"
        asked = {
            question.name: replace(
                question,
                name=f"{self.fact}-{number}-{question.name}",
                label=f"{name}: {question.label}",
                what=f"{name}: {question.what}" if question.what else "",
                # A row to spare may stay empty.
                missing="",
                beside=question.kind is Kind.RADIOS,
            )
            for question in self.questions
        }
        if recorded:
            asked[GONE] = Question(
                f"{self.fact}-{number}-{GONE}",
                Kind.CHECKBOXES,
                f"{name}: has that changed? (optional)",
                choices=(Choice(YES, self.gone),),
            )
        return asked

    def _read(self, home: Home, rows: Sequence[Mapping[str, Question]]) -> Answers:
        recorded = plain(home.get(self.fact))
        if recorded is None:
            return {}
        typed: dict[str, str | list[str]] = {self.fact: YES if recorded else NO}
        for row, one in zip(rows, recorded, strict=False):
            typed |= answers_to(row, one)
        return typed

    def _write(
        self, answers: Answers, home: Home, rows: Sequence[Mapping[str, Question]]
    ) -> list[dict[str, Any]] | None:
        gate = text_of(answers, self.fact)
        if gate != YES:
            return [] if gate == NO else None
        found = []
        for row in rows:
            given = _given(answers, row)
            if given and not _is_gone(answers, row):
                found.append({**self._not_asked(home, given), **given})
        return found

    def _not_asked(self, home: Home, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is recorded of the same one and not asked here."""
        asked = {question.name for question in self.questions}
        for one in plain(home.get(self.fact)) or ():
            if self.known_by and one[self.known_by] == given.get(self.known_by):
                return {name: v for name, v in one.items() if name not in asked}
        return {}

    def _at_odds(
        self, answers: Answers, rows: Sequence[Mapping[str, Question]], there: int
    ) -> list[Wrong]:
        wrong: list[Wrong] = []
        gate = text_of(answers, self.fact)
        kept = 0
        for number, row in enumerate(rows, 1):
            typed = any(_typed(answers, question) for question in row.values())
            if _is_gone(answers, row):
                continue
            if gate == YES and (typed or number <= there):
                kept += 1
                wrong += [
                    (row[asked.name].fields[0], asked.missing)
                    for asked in self.questions
                    if asked.missing and not _typed(answers, row[asked.name])
                ]
            elif gate != YES and typed and number > there:
                said = f"Select yes, or take away what you wrote of {self.one} {number}"
                return [(self.fact, said)]
        if gate == YES and not kept:
            wrong.append((self.fact, self.nobody))
        return wrong


def _typed(answers: Answers, question: Question) -> bool:
    return any(text_of(answers, field) for field in question.fields)


def _given(answers: Answers, row: Mapping[str, Question]) -> dict[str, Any]:
    asked = {name: question for name, question in row.items() if name != GONE}
    return {k: v for k, v in values_of(asked, answers).items() if v is not None}


def _is_gone(answers: Answers, row: Mapping[str, Question]) -> bool:
    return GONE in row and bool(chosen(answers, row[GONE].name))
