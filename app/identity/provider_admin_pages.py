"""The administrator's page about the organisation's own sign-in service."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.core.db import open_system_session
from app.core.errors import FieldError, InvalidError
from app.core.permissions import Permission, requires
from app.identity import oidc, provider, provider_settings
from app.identity.browser import settings_of
from app.identity.dependencies import PageActor
from app.web.refusals import said_by_field
from app.web.templates import render

AT = "/admin/sign-in"
router = APIRouter(
    prefix=AT,
    dependencies=[requires(Permission.MANAGE_PEOPLE)],
    include_in_schema=False,
)
Typed = Annotated[str, Form(max_length=1000)]
NOT_READ = "Hearth cannot read this service’s description, or it names another issuer"


@router.get("")
def show(request: Request, actor: PageActor) -> Response:
    """Show the organisation's sign-in service, and whose account is whose."""
    return _page(request, actor, {})


@router.post("")
def save(
    request: Request,
    actor: PageActor,
    issuer: Typed = "",
    client_id: Typed = "",
    secret: Typed = "",
    second_step: Typed = "",
) -> Response:
    """Keep the service, once its description was read."""
    typed = provider_settings.Typed(
        issuer.strip(), client_id.strip(), secret, second_step
    )
    again = {name: kept for name, kept in asdict(typed).items() if name != "secret"}
    try:
        provider_settings.checked(actor, typed, settings_of(request))
        oidc.places(typed.issuer, settings_of(request).private_networks)
        with open_system_session(request.app.state.engine) as session:
            provider_settings.save(session, actor, typed)
            session.commit()
    except InvalidError as refused:
        return _page(request, actor, again, refused)
    except oidc.ProviderError:
        wrong = FieldError(pointer="/issuer", detail=NOT_READ)
        return _page(request, actor, again, InvalidError(errors=[wrong]))
    return RedirectResponse(AT, HTTPStatus.SEE_OTHER)


@router.post("/stop")
def stop(request: Request, actor: PageActor) -> Response:
    """Use the service no more."""
    with open_system_session(request.app.state.engine) as session:
        provider_settings.stop(session, actor)
        session.commit()
    return RedirectResponse(AT, HTTPStatus.SEE_OTHER)


@router.post("/accounts")
def link(
    request: Request, actor: PageActor, person: Typed = "", subject: Typed = ""
) -> Response:
    """Say which account is somebody's."""
    subject = subject.strip()
    try:
        with open_system_session(request.app.state.engine) as session:
            provider_settings.link(session, actor, person, subject)
            session.commit()
    except InvalidError as refused:
        return _page(request, actor, {"person": person, "subject": subject}, refused)
    return RedirectResponse(AT, HTTPStatus.SEE_OTHER)


@router.post("/accounts/remove")
def unlink(request: Request, actor: PageActor, account: Typed = "") -> Response:
    """Say that an account is nobody's any more."""
    with open_system_session(request.app.state.engine) as session:
        provider_settings.unlink(session, actor, account)
        session.commit()
    return RedirectResponse(AT, HTTPStatus.SEE_OTHER)


def _page(
    request: Request,
    actor: PageActor,
    typed: dict[str, str],
    refused: InvalidError | None = None,
) -> Response:
    with open_system_session(request.app.state.engine) as session:
        kept = provider_settings.kept(session, actor)
        linked = provider_settings.linked(session, actor)
        people = provider_settings.people(session, actor)
        session.commit()
    return render(
        request,
        "identity/sign_in_service.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused),
        kept=kept,
        linked=linked,
        people=people,
        typed=typed,
        redirect=provider.redirect(settings_of(request)),
    )
