"""What each role may do, and how a route says which permission it needs.

A router is included with an actor dependency (`app/main.py`), which sets
`request.state.actor`; `requires` then checks that actor and leaves on the route what
`tests/architecture/` looks for.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Depends, Request

from app.core.actor import ROLE_LABELS, ROLES_OF, Actor, OrganisationKind, Role
from app.core.errors import NotPermittedError, NotSignedInError, ScopeMissingError


class Permission(StrEnum):
    """One thing a role may do."""

    READ_HOUSEHOLDS = "read_households"
    WRITE_HOUSEHOLDS = "write_households"
    RELEASE_PROFILES = "release_profiles"
    READ_REFERRALS = "read_referrals"
    WRITE_REFERRALS = "write_referrals"
    RELEASE_REFERRALS = "release_referrals"
    READ_MATCH_RUNS = "read_match_runs"
    START_MATCH_RUNS = "start_match_runs"
    WRITE_NOTES = "write_notes"
    READ_FAIRNESS = "read_fairness"
    READ_DECISIONS = "read_decisions"
    RECORD_DECISIONS = "record_decisions"
    READ_REQUESTS = "read_requests"
    WRITE_REQUESTS = "write_requests"
    READ_FORUMS = "read_forums"
    RUN_FORUMS = "run_forums"
    READ_AUDIT = "read_audit"
    MANAGE_PEOPLE = "manage_people"
    KEEP_FRAMEWORKS = "keep_frameworks"
    TAKE_OUT_RECORDS = "take_out_records"
    IMPORT_RECORDS = "import_records"
    EXPORT_RECORDS = "export_records"
    ERASE_RECORDS = "erase_records"


_READ = frozenset(
    {
        Permission.READ_HOUSEHOLDS,
        Permission.READ_REFERRALS,
        Permission.READ_MATCH_RUNS,
        # Whoever sees an option may add what they know of it.
        Permission.WRITE_NOTES,
    }
)

_REFERS = _READ | {Permission.WRITE_REFERRALS}
_RELEASES = frozenset({Permission.RELEASE_REFERRALS})
_KEEPS_HOMES = _READ | {Permission.WRITE_HOUSEHOLDS}
_OVERSEES = _READ | {Permission.READ_FAIRNESS, Permission.READ_REQUESTS}
_ASKS = frozenset({Permission.READ_REQUESTS, Permission.WRITE_REQUESTS})
_ATTENDS = _ASKS | {Permission.READ_FORUMS}
_READS_DECISIONS = frozenset({Permission.READ_DECISIONS, Permission.READ_FORUMS})
_DECIDES = _READS_DECISIONS | {Permission.RECORD_DECISIONS}

_MOVES_RECORDS = frozenset({Permission.IMPORT_RECORDS, Permission.EXPORT_RECORDS})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PLACEMENT_OFFICER: _REFERS
    | _RELEASES
    | _DECIDES
    | _ASKS
    | {Permission.START_MATCH_RUNS, Permission.EXPORT_RECORDS},
    Role.SOCIAL_WORKER: _REFERS | _RELEASES | _DECIDES | _ASKS,
    Role.COMMISSIONER: _OVERSEES | _READS_DECISIONS | {Permission.EXPORT_RECORDS},
    Role.NOMINATED_OFFICER: _OVERSEES | _READS_DECISIONS,
    Role.DIRECTOR: _OVERSEES | _READS_DECISIONS,
    Role.REFERRAL_COORDINATOR: _KEEPS_HOMES
    | _ATTENDS
    | {Permission.START_MATCH_RUNS}
    | _MOVES_RECORDS,
    Role.SUPERVISING_SOCIAL_WORKER: _KEEPS_HOMES | _ATTENDS,
    Role.REGISTERED_MANAGER: _KEEPS_HOMES
    | _ATTENDS
    | _OVERSEES
    | {Permission.START_MATCH_RUNS, Permission.RELEASE_PROFILES}
    | _MOVES_RECORDS,
    Role.DATA_OFFICER: _REFERS
    | _KEEPS_HOMES
    | _MOVES_RECORDS
    | {Permission.TAKE_OUT_RECORDS, Permission.ERASE_RECORDS},
    Role.FORUM_CHAIR: _OVERSEES
    | _DECIDES
    | _ASKS
    | {Permission.START_MATCH_RUNS, Permission.RUN_FORUMS},
    # Who saw and did what, and none of what they saw.
    Role.AUDITOR: frozenset({Permission.READ_AUDIT}),
    # Who may come in, and no record of a young person or a home.
    Role.ADMINISTRATOR: frozenset(
        {Permission.MANAGE_PEOPLE, Permission.KEEP_FRAMEWORKS}
    ),
}
ONLY_IN = {
    Permission.WRITE_REFERRALS: (OrganisationKind.AUTHORITY,),
    Permission.RELEASE_REFERRALS: (OrganisationKind.AUTHORITY,),
    Permission.KEEP_FRAMEWORKS: (OrganisationKind.AUTHORITY, OrganisationKind.GROUP),
    Permission.WRITE_HOUSEHOLDS: (OrganisationKind.AGENCY,),
    Permission.RELEASE_PROFILES: (OrganisationKind.AGENCY,),
}
"""What only some kinds of organisation do, whatever the role."""
IN_A_GROUP = frozenset(
    {
        Permission.READ_HOUSEHOLDS,
        Permission.KEEP_FRAMEWORKS,
        Permission.READ_AUDIT,
        Permission.MANAGE_PEOPLE,
    }
)
"""All that an agency group does, whatever the role: the rest is its agencies'."""


