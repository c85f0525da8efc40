"""What each policy asks, in words from the policy and the criteria themselves."""

from dataclasses import dataclass
from itertools import chain

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.permissions import Permission, may
from app.match_runs.models import MatchRun
from app.match_runs.repository import MatchRunRepository
from app.web.templates import listed
from matching.case import Strength
from matching.criteria import CRITERIA
from matching.criteria.base import Criterion, Verdict
from matching.policy import Policy, load_policy, shipped


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that keeps a home from being an option, and who could lift it."""

    title: str
    basis: str
    lifted_by: str


@dataclass(frozen=True, slots=True)
class Need:
    """What can be asked for, and what it weighs in the fit where it only weighs."""

    title: str
    basis: str
    may_be_essential: bool
    strongly_preferred: float
    preferred: float


@dataclass(frozen=True, slots=True)
class ByLaw:
    """What is considered where nobody asks for it, because a law says so."""

    title: str
    source: str
    weight: float


@dataclass(frozen=True, slots=True)
class PolicyRead:
    """A policy to be read: ``law`` are figures with their source."""

    policy: Policy
    rules: list[Rule]
    needs: list[Need]
    considered: list[ByLaw]


@dataclass(frozen=True, slots=True)
class Used:
    """How many of an organisation's runs used a policy, and the newest of them."""

    runs: int
    newest: MatchRun


def all_policies() -> list[PolicyRead]:
    """Return every policy that comes with Hearth."""
    return [_read(load_policy(name)) for name in shipped()]


def used(session: Session, actor: Actor) -> dict[str, Used]:
    """Return by which of the organisation's runs each policy was used, by its name.

    Nothing to who may not read runs.
    """
    if not may(actor, Permission.READ_MATCH_RUNS):
        return {}
    return {
        name: Used(count, newest)
        for name, (count, newest) in MatchRunRepository(session).by_policy().items()
    }


def _read(policy: Policy) -> PolicyRead:
    gates = [CRITERIA[code] for code in policy.gates]
    return PolicyRead(
        policy,
        rules=[Rule(one.title, one.basis, _lifters(one, policy)) for one in gates],
        needs=[_need(CRITERIA[code], policy) for code in policy.needs],
        considered=[
            ByLaw(CRITERIA[code].title, rule.source, rule.weight)
            for code, rule in policy.considered.items()
        ],
    )


def _need(criterion: Criterion, policy: Policy) -> Need:
    return Need(
        criterion.title,
        criterion.basis,
        not criterion.never_essential,
        policy.weight(criterion.code, Strength.STRONGLY_PREFERRED),
        policy.weight(criterion.code, Strength.PREFERRED),
    )


def _lifters(criterion: Criterion, policy: Policy) -> str:
    """Say who could lift a rule in any of the ways it is not met; empty is nobody."""
    ways = [
        criterion.may_lift(clause, policy)
        for clause in criterion.clauses
        if clause.verdict is Verdict.NOT_MET
    ]
    return listed(sorted(set(chain.from_iterable(chain.from_iterable(ways)))))
