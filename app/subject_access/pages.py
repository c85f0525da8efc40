"""Who saw what is kept about a young person, and all of it as a file."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.audit.service import reasons
from app.core.db import open_system_session
from app.core.errors import InvalidError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.subject_access import service
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/young-people/{young_person_id}/kept",
    dependencies=[requires(Permission.TAKE_OUT_RECORDS)],
    include_in_schema=False,
)


@router.get("")
def show(
    request: Request, session: PageSession, actor: PageActor, young_person_id: str
) -> Response:
    """Show who saw what is kept, and offer to take it out."""
    return _page(request, session, actor, young_person_id)


@router.post("")
def take_out(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    reason: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Give everything that is kept as a file."""
    _, seen = _seen(request, session, actor, young_person_id)
    try:
        packed = service.bundle(session, actor, young_person_id, reason, seen)
    except InvalidError as refused:
        return _page(request, session, actor, young_person_id, refused)
    return Response(
        packed,
        media_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="kept.zip"'},
    )


def _page(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    refused: InvalidError | None = None,
) -> Response:
    about, seen = _seen(request, session, actor, young_person_id)
    return render(
        request,
        "subject_access/kept.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused),
        about=about,
        seen=seen,
        reasons=reasons(),
    )


def _seen(
    request: Request, session: PageSession, actor: PageActor, young_person_id: str
) -> tuple[service.About, list[service.Seen]]:
    about = service.about(session, actor, young_person_id)
    # SQLite lets one transaction write at a time: this one is done with first.
    session.commit()
    with open_system_session(request.app.state.engine) as system:
        return about, service.seen(system, actor, about)
