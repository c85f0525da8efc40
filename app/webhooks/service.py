"""Webhooks as the organisation's administrator has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.changes import service as changes
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import FieldError, InvalidError, NotFoundError, or_not_found
from app.core.paging import Page
from app.core.permissions import Permission, may, require
from app.core.settings import Environment, Settings
from app.identity import service as identity
from app.webhooks import receivers
from app.webhooks.messages import new_secret
from app.webhooks.models import Delivery, DeliveryState, Webhook
from app.webhooks.repository import DeliveryRepository, WebhookRepository

LONGEST_NAME = 200
BOTH_SIGN = timedelta(hours=24)
"""How long the secret before the newest signs as well."""
ABOUT = {
    "household": "Homes",
    "referral": "Referrals",
    "young_person": "Decisions about young people",
    "match_run": "Match runs",
}
"""What a webhook can hear of, by the type of the change feed's records."""
TEST = "webhook.test"


@dataclass(frozen=True, slots=True)
class Seen:
    """A webhook as it is on the administrator's pages."""

    webhook: Webhook
    acts_as: str
    state: str
    waiting: int
    given_up: int


def seen(session: Session, actor: Actor) -> list[Seen]:
    """Return the organisation's webhooks, the oldest first."""
    require(actor, Permission.MANAGE_PEOPLE)
    counts = DeliveryRepository(session).counts()
    everybody = identity.holders(session, actor.organisation_id, paused=True)
    words = {holder.membership_id: holder.words for holder in everybody}
    now_there = {holder.membership_id for holder in hearers(session, actor)}
    return [
        Seen(
            one,
            words[one.membership_id],
            _state(one, reads=one.membership_id in now_there),
            counts.get((one.id, DeliveryState.WAITING), 0),
            counts.get((one.id, DeliveryState.GIVEN_UP), 0),
        )
        for one in WebhookRepository(session).all()
    ]


def hearers(session: Session, actor: Actor) -> list[identity.Holder]:
    """Return the roles a webhook can hear for: those that read records."""
    require(actor, Permission.MANAGE_PEOPLE)
    return [
        holder
        for holder in identity.holders(session, actor.organisation_id)
        if may(holder.actor, Permission.READ_HOUSEHOLDS)
    ]


def one(session: Session, actor: Actor, webhook_id: str) -> Seen:
    """Return one of them.

    Raises
    ------
    NotFoundError
        When the organisation has no such webhook.
    """
    for found in seen(session, actor):
        if found.webhook.id == webhook_id:
            return found
    raise NotFoundError


def sent(
    session: Session,
    actor: Actor,
    webhook_id: str,
    number: int,
    state: DeliveryState | None = None,
) -> Page[Delivery]:
    """Return one page of what was and is to be sent to one, the newest first.

    With ``state`` only the messages that are so far.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    return DeliveryRepository(session).page(webhook_id, number, state)


def make(
    session: Session,
    actor: Actor,
    settings: Settings,
    *,
    name: str,
    address: str,
    membership_id: str,
    about: Sequence[str],
) -> tuple[Webhook, str]:
    """Make one that hears of what happens from now on, and return its secret once.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    name, address = name.strip(), address.strip()
    wrong = []
    if not name:
        wrong.append(("name", "Enter which program it is for"))
    elif len(name) > LONGEST_NAME:
        wrong.append(("name", f"The name must be {LONGEST_NAME} characters or fewer"))
    fault = receivers.fault_of(
        address,
        plain=settings.environment is not Environment.PRODUCTION,
        private=settings.private_networks,
    )
    if fault:
        wrong.append(("address", fault))
    hears = next(
        (h for h in hearers(session, actor) if h.membership_id == membership_id), None
    )
    if hears is None:
        wrong.append(("membership", "Select in whose role it hears"))
    if not about or not set(about) <= ABOUT.keys():
        wrong.append(("about", "Select what it hears of"))
    if hears is None or wrong:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        )
    secret = new_secret()
    made = Webhook(
        organisation_id=actor.organisation_id,
        membership_id=membership_id,
        name=name,
        address=address,
        secret=secret,
        about=[one for one in ABOUT if one in about],
        cursor=changes.so_far(session, hears.actor),
        made_at=now(),
        not_before=now(),
    )
    WebhookRepository(session).add(made)
    audit.record(session, actor, "webhook.made", "webhook", made.id)
    return made, secret


def pause(session: Session, actor: Actor, webhook_id: str) -> None:
    """Send nothing to it until it is resumed; nothing is lost meanwhile."""
    webhook = _held(session, actor, webhook_id)
    if webhook.paused_at is None:
        webhook.paused_at = now()
        audit.record(session, actor, "webhook.paused", "webhook", webhook_id)


def resume(session: Session, actor: Actor, webhook_id: str) -> None:
    """Go on sending to it, at once."""
    webhook = _held(session, actor, webhook_id)
    if webhook.paused_at is not None or webhook.failures:
        webhook.paused_at, webhook.failures, webhook.not_before = None, 0, now()
        audit.record(session, actor, "webhook.resumed", "webhook", webhook_id)


def end(session: Session, actor: Actor, webhook_id: str) -> None:
    """Take it away, with what waits for it."""
    WebhookRepository(session).remove(_held(session, actor, webhook_id))
    audit.record(session, actor, "webhook.ended", "webhook", webhook_id)


def renew_secret(session: Session, actor: Actor, webhook_id: str) -> str:
    """Make another secret and return it once; the last one signs on for a day."""
    webhook = _held(session, actor, webhook_id)
    webhook.earlier_secret, webhook.earlier_until = webhook.secret, now() + BOTH_SIGN
    webhook.secret = secret = new_secret()
    audit.record(session, actor, "webhook.secret_made", "webhook", webhook_id)
    return secret


def test(session: Session, actor: Actor, webhook_id: str) -> None:
    """Send it a message that tells of nothing."""
    webhook = _held(session, actor, webhook_id)
    made = Delivery(
        webhook_id=webhook.id,
        number=DeliveryRepository(session).last_number(webhook.id) + 1,
        what=TEST,
        record_type="webhook",
        record_id=webhook.id,
        by_id=actor.organisation_id,
        at=now(),
        since=now(),
        not_before=now(),
    )
    WebhookRepository(session).add(made)
    audit.record(session, actor, "webhook.tested", "webhook", webhook_id)


def send_again(session: Session, actor: Actor, webhook_id: str, only: str) -> None:
    """Send again one message that is over, or all that were given up."""
    webhook = _held(session, actor, webhook_id)
    deliveries = DeliveryRepository(session)
    found = deliveries.get(only) if only else None
    again = [found] if found else deliveries.given_up(webhook_id)
    if only and (found is None or found.webhook_id != webhook_id):
        raise NotFoundError
    for delivery in again:
        delivery.state, delivery.attempts = DeliveryState.WAITING, 0
        delivery.since = delivery.not_before = now()
    webhook.not_before, webhook.failures = now(), 0
    audit.record(session, actor, "webhook.sent_again", "webhook", webhook_id)


def tallies(session: Session) -> dict[str, int]:
    """Return how many messages of all organisations are in each state."""
    return DeliveryRepository(session).tallies()


def _held(session: Session, actor: Actor, webhook_id: str) -> Webhook:
    require(actor, Permission.MANAGE_PEOPLE)
    return or_not_found(WebhookRepository(session).held(webhook_id))


def _state(webhook: Webhook, *, reads: bool) -> str:
    if not reads:
        return "Silent: who it hears for has no access"
    if webhook.paused_at is not None:
        return "Paused"
    if webhook.failures:
        return "Nobody answers: it is tried again"
    return "In use"
