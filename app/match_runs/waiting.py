"""What of match runs waits for somebody: one to watch, to read, or to start again."""

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import LONDON
from app.core.permissions import Permission, may
from app.core.to_do import ToDo
from app.jobs.models import JobState
from app.match_runs.repository import MatchRunRepository


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return the newest run while it is under way, failed, or nobody has read it."""
    if not may(actor, Permission.READ_MATCH_RUNS):
        return []
    run = MatchRunRepository(session).newest()
    if run is None:
        return []
    href = f"/runs/{run.id}"
    began = run.created_at.astimezone(LONDON).date()
    if run.under_way:
        return [ToDo("A match run is under way. Watch it", href, began, "Started")]
    ended = (run.finished_at or run.created_at).astimezone(LONDON).date()
    if run.state == JobState.FAILED:
        said = "The last match run could not be finished. Start it again"
        return [ToDo(said, href, ended, "Ended")]
    if run.state != JobState.DONE or run.emptied_at is not None:
        return []
    if audit.last_of(session, actor, ("run.read",), [run.id]):
        return []
    said = "A match run has finished. See what it found"
    return [ToDo(said, href, ended, "Finished")]
