"""Answering a question where its fact stands: on the record it is about."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.permissions import Permission, may
from app.households import service as households
from app.requests.keeping import said_next, tell_answered
from app.requests.looking import Request, get
from app.requests.models import AnswerOutcome, Ask
from matching.criteria import CRITERIA
from matching.criteria.base import Criterion

ON_RECORD = "This is on {whose} record now. The next match run looks at it."


@dataclass(frozen=True, slots=True)
class Beside:
    """A question that stands beside the page on which its fact is recorded.

    ``about`` is the young person, ``fact`` the part of their record it is about, if it
    is about one.
    """

    id: str
    asker: str
    name: str
    what: str
    message: str
    about: str
    fact: str


def page_for(ask: Ask) -> str:
    """Return where in the home's record a question to its agency is answered.

    Nothing where it is about no one page.
    """
    page = households.page_of(_criterion(ask).answered_by) if _asks(ask) else ""
    if not page:
        return ""
    part = ""
    if page == "considerations":
        part = f"part={households.part_about(ask.content['what'])}&"
    return f"/households/{ask.household_id}/{page}?{part}asked={ask.id}"


def beside(
    session: Session, actor: Actor, request_id: str, household_id: str
) -> Beside | None:
    """Return a question that waits for the actor's answer about this home."""
    found = _waiting(session, actor, request_id)
    if found is None or not _is_about_home(found, household_id):
        return None
    return _beside(found)


def beside_person(
    session: Session, actor: Actor, request_id: str, young_people: Collection[str]
) -> Beside | None:
    """Return a question that waits for the authority's answer about one of these."""
    found = _waiting(session, actor, request_id)
    if found is None or not _is_about_one(found, young_people):
        return None
    return _beside(found)


def settle(session: Session, actor: Actor, request_id: str, household_id: str) -> str:
    """Answer a question with what was just kept of the home; return where it is.

    Nothing where no such question waits: what was kept stays kept.
    """
    found = _waiting(session, actor, request_id)
    if found is None or not _is_about_home(found, household_id):
        return ""
    return _settled(session, actor, found, "the home’s")


def settle_person(
    session: Session, actor: Actor, request_id: str, young_people: Collection[str]
) -> str:
    """Answer a question with what was just kept of one of these, as of a home."""
    found = _waiting(session, actor, request_id)
    if found is None or not _is_about_one(found, young_people):
        return ""
    return _settled(session, actor, found, "the young person’s")


def _settled(session: Session, actor: Actor, found: Request, whose: str) -> str:
    said = ON_RECORD.format(whose=whose)
    made = said_next(session, actor, found.ask, AnswerOutcome.ANSWERED, said)
    tell_answered(session, actor, found.ask, made)
    return f"/requests/{found.ask.id}?answered=yes"


def _beside(found: Request) -> Beside:
    content = found.ask.content
    return Beside(
        found.ask.id,
        found.asker,
        found.name,
        content["what"],
        content["message"],
        found.ask.young_person_id,
        _criterion(found.ask).person_fact if _asks(found.ask) else "",
    )


def _asks(ask: Ask) -> bool:
    """Tell whether it is a question about a criterion that is still known."""
    return not ask.content["is_change"] and ask.content.get("about") in CRITERIA


def _criterion(ask: Ask) -> Criterion:
    return CRITERIA[ask.content["about"]]


def _is_about_home(found: Request, household_id: str) -> bool:
    is_for_home = found.ask.to_id != found.authority_id
    return is_for_home and found.ask.household_id == household_id


def _is_about_one(found: Request, young_people: Collection[str]) -> bool:
    is_for_person = found.ask.to_id == found.authority_id
    return is_for_person and found.ask.young_person_id in young_people


def _waiting(session: Session, actor: Actor, request_id: str) -> Request | None:
    """Return a question that waits for an answer of the actor's organisation."""
    if not (request_id and may(actor, Permission.WRITE_REQUESTS)):
        return None
    found = get(session, actor, request_id)
    theirs = found.ask.to_id == actor.organisation_id
    return found if theirs and found.is_open and _asks(found.ask) else None
