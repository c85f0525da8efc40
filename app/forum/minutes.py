"""What was said about somebody on the agenda, and the minutes signed off."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError, FieldError, InvalidError
from app.forum.agenda import agenda, item_of, owners
from app.forum.models import Meeting
from app.forum.parts import keep_minutes, recipients
from app.forum.schemas import LONGEST_MEETING, ItemWrite
from app.forum.service import own, to_change
from app.web.typed import LONGEST, too_long


def write(
    session: Session, actor: Actor, meeting_id: str, item_id: str, wanted: ItemWrite
) -> None:
    """Write down what was said about a young person."""
    meeting = to_change(session, actor, meeting_id)
    item = item_of(session, meeting, item_id)
    said: dict[str, Any] = {
        "views": wanted.views.strip(),
        "knows_family": wanted.knows_family.strip(),
        "actions": [
            {"what": one.what, "who": one.who, "by": one.by and one.by.isoformat()}
            for one in wanted.actions
        ],
    }
    wrong = _wrong_with(wanted, owners(session, actor, meeting, item).keys())
    if wrong:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=text) for at, text in wrong]
        )
    item.said = {key: text for key, text in said.items() if text}
    item.minutes, item.not_reached = wanted.minutes, wanted.not_reached
    at = {"forum": meeting.id}
    about = item.young_person_id
    record(session, actor, "forum.minuted", "young_person", about, at)


def sign_off(session: Session, actor: Actor, meeting_id: str) -> None:
    """Sign the minutes off. Whoever was looked at has a decision, or was not reached.

    Raises
    ------
    InvalidError
        Naming the numbers on the agenda of those who have neither.
    """
    meeting = to_change(session, actor, meeting_id)
    wrong = [
        FieldError(
            pointer=f"/item-{row.number}",
            detail=f"Decision for {row.name} is not recorded. Record it, or say that "
            "they were not reached",
        )
        for row in agenda(session, actor, meeting)
        if row.decision is None and not row.item.not_reached
    ]
    if wrong:
        raise InvalidError(errors=wrong)
    meeting.signed_by, meeting.signed_at = actor.person_id, now()
    record(session, actor, "forum.signed", "forum", meeting.id)
    keep_minutes(session, actor, meeting, _parts(session, actor, meeting))


def correct(session: Session, actor: Actor, meeting_id: str, text: str) -> None:
    """Add a correction to minutes that are signed off."""
    meeting = own(session, actor, meeting_id)
    if meeting.signed_at is None:
        raise ConflictError("These minutes are not signed off yet. Change them.")
    said = text.strip()
    if not 0 < len(said) <= LONGEST:
        detail = f"Enter the correction, in {LONGEST:,} characters or fewer"
        raise InvalidError(errors=[FieldError(pointer="/correction", detail=detail)])
    added = {"text": said, "by": actor.person_id, "at": now().isoformat()}
    meeting.corrections = [*meeting.corrections, added]
    record(session, actor, "forum.corrected", "forum", meeting.id)


def _parts(
    session: Session, actor: Actor, meeting: Meeting
) -> dict[str, dict[str, Any]]:
    """Return the part of the minutes of each agency in the room, by its id.

    It has what that agency is to do, and who is to get to know one of its homes. An
    authority reads the minutes about its own young people themselves.
    """
    found: dict[str, dict[str, Any]] = {}
    rows = agenda(session, actor, meeting)
    for key, to in recipients(session, actor, meeting).items():
        if not to.is_agency:
            continue
        decided = [
            {"name": row.name, "home": row.decision.household_id}
            for row in rows
            if row.item.young_person_id in to.people
            and row.decision
            and row.decision.household_id in to.homes
        ]
        actions = [
            {"name": row.name, "what": one["what"], "by": one["by"]}
            for row in rows
            for one in row.item.actions
            if one["who"] == key and row.item.young_person_id in to.people
        ]
        if decided or actions:
            told = {one["name"] for one in (*decided, *actions)}
            found[key] = {
                "people": [r.item.young_person_id for r in rows if r.name in told],
                "homes": sorted({one["home"] for one in decided}),
                "decided": decided,
                "actions": actions,
            }
    return found


def _wrong_with(wanted: ItemWrite, able: Collection[str]) -> list[tuple[str, str]]:
    wrong = [
        (field, too)
        for field, text in (
            ("views", wanted.views),
            ("knows_family", wanted.knows_family),
        )
        if (too := too_long("This", text))
    ]
    for place, one in enumerate(wanted.actions):
        if not one.what:
            wrong.append((f"what-{place}", "Enter what is to be done"))
        elif too := too_long("What is to be done", one.what):
            wrong.append((f"what-{place}", too))
        if one.who not in able:
            wrong.append((f"who-{place}", "Select who does it"))
        if one.by is None:
            wrong.append((f"by-{place}", "Enter a date, for example 27 3 2027"))
    if not 1 <= wanted.minutes <= LONGEST_MEETING:
        detail = f"Minutes must be between 1 and {LONGEST_MEETING}"
        wrong.append(("minutes", detail))
    return wrong
