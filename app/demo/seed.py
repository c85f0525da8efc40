"""Filling the demonstration: invented organisations, homes and young people."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind, Role
from app.core.clock import now, today
from app.core.columns import new_id
from app.core.db import open_session, open_system_session
from app.core.permissions import Permission, may
from app.core.sharing import AuthorityArea, ForumMembership
from app.households.models import Household, HouseholdOffer
from app.identity import service as identity
from app.identity.models import Organisation
from app.match_runs import service as runs
from app.referrals.models import Referral, ReferralShare, YoungPerson
from matching.region import Region, region

PASSWORD = "hearth demo region"  # noqa: S105 - for invented people only
PEOPLE = (
    ("coordinator@lantern.example", "referral coordinator, a fostering agency"),
    ("manager@lantern.example", "registered manager of that agency, releases profiles"),
    ("placements@ashmere.example", "placement officer, a local authority"),
    ("worker@ashmere.example", "social worker of that authority, speaks with them"),
    ("chair@forum.example", "chair of the family-finding forum, sees the whole region"),
    ("auditor@ashmere.example", "auditor of that authority, sees who did what"),
    ("admin@ashmere.example", "administrator of that authority, says who may come in"),
    ("data@ashmere.example", "data officer of that authority, sees who saw what"),
)


def seed(engine: Engine, *, young_people: int = 111, households: int = 600) -> bool:
    """Fill an empty database; return whether there was anything to do."""
    with open_system_session(engine) as session:
        if identity.organisation_named(session, "forum") is not None:
            return False
        made = region(young_people=young_people, households=households, as_of=today())
        organisations = _organisations(session, made)
        session.flush()
        ids = {person["id"]: new_id() for person in made.content["young_people"]}
        ids |= {key: organisation.id for key, organisation in organisations.items()}
        _homes(session, made, organisations, ids)
        _people(session, made, organisations, ids)
        actors = _accounts(session, organisations)
        session.commit()
    # The forum's run first: it is the one that shows the whole region. One for each.
    starting = {
        actor.organisation_id: actor
        for actor in reversed(actors)
        if may(actor, Permission.START_MATCH_RUNS)
    }
    for actor in starting.values():
        with open_session(engine, actor) as scoped:
            runs.start(scoped, actor, "step-down")
            scoped.commit()
    return True


def _organisations(session: Session, made: Region) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for area in made.content["authorities"]:
        found[area["id"]] = identity.create_organisation(
            session,
            kind=OrganisationKind.AUTHORITY,
            name=area["name"],
            code=area["name"].lower(),
        )
    for key, name in made.agencies.items():
        found[key] = identity.create_organisation(
            session,
            kind=OrganisationKind.AGENCY,
            name=name,
            code=_code(name, {one.code for one in found.values()}),
        )
    forum = identity.create_organisation(
        session,
        kind=OrganisationKind.FORUM,
        name="Seven Authorities Family-Finding Forum",
        code="forum",
    )
    session.flush()
    for key, organisation in found.items():
        session.add(ForumMembership(organisation_id=organisation.id, forum_id=forum.id))
        if key.startswith("A"):
            area = next(a for a in made.content["authorities"] if a["id"] == key)
            session.add(
                AuthorityArea(
                    organisation_id=organisation.id,
                    name=area["name"],
                    adjoining=[found[other].id for other in area["adjoining"]],
                    places=area["places"],
                )
            )
    return found | {"forum": forum}


def _code(name: str, taken: set[str]) -> str:
    """Return the first word of a name; all of them where another agency has it."""
    words = name.lower().split()
    return "-".join(words) if words[0] in taken else words[0]


Ids = dict[str, str]
"""Ids of the rows that stand for the region's young people and organisations."""


def _renamed(record: dict[str, Any], ids: Ids) -> dict[str, Any]:
    """Return a record that speaks of the rows, wherever it names somebody."""
    renamed: dict[str, Any] = _with_ids(record, ids)
    return renamed


def _with_ids(here: Any, ids: Ids) -> Any:
    if isinstance(here, dict):
        return {key: _with_ids(value, ids) for key, value in here.items()}
    if isinstance(here, list):
        return [_with_ids(value, ids) for value in here]
    return ids.get(here, here) if isinstance(here, str) else here


def _homes(
    session: Session,
    made: Region,
    organisations: dict[str, Organisation],
    ids: Ids,
) -> None:
    counts: dict[str, int] = {}
    for home in made.content["households"]:
        record = dict(home)
        key, agency = record.pop("id"), record.pop("agency")
        offered = record.pop("offered_to")
        record = _renamed(record, ids)
        owner = organisations[agency].id
        counts[agency] = counts.get(agency, 0) + 1
        household = Household(
            organisation_id=owner,
            reference=f"{agency.replace('F', 'R')}-{counts[agency]}",
            label=made.labels[key],
            record=record,
            version=1,
            updated_at=now(),
        )
        household.offers = [
            HouseholdOffer(
                organisation_id=owner, authority_id=organisations[authority].id
            )
            for authority in offered
        ]
        session.add(household)


def _people(
    session: Session,
    made: Region,
    organisations: dict[str, Organisation],
    ids: Ids,
) -> None:
    offering: dict[str, set[str]] = defaultdict(set)
    for home in made.content["households"]:
        for authority in home["offered_to"]:
            offering[authority].add(home["agency"])
    groups: dict[str, list[dict[str, Any]]] = {}
    for person in made.content["young_people"]:
        group = person.get("sibling_group") or person["id"]
        groups.setdefault(group, []).append(person)
    for number, members in enumerate(groups.values()):
        authority = members[0]["authority"]
        owner = organisations[authority].id
        moment = now() - timedelta(days=number % 60)
        referral = Referral(
            organisation_id=owner,
            state="live",
            version=1,
            created_at=moment,
            updated_at=moment,
        )
        referral.young_people = [
            _young_person(made, member, ids, owner) for member in members
        ]
        referral.shares = [
            ReferralShare(organisation_id=owner, agency_id=organisations[agency].id)
            for agency in sorted(offering[authority])
        ]
        session.add(referral)


def _young_person(
    made: Region, member: dict[str, Any], ids: dict[str, str], owner: str
) -> YoungPerson:
    record = dict(member)
    key = record.pop("id")
    record.pop("authority")
    record.pop("sibling_group", None)
    record = _renamed(record, ids)
    return YoungPerson(
        id=ids[key],
        organisation_id=owner,
        sharing_name=made.sharing_names[key],
        voice=made.voices[key],
        record=record,
    )


def _accounts(session: Session, organisations: dict[str, Organisation]) -> list[Actor]:
    accounts = (
        ("Casey Brook", "F1", Role.REFERRAL_COORDINATOR),
        ("Max Hale", "F1", Role.REGISTERED_MANAGER),
        ("Ade Moss", "A1", Role.PLACEMENT_OFFICER),
        ("Bo Ellis", "A1", Role.SOCIAL_WORKER),
        ("Jo Reed", "forum", Role.FORUM_CHAIR),
        ("Sam Wye", "A1", Role.AUDITOR),
        ("Lou Dane", "A1", Role.ADMINISTRATOR),
        ("Kit Lowe", "A1", Role.DATA_OFFICER),
    )
    actors = []
    for (email, _), (name, key, role) in zip(PEOPLE, accounts, strict=True):
        organisation = organisations[key]
        person = identity.create_person(
            session, email=email, name=name, password=PASSWORD
        )
        session.flush()
        identity.add_role(session, person, organisation, role)
        actors.append(
            Actor(person.id, organisation.id, organisation.kind, frozenset({role}))
        )
    return actors
