"""The page on which a meeting decides about a young person on its agenda."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.permissions import Permission, requires
from app.decisions import asking
from app.decisions.forms import Typed
from app.forum import service as forums
from app.identity.dependencies import PageActor, PageSession

router = APIRouter(
    prefix="/forums/{meeting_id}/decide/{item_id}",
    dependencies=[requires(Permission.RUN_FORUMS, Permission.RECORD_DECISIONS)],
    include_in_schema=False,
)


@router.get("")
def ask(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    item_id: str,
) -> HTMLResponse:
    """Ask what the meeting decided, of what the run it looks at found."""
    meeting, key = forums.to_decide(session, actor, meeting_id, item_id)
    typed = asking.begun(session, actor, key, meeting.run_id, "")
    place = _place(meeting_id, item_id, key)
    return asking.form(request, session, actor, place, typed)


@router.post("")
def record(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    item_id: str,
    typed: Annotated[Typed, Form()],
) -> Response:
    """Show the answers to be checked; record them, and go back to the agenda."""
    meeting, key = forums.to_decide(session, actor, meeting_id, item_id)
    typed = typed.model_copy(update={"run": meeting.run_id})
    place = _place(meeting_id, item_id, key)
    where = f"/forums/{meeting_id}?decided={item_id}"
    return asking.answered(request, session, actor, place, typed) or RedirectResponse(
        where, HTTPStatus.SEE_OTHER
    )


def _place(meeting_id: str, item_id: str, young_person_id: str) -> asking.Place:
    at = f"/forums/{meeting_id}"
    back = f"{at}/chair/{item_id}"
    return asking.Place(
        young_person_id, f"{at}/decide/{item_id}", back, "leading this item"
    )
