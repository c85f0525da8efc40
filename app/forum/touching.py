"""What a decision in one meeting means for the others on its agenda."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.permissions import Permission, may
from app.decisions import service as decisions
from app.forum.models import Meeting
from app.forum.repository import ForumRepository
from app.match_runs import service as runs


@dataclass(frozen=True, slots=True)
class Touched:
    """The meeting a decision is made in, and for how many others it changes options."""

    meeting: Meeting
    others: int


def touched_by(
    session: Session,
    actor: Actor,
    run_id: str,
    young_person_id: str,
    household_id: str | None = None,
) -> Touched | None:
    """Return what exploring a home would change on the agenda of an open meeting.

    Nothing where no open meeting of the actor's forum that looks at this run has the
    young person on its agenda.
    """
    if not may(actor, Permission.RUN_FORUMS):
        return None
    repository = ForumRepository(session)
    meetings = {
        one.id: one
        for one in repository.not_signed_off()
        if (one.run_id, one.organisation_id) == (run_id, actor.organisation_id)
    }
    agendas: dict[str, set[str]] = {}
    for item in repository.agendas(list(meetings)):
        agendas.setdefault(item.meeting_id, set()).add(item.young_person_id)
    there = [key for key in meetings if young_person_id in agendas.get(key, ())]
    if not there:
        return None
    others = agendas[there[0]] - {young_person_id}
    others -= decisions.made_on(session, actor, run_id).keys()
    wanted = [household_id] if household_id else []
    run = runs.get(session, actor, run_id)
    options = runs.optional_for(session, actor, run, wanted)
    needing = {person for people in options.values() for person in people}
    return Touched(meetings[there[0]], len(others & needing))
