"""One's own draft, held while it is worked on."""

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotFoundError
from app.core.permissions import Permission, require
from app.referral_form.models import ReferralDraft
from app.referral_form.repository import DraftRepository


def held(session: Session, actor: Actor, draft_id: str) -> ReferralDraft:
    """Return a draft that is not sent yet, held until the transaction ends.

    Raises
    ------
    NotFoundError
        When there is none, or it is another authority's, or it was sent.
    """
    require(actor, Permission.WRITE_REFERRALS)
    draft = DraftRepository(session).held(draft_id)
    if draft is None or draft.referral_id is not None:
        raise NotFoundError
    return draft
