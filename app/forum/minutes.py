"""What was said about somebody on the agenda, and the minutes signed off."""

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError, FieldError, InvalidError
from app.forum.agenda import agenda, item_of
from app.forum.schemas import LONGEST_MEETING, ItemWrite
from app.forum.service import own, to_change
from app.web.typed import LONGEST, too_long


def write(
    session: Session, actor: Actor, meeting_id: str, item_id: str, wanted: ItemWrite
) -> None:
    """Write down what was said about a young person."""
    meeting = to_change(session, actor, meeting_id)
    item = item_of(session, meeting, item_id)
    said = {
        "views": wanted.views.strip(),
        "actions": wanted.actions.strip(),
        "knows_family": wanted.knows_family.strip(),
    }
    wrong = [
        FieldError(pointer=f"/{field}", detail=too)
        for field, text in said.items()
        if (too := too_long("This", text))
    ]
    if not 1 <= wanted.minutes <= LONGEST_MEETING:
        detail = f"Minutes must be between 1 and {LONGEST_MEETING}"
        wrong.append(FieldError(pointer="/minutes", detail=detail))
    if wrong:
        raise InvalidError(errors=wrong)
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
