"""Record that a young person moved into a home, and that the placement ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError, NotFoundError
from app.core.permissions import Permission, require
from app.decisions import service as decisions
from app.households import service as households
from app.moves.models import Move
from app.moves.repository import MoveRepository
from app.referrals import service as referrals


@dataclass(frozen=True, slots=True)
class Living:
    """Somebody lives in a home: whose authority placed them, and since when."""

    authority_id: str
    since: date


def of(session: Session, actor: Actor, young_person_id: str) -> Sequence[Move]:
    """Return the moves of one of the authority's own, the first first."""
    require(actor, Permission.WRITE_REFERRALS)
    _own(session, actor, young_person_id)
    return MoveRepository(session).of(young_person_id)


def one(session: Session, actor: Actor, young_person_id: str, move_id: str) -> Move:
    """Return one of their moves.

    Raises
    ------
    NotFoundError
        When it was taken away since.
    """
    for found in of(session, actor, young_person_id):
        if found.id == move_id:
            return found
    raise NotFoundError


def since(move: Move) -> date:
    """Return the day somebody moved in."""
    return date.fromisoformat(move.content["DECOM"])


def homes_for(session: Session, actor: Actor, young_person_id: str) -> dict[str, str]:
    """Return the homes somebody decided to explore for a young person, by id."""
    decided = decisions.homes_decided(session, actor, young_person_id)
    names = households.names(session, actor, decided)
    return {key: names[key] for key in decided if key in names}


def living_in(session: Session, actor: Actor, household_id: str) -> list[Living]:
    """Return who lives in a home, as far as the actor placed them or keeps the home."""
    require(actor, Permission.READ_HOUSEHOLDS)
    return [
        Living(one.organisation_id, since(one))
        for one in MoveRepository(session).living_in(household_id)
    ]


def is_lived_in(session: Session, household_id: str) -> bool:
    """Tell whether somebody lives in a home; it may not be erased then."""
    return bool(MoveRepository(session).living_in(household_id))


def first_days(session: Session, actor: Actor) -> dict[str, date]:
    """Return the day each of the authority's own first moved, by young person."""
    require(actor, Permission.READ_REFERRALS)
    found: dict[str, date] = {}
    for one in MoveRepository(session).own(actor.organisation_id):
        day, key = since(one), one.young_person_id
        found[key] = min(day, found.get(key, day))
    return found


def why_ended(session: Session, actor: Actor) -> list[str]:
    """Return why each move ended that did: codes of the return.

    Of an authority's young people, or into an agency's homes; whose is not told.
    """
    require(actor, Permission.READ_REFERRALS)
    own = MoveRepository(session).concerning(actor.organisation_id)
    return [one.content["REC"] for one in own if one.content.get("REC")]


def move(
    session: Session,
    actor: Actor,
    young_person_id: str,
    household_id: str,
    episode: dict[str, str],
) -> Move:
    """Record that a young person moved into a home that was decided on.

    Raises
    ------
    NotFoundError
        When there is no such young person of one's own, or no such home for them.
    ConflictError
        When the referral is live still, or they live in a home already.
    """
    require(actor, Permission.WRITE_REFERRALS)
    referrals.hold_of(session, actor, young_person_id)
    person = _own(session, actor, young_person_id)
    referral = referrals.get(session, actor, person.referral_id)
    if not referrals.is_closed(referral):
        raise ConflictError("The referral is live. Close it once they have moved.")
    if household_id not in homes_for(session, actor, young_person_id):
        raise NotFoundError
    home = households.get(session, actor, household_id)
    made = Move(
        young_person_id=young_person_id,
        lives_there=young_person_id,
        household_id=household_id,
        agency_id=home.organisation_id,
        content=episode,
        recorded_by=actor.person_id,
        recorded_at=now(),
    )
    try:
        with session.begin_nested():
            MoveRepository(session).add(made)
    except IntegrityError:
        said = "They live in a home already. Record first that it ended."
        raise ConflictError(said) from None
    detail = {"household": household_id}
    record(session, actor, "move.recorded", "young_person", young_person_id, detail)
    return made


def end(session: Session, actor: Actor, there: Move, ended: dict[str, str]) -> None:
    """Record that the placement somebody lives in ended; ``there`` is of `live`."""
    there.content, there.lives_there = {**there.content, **ended}, None
    session.flush()
    about, detail = there.young_person_id, {"household": there.household_id}
    record(session, actor, "move.ended", "young_person", about, detail)


def take_away(session: Session, actor: Actor, young_person_id: str) -> None:
    """Take away the record of a move that was made by mistake."""
    there = live(session, actor, young_person_id)
    detail = {"household": there.household_id}
    MoveRepository(session).remove(there)
    record(session, actor, "move.removed", "young_person", young_person_id, detail)


def live(session: Session, actor: Actor, young_person_id: str) -> Move:
    """Return the move into the home somebody lives in, to change it.

    Raises
    ------
    ConflictError
        When they live in none that is recorded.
    """
    require(actor, Permission.WRITE_REFERRALS)
    referrals.hold_of(session, actor, young_person_id)
    for one in of(session, actor, young_person_id):
        if one.lives_there:
            return one
    raise ConflictError("They live in no home that is recorded.")


def kept_about(
    session: Session, actor: Actor, young_person_id: str
) -> list[dict[str, Any]]:
    """Return what is kept of a young person's moves, to take it out."""
    require(actor, Permission.TAKE_OUT_RECORDS)
    return [
        {"home": one.household_id, "recorded_at": one.recorded_at, **one.content}
        for one in MoveRepository(session).of(young_person_id)
    ]


def made_by_own(session: Session, actor: Actor) -> Sequence[Move]:
    """Return all one's own authority recorded, the first first; for exports alone.

    Whoever asks puts on record whom they read of.
    """
    require(actor, Permission.EXPORT_RECORDS)
    return MoveRepository(session).own(actor.organisation_id)


def _own(session: Session, actor: Actor, young_person_id: str) -> Any:
    person = referrals.young_person(session, actor, young_person_id)
    if not referrals.is_own(actor, person):
        raise NotFoundError
    return person
