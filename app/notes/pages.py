"""The page on which notes are written and read."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from app.core.errors import AppError, InvalidError
from app.core.permissions import Permission, may, requires
from app.identity.dependencies import PageActor, PageSession
from app.notes import service
from app.notes.schemas import LONGEST_NOTE
from app.web.refusals import said_by_field
from app.web.templates import render
from app.web.typed import Long, Short

router = APIRouter(
    prefix="/young-people/{young_person_id}/notes", include_in_schema=False
)
READERS = {"own": False, "everyone": True}


class Typed(BaseModel):
    """The form with which a note is written, as it was typed."""

    household: Short = ""
    text: Long = ""
    readers: Short = ""


@router.get("", dependencies=[requires(Permission.READ_MATCH_RUNS)])
def notes(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    household: Annotated[str, Query(max_length=40)] = "",
    saved: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """Show the notes about a young person, and ask what else is known."""
    typed = Typed(household=household)
    return _page(request, session, actor, young_person_id, typed, saved=saved)


@router.post("", dependencies=[requires(Permission.WRITE_NOTES)])
def write(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    typed: Annotated[Typed, Form()],
) -> Response:
    """Keep a note."""
    try:
        service.write(
            session,
            actor,
            young_person_id,
            typed.text,
            typed.household or None,
            everyone=READERS.get(typed.readers),
        )
    except InvalidError as refused:
        return _page(request, session, actor, young_person_id, typed, refused)
    where = f"/young-people/{young_person_id}/notes?saved=yes"
    if typed.household:
        where = f"{where}&household={typed.household}"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _page(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    typed: Typed,
    refused: AppError | None = None,
    saved: str = "",
) -> HTMLResponse:
    it = service.asked(session, actor, young_person_id, typed.household or None)
    return render(
        request,
        "notes/notes.html",
        status_code=refused.status if refused else 200,
        it=it,
        person=it.person,
        notes=service.about(session, actor, young_person_id),
        writes=may(actor, Permission.WRITE_NOTES),
        typed=typed,
        longest=LONGEST_NOTE,
        saved=saved,
        errors=said_by_field(refused, "text"),
    )
