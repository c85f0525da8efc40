"""What waits for an agency: referrals shared with it that nobody there has opened."""

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor, OrganisationKind
from app.core.permissions import Permission, may
from app.core.to_do import ToDo, soonest
from app.referrals import service

READ = ("young_person.read", "referral.read")


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return whom a home is sought for that nobody of the agency has looked at."""
    agency = actor.organisation_kind is OrganisationKind.AGENCY
    if not (agency and may(actor, Permission.READ_REFERRALS)):
        return []
    people = service.all_waiting(session, actor)
    records = {key for one in people for key in (one.id, one.referral_id)}
    opened = audit.last_of(session, actor, READ, records)
    new = [
        ToDo(
            f"{one.sharing_name} is newly shared with you",
            f"/young-people/{one.id}",
            service.needed_by(one),
            "Needed by",
        )
        for one in people
        if not {one.id, one.referral_id} & opened.keys()
    ]
    return soonest(new, _others, "/young-people")


def _others(count: int) -> str:
    return f"{count:,} more young people are newly shared with you"
