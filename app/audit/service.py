"""Record what people read and change, and check that the record is whole.

Entry n of an organisation carries HMAC-SHA256(key, hash of entry n-1 ‖ canonical JSON
of entry n). Whoever changes, removes or inserts an entry would have to make every later
hash again, which needs the key; cutting off the end shows against the chain's length.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from pydantic import SecretStr
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, Session

from app.audit.models import HASH_LENGTH, AuditEntry
from app.audit.repository import AuditRepository, Sought
from app.audit.words import REASONS, done
from app.core.actor import Actor
from app.core.clock import now
from app.core.columns import new_id
from app.core.errors import FieldError, InvalidError
from app.core.paging import Page
from app.core.permissions import Permission, require

Detail = Mapping[str, str | int | bool | None]

BEFORE_THE_FIRST = "0" * HASH_LENGTH
# Ids, codes, versions and dates fit; a name, an address or a sentence does not.
CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,64}")
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


_WAITING = "reads_to_record"


@dataclass(frozen=True, slots=True)
class Read:
    """Something that was read, and is not on record yet."""

    action: str
    record_type: str
    record_id: str
    detail: Detail | None


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry as it was written."""

    id: str
    organisation_id: str
    position: int
    recorded_at: datetime
    person_id: str
    action: str
    record_type: str
    record_id: str
    detail: Detail
    previous_hash: str


ENTERED = [each.name for each in fields(Entered)]


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """How many entries hold together, and what is wrong with the next."""

    entries: int
    fault: str | None = None


def record(
    session: Session,
    actor: Actor,
    action: str,
    record_type: str,
    record_id: str,
    detail: Detail | None = None,
) -> Entered:
    """Add one entry, in the same transaction as what it tells of.

    `detail` takes codes, ids and numbers. Anything that could be a person's words is
    refused: an entry can never be taken back.
    """
    return record_all(session, actor, action, record_type, [(record_id, detail)])[0]


def record_all(
    session: Session,
    actor: Actor,
    action: str,
    record_type: str,
    of: Sequence[tuple[str, Detail | None]],
) -> list[Entered]:
    """Add an entry for each of several records, in their order; see `record`."""
    audit, key = AuditRepository(session), _key(session)
    chain = audit.chain_held(actor.organisation_id, BEFORE_THE_FIRST)
    made, hashes = [], []
    length, head = chain.length, chain.head
    for record_id, detail in of:
        _refuse_words(detail or {})
        length += 1
        entry = Entered(
            id=new_id(),
            organisation_id=actor.organisation_id,
            position=length,
            recorded_at=now(),
            person_id=actor.person_id,
            action=action,
            record_type=record_type,
            record_id=record_id,
            detail=dict(detail or {}),
            previous_hash=head,
        )
        head = _hash(entry, key)
        made.append(entry)
        hashes.append(head)
    chain.length, chain.head = length, head
    audit.add(
        [{**_values(e), "entry_hash": h} for e, h in zip(made, hashes, strict=True)]
    )
    return made


def record_read(
    session: Session,
    actor: Actor,
    action: str,
    record_type: str,
    record_id: str,
    detail: Detail | None = None,
) -> None:
    """Put on record that something was read; see `record`.

    In a session that only reads the entry waits for `put_on_record`, which comes before
    the answer: nobody else has to wait while what was read is made into a page.
    """
    waiting: list[Read] | None = session.info.get(_WAITING)
    if waiting is None:
        record(session, actor, action, record_type, record_id, detail)
        return
    _refuse_words(detail or {})
    waiting.append(Read(action, record_type, record_id, detail))


def note_reads(session: Session) -> list[Read]:
    """Let a session that only reads note what is read, and return where it does."""
    found: list[Read] = session.info.setdefault(_WAITING, [])
    return found


def put_on_record(session: Session, actor: Actor, reads: Iterable[Read]) -> None:
    """Add the entries that a session which only reads has noted, in their order."""
    for one in reads:
        record(session, actor, one.action, one.record_type, one.record_id, one.detail)


def verify(session: Session, organisation_id: str) -> ChainCheck:
    """Walk the organisation's chain from the first entry and name the first fault."""
    audit, key = AuditRepository(session), _key(session)
    head, count = BEFORE_THE_FIRST, 0
    for entry in audit.entries(organisation_id):
        if entry.position != count + 1:
            return ChainCheck(count, f"entry {count + 1} is missing")
        if entry.previous_hash != head:
            return ChainCheck(count, f"entry {entry.position} does not follow the last")
        if not hmac.compare_digest(entry.entry_hash, _hash(entry, key)):
            return ChainCheck(count, f"entry {entry.position} was changed")
        head, count = entry.entry_hash, entry.position
    chain = audit.chain(organisation_id)
    if chain is None:
        return ChainCheck(count, "the chain is missing" if count else None)
    if (chain.length, chain.head) != (count, head):
        return ChainCheck(count, f"entry {count + 1} is missing")
    return ChainCheck(count)


