"""What can be done with households."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import Detail, record, record_all
from app.changes.service import Entry, tell
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now, today
from app.core.columns import new_id
from app.core.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
    PreconditionFailedError,
)
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.core.records import checked, only, without_source
from app.households.filters import FILTERS
from app.households.history import differences, whole
from app.households.models import Household, HouseholdOffer
from app.households.repository import HoldRepository, HouseholdRepository
from app.households.schemas import (
    HouseholdOutline,
    HouseholdState,
    HouseholdWrite,
    NewHousehold,
)
from app.households.summary import facts_of
from app.identity import service as identity
from matching.case import HouseholdFacts

OUTLINE = (
    "authority",
    "status",
    "available_from",
    "bedrooms_free",
    "children",
    "animals",
    "setting",
    "offers",
)
"""What another organisation sees before the agency releases the profile."""


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
    return repository.page(number, search, actor.organisation_id, among)


def still_seen(session: Session, actor: Actor) -> set[str]:
    """Return the ids of all households the actor may see now."""
    require(actor, Permission.READ_HOUSEHOLDS)
    return set(HouseholdRepository(session).seen())


def get(session: Session, actor: Actor, household_id: str) -> Household:
    """Return one household; that it was read goes on record."""
    require(actor, Permission.READ_HOUSEHOLDS)
    found = HouseholdRepository(session).get(household_id)
    if found is None:
        raise NotFoundError
    record(session, actor, "household.read", "household", found.id)
    return found


def create(
    session: Session,
    actor: Actor,
    *,
    label: str,
    facts: dict[str, Any],
    offered_to: list[str],
) -> Household:
    """Keep a new household of the actor's agency."""
    return create_all(session, actor, [NewHousehold(label, facts, offered_to)])[0]


def create_all(
    session: Session, actor: Actor, homes: Sequence[NewHousehold]
) -> list[Household]:
    """Keep new households of the actor's agency, in their order.

    Raises
    ------
    InvalidError
        With every error of the first that has any; nothing is kept then.
    """
    require(actor, Permission.WRITE_HOUSEHOLDS)
    _agency_only(actor)
    known = authorities(session)
    records = [_kept(known, one.facts, one.offered_to) for one in homes]
    keys = [new_id() for _ in homes]
    # An organisation's record is written one at a time, and so are its references.
    entries = record_all(
        session, actor, "household.created", "household", [(key, None) for key in keys]
    )
    for one, entry in zip(homes, entries, strict=True):
        tell(session, actor, entry, one.offered_to)
    repository = HouseholdRepository(session)
    references = _references(repository, actor.organisation_id, len(keys))
    made = [
        Household(
            id=key,
            reference=reference,
            label=one.label,
            record=kept,
            version=1,
            updated_at=now(),
            offers=[
                HouseholdOffer(
                    authority_id=authority, organisation_id=actor.organisation_id
                )
                for authority in dict.fromkeys(one.offered_to)
            ],
        )
        for one, key, reference, kept in zip(
            homes, keys, references, records, strict=True
        )
    ]
    repository.add(*made)
    return made


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
    kept = _kept(authorities(session), facts, offered_to)
    before, offered = whole(household), _offered(household)
    household.label, household.record = label, kept
    household.version, household.updated_at = version + 1, now()
    household.offers = _offers(actor, household, offered_to)
    detail: Detail = {
        "version": household.version,
        **differences(before, whole(household)),
    }
    entry = record(
        session, actor, "household.changed", "household", household.id, detail
    )
    _tell(session, actor, entry, household, offered)
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


def authorities(session: Session) -> dict[str, str]:
    """Return the name of every authority a home can lie in or be offered to."""
    return {
        organisation.id: organisation.name
        for organisation in identity.list_organisations(session)
        if organisation.kind is OrganisationKind.AUTHORITY
    }


def own_homes(session: Session, actor: Actor) -> Sequence[Household]:
    """Return the agency's own homes; for no page of one home."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    return list(HouseholdRepository(session).own(actor.organisation_id))


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
    return {home.id: _state(home) for home in found}


def own_states(session: Session, actor: Actor) -> Iterator[HouseholdState]:
    """Yield all of the agency's own homes as they stand, as they were added."""
    require(actor, Permission.EXPORT_RECORDS)
    for home in HouseholdRepository(session).own(actor.organisation_id):
        yield _state(home)


def _state(home: Household) -> HouseholdState:
    return HouseholdState(
        id=home.id,
        label=home.label,
        record=home.record,
        offered_to=[offer.authority_id for offer in home.offers],
        version=home.version,
    )


def is_same(state: HouseholdState, sent: HouseholdWrite) -> bool:
    """Tell whether keeping what was sent would change nothing."""
    if state.label != sent.label or set(state.offered_to) != set(sent.offered_to):
        return False
    with suppress(InvalidError):
        return checked(HouseholdFacts, sent.record, "/record") == state.record
    return False


def hold(session: Session, actor: Actor, ids: Collection[str]) -> None:
    """Hold several of the agency's own homes until the transaction ends.

    Whoever changes more than one holds them all before the first: each change goes on
    record, and everybody else holds the home before they write to the record.
    """
    require(actor, Permission.WRITE_HOUSEHOLDS)
    HouseholdRepository(session).hold(actor.organisation_id, ids)


