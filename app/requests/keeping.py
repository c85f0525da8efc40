"""Keeping what is asked and what is said to it, and telling the other side."""

from datetime import date

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError
from app.identity import service as identity
from app.notifications import service as notifications
from app.requests.models import Answer, AnswerOutcome, Ask
from app.requests.preparing import About, Prepared
from app.requests.repository import RequestRepository

FIRST = "Somebody answered this first. Read what they said."


def keep(
    session: Session,
    actor: Actor,
    it: About,
    asked: Prepared,
    message: str,
    due: date,
) -> Ask:
    """Keep what is asked, and tell whoever is asked."""
    made = Ask(
        to_id=asked.to_id,
        young_person_id=it.person.id,
        household_id=it.home.id,
        due=due,
        talk_first=asked.talk_first,
        content={
            "what": asked.what,
            "reasons": asked.reasons,
            "message": message.strip(),
            "by": own_name(session, actor),
            "changes": [change.model_dump(mode="json") for change in asked.changes],
            "was": asked.was,
            "figure": asked.figure,
            "is_change": asked.is_change,
            "about": asked.about,
        },
        asked_by=actor.person_id,
        asked_at=now(),
    )
    RequestRepository(session).add(made)
    detail = {"request": made.id}
    record(session, actor, "request.asked", "young_person", it.person.id, detail)
    notifications.tell(session, actor, "request.asked", made.id, [asked.to_id])
    return made


def said_next(
    session: Session,
    actor: Actor,
    ask: Ask,
    outcome: AnswerOutcome,
    because: str,
    *,
    heard: str | None = None,
    value: float | None = None,
) -> Answer:
    """Keep what one side says next; ConflictError where somebody said it first."""
    repository = RequestRepository(session)
    made = Answer(
        ask_id=ask.id,
        to_id=ask.to_id if outcome is AnswerOutcome.REPLY else ask.organisation_id,
        number=len(repository.answers([ask.id])) + 1,
        outcome=outcome,
        content={
            "because": because,
            "heard": heard,
            "value": value,
            "by": own_name(session, actor),
        },
        answered_by=actor.person_id,
        answered_at=now(),
    )
    if not repository.add_answer(made):
        raise ConflictError(FIRST)
    return made


def tell_answered(session: Session, actor: Actor, ask: Ask, made: Answer) -> None:
    """Put an answer on record, and tell whoever asked."""
    detail = {"request": ask.id, "outcome": made.outcome.value}
    key = ask.young_person_id
    record(session, actor, "request.answered", "young_person", key, detail)
    whose = [ask.organisation_id]
    notifications.tell(session, actor, "request.answered", ask.id, whose)


def own_name(session: Session, actor: Actor) -> str:
    """Return what the actor is called, for the other side to read."""
    return identity.names_of(session, {actor.person_id}).get(
        actor.person_id, "Somebody"
    )
