"""Do a request once, however often it is sent.

After the IETF draft "The Idempotency-Key HTTP Header Field": a key belongs to whoever
sends it, and cannot be used for something else.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol, TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import FieldError, InvalidError
from app.repeats.models import DoneRequest
from app.repeats.repository import RepeatsRepository

KEPT = timedelta(days=7)


class Made(Protocol):
    """A record with an id."""

    id: str


T = TypeVar("T", bound=Made)


def once(
    session: Session,
    actor: Actor,
    key: str | None,
    asked: tuple[str, BaseModel],
    *,
    make: Callable[[], T],
    read: Callable[[str], T],
) -> T:
    """Make a record, or return what the same request made when it was sent before.

    ``asked`` is the call and its body. The key is kept in the transaction that makes
    the record: a request that failed was not done, and may be sent again.

    Raises
    ------
    InvalidError
        When the key was sent before with something else.
    """
    if key is None:
        return make()
    repository = RepeatsRepository(session)
    repository.forget_before(now() - KEPT)
    call, body = asked
    request = DoneRequest(
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        key_hash=_hash(key),
        asked_hash=_hash(f"{call}\n{body.model_dump_json()}"),
        created_at=now(),
    )
    if repository.added(request):
        made = make()
        request.subject_id = made.id
        return made
    before = repository.of(actor.person_id, request.key_hash)
    if before.asked_hash != request.asked_hash:
        said = "was sent before with another request; use a new key for each"
        wrong = FieldError(pointer="header/idempotency-key", detail=said)
        raise InvalidError(errors=[wrong])
    return read(before.subject_id)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