def may(actor: Actor, permission: Permission) -> bool:
    """Tell whether a role of the actor carries the permission, and the key has it."""
    return _role_may(actor, permission) and _in_scope(actor, permission)


def carries(kind: OrganisationKind, role: Role, permission: Permission) -> bool:
    """Tell whether a role in such an organisation carries the permission."""
    return kind in done_in(permission) and permission in GRANTS[role]


def done_in(permission: Permission) -> list[OrganisationKind]:
    """Return the kinds of organisation whose roles can carry the permission."""
    return [
        kind
        for kind in ONLY_IN.get(permission, tuple(OrganisationKind))
        if kind is not OrganisationKind.GROUP or permission in IN_A_GROUP
    ]


def _role_may(actor: Actor, permission: Permission) -> bool:
    kind = actor.organisation_kind
    return any(carries(kind, role, permission) for role in actor.roles)


def _in_scope(actor: Actor, permission: Permission) -> bool:
    return actor.scopes is None or permission in actor.scopes


def require(actor: Actor, permission: Permission) -> None:
    """Let through an actor who has the permission.

    Raises
    ------
    NotPermittedError
        Naming who can, when none of the actor's roles carries the permission.
    ScopeMissingError
        Naming the scope, when a role does and the key was not made for it.
    """
    if not _role_may(actor, permission):
        raise NotPermittedError(f"Only {_listed(holders(permission))} can do this.")
    if not _in_scope(actor, permission):
        raise ScopeMissingError(permission)


def holders(permission: Permission) -> list[Role]:
    """Return the roles that carry the permission in some kind of organisation."""
    able = {role for kind in done_in(permission) for role in ROLES_OF[kind]}
    return [role for role in Role if role in able and permission in GRANTS[role]]


def _listed(roles: list[Role]) -> str:
    *first, last = [
        f"{'an' if ROLE_LABELS[role][0] in 'aeiou' else 'a'} {ROLE_LABELS[role]}"
        for role in roles
    ]
    return f"{', '.join(first)} or {last}" if first else last


@dataclass(frozen=True, slots=True)
class Requires:
    """The permission a route needs, as a dependency a test can find.

    What is answered may be another permission's to read as well: ``also`` names those.
    A role that has the one has the others; a key has them when it was made for them.
    """

    permission: Permission
    also: tuple[Permission, ...] = ()

    @property
    def all(self) -> tuple[Permission, ...]:
        """Return every permission the route needs, what it is about first."""
        return self.permission, *self.also

    def __call__(self, request: Request) -> None:
        """Refuse the request unless its actor has the permission."""
        actor = getattr(request.state, "actor", None)
        if actor is None:
            raise NotSignedInError
        for permission in self.all:
            require(actor, permission)


def requires(permission: Permission, *also: Permission) -> Any:
    """Declare in a route's `dependencies` the permission it needs, and what else."""
    return Depends(Requires(permission, also))
