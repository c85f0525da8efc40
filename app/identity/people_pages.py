"""The administrator's pages: who may act for the organisation."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.actor import ROLE_HINTS, ROLE_LABELS, ROLES_OF
from app.core.db import SystemSession, open_system_session
from app.core.errors import AppError, ConflictError, InvalidError
from app.core.permissions import Permission, requires
from app.identity import ofsted, people
from app.identity.browser import settings_of
from app.identity.dependencies import PageActor
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/admin/people",
    dependencies=[requires(Permission.MANAGE_PEOPLE)],
    include_in_schema=False,
)


def _everything(request: Request) -> Iterator[SystemSession]:
    with open_system_session(request.app.state.engine) as session:
        yield session
        session.commit()


Everything = Annotated[SystemSession, Depends(_everything, scope="function")]


@router.get("")
def show_everyone(request: Request, session: Everything, actor: PageActor) -> Response:
    """Show who acts for the organisation, and who did."""
    found = people.colleagues(session, actor)
    return render(
        request,
        "identity/people.html",
        people=found,
        labels=ROLE_LABELS,
        urn=ofsted.urns(session, [actor.organisation_id]).get(actor.organisation_id),
    )


@router.get("/new")
def ask_to_invite(request: Request, actor: PageActor) -> Response:
    """Ask who is to act for the organisation."""
    return _invitation(request, actor)


@router.post("")
def invite(
    request: Request,
    session: Everything,
    actor: PageActor,
    name: Annotated[str, Form(max_length=1000)] = "",
    email: Annotated[str, Form(max_length=1000)] = "",
    roles: Annotated[tuple[str, ...], Form()] = (),
) -> Response:
    """Let somebody in, and show the link to hand to them."""
    try:
        person_id, link = people.invite(
            session, actor, name=name, email=email, roles=roles
        )
    except InvalidError as refused:
        session.rollback()
        return _invitation(request, actor, refused, name, email, roles)
    return _hand_over(request, session, actor, person_id, link)


@router.get("/{person_id}")
def show_person(
    request: Request,
    session: Everything,
    actor: PageActor,
    person_id: str,
    saved: Annotated[bool, Query()] = False,
) -> Response:
    """Show what somebody may do, and offer to change it."""
    return _person(request, session, actor, person_id, saved=saved)


@router.post("/{person_id}/roles")
def change_roles(
    request: Request,
    session: Everything,
    actor: PageActor,
    person_id: str,
    roles: Annotated[tuple[str, ...], Form()] = (),
) -> Response:
    """Change what somebody may do."""
    try:
        people.change_roles(session, actor, person_id, roles)
    except (InvalidError, ConflictError) as refused:
        session.rollback()
        return _person(request, session, actor, person_id, refused)
    to = f"/admin/people/{person_id}?saved=true"
    return RedirectResponse(to, HTTPStatus.SEE_OTHER)


@router.post("/{person_id}/end")
def end_access(
    request: Request, session: Everything, actor: PageActor, person_id: str
) -> Response:
    """End somebody's access from this moment."""
    try:
        people.end_access(session, actor, person_id)
    except ConflictError as refused:
        session.rollback()
        return _person(request, session, actor, person_id, refused)
    to = f"/admin/people/{person_id}?saved=true"
    return RedirectResponse(to, HTTPStatus.SEE_OTHER)


@router.post("/{person_id}/link")
def make_link(
    request: Request,
    session: Everything,
    actor: PageActor,
    person_id: str,
    codes_too: Annotated[bool, Form()] = False,
) -> Response:
    """Make a link with which somebody chooses a new password, and show it once."""
    try:
        link = people.recover(session, actor, person_id, codes_too=codes_too)
    except ConflictError as refused:
        session.rollback()
        return _person(request, session, actor, person_id, refused)
    return _hand_over(request, session, actor, person_id, link)


def _invitation(
    request: Request,
    actor: PageActor,
    refused: InvalidError | None = None,
    name: str = "",
    email: str = "",
    roles: tuple[str, ...] = (),
) -> Response:
    return render(
        request,
        "identity/invite.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused),
        name=name,
        email=email,
        roles=roles,
        offered=ROLES_OF[actor.organisation_kind],
        labels=ROLE_LABELS,
        hints=ROLE_HINTS,
    )


def _person(
    request: Request,
    session: SystemSession,
    actor: PageActor,
    person_id: str,
    refused: AppError | None = None,
    *,
    saved: bool = False,
) -> Response:
    return render(
        request,
        "identity/person.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused, otherwise="roles"),
        person=people.colleague(session, actor, person_id),
        own=person_id == actor.person_id,
        offered=ROLES_OF[actor.organisation_kind],
        labels=ROLE_LABELS,
        hints=ROLE_HINTS,
        saved=saved,
    )


def _hand_over(
    request: Request,
    session: SystemSession,
    actor: PageActor,
    person_id: str,
    link: str,
) -> Response:
    return render(
        request,
        "identity/hand_over.html",
        person=people.colleague(session, actor, person_id),
        address=f"{str(settings_of(request).base_url).rstrip('/')}/link/{link}",
    )
