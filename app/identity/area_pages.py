"""The administrator's page about where their authority lies."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import open_system_session
from app.core.errors import InvalidError
from app.core.permissions import Permission, requires
from app.identity import areas
from app.identity.areas import TypedArea
from app.identity.dependencies import PageActor, PageReading
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/admin/area",
    dependencies=[requires(Permission.MANAGE_PEOPLE)],
    include_in_schema=False,
)


@router.get("")
def show(request: Request, session: PageReading, actor: PageActor) -> Response:
    """Show where the authority lies, to change it."""
    return _page(request, session, actor, areas.own_area(session, actor))


@router.post("")
def keep(
    request: Request,
    session: PageReading,
    actor: PageActor,
    outcodes: Annotated[str, Form(max_length=5000)] = "",
    adjoining: Annotated[list[str] | None, Form(max_length=500)] = None,
) -> Response:
    """Keep where the authority lies."""
    typed = TypedArea(outcodes, adjoining or [])
    try:
        with open_system_session(request.app.state.engine) as everything:
            areas.keep_area(everything, actor, typed)
            everything.commit()
    except InvalidError as refused:
        return _page(request, session, actor, typed, refused)
    return RedirectResponse("/admin/people", HTTPStatus.SEE_OTHER)


def _page(
    request: Request,
    session: Session,
    actor: Actor,
    typed: TypedArea,
    refused: InvalidError | None = None,
) -> Response:
    return render(
        request,
        "identity/area.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused),
        typed=typed,
        neighbours=areas.neighbours(session, actor),
    )
