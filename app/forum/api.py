"""Forums through the API: what is planned, decided and minuted, to read."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.core.errors import (
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    problem_responses,
)
from app.core.permissions import Permission, requires
from app.forum import agenda, service
from app.forum.agenda import Line
from app.forum.models import Meeting
from app.forum.reading import (
    ActionRead,
    AgendaRead,
    ItemRead,
    MeetingList,
    MeetingRead,
    MinuteRead,
    MinutesRead,
)
from app.identity.dependencies import ApiActor, ApiSession

ANY = (NotSignedInError, NotPermittedError, InvalidError, NotFoundError)
MINUTES = requires(
    Permission.READ_DECISIONS,
    Permission.READ_FORUMS,
    Permission.READ_REFERRALS,
    Permission.READ_MATCH_RUNS,
    Permission.READ_HOUSEHOLDS,
)
router = APIRouter(prefix="/forums", tags=["Forums"], responses=problem_responses(*ANY))


@router.get("", dependencies=[requires(Permission.READ_FORUMS)])
def list_forums(
    session: ApiSession,
    actor: ApiActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> MeetingList:
    """List the meetings of your forum, or of the forums you share with."""
    found = service.page(session, actor, page)
    return MeetingList(
        items=[_meeting(one) for one in found.rows],
        page=found.number,
        pages=found.count,
        total=found.total,
    )


@router.get("/{meeting_id}", dependencies=[requires(Permission.READ_FORUMS)])
def read_forum(session: ApiSession, actor: ApiActor, meeting_id: str) -> MeetingRead:
    """Read when a meeting is, and whether its minutes are signed off."""
    return _meeting(service.get(session, actor, meeting_id))


@router.get("/{meeting_id}/agenda", dependencies=[MINUTES])
def read_agenda(session: ApiSession, actor: ApiActor, meeting_id: str) -> AgendaRead:
    """Read the agenda, with what was decided: of your own young people."""
    meeting = service.get(session, actor, meeting_id)
    lines = agenda.agenda(session, actor, meeting)
    return AgendaRead(items=[_item(line) for line in lines])


@router.get("/{meeting_id}/minutes", dependencies=[MINUTES])
def read_minutes(session: ApiSession, actor: ApiActor, meeting_id: str) -> MinutesRead:
    """Read the minutes: all of them as the forum, else of your own young people."""
    meeting = service.get(session, actor, meeting_id)
    lines = agenda.agenda(session, actor, meeting)
    return MinutesRead(
        signed_at=meeting.signed_at,
        attended=meeting.room["people"],
        items=[
            MinuteRead(
                **_item(line).model_dump(),
                views=line.item.said.get("views", ""),
                knows_family=line.item.said.get("knows_family", ""),
                actions=[ActionRead(**one) for one in line.item.actions],
            )
            for line in lines
        ],
        corrections=[one["text"] for one in meeting.corrections],
    )


def _meeting(meeting: Meeting) -> MeetingRead:
    return MeetingRead(
        id=meeting.id,
        forum=meeting.organisation_id,
        name=meeting.name,
        held_on=meeting.held_on,
        starts=meeting.starts,
        length=meeting.length,
        run=meeting.run_id,
        signed_at=meeting.signed_at,
    )


def _item(line: Line) -> ItemRead:
    return ItemRead(
        number=line.number,
        young_person=line.item.young_person_id,
        authority=line.item.authority_id,
        needed_by=line.needed_by,
        minutes=line.item.minutes,
        not_reached=line.item.not_reached,
        decision=line.decision.id if line.decision else None,
        outcome=line.decision.outcome if line.decision else None,
        household=line.decision.household_id if line.decision else None,
    )
