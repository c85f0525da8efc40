"""The administrator's page about their agency's number at Ofsted."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.core.db import open_system_session
from app.core.errors import InvalidError
from app.core.permissions import Permission, requires
from app.identity import ofsted
from app.identity.dependencies import PageActor, PageReading
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/admin/ofsted",
    dependencies=[requires(Permission.MANAGE_PEOPLE)],
    include_in_schema=False,
)


@router.get("")
def show(request: Request, session: PageReading, actor: PageActor) -> Response:
    """Show the number, to change it."""
    return _page(request, ofsted.own_urn(session, actor))


@router.post("")
def keep(
    request: Request,
    actor: PageActor,
    urn: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Keep the number."""
    try:
        with open_system_session(request.app.state.engine) as session:
            ofsted.keep_urn(session, actor, urn)
            session.commit()
    except InvalidError as refused:
        return _page(request, urn, refused)
    return RedirectResponse("/admin/people", HTTPStatus.SEE_OTHER)


def _page(
    request: Request, typed: str, refused: InvalidError | None = None
) -> Response:
    return render(
        request,
        "identity/ofsted.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused),
        typed=typed,
    )
