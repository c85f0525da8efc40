"""Send e-mails about what people are told: a round of work, again and again.

An e-mail says that something waits and where to sign in, never about whom. It is
marked as being sent before it is handed over, in a transaction of its own: whoever dies
in between leaves it so. By SMTP nobody can find out what became of it, and it is not
sent again; Notify is asked.
"""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine

from app.core.actor import Actor
from app.core.clock import now, today
from app.core.db import SystemSession, open_system_session
from app.core.settings import Settings
from app.decisions import service as decisions
from app.identity import service as identity
from app.notifications.models import Mail, MailState, Notification
from app.notifications.notify import NotifyCarrier
from app.notifications.port import (
    Carrier,
    Message,
    RefusedError,
    TryAgainError,
    UnclearError,
)
from app.notifications.repository import NotificationRepository, OutboxRepository
from app.notifications.service import KEPT
from app.notifications.smtp import SmtpCarrier
from app.notifications.words import KINDS

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360))
"""How long to wait after each try; after the last an e-mail is given up."""
LEASE = timedelta(minutes=10)
"""After this, who was sending an e-mail is thought to have died."""
NEWS_FOR = timedelta(days=1)
"""What is older is no longer told by e-mail: nobody was there to send it then."""
ENDING_IN = timedelta(days=3)
AT_ONCE = 100
EVERY_SECONDS = 5.0
SUBJECT = "Something in Hearth waits for you"
BODY = """{said}.

Sign in to see it:
{address}notifications

You asked for these e-mails. To end them:
{address}account/notifications
"""

log = structlog.get_logger()


def carrier(settings: Settings) -> Carrier | None:
    """Return what sends e-mail in this installation, if anything does."""
    if settings.notify_key is not None:
        return NotifyCarrier(
            settings.notify_key.get_secret_value(),
            settings.notify_template,
            str(settings.notify_url),
        )
    if settings.mail_server is not None:
        address = settings.mail_server.get_secret_value()
        return SmtpCarrier(address, settings.mail_from or "")
    return None


def work(engine: Engine, settings: Settings, stop: threading.Event) -> None:
    """Do a round of work every few seconds until told to stop."""
    sender = Sender(engine, carrier(settings), str(settings.base_url))
    while not stop.wait(EVERY_SECONDS):
        # Whatever fails here may work the next time.
        try:
            sender.round()
        except Exception as failed:
            log.warning("notifications_round_failed", error=type(failed).__name__)


