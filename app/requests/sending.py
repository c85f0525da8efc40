"""Sending every question of several options in one go, before a meeting."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import today
from app.core.permissions import Permission, require
from app.requests import preparing
from app.requests.keeping import keep
from app.requests.repository import RequestRepository


@dataclass(frozen=True, slots=True)
class Question:
    """A question of an option: whom and which home it is about, and its place."""

    young_person: str
    household: str
    place: int
    question: dict[str, Any]

    @property
    def key(self) -> str:
        """What it is called on a form."""
        return f"{self.young_person}/{self.household}/{self.place}"


Options = Mapping[str, Sequence[dict[str, Any]]]
"""The options that are looked at of each young person, by id."""


def asked_about(
    session: Session, actor: Actor, young_people: Collection[str], since: datetime
) -> set[str]:
    """Return about whom the actor's own asked something since then."""
    require(actor, Permission.READ_REQUESTS)
    own = actor.organisation_id
    there = RequestRepository(session).asked_since(own, young_people, since)
    return {ask.young_person_id for ask in there}


def not_asked(
    session: Session, actor: Actor, options: Options, since: datetime
) -> list[Question]:
    """Return all that nobody was asked since then, the first of each home first."""
    require(actor, Permission.READ_REQUESTS)
    own = actor.organisation_id
    there = RequestRepository(session).asked_since(own, options.keys(), since)
    asked = {(a.young_person_id, a.household_id, a.content["what"]) for a in there}
    return [
        Question(key, option["household"], place, question)
        for key, each in options.items()
        for option in each
        for place, question in enumerate(option["questions"])
        if (key, option["household"], question["sentence"]) not in asked
    ]


def send_all(
    session: Session, actor: Actor, questions: Sequence[Question], due: date
) -> tuple[int, int]:
    """Ask all of these; return how many, and how many not.

    What is not asked is about somebody, or a home, the other side would not see.
    """
    require(actor, Permission.WRITE_REQUESTS)
    about: dict[tuple[str, str], preparing.About] = {}
    sent = left = 0
    for one in questions:
        pair = (one.young_person, one.household)
        if pair not in about:
            about[pair] = preparing.about(session, actor, *pair)
        prepared = preparing.question(about[pair], one.question)
        if prepared.why_not:
            left += 1
            continue
        by = max(min(due, prepared.due), today())
        keep(session, actor, about[pair], prepared, prepared.message, by)
        sent += 1
    return sent, left
