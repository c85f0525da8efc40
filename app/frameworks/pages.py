"""The administrator's page about frameworks."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.actor import Actor, OrganisationKind
from app.core.db import SystemSession, open_system_session
from app.core.errors import InvalidError
from app.core.permissions import Permission, may, requires
from app.frameworks import keeping
from app.identity.dependencies import PageActor
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(prefix="/admin/frameworks", include_in_schema=False)
READ = [requires(Permission.MANAGE_PEOPLE)]
KEEP = [requires(Permission.KEEP_FRAMEWORKS)]
Member = Annotated[str, Form(max_length=40)]


def _everything(request: Request) -> Iterator[SystemSession]:
    with open_system_session(request.app.state.engine) as session:
        yield session
        session.commit()


Everything = Annotated[SystemSession, Depends(_everything, scope="function")]


@router.get("", dependencies=READ)
def show(
    request: Request,
    session: Everything,
    actor: PageActor,
    saved: Annotated[bool, Query()] = False,
) -> Response:
    """Show the frameworks the organisation keeps, is on or is asked to join."""
    return _page(request, session, actor, saved=saved)


@router.post("", dependencies=KEEP)
def make(
    request: Request,
    session: Everything,
    actor: PageActor,
    name: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Make a framework."""
    try:
        keeping.make(session, actor, name)
    except InvalidError as refused:
        session.rollback()
        return _page(request, session, actor, refused, name=name)
    return _done()


@router.post("/{framework_id}/ask", dependencies=KEEP)
def ask(
    request: Request,
    session: Everything,
    actor: PageActor,
    framework_id: str,
    member: Member = "",
) -> Response:
    """Ask an organisation to join."""
    try:
        keeping.ask(session, actor, framework_id, member)
    except InvalidError as refused:
        session.rollback()
        return _page(request, session, actor, refused, asking=framework_id)
    return _done()


@router.post("/{framework_id}/take-off", dependencies=KEEP)
def take_off(
    session: Everything, actor: PageActor, framework_id: str, member: Member = ""
) -> Response:
    """Take an organisation off."""
    keeping.take_off(session, actor, framework_id, member)
    return _done()


@router.post("/{framework_id}/join", dependencies=READ)
def join(session: Everything, actor: PageActor, framework_id: str) -> Response:
    """Join a framework one was asked to join."""
    keeping.join(session, actor, framework_id)
    return _done()


@router.post("/{framework_id}/leave", dependencies=READ)
def leave(session: Everything, actor: PageActor, framework_id: str) -> Response:
    """Leave a framework, or end one's own."""
    keeping.leave(session, actor, framework_id)
    return _done()


def _done() -> Response:
    return RedirectResponse("/admin/frameworks?saved=true", HTTPStatus.SEE_OTHER)


def _page(
    request: Request,
    session: SystemSession,
    actor: Actor,
    refused: InvalidError | None = None,
    *,
    name: str = "",
    asking: str = "",
    saved: bool = False,
) -> Response:
    errors = said_by_field(refused)
    if asking:
        errors = [{**one, "field": f"member-{asking}"} for one in errors]
    return render(
        request,
        "frameworks/frameworks.html",
        status_code=refused.status if refused else 200,
        found=keeping.seen(session, actor),
        organisations=keeping.could_join(session, actor),
        is_group=actor.organisation_kind is OrganisationKind.GROUP,
        may_make=may(actor, Permission.KEEP_FRAMEWORKS)
        and actor.organisation_kind is OrganisationKind.AUTHORITY,
        name=name,
        errors=errors,
        saved=saved,
    )
