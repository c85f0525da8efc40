"""Looking at homes: one, a list, and what a match run needs of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record_all, record_read
from app.core.actor import Actor, OrganisationKind
from app.core.clock import today
from app.core.errors import NotFoundError, or_not_found
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.core.records import plain
from app.frameworks import service as frameworks
from app.households import history
from app.households.filters import FILTERS
from app.households.models import Household
from app.households.outline import is_own, name_for, shown
from app.households.repository import HoldRepository, HouseholdRepository
from app.households.schemas import HouseholdOffer, HouseholdOutline, HouseholdState
from app.households.summary import facts_of, summary
from app.identity import service as identity
from matching.places import outcode_of, spaced_postcode

EVERY = "Every authority on {}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A household as a match run needs it."""

    id: str
    agency: str
    label: str
    record: dict[str, Any]
    offered_to: list[str]


def page(
    session: Session, actor: Actor, number: int, search: str, show: str = ""
) -> Page[Household]:
    """Return one page of the households the actor may see; ``show`` is a filter's.

    Records are sealed, so a filter opens those of every home the actor may see.
    """
    require(actor, Permission.READ_HOUSEHOLDS)
    repository = HouseholdRepository(session)
    among = None
    if wanted := FILTERS.get(show):
        standing = HoldRepository(session).standing(today())
        held = {hold.household_id for hold in standing}
        among = [
            home.id
            for home in repository.everything()
            if (is_own(actor, home) or not wanted.own_only)
            and wanted.shows(home, today(), home.id in held)
        ]
    in_group = actor.organisation_kind is OrganisationKind.GROUP
    named = None if in_group else actor.organisation_id
    offered = actor.organisation_kind is OrganisationKind.AUTHORITY
    return repository.page(number, search, named, among, offered=offered)


def still_seen(session: Session, actor: Actor) -> set[str]:
    """Return the ids of all households the actor may see now."""
    require(actor, Permission.READ_HOUSEHOLDS)
    return set(HouseholdRepository(session).seen())


def get(session: Session, actor: Actor, household_id: str) -> Household:
    """Return one household; that it was read goes on record."""
    require(actor, Permission.READ_HOUSEHOLDS)
    found = or_not_found(HouseholdRepository(session).get(household_id))
    record_read(session, actor, "household.read", "household", found.id)
    return found


def seen_also_by(session: Session, actor: Actor, other: Actor) -> set[str]:
    """Return which of the homes the actor sees another sees too."""
    require(actor, Permission.READ_HOUSEHOLDS)
    return set(HouseholdRepository(session).seen_also_by(other))


def names(session: Session, actor: Actor, ids: Collection[str]) -> dict[str, str]:
    """Return what those of these homes are called that the actor may see, by id."""
    require(actor, Permission.READ_HOUSEHOLDS)
    found = HouseholdRepository(session).those(ids)
    return {home.id: name_for(actor, home) for home in found}


def at_a_glance(
    session: Session, actor: Actor, ids: Collection[str]
) -> dict[str, dict[str, str]]:
    """Return a few words on each of these homes, as far as the actor may see it."""
    require(actor, Permission.READ_HOUSEHOLDS)
    found = HouseholdRepository(session).those(ids)
    return {home.id: summary(shown(actor, home)) for home in found}


def offers(
    session: Session, actor: Actor, ids: Collection[str]
) -> dict[str, HouseholdOffer]:
    """Return by what those of these homes are told apart that the actor may see."""
    require(actor, Permission.READ_HOUSEHOLDS)
    found = {}
    for home in HouseholdRepository(session).those(ids):
        facts = facts_of(shown(actor, home))
        found[home.id] = HouseholdOffer(
            home.organisation_id,
            facts.authority or "",
            facts.available_from.value,
        )
    return found


def changed_facts(
    session: Session,
    actor: Actor,
    records: Mapping[str, tuple[dict[str, Any], dict[str, Any]]],
) -> dict[str, list[str]]:
    """Return which facts of these homes, as then and as now, say something else.

    In words, of homes and facts the actor may see; homes without any are left out.
    """
    require(actor, Permission.READ_HOUSEHOLDS)
    found = {
        home.id: history.changed_facts(actor, home, *records[home.id])
        for home in HouseholdRepository(session).those(records.keys())
    }
    return {key: facts for key, facts in found.items() if facts}


def own(session: Session, actor: Actor, household_id: str) -> Household:
    """Return a household of the actor's own, to change it; others' are not there."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    household = HouseholdRepository(session).get(household_id)
    if household is None or not is_own(actor, household):
        raise NotFoundError
    return household


def own_homes(session: Session, actor: Actor) -> Sequence[Household]:
    """Return the agency's own homes; for no page of one home."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    return list(HouseholdRepository(session).own(actor.organisation_id))


