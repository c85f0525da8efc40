"""What organisations have of a forum's meetings: it goes by itself on its day.

Packs and parts of minutes are copies. Nobody of a forum keeps records, so none of its
people chooses other days: they are as Hearth proposes them.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.audit.service import Detail, record
from app.core.actor import OPERATOR, Actor, OrganisationKind, Role
from app.core.clock import today
from app.core.db import SystemSession
from app.erasure.choosing import days_of
from app.erasure.rules import PART, Rule, rules
from app.forum import erasing as forum
from app.identity import service as identity


def part_kept_until(session: Session, forum_id: str, kind: str, held_on: date) -> date:
    """Return the last day a pack, or a part of the minutes, of a meeting is kept."""
    return _rules(session, forum_id)[kind].due(held_on)


def sweep(system: SystemSession) -> int:
    """Erase what is past its day, of every forum; count it."""
    count = 0
    for one in identity.list_organisations(system):
        if one.kind is not OrganisationKind.FORUM:
            continue
        chair = frozenset({Role.FORUM_CHAIR})
        actor = Actor(OPERATOR, one.id, one.kind, chair)
        for kind, rule in _rules(system, one.id).items():
            before = today() - timedelta(days=rule.days)
            gone = forum.erase_old_parts(system, one.id, kind, before)
            for meeting, many in gone.items():
                detail: Detail = {"kind": kind, "count": many}
                record(system, actor, "forum.parts_erased", "forum", meeting, detail)
                count += many
    return count


def _rules(session: Session, forum_id: str) -> Mapping[str, Rule]:
    return rules(PART, days_of(session, forum_id))
