"""What the pages of the form share: where one goes next."""

from http import HTTPStatus

from fastapi.responses import RedirectResponse, Response

from app.referral_form import service
from app.referral_form.models import ReferralDraft


def ask_importance_of(
    draft_id: str, draft: ReferralDraft, otherwise: str = "tasks"
) -> Response:
    """Go to the first need nobody has said the importance of, if there is one."""
    waiting = [need for need in service.needs(draft) if need.open]
    return go(draft_id, f"needs/{waiting[0].asked.key}" if waiting else otherwise)


def go(draft_id: str, where: str) -> Response:
    """Go to a page of the draft."""
    return RedirectResponse(f"/referrals/{draft_id}/{where}", HTTPStatus.SEE_OTHER)
