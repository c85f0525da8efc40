"""What was said of a young person who is referred, as answers to the form."""

from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotFoundError
from app.referral_form.live import answers_now
from app.referral_form.repository import DraftRepository
from app.referrals import service as referrals
from app.web.forms.asking import Answers


def told_of(session: Session, actor: Actor, person: Any) -> Answers:
    """Return the answers that give a young person's record, and all typed beside it.

    Whoever asks has read the young person, who is their own authority's, and puts it
    on record.
    """
    if not referrals.is_own(actor, person):
        raise NotFoundError
    return answers_now(DraftRepository(session), person).answers
