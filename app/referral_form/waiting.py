"""What of referrals that are being written waits for somebody."""

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.permissions import Permission, may
from app.core.to_do import ToDo
from app.referral_form.repository import DraftRepository

ALL = "/referrals"


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return how many drafts are to be gone on with, and to be confirmed."""
    if not may(actor, Permission.WRITE_REFERRALS):
        return []
    return [
        ToDo(
            _said(count, from_records=from_records),
            f"/referrals/{one}/tasks" if count == 1 else ALL,
            count=count,
        )
        for from_records, count, one in DraftRepository(session).begun()
    ]


def _said(count: int, *, from_records: bool) -> str:
    drafts = "One draft" if count == 1 else f"{count:,} drafts"
    if from_records:
        return f"{drafts} from other records to confirm"
    return f"{drafts} of referrals to go on with"
