"""Keeping what is asked, and telling whoever is asked."""

from datetime import date

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.identity import service as identity
from app.notifications import service as notifications
from app.requests.models import Ask
from app.requests.preparing import About, Prepared
from app.requests.repository import RequestRepository


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
        },
        asked_by=actor.person_id,
        asked_at=now(),
    )
    RequestRepository(session).add(made)
    detail = {"request": made.id}
    record(session, actor, "request.asked", "young_person", it.person.id, detail)
    notifications.tell(session, actor, "request.asked", made.id, [asked.to_id])
    return made


def own_name(session: Session, actor: Actor) -> str:
    """Return what the actor is called, for the other side to read."""
    return identity.names_of(session, {actor.person_id}).get(
        actor.person_id, "Somebody"
    )
