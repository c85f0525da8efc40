"""Answering a request; where a change is agreed to, it is made in the live record."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor, Role
from app.core.clock import today
from app.core.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    NotPermittedError,
)
from app.core.permissions import Permission, may, require
from app.households import service as households
from app.notifications import service as notifications
from app.referrals import service as referrals
from app.requests.keeping import said_next, tell_answered
from app.requests.looking import ask_of, must_be_open
from app.requests.models import CHANGES, SUGGESTION, Answer, AnswerOutcome, Ask
from app.requests.preparing import hash_of
from app.requests.repository import RequestRepository
from app.requests.schemas import AnswerWrite
from app.requests.words import OF_A_CHANGE, OF_A_QUESTION, OF_A_SUGGESTION
from app.web.typed import too_long
from app.what_ifs import service as what_ifs
from matching.case import Change


def outcomes(ask: Ask) -> dict[str, str]:
    """Return how a request can be answered: codes, and what they are called."""
    if ask.content.get("about") == SUGGESTION:
        return OF_A_SUGGESTION
    if not ask.content["is_change"]:
        return OF_A_QUESTION
    left_out = () if ask.content["figure"] else (AnswerOutcome.IN_PART,)
    return {code: said for code, said in OF_A_CHANGE.items() if code not in left_out}


def why_not(actor: Actor, ask: Ask) -> str:
    """Return why somebody cannot answer a request, in words; nothing where they can."""
    if ask.to_id != actor.organisation_id:
        return "Only whoever was asked can answer."
    if not may(actor, Permission.WRITE_REQUESTS):
        return "Only somebody who works with this record can answer."
    if ask.talk_first and Role.SOCIAL_WORKER not in actor.roles:
        return "This is the young person’s own wish. Their social worker answers."
    needed = _needed(_changes(ask))
    if needed and not may(actor, needed):
        return "Only somebody who may change this record can answer."
    return ""


def answer(
    session: Session, actor: Actor, request_id: str, wanted: AnswerWrite
) -> Answer:
    """Answer a request, and make the change that is agreed to.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    NotPermittedError
        When somebody else is to answer.
    ConflictError
        When it is settled, or what it would change is not as it was when asked.
    """
    require(actor, Permission.WRITE_REQUESTS)
    ask = ask_of(session, actor, request_id)
    refused = why_not(actor, ask)
    if refused:
        raise NotPermittedError(refused)
    wrong = _wrong_with(ask, wanted)
    if wrong or wanted.outcome is None:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        )
    changes = _changes(ask)
    _hold(session, actor, changes)
    must_be_open(session, ask)
    made = said_next(
        session,
        actor,
        ask,
        wanted.outcome,
        wanted.because.strip(),
        heard=wanted.heard.strip() or None,
        value=wanted.value if wanted.outcome == AnswerOutcome.IN_PART else None,
    )
    if made.outcome in CHANGES and changes:
        if made.outcome is AnswerOutcome.IN_PART:
            changes = [changes[0].model_copy(update={"to": _figure(wanted.value)})]
        _make(session, actor, ask, changes)
    tell_answered(session, actor, ask, made)
    return made


def reply(session: Session, actor: Actor, request_id: str, text: str) -> Answer:
    """Write back to whoever was asked and wants to talk.

    Raises
    ------
    InvalidError
        When nothing, or too much, is written.
    ConflictError
        When it is settled, or nobody wants to talk.
    """
    require(actor, Permission.WRITE_REQUESTS)
    ask = ask_of(session, actor, request_id)
    if ask.organisation_id != actor.organisation_id:
        raise NotPermittedError("Only whoever asked can write back.")
    wrong = too_long("This", text) if text.strip() else "Enter what you want to say"
    if wrong:
        raise InvalidError(errors=[FieldError(pointer="/reply", detail=wrong)])
    must_be_open(session, ask)
    if not RequestRepository(session).answers([ask.id]):
        raise ConflictError("Nobody has answered yet.")
    made = said_next(session, actor, ask, AnswerOutcome.REPLY, text.strip())
    detail, key = {"request": ask.id}, ask.young_person_id
    record(session, actor, "request.replied", "young_person", key, detail)
    notifications.tell(session, actor, "request.replied", ask.id, [ask.to_id])
    return made


def _changes(ask: Ask) -> list[Change]:
    return [Change.model_validate(change) for change in ask.content["changes"]]


def _needed(changes: Sequence[Change]) -> Permission | None:
    if not changes:
        return None
    of_home = changes[0].household is not None
    return Permission.WRITE_HOUSEHOLDS if of_home else Permission.WRITE_REFERRALS


def _hold(session: Session, actor: Actor, changes: Sequence[Change]) -> None:
    """Hold what an answer may change before anything goes on record."""
    for change in changes:
        if change.household is not None:
            households.hold(session, actor, [change.household])
        elif change.young_person is not None:
            referrals.hold_of(session, actor, change.young_person)


def _make(session: Session, actor: Actor, ask: Ask, changes: Sequence[Change]) -> None:
    """Make the changes, each with the day it was confirmed, where all is as it was."""
    was = ask.content["was"]

    def is_as_it_was(key: str, part: str, there: Any) -> bool:
        return bool(was.get(f"{key}/{part}") == hash_of(there))

    if changes[0].household is not None:
        home = households.own(session, actor, ask.household_id)
        what_ifs.change_household(
            session, actor, home.id, home.version, changes, is_as_it_was
        )
        return
    person = referrals.young_person(session, actor, ask.young_person_id)
    referral = referrals.get(session, actor, person.referral_id)
    what_ifs.change_referral(
        session,
        actor,
        referral.id,
        referral.version,
        [*changes, *_confirmed(changes)],
        is_as_it_was,
    )


def _confirmed(changes: Sequence[Change]) -> list[Change]:
    """Return for each need that is changed that it was confirmed today."""
    return [
        Change(
            young_person=change.young_person,
            at=f"/needs/{change.steps[1]}/confirmed_on",
            to=today().isoformat(),
        )
        for change in changes
        if change.steps[0] == "needs" and len(change.steps) > 2
    ]


def _wrong_with(ask: Ask, wanted: AnswerWrite) -> list[tuple[str, str]]:
    wrong = []
    if wanted.outcome not in outcomes(ask):
        wrong.append(("outcome", "Select an answer"))
    elif wanted.outcome == AnswerOutcome.IN_PART and not _is_between(ask, wanted.value):
        figure = ask.content["figure"]
        said = f"Enter the new value, between {figure['from']:g} and {figure['to']:g}"
        wrong.append(("value", said))
    said = "Enter the answer"
    if wanted.outcome != AnswerOutcome.ANSWERED:
        said = "Enter why you cannot agree"
        if wanted.outcome != AnswerOutcome.CANNOT:
            said = "Enter why, and who was asked"
    if not wanted.because.strip():
        wrong.append(("because", said))
    for at, text in (("because", wanted.because), ("heard", wanted.heard)):
        if too := too_long("This", text):
            wrong.append((at, too))
    if ask.talk_first and wanted.outcome in CHANGES and not wanted.heard.strip():
        wrong.append(("heard", "Enter what they said, or why you could not ask"))
    return wrong


def _is_between(ask: Ask, value: float | None) -> bool:
    figure = ask.content["figure"]
    low, high = sorted((figure["from"], figure["to"]))
    return value is not None and low < value < high


def _figure(value: float | None) -> float | int | None:
    """Return a figure as it is kept: a whole one without a decimal."""
    return int(value) if value is not None and value.is_integer() else value