def outcodes(session: Session, actor: Actor, ids: Collection[str]) -> dict[str, str]:
    """Return the outcode of each of these homes that the actor may see, where known.

    It is as much of where a home is as may be shown before release.
    """
    require(actor, Permission.READ_HOUSEHOLDS)
    written = _postcodes(session, ids)
    found = {key: outcode_of(postcode) for key, postcode in written.items()}
    return {key: outcode for key, outcode in found.items() if outcode}


def postcodes(session: Session, actor: Actor, ids: Collection[str]) -> dict[str, str]:
    """Return the full postcode of each of these homes the actor may see, where known.

    For exports alone, and of homes that are released to the actor: whoever asks has
    looked. That they were read goes on record.
    """
    require(actor, Permission.EXPORT_RECORDS)
    written = _postcodes(session, ids)
    found = {key: spaced_postcode(postcode) for key, postcode in written.items()}
    known = {key: postcode for key, postcode in found.items() if postcode}
    read = [(key, None) for key in known]
    record_all(session, actor, "household.read", "household", read)
    return known


def _postcodes(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return what is written where a postcode is asked for, by the home's id."""
    return {
        home.id: (plain(home.record.get("location")) or {}).get("postcode") or ""
        for home in HouseholdRepository(session).those(ids)
    }


def outlines(session: Session, actor: Actor) -> Iterator[HouseholdOutline]:
    """Yield what tells the agency's own homes apart; for no page of its own."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    for home in HouseholdRepository(session).own(actor.organisation_id):
        place = (home.record.get("location") or {}).get("value") or {}
        yield HouseholdOutline(
            id=home.id,
            reference=home.reference,
            label=home.label,
            postcode=place.get("postcode"),
        )


def states(
    session: Session, actor: Actor, ids: Sequence[str]
) -> dict[str, HouseholdState]:
    """Return as they stand those of the agency's own homes."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    found = HouseholdRepository(session).some(actor.organisation_id, ids)
    return {home.id: state_of(home) for home in found}


def versions(session: Session, actor: Actor, ids: Sequence[str]) -> dict[str, int]:
    """Return the versions of those of the agency's own homes; nothing is opened."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    return HouseholdRepository(session).versions(actor.organisation_id, ids)


def own_states(session: Session, actor: Actor) -> Iterator[HouseholdState]:
    """Yield all of the agency's own homes as they stand, as they were added."""
    require(actor, Permission.EXPORT_RECORDS)
    for home in HouseholdRepository(session).own(actor.organisation_id):
        yield state_of(home)


def state_of(home: Household) -> HouseholdState:
    """Return a home as it stands."""
    return HouseholdState(
        id=home.id,
        label=home.label,
        record=home.record,
        offered_to=[offer.authority_id for offer in home.offers],
        version=home.version,
    )


def candidates(session: Session, actor: Actor) -> list[Candidate]:
    """Return every household the actor may match, as a run needs them."""
    require(actor, Permission.START_MATCH_RUNS)
    on = frameworks.lists(session)
    return [
        Candidate(
            home.id,
            home.organisation_id,
            name_for(actor, home),
            home.record,
            sorted(
                on.reached(
                    (offer.authority_id for offer in home.offers),
                    home.organisation_id,
                    OrganisationKind.AUTHORITY,
                )
            ),
        )
        for home in HouseholdRepository(session).everything()
    ]


def authorities(session: Session) -> dict[str, str]:
    """Return the name of every authority a home can lie in or be offered to."""
    return {
        organisation.id: organisation.name
        for organisation in identity.list_organisations(session)
        if organisation.kind is OrganisationKind.AUTHORITY
    }


def agencies_in_group(session: Session, actor: Actor) -> dict[str, str]:
    """Return the names of agencies for a group, whose homes are theirs; else none."""
    if actor.organisation_kind is not OrganisationKind.GROUP:
        return {}
    return {
        organisation.id: organisation.name
        for organisation in identity.list_organisations(session)
        if organisation.kind is OrganisationKind.AGENCY
    }


def offerable(session: Session, actor: Actor) -> dict[str, str]:
    """Return the name of whom a home can be offered to: authorities, and frameworks."""
    on = {one.id: EVERY.format(one.name) for one in frameworks.of_actor(session, actor)}
    return authorities(session) | on


def hold(session: Session, actor: Actor, ids: Collection[str]) -> None:
    """Hold several of the agency's own homes until the transaction ends.

    Whoever changes more than one holds them all before the first: each change goes on
    record, and everybody else holds the home before they write to the record.
    """
    require(actor, Permission.WRITE_HOUSEHOLDS)
    HouseholdRepository(session).hold(actor.organisation_id, ids)
