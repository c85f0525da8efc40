"""Who acts: one person, for one organisation, in the roles they hold there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.core.permissions import Permission

OPERATOR = "operator"
"""Who stands in the record for the operator, who belongs to no organisation."""


class OrganisationKind(StrEnum):
    """What an organisation is to the young people and homes in Hearth."""

    AUTHORITY = "authority"
    AGENCY = "agency"
    FORUM = "forum"
    # Agencies that belong together; its people read their homes, and change nothing.
    GROUP = "group"
    # A list that others are on; nobody acts for it.
    FRAMEWORK = "framework"


class Role(StrEnum):
    """What a person does for an organisation."""

    PLACEMENT_OFFICER = "placement_officer"
    SOCIAL_WORKER = "social_worker"
    COMMISSIONER = "commissioner"
    NOMINATED_OFFICER = "nominated_officer"
    DIRECTOR = "director"
    REFERRAL_COORDINATOR = "referral_coordinator"
    SUPERVISING_SOCIAL_WORKER = "supervising_social_worker"
    REGISTERED_MANAGER = "registered_manager"
    DATA_OFFICER = "data_officer"
    FORUM_CHAIR = "forum_chair"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {role: role.value.replace("_", " ") for role in Role}
ROLE_HINTS = {
    Role.PLACEMENT_OFFICER: "Refers young people, looks for homes, records decisions",
    Role.SOCIAL_WORKER: "Refers the young people they work with, records decisions",
    Role.COMMISSIONER: "Reads young people, options, decisions and figures",
    Role.NOMINATED_OFFICER: "Reads young people, options, decisions and figures",
    Role.DIRECTOR: "Reads young people, options, decisions and figures",
    Role.REFERRAL_COORDINATOR: "Keeps homes up to date, answers authorities, looks for "
    "whom a home could welcome",
    Role.SUPERVISING_SOCIAL_WORKER: "Keeps homes up to date, answers authorities",
    Role.REGISTERED_MANAGER: "What a referral coordinator does, and releases the "
    "profiles of carers",
    Role.DATA_OFFICER: "Brings in and takes out files, shows what is kept about "
    "somebody, and erases it",
    Role.FORUM_CHAIR: "Looks for homes across the region, runs forums, records "
    "decisions",
    Role.AUDITOR: "Sees who saw and did what, and no record of anybody",
    Role.ADMINISTRATOR: "Says who may come in and what they may do; sees no record of "
    "a young person or a home",
}
"""What each role is for, in a few words; `permissions.py` says exactly."""
_EVERYWHERE = (Role.AUDITOR, Role.ADMINISTRATOR)
_OF_HOMES = (
    Role.REFERRAL_COORDINATOR,
    Role.SUPERVISING_SOCIAL_WORKER,
    Role.REGISTERED_MANAGER,
    Role.DATA_OFFICER,
)
ROLES_OF: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.AUTHORITY: (
        Role.PLACEMENT_OFFICER,
        Role.SOCIAL_WORKER,
        Role.COMMISSIONER,
        Role.NOMINATED_OFFICER,
        Role.DIRECTOR,
        Role.DATA_OFFICER,
        *_EVERYWHERE,
    ),
    OrganisationKind.AGENCY: (*_OF_HOMES, *_EVERYWHERE),
    OrganisationKind.GROUP: (*_OF_HOMES, *_EVERYWHERE),
    OrganisationKind.FORUM: (Role.FORUM_CHAIR, *_EVERYWHERE),
    OrganisationKind.FRAMEWORK: (),
}
"""The roles people can hold in each kind of organisation."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for one organisation; every read and write is scoped to it."""

    person_id: str
    organisation_id: str
    organisation_kind: OrganisationKind
    roles: frozenset[Role]
    # What a program's key is limited to; None is all the roles may.
    scopes: "frozenset[Permission] | None" = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """What the shell of a page shows about the actor who is signed in."""

    actor: Actor
    person_name: str
    organisation_name: str
    may_switch_organisation: bool