class Sender:
    """Writes e-mails about what people are told, and sends them."""

    def __init__(
        self,
        engine: Engine,
        carrier: Carrier | None,
        address: str,
        pauses: Sequence[timedelta] = PAUSES,
    ) -> None:
        self._engine = engine
        self._carrier = carrier
        self._address = address
        self._pauses = pauses

    def round(self) -> None:
        """Tell of places held until soon, write what e-mails there are, send them."""
        with open_system_session(self._engine) as system:
            self._tell_of_holds(system)
            self._spread(system)
            self._forget(system)
            system.commit()
        if self._carrier is not None:
            while self._send_next(self._carrier):
                pass

    def _tell_of_holds(self, system: SystemSession) -> None:
        """Tell, once, both sides of a place that is held until soon."""
        repository = NotificationRepository(system)
        found = {
            f"{kind}:{one.decision_id}": (one.organisation_id, kind, record, to)
            for one in decisions.held_until_soon(system, today() + ENDING_IN)
            for kind, record, to in (
                ("hold.ending", one.household_id, one.agency_id),
                ("own_hold.ending", one.young_person_id, one.organisation_id),
            )
        }
        for once in found.keys() - repository.told(list(found)):
            own, kind, record, to = found[once]
            repository.add_once(
                Notification(
                    organisation_id=own,
                    to_id=to,
                    kind=kind,
                    record_id=record,
                    once=once,
                    created_at=now(),
                )
            )

    def _spread(self, system: SystemSession) -> None:
        """Write an e-mail for everybody who wants one and may hear of it."""
        outbox = OutboxRepository(system)
        for told in outbox.to_spread(AT_ONCE):
            told.spread_at = now()
            if self._carrier is None or told.created_at < now() - NEWS_FOR:
                continue
            wanting = outbox.wanting(told.to_id)
            for who in identity.acting_for(system, told.to_id) if wanting else ():
                if who.actor.person_id in wanting and _is_for(told, who.actor):
                    system.add(_mail(told, who.actor.person_id))

    def _forget(self, system: SystemSession) -> None:
        outbox = OutboxRepository(system)
        if old := outbox.before(now() - KEPT, AT_ONCE):
            outbox.remove(old)

    def _send_next(self, carrier: Carrier) -> bool:
        """Send one e-mail it is time for; tell whether there was one."""
        taken = self._take(carrier)
        if taken is None:
            return False
        mail_id, message, again = taken
        if message is None:
            return True
        try:
            carrier.send(message, again=again)
        except TryAgainError as failed:
            self._put_off(mail_id, str(failed))
        except UnclearError as failed:
            if carrier.can_ask:
                self._put_off(mail_id, str(failed))
            else:
                self._end(mail_id, MailState.UNCLEAR, str(failed))
        except RefusedError as failed:
            self._end(mail_id, MailState.GIVEN_UP, str(failed))
        else:
            self._end(mail_id, MailState.SENT)
        return True

    def _take(self, carrier: Carrier) -> tuple[str, Message | None, bool] | None:
        """Mark an e-mail as being sent; without a message where it is not to be."""
        with open_system_session(self._engine) as system:
            outbox = OutboxRepository(system)
            mail = outbox.next_due(now())
            if mail is None:
                return None
            again, message = mail.tries > 0, self._message(system, mail)
            if mail.state == MailState.SENDING and not carrier.can_ask:
                _conclude(mail, MailState.UNCLEAR, "sender_died")
                message = None
            elif message is None:
                _conclude(mail, MailState.NOT_NEEDED)
            else:
                mail.state, mail.tries = MailState.SENDING, mail.tries + 1
                mail.next_try_at = now() + LEASE
            system.commit()
            return mail.id, message, again

    def _message(self, system: SystemSession, mail: Mail) -> Message | None:
        """Write an e-mail, unless it was read or is not wanted any more."""
        outbox = OutboxRepository(system)
        told = outbox.notification(mail.notification_id)
        if mail.person_id not in outbox.wanting(told.to_id) or outbox.is_read(mail):
            return None
        for who in identity.acting_for(system, told.to_id):
            if who.actor.person_id == mail.person_id and _is_for(told, who.actor):
                body = BODY.format(said=KINDS[told.kind].said, address=self._address)
                return Message(mail.id, who.email, SUBJECT, body)
        return None

    def _put_off(self, mail_id: str, why: str) -> None:
        with open_system_session(self._engine) as system:
            mail = OutboxRepository(system).held(mail_id)
            if mail is not None:
                if mail.tries > len(self._pauses):
                    _conclude(mail, MailState.GIVEN_UP, why)
                else:
                    log.warning("mail_put_off", mail=mail.id, error=why)
                    mail.state = MailState.WAITING
                    mail.next_try_at = now() + self._pauses[mail.tries - 1]
            system.commit()

    def _end(self, mail_id: str, state: MailState, why: str = "") -> None:
        with open_system_session(self._engine) as system:
            mail = OutboxRepository(system).held(mail_id)
            # Erased meanwhile: nothing is left to say of it.
            if mail is not None:
                _conclude(mail, state, why)
            system.commit()


def _mail(told: Notification, person_id: str) -> Mail:
    at: datetime = now()
    return Mail(
        organisation_id=told.to_id,
        notification_id=told.id,
        person_id=person_id,
        state=MailState.WAITING,
        tries=0,
        next_try_at=at,
    )


def _is_for(told: Notification, actor: Actor) -> bool:
    return (
        told.person_id in (None, actor.person_id)
        and told.by_id != actor.person_id
        and KINDS[told.kind].heard_by(actor)
    )


def _conclude(mail: Mail, state: MailState, why: str = "") -> None:
    mail.state, mail.ended_at = state, now()
    if state in (MailState.GIVEN_UP, MailState.UNCLEAR):
        log.error("mail_not_sent", mail=mail.id, state=state.value, error=why)
