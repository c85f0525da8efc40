"""What each role may do, and how a route says which permission it needs.

A router is included with an actor dependency (`app/main.py`), which sets
`request.state.actor`; `requires` then checks that actor and leaves on the route what
`tests/architecture/` looks for.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Depends, Request

from app.core.actor import ROLE_LABELS, Actor, Role
from app.core.errors import NotPermittedError, NotSignedInError


class Permission(StrEnum):
    """One thing a role may do."""

    READ_HOUSEHOLDS = "read_households"
    WRITE_HOUSEHOLDS = "write_households"
    READ_REFERRALS = "read_referrals"
    WRITE_REFERRALS = "write_referrals"
    READ_MATCH_RUNS = "read_match_runs"
    START_MATCH_RUNS = "start_match_runs"
    READ_FAIRNESS = "read_fairness"
    READ_AUDIT = "read_audit"


_READ = frozenset(
    {
        Permission.READ_HOUSEHOLDS,
        Permission.READ_REFERRALS,
        Permission.READ_MATCH_RUNS,
    }
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PLACEMENT_OFFICER: _READ
    | {Permission.WRITE_REFERRALS, Permission.START_MATCH_RUNS},
    Role.REFERRAL_COORDINATOR: _READ
    | {Permission.WRITE_HOUSEHOLDS, Permission.START_MATCH_RUNS},
    Role.REGISTERED_MANAGER: _READ
    | {
        Permission.WRITE_HOUSEHOLDS,
        Permission.START_MATCH_RUNS,
        Permission.READ_FAIRNESS,
    },
    Role.FORUM_CHAIR: _READ | {Permission.START_MATCH_RUNS, Permission.READ_FAIRNESS},
    # Who saw and did what, and none of what they saw.
    Role.AUDITOR: frozenset({Permission.READ_AUDIT}),
}


def may(actor: Actor, permission: Permission) -> bool:
    """Tell whether one of the actor's roles carries the permission."""
    return any(permission in GRANTS[role] for role in actor.roles)


def require(actor: Actor, permission: Permission) -> None:
    """Raise NotPermittedError, naming who can, unless the actor has the permission."""
    if not may(actor, permission):
        able = [ROLE_LABELS[role] for role in Role if permission in GRANTS[role]]
        raise NotPermittedError(f"Only a {' or '.join(able)} can do this.")


@dataclass(frozen=True, slots=True)
class Requires:
    """The permission a route needs, as a dependency a test can find."""

    permission: Permission

    def __call__(self, request: Request) -> None:
        """Refuse the request unless its actor has the permission."""
        actor = getattr(request.state, "actor", None)
        if actor is None:
            raise NotSignedInError
        require(actor, self.permission)


def requires(permission: Permission) -> Any:
    """Declare in a route's `dependencies` the permission it needs."""
    return Depends(Requires(permission))
