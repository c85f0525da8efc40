"""Tell programs what changed since they last asked.

An organisation's own changes are in its audit trail, where no two are written at once;
what others did to something it may see is noted beside their entry. So a cursor is, for
each organisation whose changes were read, the position in its trail: whoever goes on
from there misses nothing, however many write at the same moment.
"""

import base64
import binascii
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.changes.models import Notice
from app.changes.repository import NoticeRepository
from app.changes.schemas import RecordChange, RecordChanges
from app.core.actor import Actor
from app.core.errors import FieldError, InvalidError
from app.core.permissions import Permission, may, require

NEEDED = {
    "household": Permission.READ_HOUSEHOLDS,
    "referral": Permission.READ_REFERRALS,
    "young_person": Permission.READ_DECISIONS,
    "match_run": Permission.READ_MATCH_RUNS,
}
"""What one has to be allowed to read, to hear of changes to it."""
OWN = (
    "household.created",
    "household.changed",
    "household.restored",
    "household.removed",
    "referral.created",
    "referral.changed",
    "referral.closed",
    "referral.reopened",
    "decision.recorded",
    "hold.ended",
    "run.finished",
    "run.failed",
    "run.stopped",
)
"""Which entries of the audit trail are changes of records."""
_POSITIONS = TypeAdapter(dict[str, int])


class _Written(Protocol):
    @property
    def organisation_id(self) -> str: ...
    @property
    def position(self) -> int: ...
    @property
    def record_type(self) -> str: ...
    @property
    def record_id(self) -> str: ...


class Entry(_Written, Protocol):
    """An entry of the audit trail, as far as others hear of it."""

    @property
    def action(self) -> str:
        """What was done, as a code."""

    @property
    def recorded_at(self) -> datetime:
        """When it was."""


def tell(
    session: Session,
    actor: Actor,
    entry: Entry,
    to: Iterable[str],
    *,
    what: str | None = None,
    household: str | None = None,
) -> None:
    """Let other organisations hear of a change, in the transaction that makes it.

    They hear ``what`` it means to them, if that is not what the entry says, and about
    their ``household``, if that is not the entry's own record.
    """
    about = ("household", household) if household else (entry.record_type, None)
    NoticeRepository(session).add(
        *(
            Notice(
                to_id=one,
                position=entry.position,
                what=what or entry.action,
                record_type=about[0],
                record_id=about[1] or entry.record_id,
                at=entry.recorded_at,
            )
            for one in sorted(set(to) - {actor.organisation_id})
        )
    )


def since(
    session: Session,
    actor: Actor,
    after: str,
    most: int,
    about: Collection[str] = tuple(NEEDED),
) -> RecordChanges:
    """Return what changed after a cursor, oldest first for each organisation.

    ``about`` is which types of record to tell of.

    Raises
    ------
    InvalidError
        When the cursor is none that was given out.
    """
    require(actor, Permission.READ_HOUSEHOLDS)
    read = {actor.organisation_id: 0} | _read(after)
    types = [
        each for each, needed in NEEDED.items() if each in about and may(actor, needed)
    ]
    # Asked first: whatever is written by then is found by what is asked next.
    end = audit.length(session, actor)
    own = audit.since(session, actor, OWN, types, read[actor.organisation_id], most + 1)
    items = [(one.position, _change(one, one.action, one.recorded_at)) for one in own]
    others = {k: v for k, v in read.items() if k != actor.organisation_id}
    room = most + 1 - len(items)
    if room > 0:
        found = NoticeRepository(session).since(
            actor.organisation_id, others, types, room
        )
        items += [(one.position, _change(one, one.what, one.at)) for one in found]
    given = items[:most]
    positions = read | {change.by: position for position, change in given}
    if len(own) <= most:
        # What was no change of a record is not looked at again the next time.
        positions[actor.organisation_id] = max(positions[actor.organisation_id], end)
    return RecordChanges(
        items=[change for _, change in given],
        next=_cursor(positions),
        more=len(items) > most,
    )


def so_far(session: Session, actor: Actor) -> str:
    """Return the cursor of whoever has read everything there is."""
    return _cursor(
        NoticeRepository(session).newest(actor.organisation_id)
        | {actor.organisation_id: audit.length(session, actor)}
    )


def _change(one: _Written, what: str, at: datetime) -> RecordChange:
    return RecordChange(
        type=what,
        record_type=one.record_type,
        record_id=one.record_id,
        by=one.organisation_id,
        at=at,
    )


def _cursor(positions: Mapping[str, int]) -> str:
    return base64.urlsafe_b64encode(_POSITIONS.dump_json(dict(positions))).decode()


def _read(cursor: str) -> dict[str, int]:
    if not cursor:
        return {}
    try:
        return _POSITIONS.validate_json(base64.urlsafe_b64decode(cursor.encode()))
    except (ValidationError, binascii.Error, UnicodeError):
        said = "is none that was given out: leave it out to begin again"
        wrong = FieldError(pointer="query/after", detail=said)
        raise InvalidError(errors=[wrong]) from None
