"""Webhooks through the API."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import (
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    problem_responses,
)
from app.core.permissions import Permission, requires
from app.identity.dependencies import ApiActor, ApiSession
from app.repeats.schemas import IdempotencyKey
from app.repeats.service import once
from app.webhooks import service
from app.webhooks.models import Delivery, DeliveryState, Webhook
from app.webhooks.schemas import (
    DeliveryList,
    DeliveryRead,
    RoleList,
    RoleRead,
    SecretRead,
    SendAgain,
    WebhookList,
    WebhookMade,
    WebhookRead,
    WebhookWrite,
)

ANY = (NotSignedInError, NotPermittedError, InvalidError)

router = APIRouter(
    prefix="/webhooks",
    tags=["Webhooks"],
    dependencies=[requires(Permission.MANAGE_PEOPLE)],
    responses=problem_responses(*ANY, NotFoundError),
)


@router.get("")
def list_webhooks(session: ApiSession, actor: ApiActor) -> WebhookList:
    """List your organisation's webhooks, the oldest first."""
    return WebhookList(items=[_read(one) for one in service.seen(session, actor)])


@router.post("", status_code=201)
def make_webhook(
    request: Request,
    session: ApiSession,
    actor: ApiActor,
    wanted: WebhookWrite,
    idempotency_key: IdempotencyKey = None,
) -> WebhookMade:
    """Make a webhook that is told of what happens from now on."""
    secret = None

    def make() -> Webhook:
        nonlocal secret
        made, secret = service.make(
            session,
            actor,
            request.app.state.settings,
            name=wanted.name,
            address=wanted.address,
            membership_id=wanted.membership,
            about=wanted.about,
        )
        return made

    made = once(
        session,
        actor,
        idempotency_key,
        ("webhooks", wanted),
        make=make,
        read=lambda key: service.one(session, actor, key).webhook,
    )
    read = _read(service.one(session, actor, made.id))
    return WebhookMade(**read.model_dump(), secret=secret)


@router.get("/roles")
def list_webhook_roles(session: ApiSession, actor: ApiActor) -> RoleList:
    """List the roles a webhook can hear in: those that read records."""
    hearers = service.hearers(session, actor)
    return RoleList(
        items=[RoleRead(id=one.membership_id, words=one.words) for one in hearers]
    )


@router.get("/{webhook_id}")
def read_webhook(session: ApiSession, actor: ApiActor, webhook_id: str) -> WebhookRead:
    """Read a webhook, never its secret."""
    return _read(service.one(session, actor, webhook_id))


def _changes(word: str, do: Callable[[Session, Actor, str], None]) -> None:
    """Add the route that does something to a webhook and answers how it is then."""

    def change(session: ApiSession, actor: ApiActor, webhook_id: str) -> WebhookRead:
        do(session, actor, webhook_id)
        return _read(service.one(session, actor, webhook_id))

    name = f"{word}_webhook"
    path = f"/{{webhook_id}}/{word}"
    router.post(path, name=name, description=do.__doc__)(change)


_changes("pause", service.pause)
_changes("resume", service.resume)
_changes("test", service.test)


@router.post("/{webhook_id}/secret")
def renew_webhook_secret(
    session: ApiSession, actor: ApiActor, webhook_id: str
) -> SecretRead:
    """Make another secret; the one before it signs as well for 24 hours."""
    return SecretRead(secret=service.renew_secret(session, actor, webhook_id))


@router.post("/{webhook_id}/end")
def end_webhook(session: ApiSession, actor: ApiActor, webhook_id: str) -> WebhookRead:
    """Take it away, with what waits for it; the answer is what it was."""
    was = _read(service.one(session, actor, webhook_id))
    service.end(session, actor, webhook_id)
    return was


@router.get("/{webhook_id}/deliveries")
def list_deliveries(
    session: ApiSession,
    actor: ApiActor,
    webhook_id: str,
    state: Annotated[
        DeliveryState | None, Query(description="Only those; given_up: dead letters.")
    ] = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> DeliveryList:
    """List what was and is to be sent to it, the newest first, 25 a page."""
    service.one(session, actor, webhook_id)
    found = service.sent(session, actor, webhook_id, page, state)
    return DeliveryList(
        items=[_delivery(one) for one in found.rows],
        page=found.number,
        pages=found.count,
        total=found.total,
    )


@router.post("/{webhook_id}/again")
def send_again(
    session: ApiSession, actor: ApiActor, webhook_id: str, wanted: SendAgain
) -> WebhookRead:
    """Send again one message that is over, or all that were given up."""
    service.send_again(session, actor, webhook_id, wanted.delivery or "")
    return _read(service.one(session, actor, webhook_id))


def _read(seen: service.Seen) -> WebhookRead:
    webhook = seen.webhook
    return WebhookRead(
        id=webhook.id,
        name=webhook.name,
        address=webhook.address,
        hears_as=seen.acts_as,
        about=webhook.about,
        made_at=webhook.made_at,
        paused_at=webhook.paused_at,
        state=seen.state,
        waiting=seen.waiting,
        given_up=seen.given_up,
    )


def _delivery(one: Delivery) -> DeliveryRead:
    return DeliveryRead(
        id=one.id,
        number=one.number,
        type=f"hearth.{one.what}",
        record_type=one.record_type,
        record_id=one.record_id,
        by=one.by_id,
        at=one.at,
        state=DeliveryState(one.state),
        attempts=one.attempts,
        tried_at=one.tried_at,
        ended=one.ended,
    )
