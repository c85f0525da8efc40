"""Queries for webhooks and what is sent to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.core.db import Base
from app.core.paging import PER_PAGE, Page
from app.webhooks.models import Delivery, DeliveryState, Webhook

WAITING = Delivery.state == DeliveryState.WAITING


class WebhookRepository:
    """The webhooks a session may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, *rows: Base) -> None:
        """Write rows within the transaction."""
        self._session.add_all(rows)
        self._session.flush()

    def all(self) -> Sequence[Webhook]:
        """Return every one, the oldest first."""
        return self._session.scalars(select(Webhook).order_by(Webhook.id)).all()

    def get(self, webhook_id: str) -> Webhook | None:
        """Return one."""
        wanted = select(Webhook).where(Webhook.id == webhook_id)
        return self._session.scalars(wanted).one_or_none()

    def held(self, webhook_id: str) -> Webhook | None:
        """Return one as it is now, held until the transaction ends."""
        wanted = select(Webhook).where(Webhook.id == webhook_id).with_for_update()
        return self._session.scalars(
            wanted.execution_options(populate_existing=True)
        ).one_or_none()

    def due(self, at: datetime) -> Webhook | None:
        """Return one that nobody sends to and that may be sent to, held."""
        wanted = (
            select(Webhook)
            .where(
                Webhook.paused_at.is_(None),
                Webhook.not_before <= at,
                or_(Webhook.leased_until.is_(None), Webhook.leased_until <= at),
            )
            .order_by(Webhook.not_before)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return self._session.scalars(wanted).one_or_none()

    def remove(self, webhook: Webhook) -> None:
        """Take one away, with all that was and is to be sent to it."""
        of = Delivery.webhook_id == webhook.id
        self._session.execute(delete(Delivery).where(of))
        self._session.delete(webhook)


class DeliveryRepository:
    """The messages a session may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, delivery_id: str) -> Delivery | None:
        """Return one."""
        wanted = select(Delivery).where(Delivery.id == delivery_id)
        return self._session.scalars(wanted).one_or_none()

    def page(
        self, webhook_id: str, number: int, state: DeliveryState | None
    ) -> Page[Delivery]:
        """Return one page of what was and is to be sent to one, the newest first."""
        found = select(Delivery).where(Delivery.webhook_id == webhook_id)
        if state is not None:
            found = found.where(Delivery.state == state)
        count = select(func.count()).select_from(found.subquery())
        rows = self._session.scalars(
            found.order_by(Delivery.number.desc())
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, self._session.scalars(count).one())

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many there are of each webhook in each state."""
        wanted = select(Delivery.webhook_id, Delivery.state, func.count(Delivery.id))
        rows = self._session.execute(
            wanted.group_by(Delivery.webhook_id, Delivery.state)
        )
        return {(webhook, state): count for webhook, state, count in rows}

    def last_number(self, webhook_id: str) -> int:
        """Return the number of the newest message to one; 0 where there is none."""
        wanted = select(func.max(Delivery.number))
        found = self._session.scalars(wanted.where(Delivery.webhook_id == webhook_id))
        return found.one() or 0

    def waiting(self, webhook_id: str) -> int:
        """Return how many wait to be sent to one."""
        wanted = select(func.count(Delivery.id))
        of = wanted.where(Delivery.webhook_id == webhook_id, WAITING)
        return self._session.scalars(of).one()

    def next(self, webhook_id: str, at: datetime) -> Delivery | None:
        """Return what is to be sent next: nothing about its record waits before it."""
        before = aliased(Delivery)
        earlier = exists().where(
            before.webhook_id == Delivery.webhook_id,
            before.record_id == Delivery.record_id,
            before.state == DeliveryState.WAITING,
            before.number < Delivery.number,
        )
        wanted = (
            select(Delivery)
            .where(
                Delivery.webhook_id == webhook_id,
                WAITING,
                Delivery.not_before <= at,
                ~earlier,
            )
            .order_by(Delivery.number)
            .limit(1)
        )
        return self._session.scalars(wanted).one_or_none()

    def give_up(self, webhook_id: str, since: datetime) -> None:
        """Give up what has been to be sent since before a moment."""
        old = (Delivery.webhook_id == webhook_id, WAITING, Delivery.since < since)
        given_up = update(Delivery).where(*old).values(state=DeliveryState.GIVEN_UP)
        self._session.execute(given_up)

    def given_up(self, webhook_id: str) -> Sequence[Delivery]:
        """Return what was given up of one."""
        wanted = select(Delivery).where(
            Delivery.webhook_id == webhook_id,
            Delivery.state == DeliveryState.GIVEN_UP,
        )
        return self._session.scalars(wanted).all()

    def forget(self, webhook_id: str, before: datetime) -> None:
        """Take away what is over and was last tried before a moment."""
        over = (
            Delivery.webhook_id == webhook_id,
            Delivery.state != DeliveryState.WAITING,
            Delivery.tried_at < before,
        )
        self._session.execute(delete(Delivery).where(*over))

    def remove_about(self, record_ids: Sequence[str]) -> None:
        """Take away every message about these records."""
        gone = Delivery.record_id.in_(record_ids)
        self._session.execute(delete(Delivery).where(gone))

    def tallies(self) -> dict[str, int]:
        """Return how many there are in each state."""
        wanted = select(Delivery.state, func.count(Delivery.id))
        rows = self._session.execute(wanted.group_by(Delivery.state))
        return dict(rows.all())
