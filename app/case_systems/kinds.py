"""The kinds of record other systems write, each by its own feature's rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from app.case_systems.schemas import HouseholdLine, ReferralLine
from app.core.actor import Actor
from app.core.permissions import Permission
from app.households import service as households
from app.households.schemas import HouseholdWrite
from app.referrals import service as referrals
from app.referrals.schemas import ReferralWrite

W = TypeVar("W", HouseholdWrite, ReferralWrite)


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as it stands; ``same`` as what was sent, or not."""

    version: int
    same: bool


@dataclass(frozen=True, slots=True)
class Kind(Generic[W]):
    """One kind of record: how it is held, looked at, made and changed.

    ``standing`` holds the record it tells of until the transaction ends.
    """

    record_type: str
    permission: Permission
    line: type[HouseholdLine] | type[ReferralLine]
    hold: Callable[[Session, Actor, Sequence[str]], None]
    standing: Callable[[Session, Actor, str, W], Standing | None]
    create: Callable[[Session, Actor, W], tuple[str, int]]
    change: Callable[[Session, Actor, str, int, W], int]


def _home(
    session: Session, actor: Actor, key: str, sent: HouseholdWrite
) -> Standing | None:
    households.hold(session, actor, [key])
    state = households.states(session, actor, [key]).get(key)
    if state is None:
        return None
    return Standing(state.version, households.is_same(state, sent))


def _create_home(
    session: Session, actor: Actor, sent: HouseholdWrite
) -> tuple[str, int]:
    made = households.create(
        session,
        actor,
        label=sent.label,
        facts=sent.record,
        offered_to=sent.offered_to,
    )
    return made.id, made.version


def _change_home(
    session: Session, actor: Actor, key: str, version: int, sent: HouseholdWrite
) -> int:
    return households.update(
        session,
        actor,
        key,
        version=version,
        label=sent.label,
        facts=sent.record,
        offered_to=sent.offered_to,
    ).version


def _referral(
    session: Session, actor: Actor, key: str, sent: ReferralWrite
) -> Standing | None:
    found = referrals.own_held(session, actor, key)
    if found is None:
        return None
    same = referrals.is_same(found, sent.young_people, sent.share_with)
    return Standing(found.version, same)


def _create_referral(
    session: Session, actor: Actor, sent: ReferralWrite
) -> tuple[str, int]:
    made = referrals.create(session, actor, sent.young_people, sent.share_with)
    return made.id, made.version


def _change_referral(
    session: Session, actor: Actor, key: str, version: int, sent: ReferralWrite
) -> int:
    return referrals.update(
        session, actor, key, version, sent.young_people, sent.share_with
    ).version


def _hold_referrals(session: Session, actor: Actor, ids: Sequence[str]) -> None:
    for key in sorted(ids):
        referrals.own_held(session, actor, key)


HOUSEHOLDS: Kind[HouseholdWrite] = Kind(
    "household",
    Permission.WRITE_HOUSEHOLDS,
    HouseholdLine,
    households.hold,
    _home,
    _create_home,
    _change_home,
)
REFERRALS: Kind[ReferralWrite] = Kind(
    "referral",
    Permission.WRITE_REFERRALS,
    ReferralLine,
    _hold_referrals,
    _referral,
    _create_referral,
    _change_referral,
)
