"""The administrator's page about keys for programs."""

from collections.abc import Collection
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.core.errors import InvalidError
from app.core.permissions import Permission, requires
from app.core.scopes import SCOPES
from app.identity import api_keys
from app.identity.browser import settings_of
from app.identity.dependencies import TOKENS, PageActor
from app.identity.people_pages import Everything
from app.identity.tokens import halves
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/admin/api-keys",
    dependencies=[requires(Permission.MANAGE_PEOPLE)],
    include_in_schema=False,
)
Typed = Annotated[str, Form(max_length=1000)]


@router.get("")
def show(request: Request, session: Everything, actor: PageActor) -> Response:
    """Show the organisation's keys, and offer to make one."""
    return _page(request, session, actor, {})


@router.post("")
def make(
    request: Request,
    session: Everything,
    actor: PageActor,
    name: Typed = "",
    membership: Typed = "",
    scopes: Annotated[tuple[str, ...], Form()] = (),
    days: Typed = "",
) -> Response:
    """Make a key, and show it this once."""
    typed = {"name": name, "membership": membership, "days": days}
    try:
        key = api_keys.make(
            session,
            actor,
            name=name,
            membership_id=membership,
            scopes=scopes,
            days=days,
        )
    except InvalidError as refused:
        session.rollback()
        return _page(request, session, actor, typed, scopes, refused)
    client_id, client_secret = halves(key)
    return render(
        request,
        "identity/new_api_key.html",
        key=key,
        name=name,
        client_id=client_id,
        client_secret=client_secret,
        token_address=f"{str(settings_of(request).base_url).rstrip('/')}{TOKENS}",
    )


@router.post("/{key_id}/end")
def end(session: Everything, actor: PageActor, key_id: str) -> Response:
    """Take a key back."""
    api_keys.end(session, actor, key_id)
    return RedirectResponse("/admin/api-keys", HTTPStatus.SEE_OTHER)


def _page(
    request: Request,
    session: Everything,
    actor: PageActor,
    typed: dict[str, str],
    ticked: Collection[str] = (),
    refused: InvalidError | None = None,
) -> Response:
    return render(
        request,
        "identity/api_keys.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused),
        typed=typed,
        ticked=ticked,
        offered=SCOPES,
        keys=api_keys.keys(session, actor),
        holders=api_keys.holders(session, actor),
        lasting=api_keys.DAYS,
    )
