"""Pages with which a forum is prepared, and its minutes read."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import AppError, InvalidError
from app.core.permissions import Permission, may, requires
from app.decisions import words
from app.forum import agenda, parts, service
from app.forum.forms import TypedMeeting, as_kept, read_meeting
from app.forum.models import Meeting
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(prefix="/forums", include_in_schema=False)
READ = [requires(Permission.READ_FORUMS)]
RUN = [requires(Permission.RUN_FORUMS)]
MOST_CHOSEN = 500
Chosen = Annotated[list[str] | None, Form()]


@router.get("", dependencies=READ)
def forums(
    request: Request,
    session: PageSession,
    actor: PageActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List the meetings of the forum, or of the forums one shares with."""
    return render(
        request,
        "forum/list.html",
        page=service.page(session, actor, page),
        runs_forums=may(actor, Permission.RUN_FORUMS),
    )


@router.get("/new", dependencies=RUN)
def new(request: Request, session: PageSession, actor: PageActor) -> HTMLResponse:
    """Ask when the meeting is and who is there."""
    return _form(request, session, actor, TypedMeeting())


@router.post("", dependencies=RUN)
def arrange(
    request: Request,
    session: PageSession,
    actor: PageActor,
    typed: Annotated[TypedMeeting, Form()],
) -> Response:
    """Arrange a meeting."""
    try:
        meeting = service.arrange(session, actor, read_meeting(typed))
    except InvalidError as refused:
        return _form(request, session, actor, typed, refused=refused)
    return _to(meeting, "/agenda")


@router.get("/{meeting_id}", dependencies=READ)
def meeting(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    decided: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """Show a meeting and its agenda."""
    found = service.get(session, actor, meeting_id)
    lines = agenda.agenda(session, actor, found)
    own = service.is_own(actor, found)
    people = [line.item.young_person_id for line in lines]
    newest = runs.newest(session, actor) if own else None
    return render(
        request,
        "forum/meeting.html",
        meeting=found,
        lines=lines,
        own=own,
        outside=agenda.outside(session, actor, found, people) if own else {},
        has_pack=not own and parts.has(session, actor, found, parts.PACK),
        over=sum(line.item.minutes for line in lines) - found.length,
        unasked=agenda.unasked(session, actor, found, lines) if own else 0,
        newer=newest is not None and newest.id != found.run_id,
        newest=newest,
        decided=[line.name for line in lines if line.item.id == decided],
        words=words,
    )


@router.get("/{meeting_id}/change", dependencies=RUN)
def ask_to_change(
    request: Request, session: PageSession, actor: PageActor, meeting_id: str
) -> HTMLResponse:
    """Ask when the meeting is and who is there, with what is kept filled in."""
    found = service.own(session, actor, meeting_id)
    return _form(request, session, actor, as_kept(found), found)


@router.post("/{meeting_id}/change", dependencies=RUN)
def change(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    typed: Annotated[TypedMeeting, Form()],
) -> Response:
    """Change a meeting."""
    found = service.own(session, actor, meeting_id)
    try:
        service.change(session, actor, meeting_id, read_meeting(typed))
    except AppError as refused:
        return _form(request, session, actor, typed, found, refused)
    return _to(found)


@router.post("/{meeting_id}/newest", dependencies=RUN)
def look_at_newest(session: PageSession, actor: PageActor, meeting_id: str) -> Response:
    """Look at what the newest run found."""
    service.look_at_newest(session, actor, meeting_id)
    return _to(service.own(session, actor, meeting_id))


@router.get("/{meeting_id}/agenda", dependencies=RUN)
def choose(
    request: Request, session: PageSession, actor: PageActor, meeting_id: str
) -> HTMLResponse:
    """Ask which young people are on the agenda."""
    return _choose(request, session, actor, meeting_id)


@router.post("/{meeting_id}/agenda", dependencies=RUN)
def add(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    young_person: Chosen = None,
) -> Response:
    """Put young people on the agenda."""
    chosen = (young_person or [])[:MOST_CHOSEN]
    try:
        agenda.add(session, actor, meeting_id, chosen)
    except InvalidError as refused:
        return _choose(request, session, actor, meeting_id, refused)
    return _to(service.own(session, actor, meeting_id))


@router.post("/{meeting_id}/agenda/{item_id}", dependencies=RUN)
def change_agenda(
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    item_id: str,
    do: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Move a young person up or down the agenda, or take them off it."""
    if do == "remove":
        agenda.remove(session, actor, meeting_id, item_id)
    else:
        agenda.move(session, actor, meeting_id, item_id, 1 if do == "down" else -1)
    return _to(service.own(session, actor, meeting_id))


def _to(meeting: Meeting, page: str = "") -> RedirectResponse:
    return RedirectResponse(f"/forums/{meeting.id}{page}", HTTPStatus.SEE_OTHER)


def _form(
    request: Request,
    session: PageSession,
    actor: PageActor,
    typed: TypedMeeting,
    meeting: Meeting | None = None,
    refused: AppError | None = None,
) -> HTMLResponse:
    return render(
        request,
        "forum/form.html",
        status_code=refused.status if refused else 200,
        typed=typed,
        meeting=meeting,
        members=service.members(session, actor),
        errors=said_by_field(refused, "name"),
    )


def _choose(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    refused: AppError | None = None,
) -> HTMLResponse:
    found = service.own(session, actor, meeting_id)
    return render(
        request,
        "forum/choose.html",
        status_code=refused.status if refused else 200,
        meeting=found,
        rows=agenda.could_be_added(session, actor, found),
        errors=said_by_field(refused, "young_person"),
    )
