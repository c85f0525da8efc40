"""The questions to send before a meeting: whom they are about, and sending them."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.core.permissions import Permission, requires
from app.forum import agenda, service
from app.forum.models import Meeting
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.requests import service as requests
from app.web.templates import render

router = APIRouter(
    prefix="/forums/{meeting_id}/questions",
    dependencies=[requires(Permission.RUN_FORUMS)],
    include_in_schema=False,
)
BEFORE = timedelta(days=1)
"""How long before the meeting an answer is needed."""


@router.get("")
def questions(
    request: Request, session: PageSession, actor: PageActor, meeting_id: str
) -> HTMLResponse:
    """Show what nobody was asked about those on the agenda."""
    meeting = service.own(session, actor, meeting_id)
    found = _not_asked(session, actor, meeting)
    # The first of each home decides most; the others can be added.
    first = [one.key for one in found if one.place == 0]
    return _page(request, session, actor, meeting, found, chosen=first)


@router.post("")
def send(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    question: Annotated[list[str] | None, Form()] = None,
) -> HTMLResponse:
    """Ask what was chosen, for an answer the day before the meeting."""
    meeting = service.own(session, actor, meeting_id)
    found = _not_asked(session, actor, meeting)
    chosen = [one for one in found if one.key in set(question or ())]
    if not chosen:
        said = [{"field": "question", "text": "Select at least one question"}]
        return _page(request, session, actor, meeting, found, errors=said)
    sent, left = requests.send_all(session, actor, chosen, meeting.held_on - BEFORE)
    rest = _not_asked(session, actor, meeting)
    return _page(request, session, actor, meeting, rest, sent=sent, left=left)


def _not_asked(
    session: PageSession, actor: PageActor, meeting: Meeting
) -> list[requests.Question]:
    since = runs.get(session, actor, meeting.run_id).created_at
    shown = agenda.options_shown(session, actor, meeting)
    return requests.not_asked(session, actor, shown, since)


def _page(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting: Meeting,
    found: list[requests.Question],
    **said: Any,
) -> HTMLResponse:
    run = runs.get(session, actor, meeting.run_id)
    names = runs.names(session, actor, run)
    return render(
        request,
        "forum/questions.html",
        status_code=422 if "errors" in said else 200,
        meeting=meeting,
        rows=found,
        people=names["young_people"],
        homes=names["homes"],
        due=meeting.held_on - BEFORE,
        **said,
    )
