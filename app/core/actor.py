"""Who acts: one person, for one organisation, in the roles they hold there."""

from dataclasses import dataclass
from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is to the young people and homes in Hearth."""

    AUTHORITY = "authority"
    AGENCY = "agency"
    FORUM = "forum"


class Role(StrEnum):
    """What a person does for an organisation."""

    PLACEMENT_OFFICER = "placement_officer"
    REFERRAL_COORDINATOR = "referral_coordinator"
    REGISTERED_MANAGER = "registered_manager"
    FORUM_CHAIR = "forum_chair"
    AUDITOR = "auditor"


ROLE_LABELS = {
    Role.PLACEMENT_OFFICER: "placement officer",
    Role.REFERRAL_COORDINATOR: "referral coordinator",
    Role.REGISTERED_MANAGER: "registered manager",
    Role.FORUM_CHAIR: "forum chair",
    Role.AUDITOR: "auditor",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for one organisation; every read and write is scoped to it."""

    person_id: str
    organisation_id: str
    organisation_kind: OrganisationKind
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Viewer:
    """What the shell of a page shows about the actor who is signed in."""

    actor: Actor
    person_name: str
    organisation_name: str
    may_switch_organisation: bool
