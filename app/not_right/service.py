"""Keeping that a home is not right for a young person, and taking it back.

Whoever calls has looked up both: a home of the actor's own, and a young person who is
shared with them.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError, FieldError, InvalidError, or_not_found
from app.core.permissions import Permission, require
from app.identity import service as identity
from app.not_right.models import NotRight
from app.not_right.repository import NotRightRepository
from app.not_right.schemas import LONGEST_REASON, Said
from app.web.typed import too_long

FIRST = "Somebody of your agency has said so already. Read what they said."


def of_home(session: Session, actor: Actor, household_id: str) -> dict[str, Said]:
    """Return whom a home is not right for, by the young person's id."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    found = NotRightRepository(session).of(household_id)
    people = identity.names_of(session, {said.said_by for said, _ in found})
    return {
        said.young_person_id: Said(
            said.young_person_id,
            why.text,
            people.get(said.said_by, "Somebody"),
            said.said_at,
        )
        for said, why in found
    }


def say(
    session: Session,
    actor: Actor,
    household_id: str,
    young_person_id: str,
    authority_id: str,
    reason: str,
) -> None:
    """Keep that a home is not right for a young person of an authority.

    Raises
    ------
    InvalidError
        When no reason is given, or too long a one.
    ConflictError
        When somebody has said so already.
    """
    require(actor, Permission.WRITE_HOUSEHOLDS)
    wrong = too_long("The reason", reason, LONGEST_REASON)
    if not reason.strip():
        wrong = "Enter a reason"
    if wrong:
        raise InvalidError(errors=[FieldError(pointer="/reason", detail=wrong)])
    made = NotRight(
        household_id=household_id,
        young_person_id=young_person_id,
        authority_id=authority_id,
        said_by=actor.person_id,
        said_at=now(),
    )
    if not NotRightRepository(session).add(made, reason.strip()):
        raise ConflictError(FIRST)
    detail = {"young_person": young_person_id}
    record(session, actor, "household.not_right", "household", household_id, detail)


def take_back(
    session: Session, actor: Actor, household_id: str, young_person_id: str
) -> None:
    """Take it back; NotFoundError where nobody said it."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    repository = NotRightRepository(session)
    found = or_not_found(repository.one(household_id, young_person_id))
    repository.remove(*found)
    detail = {"young_person": young_person_id}
    record(session, actor, "household.right_again", "household", household_id, detail)


def for_a_run(
    session: Session, actor: Actor, homes: Collection[str], people: Collection[str]
) -> dict[str, list[str]]:
    """Return whom of these each of these homes is not right for, by home."""
    require(actor, Permission.START_MATCH_RUNS)
    found: dict[str, list[str]] = {}
    for home, person in NotRightRepository(session).every():
        if home in homes and person in people:
            found.setdefault(home, []).append(person)
    return found


def kept_about(session: Session, actor: Actor, key: str) -> list[dict[str, Any]]:
    """Return what one's own agency said of a home, to take it out; nobody by name."""
    require(actor, Permission.TAKE_OUT_RECORDS)
    return [
        {
            "not_right_for": said.young_person_id,
            "said_at": said.said_at,
            "why": why.text,
        }
        for said, why in NotRightRepository(session).of(key)
    ]
