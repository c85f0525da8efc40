"""What of the record of who did what waits for an auditor: to be checked."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.audit import service
from app.core.actor import Actor
from app.core.permissions import Permission, may
from app.core.to_do import ToDo

EVERY = timedelta(days=30)
CHECK = "/audit"


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return that the record is to be checked, a month after it last was."""
    if not may(actor, Permission.READ_AUDIT):
        return []
    own = actor.organisation_id
    last = service.last_of(session, actor, ("audit.checked",), [own]).get(own)
    if last is None:
        said = "Check that the record of who did what is whole. Nobody has yet"
        return [ToDo(said, CHECK)]
    if not last.detail.get("whole"):
        said = "The record of who did what was not whole when it was last checked"
        return [ToDo(said, CHECK, last.recorded_at.date(), "Checked")]
    due = last.recorded_at.date() + EVERY
    return [ToDo("Check that the record of who did what is whole", CHECK, due, "Due")]
