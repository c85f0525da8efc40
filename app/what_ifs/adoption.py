"""Adopting a what-if: its changes made to the live record, by someone who may."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError, InvalidError, or_not_found
from app.core.permissions import Permission, may, require
from app.households import service as households
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.what_ifs.live import change_household, change_referral
from app.what_ifs.models import WhatIf
from app.what_ifs.repository import WhatIfRepository
from app.what_ifs.service import reason_errors
from matching.case import Change


@dataclass(frozen=True, slots=True)
class Target:
    """The live record a what-if would change; or in words why it cannot be adopted.

    Its ``kind`` is referral or household, ``version`` the one to adopt it in.
    """

    kind: str = ""
    id: str = ""
    version: int = 0
    why_not: str = ""


def target(session: Session, actor: Actor, what_if: WhatIf) -> Target:
    """Return the record this actor could adopt a what-if in, or why none."""
    changes = _changes(what_if)
    people = {change.young_person for change in changes if change.young_person}
    homes = {change.household for change in changes if change.household}
    if what_if.difference is None:
        return Target(why_not="It has not been worked out.")
    if any(change.young_person is change.household is None for change in changes):
        return Target(
            why_not="A home that is fixed or ruled out is a decision. Record it on "
            "the young person’s page, with who decided and why."
        )
    if len(homes) + bool(people) > 1:
        return Target(
            why_not="It changes more than one record. Change them one at a time, each "
            "by whoever keeps it."
        )
    if people:
        return _referral(session, actor, people)
    return _household(session, actor, *homes)


def _referral(session: Session, actor: Actor, ids: set[str]) -> Target:
    people = [referrals.young_person(session, actor, key) for key in sorted(ids)]
    if not all(referrals.is_own(actor, person) for person in people):
        return Target(
            why_not="The young person’s authority keeps this record. Ask them."
        )
    if not may(actor, Permission.WRITE_REFERRALS):
        return Target(why_not="Only a placement officer can change this record.")
    if len({person.referral_id for person in people}) > 1:
        return Target(why_not="It changes more than one referral.")
    referral = referrals.get(session, actor, people[0].referral_id)
    return Target("referral", referral.id, referral.version)


def _household(session: Session, actor: Actor, household_id: str) -> Target:
    home = households.get(session, actor, household_id)
    if not households.is_own(actor, home):
        return Target(why_not="The home’s agency keeps this record. Ask them.")
    if not may(actor, Permission.WRITE_HOUSEHOLDS):
        return Target(
            why_not="Only a referral coordinator or a registered manager can change "
            "this record."
        )
    return Target("household", home.id, home.version)


def adopt(
    session: Session, actor: Actor, what_if_id: str, version: int, reason: str
) -> WhatIf:
    """Make the changes of a what-if to the live record.

    Raises
    ------
    ConflictError
        When it is adopted already, cannot be, or what it would change is not as it was.
    PreconditionFailedError
        When somebody changed the record after ``version``.
    """
    require(actor, Permission.START_MATCH_RUNS)
    what_if = or_not_found(WhatIfRepository(session).held(what_if_id))
    if what_if.adopted_at is not None:
        raise ConflictError("This has been adopted already.")
    found = target(session, actor, what_if)
    if found.why_not:
        raise ConflictError(found.why_not)
    wrong = reason_errors(reason)
    if wrong:
        raise InvalidError(errors=wrong)
    case = json.loads(runs.frozen(session, actor, what_if.run_id))
    then = {one["id"]: one for one in (*case["young_people"], *case["households"])}

    def is_as_it_was(key: str, part: str, now_there: Any) -> bool:
        return bool(now_there == then.get(key, {}).get(part))

    change = change_referral if found.kind == "referral" else change_household
    changes = _changes(what_if)
    change(session, actor, found.id, version, changes, is_as_it_was)
    what_if.adopted_by, what_if.adopted_at = actor.person_id, now()
    what_if.adopted_because = reason.strip()
    session.flush()
    detail = {found.kind: found.id, "run": what_if.run_id}
    record(session, actor, "what_if.adopted", "what_if", what_if.id, detail)
    return what_if


def _changes(what_if: WhatIf) -> list[Change]:
    return [Change.model_validate(change) for change in what_if.changes]
