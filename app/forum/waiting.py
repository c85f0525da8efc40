"""What of forums waits for somebody: meetings to come, and minutes to sign off."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import today
from app.core.permissions import Permission, may
from app.core.to_do import ToDo, soonest
from app.decisions import service as decisions
from app.forum import service
from app.forum.models import AgendaItem, Meeting
from app.forum.repository import ForumRepository
from app.match_runs import service as runs
from app.web.templates import time_of_day

ALL = "/forums"


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return the meetings to come, and one's own forum's whose minutes are open."""
    if not may(actor, Permission.READ_FORUMS):
        return []
    repository = ForumRepository(session)
    meetings = repository.not_signed_off()
    if not may(actor, Permission.READ_DECISIONS):
        # An agency has its pack, and is told of nothing else.
        has = set(repository.packs_to(actor.organisation_id))
        coming = [m for m in meetings if m.id in has and m.held_on >= today()]
        return soonest([_to_read(one) for one in coming], _other_meetings, ALL)
    agendas: dict[str, list[AgendaItem]] = {one.id: [] for one in meetings}
    for item in repository.agendas(list(agendas)):
        agendas[item.meeting_id].append(item)
    coming = [one for one in meetings if one.held_on >= today()]
    over = [
        one for one in meetings if one.held_on < today() and service.is_own(actor, one)
    ]
    # What the next meeting needs is worked out, and of those after it only said.
    first = _next(session, actor, coming[0], agendas[coming[0].id]) if coming else []
    later = [_coming(actor, one, agendas[one.id]) for one in coming[1:]]
    return [
        *first,
        *soonest(later, _other_meetings, ALL),
        *soonest(_to_sign_off(session, actor, over, agendas), _other_minutes, ALL),
    ]


def _next(
    session: Session, actor: Actor, meeting: Meeting, agenda: Sequence[AgendaItem]
) -> list[ToDo]:
    if not (agenda and service.is_own(actor, meeting)):
        return [_coming(actor, meeting, agenda)]
    run = runs.get(session, actor, meeting.run_id)
    found = runs.counts(session, actor, run)
    bare = [
        item
        for item in agenda
        if item.young_person_id not in found or not found[item.young_person_id].options
    ]
    if not bare:
        return [_coming(actor, meeting, agenda)]
    said = f"{_named(meeting)}: {len(bare):,} of {len(agenda):,} on the agenda "
    said += "have no option to look at"
    return [ToDo(said, f"/forums/{meeting.id}", meeting.held_on, "Meets on")]


def _named(meeting: Meeting) -> str:
    """Return what a meeting to come is called, with the time it starts."""
    if meeting.starts is None:
        return meeting.name
    return f"{meeting.name} at {time_of_day(meeting.starts)}"


def _to_read(meeting: Meeting) -> ToDo:
    said = f"{_named(meeting)}: read your pack"
    return ToDo(said, f"/forums/{meeting.id}/pack", meeting.held_on, "Meets on")


def _coming(actor: Actor, meeting: Meeting, agenda: Sequence[AgendaItem]) -> ToDo:
    href = f"/forums/{meeting.id}"
    if service.is_own(actor, meeting):
        on_it = f"{len(agenda):,} on the agenda" if agenda else "nobody on the agenda"
        href += "" if agenda else "/agenda"
    else:
        on_it = f"{len(agenda):,} of yours on the agenda"
    said = f"{_named(meeting)}: {on_it}"
    return ToDo(said, href, meeting.held_on, "Meets on")


def _to_sign_off(
    session: Session,
    actor: Actor,
    over: Sequence[Meeting],
    agendas: dict[str, list[AgendaItem]],
) -> list[ToDo]:
    decided = decisions.decided_on(session, actor, (one.run_id for one in over))
    found = []
    for meeting in over:
        left = [
            item
            for item in agendas[meeting.id]
            if not item.not_reached
            and (meeting.run_id, item.young_person_id) not in decided
        ]
        href = f"/forums/{meeting.id}"
        if left:
            said = f"{meeting.name}: {len(left):,} to record a decision for"
        else:
            said, href = f"{meeting.name}: sign off the minutes", f"{href}/minutes"
        found.append(ToDo(said, href, meeting.held_on, "Met on"))
    return found


def _other_meetings(count: int) -> str:
    return f"{count:,} more meetings to come"


def _other_minutes(count: int) -> str:
    return f"{count:,} more meetings to record or sign off"