def restore(session: Session, actor: Actor, before: HouseholdState) -> None:
    """Put a home back as it was at an earlier version; its version still grows.

    Nothing is checked anew: it was kept like this, and every byte is to be as it was.
    """
    home = HouseholdRepository(session).held(before.id)
    if home is None or not is_own(actor, home):
        raise NotFoundError
    offered = _offered(home)
    home.label, home.record = before.label, before.record
    home.version, home.updated_at = home.version + 1, now()
    home.offers = _offers(actor, home, before.offered_to)
    detail = {"version": home.version, "restored": before.version}
    entry = record(session, actor, "household.restored", "household", home.id, detail)
    _tell(session, actor, entry, home, offered)


def remove(session: Session, actor: Actor, household_id: str) -> None:
    """Take away a home that an import brought and nobody has changed since."""
    home = own(session, actor, household_id)
    if HoldRepository(session).of_home(home.id):
        raise ConflictError(
            "Somebody has decided to explore one of these homes. It stays on record, "
            "so the import cannot be taken back."
        )
    entry = record(session, actor, "household.removed", "household", home.id)
    tell(session, actor, entry, _offered(home))
    HouseholdRepository(session).remove(home)


def errors_in(facts: dict[str, Any]) -> list[FieldError]:
    """Return all there is to put right in a record before it could be kept."""
    try:
        return _at_odds(checked(HouseholdFacts, facts, "/record"))
    except InvalidError as failed:
        return list(failed.errors)


def is_own(actor: Actor, household: Household) -> bool:
    """Tell whether the household is the actor's own organisation's."""
    return household.organisation_id == actor.organisation_id


def shown(actor: Actor, household: Household) -> dict[str, Any]:
    """Return as much of the record as the actor may see before release."""
    if is_own(actor, household):
        return household.record
    outline = {
        name: without_source(fact)
        for name, fact in only(household.record, OUTLINE).items()
    }
    if "children" in outline:
        outline["children"] = _unnamed(outline["children"])
    return outline


def _unnamed(children: Any) -> Any:
    """Return the children of a home without what would tell who they are."""
    if isinstance(children, dict):
        return children | {"value": _unnamed(children.get("value"))}
    return children and [only(child, ("age", "gender", "kind")) for child in children]


def name_for(actor: Actor, household: Household) -> str:
    """Return what the household is called on the actor's pages."""
    if is_own(actor, household):
        return household.label
    return f"Home {household.reference}"


def candidates(session: Session, actor: Actor) -> list[Candidate]:
    """Return every household the actor may match, as a run needs them."""
    require(actor, Permission.START_MATCH_RUNS)
    return [
        Candidate(
            home.id,
            home.organisation_id,
            name_for(actor, home),
            home.record,
            [offer.authority_id for offer in home.offers],
        )
        for home in HouseholdRepository(session).everything()
    ]


def own(session: Session, actor: Actor, household_id: str) -> Household:
    """Return a household of the actor's own, to change it; others' are not there."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    household = HouseholdRepository(session).get(household_id)
    if household is None or not is_own(actor, household):
        raise NotFoundError
    return household


def _offered(household: Household) -> set[str]:
    return {offer.authority_id for offer in household.offers}


def _tell(
    session: Session, actor: Actor, entry: Entry, household: Household, before: set[str]
) -> None:
    """Let those who see the home hear that it changed, and who no longer sees it."""
    seen = _offered(household)
    tell(session, actor, entry, seen)
    tell(session, actor, entry, before - seen, what="household.withdrawn")


def _offers(
    actor: Actor, household: Household, offered_to: Sequence[str]
) -> list[HouseholdOffer]:
    there = {offer.authority_id: offer for offer in household.offers}
    return [
        there.get(authority)
        or HouseholdOffer(authority_id=authority, organisation_id=actor.organisation_id)
        for authority in dict.fromkeys(offered_to)
    ]


def _agency_only(actor: Actor) -> None:
    if actor.organisation_kind is not OrganisationKind.AGENCY:
        raise NotPermittedError("Only a fostering agency keeps households.")


def _kept(
    known: Mapping[str, str], facts: dict[str, Any], offered_to: Sequence[str]
) -> dict[str, Any]:
    """Return the record as it will be kept, or raise InvalidError with every error.

    Whom it is offered to is looked at too, so that all there is to put right is said
    at once.
    """
    wrong = _unknown_authorities(known, offered_to)
    try:
        kept = checked(HouseholdFacts, facts, "/record")
    except InvalidError as failed:
        raise InvalidError(errors=[*failed.errors, *wrong]) from None
    wrong += _at_odds(kept)
    if wrong:
        raise InvalidError(errors=wrong)
    return kept


def _unknown_authorities(
    known: Mapping[str, str], ids: Sequence[str]
) -> list[FieldError]:
    return [
        FieldError(
            pointer=f"/offered_to/{place}", detail="is not an authority known here"
        )
        for place, given in enumerate(ids)
        if given not in known
    ]


def _at_odds(kept: dict[str, Any]) -> list[FieldError]:
    """Return an error for more young people than the terms of approval are for."""
    if not kept.get("placements"):
        return []
    facts = facts_of(kept)
    terms, living = facts.terms.value, facts.placements.value
    if not terms or terms.places is None or len(living) <= terms.places:
        return []
    return [
        FieldError(
            pointer="/record/placements",
            detail=f"{len(living)} young people live here and the terms of approval "
            f"are for {terms.places}: check which is right",
        )
    ]
