"""Keep what another system sends under the id it gives: make it, or change it.

What somebody changed in Hearth since the system last wrote is never written over
unseen: the system reads it first and says which version it read. Sent again as it
stands, nothing is changed and nothing goes on record.
"""

from sqlalchemy.orm import Session

from app.case_systems.kinds import Kind, W
from app.case_systems.schemas import Found, Kept
from app.core.actor import Actor
from app.core.errors import (
    ConflictError,
    PreconditionFailedError,
    or_not_found,
)
from app.core.permissions import require
from app.external_ids import service as external_ids
from app.external_ids.service import Named

CHANGED_HERE = (
    "It was changed in Hearth since this system last wrote it. Read it, and send the "
    "version you read as If-Match."
)
AT_ONCE = "The same record is being brought in by another request. Send it again."


def put(
    session: Session,
    actor: Actor,
    kind: Kind[W],
    system: str,
    external_id: str,
    sent: W,
    version: int | None,
) -> Kept:
    """Make the record a system calls this, or change it.

    ``version`` is the one the system read, where it says so.

    Raises
    ------
    PreconditionFailedError
        When somebody changed it since, or it is not there though a version was read.
    ConflictError
        When another request brings the same new record at this moment.
    InvalidError
        With everything there is to put right.
    """
    require(actor, kind.permission)
    there = external_ids.found(session, kind.record_type, system, external_id)
    if there is not None:
        standing = kind.standing(session, actor, there.record_id, sent)
        if standing is not None:
            if version not in (None, standing.version):
                raise PreconditionFailedError
            key, at = there.record_id, standing.version
            if standing.same:
                if version is not None or there.version != at:
                    _wrote(session, kind, system, external_id, Named(key, at))
                return Kept(external_id=external_id, id=key, outcome="same", version=at)
            if version is None and there.version != at:
                raise PreconditionFailedError(CHANGED_HERE)
            at = kind.change(session, actor, key, at, sent)
            _wrote(session, kind, system, external_id, Named(key, at))
            return Kept(external_id=external_id, id=key, outcome="changed", version=at)
    if version is not None:
        raise PreconditionFailedError
    key, at = kind.create(session, actor, sent)
    # Whoever makes a record waits here for whoever made one before: it is the same
    # organisation's audit trail. What they brought can be seen only now.
    since = external_ids.found(session, kind.record_type, system, external_id)
    if (since and since.record_id) != (there and there.record_id):
        raise ConflictError(AT_ONCE)
    _wrote(session, kind, system, external_id, Named(key, at))
    return Kept(external_id=external_id, id=key, outcome="created", version=at)


def find(
    session: Session, actor: Actor, kind: Kind[W], system: str, external_id: str
) -> Found:
    """Return what Hearth calls the record a system calls this.

    Raises
    ------
    NotFoundError
        When there is none of the actor's organisation.
    """
    require(actor, kind.permission)
    there = or_not_found(
        external_ids.found(session, kind.record_type, system, external_id)
    )
    return Found(external_id=external_id, id=there.record_id)


def _wrote(
    session: Session, kind: Kind[W], system: str, external_id: str, at: Named
) -> None:
    external_ids.wrote(session, kind.record_type, system, external_id, at)