def sought(
    session: Session, actor: Actor, wanted: Sought, number: int
) -> Page[AuditEntry]:
    """Return one page of the organisation's entries; that they were read is one too.

    That entry is not on the page itself, or it would push an older one to the next.
    """
    require(actor, Permission.READ_AUDIT)
    read = record(session, actor, "audit.read", "audit", actor.organisation_id)
    return AuditRepository(session).page(wanted, number, read.position)


def checked(session: Session, actor: Actor) -> ChainCheck:
    """Walk the organisation's chain, and put on record that it was walked."""
    require(actor, Permission.READ_AUDIT)
    found = verify(session, actor.organisation_id)
    detail: Detail = {"entries": found.entries, "whole": found.fault is None}
    record(session, actor, "audit.checked", "audit", actor.organisation_id, detail)
    return found


def exported(
    session: Session, actor: Actor, wanted: Sought, reason: str
) -> Iterator[AuditEntry]:
    """Yield the entries sought; who took them out, and why, is the last of them."""
    require(actor, Permission.READ_AUDIT)
    if reason not in REASONS:
        said = "Select why you are taking the record out"
        raise InvalidError(errors=[FieldError(pointer="/reason", detail=said)])
    detail = {"reason": reason}
    record(session, actor, "audit.exported", "audit", actor.organisation_id, detail)
    return AuditRepository(session).every(wanted)


def about(session: Session, record_ids: set[str]) -> list[AuditEntry]:
    """Return every organisation's entries about these records, the latest first.

    It takes a system session, and tells of people of several organisations: whoever
    asks says no more of them than their organisation.
    """
    return AuditRepository(session).about(record_ids)


def of_record(
    session: Session, actor: Actor, record_id: str, actions: Sequence[str], number: int
) -> Page[AuditEntry]:
    """Return one page of what the actor's own organisation did to one of its records.

    It takes an actor's session, whoever may change the record, and no action that only
    reads.
    """
    return AuditRepository(session).of_record(
        actor.organisation_id, record_id, actions, number
    )


def since(
    session: Session,
    actor: Actor,
    actions: Sequence[str],
    types: Sequence[str],
    position: int,
    most: int,
) -> Sequence[AuditEntry]:
    """Return what the actor's own organisation changed after a position, in order.

    It takes an actor's session, and whoever may read the records of these types.
    """
    own = actor.organisation_id
    return AuditRepository(session).since(own, actions, types, position, most)


def length(session: Session, actor: Actor) -> int:
    """Return the position of the newest entry of the actor's own organisation."""
    chain = AuditRepository(session).chain(actor.organisation_id)
    return chain.length if chain else 0


def last_of(
    session: Session, actor: Actor, actions: Sequence[str], record_ids: Iterable[str]
) -> dict[str, AuditEntry]:
    """Return the last time the actor's organisation did this to each record, by id.

    It takes an actor's session, and whoever may read these records. Those it was never
    done to are left out.
    """
    wanted = sorted(set(record_ids))
    return AuditRepository(session).last_of(actor.organisation_id, actions, wanted)


def never(
    actor: Actor, actions: Sequence[str], *records: Mapped[str]
) -> ColumnElement[bool]:
    """Say of rows that the actor's organisation did this to none of their records.

    It is for another feature's query: ``records`` are columns of ids.
    """
    return AuditRepository.never(actor.organisation_id, actions, *records)


def said(entry: AuditEntry) -> str:
    """Return in words what an entry tells of."""
    return done(entry.action)


def reasons() -> dict[str, str]:
    """Return why somebody may take records out: what is kept, and how it is said."""
    return dict(REASONS)


def _refuse_words(detail: Detail) -> None:
    for key, value in detail.items():
        if isinstance(value, str) and not CODE.fullmatch(value):
            raise ValueError(f"audit detail {key!r} must be a code, an id or a number")


def _key(session: Session) -> bytes:
    secret = session.get_bind().get_execution_options()["audit_key"]
    if not isinstance(secret, SecretStr):
        raise TypeError("the engine was made without an audit key")
    return secret.get_secret_value().encode()


def _values(entry: Entered) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in ENTERED}


def _hash(entry: AuditEntry | Entered, key: bytes) -> str:
    body = {
        "id": entry.id,
        "organisation": entry.organisation_id,
        "position": entry.position,
        "recorded_at": entry.recorded_at.isoformat(),
        "person": entry.person_id,
        "action": entry.action,
        "record_type": entry.record_type,
        "record_id": entry.record_id,
        "detail": entry.detail,
    }
    message = f"{entry.previous_hash}{CANONICAL.encode(body)}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()
