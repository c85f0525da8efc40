"""What an agency asks its carers, and what it says of a home after asking."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.carers.schemas import Sheet
from app.core.actor import Actor
from app.households import service as households
from app.match_runs import service as runs
from app.not_right import service as not_right
from app.not_right.schemas import Said
from app.referrals import service as referrals
from matching.criteria import CRITERIA


def about(
    session: Session, actor: Actor, household_id: str, young_person_id: str
) -> tuple[Any, Any]:
    """Return a home of one's own and a young person who is shared with its agency.

    Raises
    ------
    NotFoundError
        When the home is not one's own, or the young person is not shared.
    """
    home = households.own(session, actor, household_id)
    return home, referrals.young_person(session, actor, young_person_id)


def sheet(
    session: Session, actor: Actor, household_id: str, young_person_id: str, run_id: str
) -> Sheet:
    """Return what to ask the carers about a young person; it names nobody.

    What to find out comes from a run of the agency's own, the newest where none is
    named, and is asked of the carers and the agency alone.
    """
    home, person = about(session, actor, household_id, young_person_id)
    seen = referrals.shown(actor, person)
    run = (
        runs.finished(session, actor, run_id) if run_id else runs.newest(session, actor)
    )
    found = runs.found(session, actor, run, young_person_id) if run else None
    option = _of_home(found, "options", household_id)
    near = _of_home(found, "excluded", household_id)
    detail = {"household": home.id}
    record(session, actor, "carers.asked", "young_person", person.id, detail)
    return Sheet(
        home=home,
        home_name=households.name_for(actor, home),
        age=referrals.age_of(person),
        gender=seen.get("gender") or "",
        needed_by=date.fromisoformat(seen["needed_by"]),
        asked=[
            (CRITERIA[need["criterion"]].title, need["strength"])
            for need in seen.get("needs", [])
        ],
        interests=_value(seen.get("interests")),
        questions=[
            question["sentence"]
            for question in option.get("questions", [])
            if question["ask"] in runs.AGENCY_SIDE
        ],
        in_the_way=[
            reason["sentence"]
            for reason in near.get("failed", [])
            if any("carers" in who for who in reason["lifted_by"])
        ],
    )


def not_right_for(session: Session, actor: Actor, household_id: str) -> dict[str, Said]:
    """Return whom a home of one's own is not right for, by the young person's id.

    Those who are not shared any more are left out.
    """
    home = households.own(session, actor, household_id)
    said = not_right.of_home(session, actor, home.id)
    shared = referrals.still_seen(session, actor, said)
    return {key: one for key, one in said.items() if key in shared}


def say_not_right(
    session: Session,
    actor: Actor,
    household_id: str,
    young_person_id: str,
    reason: str,
) -> None:
    """Keep that a home is not right for a young person: the next runs keep to it.

    Raises
    ------
    InvalidError
        When no reason is given, or too long a one.
    ConflictError
        When somebody has said so already.
    """
    home, person = about(session, actor, household_id, young_person_id)
    not_right.say(session, actor, home.id, person.id, person.organisation_id, reason)


def take_back(
    session: Session, actor: Actor, household_id: str, young_person_id: str
) -> None:
    """Take back that a home is not right for a young person."""
    home, person = about(session, actor, household_id, young_person_id)
    not_right.take_back(session, actor, home.id, person.id)


def _of_home(
    found: dict[str, Any] | None, among: str, household_id: str
) -> dict[str, Any]:
    rows = found[among] if found else []
    return next((row for row in rows if row["household"] == household_id), {})


def _value(fact: Any) -> list[str]:
    value = fact.get("value") if isinstance(fact, dict) else fact
    return list(value or ())
