"""What is typed on the pages of requests."""

from datetime import date
from typing import TypedDict

from pydantic import BaseModel

from app.requests.models import AnswerOutcome
from app.requests.preparing import Prepared
from app.requests.schemas import AnswerWrite
from app.web.typed import Long, Short


class Place(TypedDict):
    """What is asked about: an opening or a question by its place, or a suggestion."""

    opening: int | None
    question: int | None
    suggest: bool


class TypedAsk(BaseModel):
    """The form with which something is asked, as it was typed."""

    young_person: Short = ""
    household: Short = ""
    opening: Short = ""
    question: Short = ""
    suggest: Short = ""
    of: Short = ""
    message: Long = ""
    day: Short = ""
    month: Short = ""
    year: Short = ""

    @property
    def due(self) -> date | None:
        """The day an answer is needed; None where it cannot be read."""
        try:
            return date(int(self.year), int(self.month), int(self.day))
        except (ValueError, OverflowError):
            return None

    @property
    def place(self) -> Place:
        """Which opening or question it is, by its place, or that it is a suggestion."""
        return Place(
            opening=_place(self.opening),
            question=_place(self.question),
            suggest=self.suggest == "yes",
        )


class TypedAnswer(BaseModel):
    """The form with which a request is answered, as it was typed."""

    outcome: Short = ""
    value: Short = ""
    because: Long = ""
    heard: Long = ""
    reply: Long = ""


def filled_in(prepared: Prepared, typed: TypedAsk) -> TypedAsk:
    """Return the form with the message and the day that are proposed."""
    due = prepared.due
    return typed.model_copy(
        update={
            "message": prepared.message,
            "day": str(due.day),
            "month": str(due.month),
            "year": str(due.year),
        }
    )


def read_answer(typed: TypedAnswer) -> AnswerWrite:
    """Return what the form says; what is wrong with it is for the service to say."""
    known = typed.outcome in set(AnswerOutcome)
    return AnswerWrite.model_construct(
        outcome=AnswerOutcome(typed.outcome) if known else None,
        because=typed.because,
        heard=typed.heard,
        value=_number(typed.value),
    )


def _place(text: str) -> int | None:
    known = text.isascii() and text.isdecimal() and len(text) < 5
    return int(text) if known else None


def _number(text: str) -> float | None:
    said = text.strip()
    plain = said.isascii() and said.replace(".", "", 1).isdecimal()
    return float(said) if plain else None
