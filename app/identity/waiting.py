"""What waits for an administrator: an area, people who have not come in, keys."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.core.clock import now
from app.core.permissions import Permission, may
from app.core.to_do import ToDo, soonest
from app.identity.repository import IdentityRepository

SOON = timedelta(days=30)
AREA = "/admin/area"
PEOPLE = "/admin/people"
KEYS = "/admin/api-keys"


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return what is not entered, who chose no password, and which keys end soon."""
    if not may(actor, Permission.MANAGE_PEOPLE):
        return []
    identity = IdentityRepository(session)
    invited = [
        ToDo(f"{one.name} has not signed in yet", f"{PEOPLE}/{one.id}")
        for one in identity.people(identity.acting(actor.organisation_id))
        if not one.password_hash
    ]
    keys = identity.keys_ending(actor.organisation_id, now(), now() + SOON)
    ending = [
        ToDo(f"The key “{key.name}” ends soon", KEYS, key.expires_at.date(), "Ends")
        for key in keys
    ]
    return [
        *_area(actor, identity),
        *soonest(invited, _others_invited, PEOPLE),
        *soonest(ending, _other_keys, KEYS),
    ]


def _area(actor: Actor, identity: IdentityRepository) -> list[ToDo]:
    authority = actor.organisation_kind is OrganisationKind.AUTHORITY
    area = identity.area(actor.organisation_id)
    if not authority or (area and area.places):
        return []
    return [ToDo("Say where your authority lies, so that homes in it are known", AREA)]


def _others_invited(count: int) -> str:
    return f"{count:,} more people have not signed in yet"


def _other_keys(count: int) -> str:
    return f"{count:,} more keys end soon"
