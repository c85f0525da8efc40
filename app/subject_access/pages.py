"""Who saw what is kept about somebody, and all of it as a file."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.audit.service import reasons
from app.core.actor import Actor
from app.core.db import open_system_session
from app.core.errors import InvalidError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.subject_access import homes, service
from app.subject_access.bundle import About, Seen, seen
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    dependencies=[requires(Permission.TAKE_OUT_RECORDS)], include_in_schema=False
)
Reason = Annotated[str, Form(max_length=40)]


@router.get("/young-people/{young_person_id}/kept")
def show(
    request: Request, session: PageSession, actor: PageActor, young_person_id: str
) -> Response:
    """Show who saw what is kept about a young person, and offer to take it out."""
    about = service.about(session, actor, young_person_id)
    return _page(request, about, _seen(request, session, actor, about))


@router.post("/young-people/{young_person_id}/kept")
def take_out(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    reason: Reason = "",
) -> Response:
    """Give everything that is kept about a young person as a file."""
    about = service.about(session, actor, young_person_id)
    by = _seen(request, session, actor, about)
    try:
        return _file(service.bundle(session, actor, young_person_id, reason, by))
    except InvalidError as refused:
        return _page(request, about, by, refused)


@router.get("/households/{household_id}/kept")
def show_home(
    request: Request, session: PageSession, actor: PageActor, household_id: str
) -> Response:
    """Show who saw what is kept about a home, and offer to take it out."""
    about = homes.about(session, actor, household_id)
    return _page(request, about, _seen(request, session, actor, about))


@router.post("/households/{household_id}/kept")
def take_out_home(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    reason: Reason = "",
) -> Response:
    """Give everything that is kept about a home and its carers as a file."""
    about = homes.about(session, actor, household_id)
    by = _seen(request, session, actor, about)
    try:
        return _file(homes.bundle(session, actor, household_id, reason, by))
    except InvalidError as refused:
        return _page(request, about, by, refused)


def _file(packed: bytes) -> Response:
    return Response(
        packed,
        media_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="kept.zip"'},
    )


def _page(
    request: Request, about: About, by: list[Seen], refused: InvalidError | None = None
) -> Response:
    return render(
        request,
        "subject_access/kept.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused),
        about=about,
        seen=by,
        reasons=reasons(),
    )


def _seen(
    request: Request, session: PageSession, actor: Actor, about: About
) -> list[Seen]:
    # SQLite lets one transaction write at a time: this one is done with first.
    session.commit()
    with open_system_session(request.app.state.engine) as system:
        return seen(system, actor, about)
