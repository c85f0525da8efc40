"""Taking back what an import did to homes."""

from sqlalchemy.orm import Session

from app.audit.service import record
from app.changes.service import tell
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError, NotFoundError
from app.households.keeping import offered_to_now, offers_of, seen_by, tell_all
from app.households.looking import own
from app.households.outline import is_own
from app.households.repository import HoldRepository, HouseholdRepository
from app.households.schemas import HouseholdState


def restore(session: Session, actor: Actor, before: HouseholdState) -> None:
    """Put a home back as it was at an earlier version; its version still grows.

    Nothing is checked anew: it was kept like this, and every byte is to be as it was.
    """
    home = HouseholdRepository(session).held(before.id)
    if home is None or not is_own(actor, home):
        raise NotFoundError
    offered = offered_to_now(home)
    home.label, home.record = before.label, before.record
    home.version, home.updated_at = home.version + 1, now()
    home.offers = offers_of(actor, home, before.offered_to)
    detail = {"version": home.version, "restored": before.version}
    entry = record(session, actor, "household.restored", "household", home.id, detail)
    tell_all(session, actor, entry, home, offered)


def remove(session: Session, actor: Actor, household_id: str) -> None:
    """Take away a home that an import brought and nobody has changed since."""
    home = own(session, actor, household_id)
    if HoldRepository(session).of_home(home.id):
        raise ConflictError(
            "Somebody has decided to explore one of these homes. It stays on record, "
            "so the import cannot be taken back."
        )
    entry = record(session, actor, "household.removed", "household", home.id)
    tell(session, actor, entry, seen_by(session, actor, offered_to_now(home)))
    HouseholdRepository(session).remove(home)
