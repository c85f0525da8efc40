"""The administrator's pages about webhooks."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.errors import InvalidError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.web.refusals import said_by_field
from app.web.templates import render
from app.webhooks import service
from app.webhooks.models import DeliveryState

router = APIRouter(
    prefix="/admin/webhooks",
    dependencies=[requires(Permission.MANAGE_PEOPLE)],
    include_in_schema=False,
)
Typed = Annotated[str, Form(max_length=10_000)]
STATES = {
    DeliveryState.WAITING: "Waiting",
    DeliveryState.DELIVERED: "Delivered",
    DeliveryState.GIVEN_UP: "Given up",
}
ENDED = {
    "not_allowed": "The address is inside a network Hearth does not send to",
    "timed_out": "The program took too long",
    "no_answer": "Nobody answered",
}
"""How an attempt ended that got no answer; else it is the answer's status."""


@router.get("")
def show(request: Request, session: PageSession, actor: PageActor) -> Response:
    """Show the organisation's webhooks, and offer to make one."""
    return _page(request, session, actor, {"about": list(service.ABOUT)})


@router.post("")
def make(
    request: Request,
    session: PageSession,
    actor: PageActor,
    name: Typed = "",
    address: Typed = "",
    membership: Typed = "",
    about: Annotated[tuple[str, ...], Form()] = (),
) -> Response:
    """Make a webhook, and show its secret this once."""
    try:
        made, secret = service.make(
            session,
            actor,
            request.app.state.settings,
            name=name,
            address=address,
            membership_id=membership,
            about=about,
        )
    except InvalidError as refused:
        session.rollback()
        typed = {
            "name": name,
            "address": address,
            "membership": membership,
            "about": list(about),
        }
        return _page(request, session, actor, typed, refused)
    return _secret(request, made.id, secret)


@router.get("/{webhook_id}")
def read(
    request: Request,
    session: PageSession,
    actor: PageActor,
    webhook_id: str,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Show one webhook, and what was and is to be sent to it."""
    return render(
        request,
        "webhooks/webhook.html",
        seen=service.one(session, actor, webhook_id),
        about=service.ABOUT,
        page=service.sent(session, actor, webhook_id, page),
        states=STATES,
        ended=ENDED,
    )


@router.post("/{webhook_id}/pause")
def pause(session: PageSession, actor: PageActor, webhook_id: str) -> Response:
    """Send nothing to it for a while."""
    service.pause(session, actor, webhook_id)
    return _to(webhook_id)


@router.post("/{webhook_id}/resume")
def resume(session: PageSession, actor: PageActor, webhook_id: str) -> Response:
    """Go on sending to it."""
    service.resume(session, actor, webhook_id)
    return _to(webhook_id)


@router.post("/{webhook_id}/test")
def test(session: PageSession, actor: PageActor, webhook_id: str) -> Response:
    """Send it a message that tells of nothing."""
    service.test(session, actor, webhook_id)
    return _to(webhook_id)


@router.post("/{webhook_id}/again")
def send_again(
    session: PageSession,
    actor: PageActor,
    webhook_id: str,
    message: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Send one message again, or all that were given up."""
    service.send_again(session, actor, webhook_id, message)
    return _to(webhook_id)


@router.post("/{webhook_id}/secret")
def renew_secret(
    request: Request, session: PageSession, actor: PageActor, webhook_id: str
) -> Response:
    """Make another secret, and show it this once."""
    secret = service.renew_secret(session, actor, webhook_id)
    return _secret(request, webhook_id, secret)


@router.post("/{webhook_id}/end")
def end(session: PageSession, actor: PageActor, webhook_id: str) -> Response:
    """Take it away."""
    service.end(session, actor, webhook_id)
    return RedirectResponse("/admin/webhooks", HTTPStatus.SEE_OTHER)


def _to(webhook_id: str) -> Response:
    return RedirectResponse(f"/admin/webhooks/{webhook_id}", HTTPStatus.SEE_OTHER)


def _secret(request: Request, webhook_id: str, secret: str) -> Response:
    return render(request, "webhooks/secret.html", webhook_id=webhook_id, secret=secret)


def _page(
    request: Request,
    session: PageSession,
    actor: PageActor,
    typed: Mapping[str, str | Sequence[str]],
    refused: InvalidError | None = None,
) -> Response:
    return render(
        request,
        "webhooks/webhooks.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused),
        typed=typed,
        webhooks=service.seen(session, actor),
        hearers=service.hearers(session, actor),
        about=service.ABOUT,
    )
