"""Keeping homes, new or changed."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import Detail, record, record_all
from app.changes.service import Entry, tell
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now
from app.core.columns import new_id
from app.core.errors import NotFoundError, NotPermittedError, PreconditionFailedError
from app.core.permissions import Permission, require
from app.core.sealed_fields import sealed
from app.frameworks import service as frameworks
from app.households.checking import as_kept, as_kept_before
from app.households.history import differences, whole
from app.households.looking import offerable, own
from app.households.models import Household, HouseholdOffer
from app.households.outline import is_own
from app.households.repository import HouseholdRepository
from app.households.schemas import NewHousehold


def create(
    session: Session,
    actor: Actor,
    *,
    label: str,
    facts: dict[str, Any],
    offered_to: list[str],
) -> Household:
    """Keep a new household of the actor's agency."""
    home = NewHousehold(label, facts, offered_to)
    return own(session, actor, create_all(session, actor, [home])[0])


def create_all(
    session: Session,
    actor: Actor,
    homes: Sequence[NewHousehold],
    *,
    checked: bool = False,
) -> list[str]:
    """Keep new households of the actor's agency; return their ids in this order.

    ``checked``: their facts are as `as_kept` returned them before, or made `readied`.

    Raises
    ------
    InvalidError
        With every error of the first that has any; nothing is kept then.
    """
    require(actor, Permission.WRITE_HOUSEHOLDS)
    _agency_only(actor)
    known = offerable(session, actor)
    kept: Callable[..., Any] = as_kept_before if checked else as_kept
    records = [kept(known, one.facts, one.offered_to) for one in homes]
    keys = [one.id or new_id() for one in homes]
    # An organisation's record is written one at a time, and so are its references.
    entries = record_all(
        session, actor, "household.created", "household", [(key, None) for key in keys]
    )
    every = {to for one in homes for to in one.offered_to}
    reached = {to: seen_by(session, actor, [to]) for to in every}
    anyway = seen_by(session, actor, ())
    for one, entry in zip(homes, entries, strict=True):
        seen = anyway.union(*(reached[to] for to in one.offered_to))
        if seen:
            tell(session, actor, entry, seen)
    repository = HouseholdRepository(session)
    references = _references(repository, actor.organisation_id, len(keys))
    at = now()
    repository.add(
        [
            {
                "id": key,
                "reference": reference,
                "label": one.label,
                "record": record,
                "version": 1,
                "updated_at": at,
            }
            for one, key, reference, record in zip(
                homes, keys, references, records, strict=True
            )
        ],
        [
            {"id": new_id(), "household_id": key, "authority_id": authority}
            for one, key in zip(homes, keys, strict=True)
            for authority in dict.fromkeys(one.offered_to)
        ],
    )
    return keys


def readied(session: Session, homes: Sequence[NewHousehold]) -> list[NewHousehold]:
    """Seal checked households as they will be kept, before they are.

    Nothing is written: it takes the time of nobody who waits.
    """
    rows = [{"id": new_id(), "label": one.label, "record": one.facts} for one in homes]
    return [
        NewHousehold(row["label"], row["record"], one.offered_to, row["id"])
        for row, one in zip(
            sealed(session.connection(), Household, rows), homes, strict=True
        )
    ]


def _agency_only(actor: Actor) -> None:
    if actor.organisation_kind is not OrganisationKind.AGENCY:
        raise NotPermittedError("Only a fostering agency keeps households.")


def _references(repository: HouseholdRepository, own: str, many: int) -> list[str]:
    """Return the next references nobody's home has."""
    number = repository.count_own(own) + 1
    found: list[str] = []
    # A home that was taken away leaves a gap, and a later one has its number.
    while len(found) < many:
        next_ones = [f"R-{number + n}" for n in range(many - len(found))]
        taken = repository.taken(own, next_ones)
        found += [one for one in next_ones if one not in taken]
        number += len(next_ones)
    return found


def update(
    session: Session,
    actor: Actor,
    household_id: str,
    *,
    version: int,
    label: str,
    facts: dict[str, Any],
    offered_to: list[str],
) -> Household:
    """Change a household that nobody has changed since ``version``."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    # Whoever saves at the same moment waits here, and then sees the version after.
    household = HouseholdRepository(session).held(household_id)
    if household is None or not is_own(actor, household):
        raise NotFoundError
    if household.version != version:
        raise PreconditionFailedError
    kept = as_kept(offerable(session, actor), facts, offered_to)
    before, offered = whole(household), offered_to_now(household)
    household.label, household.record = label, kept
    household.version, household.updated_at = version + 1, now()
    household.offers = offers_of(actor, household, offered_to)
    detail: Detail = {
        "version": household.version,
        **differences(before, whole(household)),
    }
    entry = record(
        session, actor, "household.changed", "household", household.id, detail
    )
    tell_all(session, actor, entry, household, offered)
    return household


def keep_facts(
    session: Session,
    actor: Actor,
    household_id: str,
    version: int,
    facts: dict[str, Any],
    *,
    label: str | None = None,
    offered_to: list[str] | None = None,
) -> Household:
    """Keep these facts anew and the rest as they are; None is not recorded.

    What it is called and whom it is offered to stays too, unless it is said.
    """
    home = own(session, actor, household_id)
    offers = [offer.authority_id for offer in home.offers]
    kept = {k: v for k, v in {**home.record, **facts}.items() if v is not None}
    return update(
        session,
        actor,
        household_id,
        version=version,
        label=home.label if label is None else label,
        facts=kept,
        offered_to=offers if offered_to is None else offered_to,
    )


def offered_to_now(household: Household) -> set[str]:
    """Return the authorities and frameworks a home is offered to, by id."""
    return {offer.authority_id for offer in household.offers}


def seen_by(session: Session, actor: Actor, offered: Iterable[str]) -> set[str]:
    """Return who sees a home of the actor's that is offered to these, by id.

    The authorities it reaches, and the agency's groups.
    """
    on, own = frameworks.lists(session), actor.organisation_id
    return on.reached(offered, own, OrganisationKind.AUTHORITY) | on.groups_of(own)


def tell_all(
    session: Session, actor: Actor, entry: Entry, household: Household, before: set[str]
) -> None:
    """Let those who see the home hear that it changed, and who no longer sees it."""
    seen = seen_by(session, actor, offered_to_now(household))
    tell(session, actor, entry, seen)
    gone = seen_by(session, actor, before) - seen
    tell(session, actor, entry, gone, what="household.withdrawn")


def offers_of(
    actor: Actor, household: Household, offered_to: Sequence[str]
) -> list[HouseholdOffer]:
    """Return what offers a home to these authorities, each once; those it has stay."""
    there = {offer.authority_id: offer for offer in household.offers}
    return [
        there.get(authority)
        or HouseholdOffer(authority_id=authority, organisation_id=actor.organisation_id)
        for authority in dict.fromkeys(offered_to)
    ]
