"""Taking back what an import did to homes, many at once."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.audit.service import Detail, record_all
from app.changes.service import tell
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import open_system_session
from app.core.permissions import Permission, require
from app.households.keeping import seen_by
from app.households.repository import HouseholdRepository
from app.households.schemas import HouseholdState


def restore_all(
    session: Session, actor: Actor, before: Mapping[str, tuple[HouseholdState, int]]
) -> None:
    """Put homes back as they were; each with the version it has now, which still grows.

    They are the agency's own, and held. Nothing is checked anew: they were kept like
    this, and every byte is to be as it was.
    """
    require(actor, Permission.WRITE_HOUSEHOLDS)
    repository, at = HouseholdRepository(session), now()
    details: list[tuple[str, Detail]] = [
        (key, {"version": version + 1, "restored": state.version})
        for key, (state, version) in before.items()
    ]
    entries = record_all(session, actor, "household.restored", "household", details)
    wanted = {key: set(state.offered_to) for key, (state, _) in before.items()}
    offered = repository.offered_to(actor.organisation_id, list(before))
    reached = _Reached(session, actor)
    for (key, _), entry in zip(details, entries, strict=True):
        seen = reached.by(wanted[key])
        tell(session, actor, entry, seen)
        gone = reached.by(offered.get(key, set())) - seen
        tell(session, actor, entry, gone, what="household.withdrawn")
    repository.change(
        [
            {
                "id": key,
                "label": state.label,
                "record": state.record,
                "version": version + 1,
                "updated_at": at,
            }
            for key, (state, version) in before.items()
        ]
    )
    for key, to in wanted.items():
        if to != offered.get(key, set()):
            repository.offer_to(key, to)


def remove_all(session: Session, actor: Actor, ids: Sequence[str]) -> None:
    """Take away the agency's own homes that an import brought; they are held."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    repository = HouseholdRepository(session)
    gone = [(key, None) for key in ids]
    entries = record_all(session, actor, "household.removed", "household", gone)
    offered = repository.offered_to(actor.organisation_id, ids)
    reached = _Reached(session, actor)
    for key, entry in zip(ids, entries, strict=True):
        tell(session, actor, entry, reached.by(offered.get(key, set())))
    repository.remove_all(actor.organisation_id, ids)


def wanted_by_somebody(session: Session, ids: Sequence[str]) -> set[str]:
    """Return which of these homes somebody's records speak of by now: they stay.

    Whose they are does not matter: a note another organisation keeps to itself must not
    go with the home it is about.
    """
    engine = session.get_bind().engine
    with open_system_session(engine, reads_only=True) as everybody:
        return HouseholdRepository(everybody).spoken_of(ids)


class _Reached:
    """Whom an offer reaches, worked out once for each."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session, self.actor = session, actor
        self.known: dict[str, set[str]] = {}
        self.anyway = seen_by(session, actor, ())

    def by(self, offered: set[str]) -> set[str]:
        """Return who sees a home that is offered to these, by id."""
        for to in offered - self.known.keys():
            self.known[to] = seen_by(self.session, self.actor, [to])
        return self.anyway.union(*(self.known[to] for to in offered))
