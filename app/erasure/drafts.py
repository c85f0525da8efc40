"""Referrals that were begun and never sent: they go by themselves on their day."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import OPERATOR, Actor, OrganisationKind, Role
from app.core.clock import now
from app.core.db import SystemSession
from app.erasure.choosing import days_of
from app.erasure.rules import DRAFT, Rule, rules
from app.exchange import erasing as imports
from app.external_ids import erasing as external_ids
from app.identity import service as identity
from app.notifications import erasing as notifications
from app.referral_form import erasing as form

NOT_SENT = "not_sent"


def draft_kept_until(session: Session, actor: Actor, changed: datetime) -> date:
    """Return the last day a draft is kept that was last changed then."""
    return _rule(session, actor.organisation_id).due(changed)


def sweep(system: SystemSession) -> int:
    """Erase what was not sent and is past its day, in every authority; count it."""
    count = 0
    for one in identity.list_organisations(system):
        if one.kind is not OrganisationKind.AUTHORITY:
            continue
        before = now() - timedelta(days=_rule(system, one.id).days + 1)
        gone = form.erase_not_sent(system, one.id, before)
        if not gone:
            continue
        imports.erase(system, gone)
        external_ids.erase(system, gone)
        notifications.erase(system, gone)
        officer = frozenset({Role.DATA_OFFICER})
        actor = Actor(OPERATOR, one.id, one.kind, officer)
        for key in gone:
            record(system, actor, "draft.erased", "draft", key)
        count += len(gone)
    return count


def _rule(session: Session, organisation_id: str) -> Rule:
    return rules(DRAFT, days_of(session, organisation_id))[NOT_SENT]
