"""Send what happened to the webhooks that hear of it.

Any number of processes may do so at once. One takes a webhook for a while (its lease),
reads on in the change feed, keeps each change as a message, and sends what is due, one
after the other; nothing is held in the database while it waits for an answer. What was
sent when a process dies before it could say so is sent again, under the same id.

A receiver that is away is tried again after growing pauses and hears everything in its
order once it is back. A message it refuses waits by itself, with what comes after it
about the same record. What could not be delivered in ``GIVEN_UP_AFTER`` is given up,
and is sent again when an administrator says so.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.changes import service as changes
from app.core.actor import Actor
from app.core.clock import now
from app.core.columns import new_id
from app.core.db import open_session, open_system_session
from app.core.settings import Settings
from app.identity import service as identity
from app.webhooks.messages import message
from app.webhooks.models import Delivery, DeliveryState, Webhook
from app.webhooks.receivers import Answer, Receivers
from app.webhooks.repository import DeliveryRepository, WebhookRepository

PAUSES = tuple(timedelta(seconds=s) for s in (1, 5, 30, 120, 600, 1800, 3600))
"""After the first failure in a row, the second, …; the last for all that follow."""
GIVEN_UP_AFTER = timedelta(days=3)
KEPT = timedelta(days=30)
"""How long what was delivered or given up is still on the list."""
LEASE = timedelta(seconds=60)
LOOKS = timedelta(seconds=1)
SILENT = timedelta(minutes=1)
"""How often to look whether somebody who has no access now has it again."""
AT_MOST = 500
"""Messages that wait for one webhook; the feed keeps what comes after them."""
AT_ONCE = 4
"""Webhooks one process sends to at the same time: those that hang hold up few."""
READ = 100
SENT = 50

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Taken:
    """A webhook this process sends to until its lease runs out."""

    id: str
    lease: str
    actor: Actor | None


class Sender:
    """Sends to all webhooks of an installation, in threads of its own."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._base_url = str(settings.base_url)
        self._receivers = Receivers(settings.private_networks)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name=f"webhooks-{n}", daemon=True)
            for n in range(AT_ONCE)
        ]

    def start(self) -> None:
        """Begin to send."""
        for thread in self._threads:
            thread.start()

    def end(self, within: float) -> None:
        """Send nothing more, and wait some seconds for what is being sent."""
        self._stop.set()
        for thread in filter(threading.Thread.is_alive, self._threads):
            thread.join(within / AT_ONCE)

    def once(self) -> bool:
        """Send to one webhook that is due; tell whether there was any."""
        taken = self._take()
        if taken is None:
            return False
        if taken.actor is None:
            self._let_go(taken, SILENT)
            return True
        try:
            self._read_on(taken, taken.actor)
            for _ in range(SENT):
                if self._stop.is_set() or not self._send_next(taken, taken.actor):
                    break
        finally:
            self._let_go(taken, LOOKS)
        return True

    def _work(self) -> None:
        while not self._stop.is_set():
            # Whatever fails here may work the next time; others' turn comes meanwhile.
            try:
                worked = self.once()
            except Exception as failed:
                log.warning("webhook_failed", error=type(failed).__name__)
                worked = False
            if not worked:
                self._stop.wait(LOOKS.total_seconds())

    def _take(self) -> _Taken | None:
        with open_system_session(self._engine) as session:
            webhook = WebhookRepository(session).due(now())
            if webhook is None:
                return None
            lease = new_id()
            webhook.lease, webhook.leased_until = lease, now() + LEASE
            actor = identity.acting(session, webhook.membership_id)
            session.commit()
            return _Taken(webhook.id, lease, actor)

    def _read_on(self, taken: _Taken, actor: Actor) -> None:
        with open_session(self._engine, actor) as session:
            webhook = _own(session, taken)
            deliveries = DeliveryRepository(session)
            if webhook is None or deliveries.waiting(webhook.id) >= AT_MOST:
                return
            found = changes.since(session, actor, webhook.cursor, READ, webhook.about)
            if found.next == webhook.cursor:
                return
            number = deliveries.last_number(webhook.id)
            for place, change in enumerate(found.items, number + 1):
                made = Delivery(
                    webhook_id=webhook.id,
                    number=place,
                    what=change.type,
                    record_type=change.record_type,
                    record_id=change.record_id,
                    by_id=change.by,
                    at=change.at,
                    since=now(),
                    not_before=now(),
                )
                WebhookRepository(session).add(made)
            webhook.cursor = found.next
            session.commit()

    def _send_next(self, taken: _Taken, actor: Actor) -> bool:
        """Send one message; tell whether to go on with the next."""
        with open_session(self._engine, actor) as session:
            webhook = _own(session, taken)
            if webhook is None:
                return False
            delivery = DeliveryRepository(session).next(webhook.id, now())
            if delivery is None:
                return False
            webhook.leased_until = now() + LEASE
            address, delivery_id = webhook.address, delivery.id
            headers, body = message(delivery, _secrets(webhook), self._base_url, now())
            session.commit()
        answer = self._receivers.send(address, headers, body)
        with open_session(self._engine, actor) as session:
            webhook = _own(session, taken)
            tried = DeliveryRepository(session).get(delivery_id)
            # Taken away meanwhile, or another process sends: what it says counts.
            if webhook is None or tried is None:
                return False
            _note(session, webhook, tried, answer, now())
            session.commit()
        return not answer.away

    def _let_go(self, taken: _Taken, pause: timedelta) -> None:
        with open_system_session(self._engine) as session:
            webhook = _own(session, taken)
            if webhook is None:
                return
            webhook.lease = webhook.leased_until = None
            webhook.not_before = max(webhook.not_before, now() + pause)
            session.commit()


def _own(session: Session, taken: _Taken) -> Webhook | None:
    """Return the webhook, held, if it is still this process's to send to."""
    webhook = WebhookRepository(session).held(taken.id)
    if webhook is None or webhook.lease != taken.lease or webhook.paused_at:
        return None
    return webhook


def _secrets(webhook: Webhook) -> list[str]:
    found = [webhook.secret]
    if webhook.earlier_secret and (webhook.earlier_until or now()) > now():
        found.append(webhook.earlier_secret)
    return found


def _note(
    session: Session, webhook: Webhook, tried: Delivery, answer: Answer, at: datetime
) -> None:
    tried.attempts += 1
    tried.tried_at, tried.ended = at, answer.ended
    deliveries = DeliveryRepository(session)
    if answer.taken:
        tried.state, webhook.failures = DeliveryState.DELIVERED, 0
        deliveries.forget(webhook.id, at - KEPT)
        return
    if answer.away:
        # Everything waits, in its order, and nothing of it is to blame.
        webhook.failures += 1
        webhook.not_before = at + _pause(webhook.failures)
    else:
        webhook.failures = 0
        tried.not_before = at + _pause(tried.attempts)
    session.flush()
    deliveries.give_up(webhook.id, at - GIVEN_UP_AFTER)


def _pause(failures: int) -> timedelta:
    return PAUSES[min(failures, len(PAUSES)) - 1]
