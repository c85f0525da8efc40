"""Finding requests, and reading them as either side does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import today
from app.core.errors import ConflictError, NotFoundError
from app.core.permissions import Permission, require
from app.households import service as households
from app.identity import service as identity
from app.referrals import service as referrals
from app.requests.models import SETTLES, Answer, AnswerOutcome, Ask
from app.requests.repository import RequestRepository


@dataclass(frozen=True, slots=True)
class Request:
    """A request as either side reads it; ``state`` is a code of words.STATES."""

    ask: Ask
    answers: Sequence[Answer]
    state: str
    name: str
    home: str
    asker: str
    asked: str
    authority_id: str
    """The young person's authority."""

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.state in ("waiting", "overdue", "talk")


def get(session: Session, actor: Actor, request_id: str) -> Request:
    """Return one request; that it was read goes on record."""
    found = ask_of(session, actor, request_id)
    key, detail = found.young_person_id, {"request": found.id}
    record(session, actor, "request.read", "young_person", key, detail)
    [whole] = read(session, actor, [found])
    return whole


def ask_of(session: Session, actor: Actor, request_id: str) -> Ask:
    """Return what was asked, while both it is about are shared with the actor."""
    require(actor, Permission.READ_REQUESTS)
    found = RequestRepository(session).get(request_id)
    if (
        found is None
        or not referrals.still_seen(session, actor, [found.young_person_id])
        or found.household_id not in households.still_seen(session, actor)
    ):
        raise NotFoundError
    return found


def must_be_open(session: Session, found: Ask) -> None:
    """Refuse what is settled or withdrawn."""
    answers = RequestRepository(session).answers([found.id])
    if found.withdrawn_at is not None:
        raise ConflictError("This was withdrawn.")
    if any(answer.outcome in SETTLES for answer in answers):
        raise ConflictError("This has been answered already.")


def read(session: Session, actor: Actor, asks: Sequence[Ask]) -> list[Request]:
    """Return these requests with their answers and names, in as many queries as one."""
    answers = RequestRepository(session).answers([one.id for one in asks])
    people = referrals.people(session, actor, {one.young_person_id for one in asks})
    homes = households.names(session, actor, {one.household_id for one in asks})
    named = {one.id: one.name for one in identity.list_organisations(session)}
    found = []
    for one in asks:
        theirs = [answer for answer in answers if answer.ask_id == one.id]
        found.append(
            Request(
                one,
                theirs,
                _state(one, theirs),
                people[one.young_person_id].sharing_name,
                homes[one.household_id],
                named[one.organisation_id],
                named[one.to_id],
                people[one.young_person_id].organisation_id,
            )
        )
    return found


def _state(one: Ask, answers: Sequence[Answer]) -> str:
    if answers and answers[-1].outcome in SETTLES:
        return answers[-1].outcome
    if one.withdrawn_at is not None:
        return "withdrawn"
    if answers:
        return AnswerOutcome.TALK
    return "overdue" if one.due < today() else "waiting"


def seen(session: Session, actor: Actor, asks: Iterable[Ask]) -> list[tuple[Ask, str]]:
    """Return those about whom and what is still shared, each with the name to use."""
    asks = list(asks)
    if not asks:
        return []
    people = referrals.people(session, actor, {one.young_person_id for one in asks})
    homes = households.still_seen(session, actor)
    return [
        (one, people[one.young_person_id].sharing_name)
        for one in asks
        if one.young_person_id in people and one.household_id in homes
    ]
