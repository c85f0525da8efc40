"""Keys with which programs act for an organisation, as its administrator has them.

A key carries one role of one person, of it what was ticked, and no more: what it did is
on record as theirs, and it ends with their access. Every function works in a system
session and looks only at the administrator's own organisation.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import ROLE_LABELS, Actor
from app.core.clock import now
from app.core.errors import FieldError, InvalidError, or_not_found
from app.core.permissions import Permission, carries, require
from app.core.scopes import SCOPES, words
from app.identity import service
from app.identity.models import ApiKey, Membership
from app.identity.repository import IdentityRepository

LONGEST_NAME = 200
DAYS = (30, 90, 366)
"""How long a key may last."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the administrator sees it: never the key itself."""

    id: str
    name: str
    prefix: str
    acts_as: str
    # In words; None when it may do all its role may.
    limited_to: list[str] | None
    made: datetime
    ends: datetime
    last_used: datetime | None
    state: str


def keys(session: Session, actor: Actor) -> list[Key]:
    """Return the organisation's keys, the newest first."""
    require(actor, Permission.MANAGE_PEOPLE)
    found = IdentityRepository(session).api_keys(actor.organisation_id)
    return [_key(key) for key in found]


def holders(session: Session, actor: Actor) -> list[service.Holder]:
    """Return the roles a key can be made for, by the person's name."""
    require(actor, Permission.MANAGE_PEOPLE)
    return service.holders(session, actor.organisation_id)


def make(
    session: Session,
    actor: Actor,
    *,
    name: str,
    membership_id: str,
    scopes: Collection[str],
    days: str,
) -> str:
    """Make a key and return it, this one time.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    members = IdentityRepository(session).members(actor.organisation_id)
    held = [m for m in members if m.id == membership_id and m.paused_at is None]
    wrong = []
    if not name.strip():
        wrong.append(("name", "Enter what the key is for"))
    elif len(name.strip()) > LONGEST_NAME:
        wrong.append(("name", f"What it is for must be {LONGEST_NAME} characters"))
    if not held:
        wrong.append(("membership", "Select whose role it acts in"))
    chosen = {scope for scope in SCOPES if scope in scopes}
    if not chosen:
        wrong.append(("scopes", "Select what this key may do"))
    elif held and (beyond := beyond_role(held[0], chosen)):
        wrong.append(("scopes", beyond))
    if days not in map(str, DAYS):
        wrong.append(("days", "Select how long it lasts"))
    if wrong:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        )
    lasts = timedelta(days=int(days))
    text = service.create_api_key(
        session, held[0], name=name.strip(), lasts=lasts, scopes=chosen
    )
    person = held[0].person_id
    detail = {"days": int(days), "scopes": len(chosen)}
    audit.record(session, actor, "api_key.made", "person", person, detail)
    return text


def beyond_role(membership: Membership, scopes: Collection[Permission]) -> str | None:
    """Say what of it the role may not do itself, if there is anything."""
    kind = membership.organisation.kind
    beyond = [scope for scope in scopes if not carries(kind, membership.role, scope)]
    if not beyond:
        return None
    listed = "; ".join(words(beyond) or ())
    return f"More than the role of {ROLE_LABELS[membership.role]} allows: {listed}"


def end(session: Session, actor: Actor, key_id: str) -> None:
    """Take a key back, from this moment.

    Raises
    ------
    NotFoundError
        When the organisation has no such key.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    found = IdentityRepository(session).api_keys(actor.organisation_id)
    key = or_not_found(next((one for one in found if one.id == key_id), None))
    if key.revoked_at is None:
        service.revoke_api_key(key)
        person = key.membership.person_id
        audit.record(session, actor, "api_key.ended", "person", person)


def _key(key: ApiKey) -> Key:
    if key.revoked_at is not None:
        state = "Taken back"
    elif key.expires_at <= now():
        state = "Ended"
    elif key.membership.paused_at is not None:
        state = "Paused with its person"
    else:
        state = "In use"
    person, role = key.membership.person, key.membership.role
    return Key(
        id=key.id,
        name=key.name,
        prefix=key.prefix,
        acts_as=f"{person.name}, {ROLE_LABELS[role]}",
        limited_to=words(key.scopes),
        made=key.created_at,
        ends=key.expires_at,
        last_used=key.last_used_at,
        state=state,
    )
