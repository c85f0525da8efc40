"""A referral in the standard, and a referral begun from a file in it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core import clock
from app.core.actor import Actor
from app.core.errors import FieldError, InvalidError, or_not_found
from app.core.permissions import Permission, require
from app.exchange.port import Problem
from app.exchange.standard.fields import METADATA, RECORDS, TITLE, VERSION
from app.exchange.standard.meaning import in_the_standard
from app.exchange.standard.reader import (
    ORIGIN,
    OWN_ID,
    answers_with_notes,
    meant_by,
)
from app.exchange.tables import File, UnreadableFileError
from app.referral_form import service as form
from app.referrals import service as referrals

MOST_AT_ONCE = 12
TOGETHER = "siblings_together"


def referral_in_standard(
    session: Session, actor: Actor, referral_id: str
) -> dict[str, Any]:
    """Return one's own referral in the standard; that it was taken out is on record.

    Raises
    ------
    NotFoundError
        When there is none, or it is another authority's.
    """
    require(actor, Permission.WRITE_REFERRALS)
    referral = or_not_found(referrals.own_held(session, actor, referral_id))
    detail = {"in": "placements-standard"}
    record(session, actor, "referral.exported", "referral", referral.id, detail)
    others = len(referral.young_people) - 1
    return {
        METADATA: {"title": TITLE, "version": VERSION},
        RECORDS: [
            {
                # By which Hearth knows them again: the standard's own id is a number.
                METADATA: {OWN_ID: person.id},
                **in_the_standard(
                    form.told_of(session, actor, person),
                    person.record,
                    others if _together(person.record) else 0,
                    referral.created_at.date(),
                ),
            }
            for person in referral.young_people
        ],
    }


def start_from_files(
    session: Session, actor: Actor, files: Sequence[File]
) -> list[str]:
    """Begin a referral for each young person of a file; return the drafts' ids.

    Raises
    ------
    InvalidError
        With everything there is to put right; nothing is begun then.
    """
    require(actor, Permission.WRITE_REFERRALS)
    if not files:
        raise _amiss(["Select a file"])
    problems: list[Problem] = []
    try:
        found = [meant for _, _, meant in meant_by(files, problems)]
    except UnreadableFileError as failed:
        raise _amiss([failed.said]) from None
    wrong = [_in_words(one, len(found)) for one in problems if one.refused]
    if len(found) > MOST_AT_ONCE:
        said = f"{len(found):,} young people are in the file, and {MOST_AT_ONCE} can be"
        wrong.append(f"{said} begun at once. A data officer can import it")
    today = clock.today()
    if any(one and one.day and one.day > today for one in found):
        wrong.append("QualityAssurance.referralDate must be today or in the past")
    if wrong:
        raise _amiss(wrong)
    return [
        form.start_from_records(
            session, actor, answers_with_notes(one), ORIGIN, one.day or today
        ).id
        for one in found
        if one
    ]


def _together(record: Any) -> bool:
    """Tell whether brothers and sisters of a referral are to be placed together."""
    return any(need["criterion"] == TOGETHER for need in record.get("needs", []))


def _in_words(one: Problem, many: int) -> str:
    whose = f"Young person {one.row}, " if many > 1 else ""
    return f"{whose}{one.column}: {one.said}" if one.column else f"{whose}{one.said}"


def _amiss(said: Sequence[str]) -> InvalidError:
    return InvalidError(
        errors=[FieldError(pointer="/files", detail=one) for one in said]
    )
