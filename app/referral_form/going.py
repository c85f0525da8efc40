"""What the pages of the form share: what was typed, and where one goes next."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from app.referral_form import service
from app.referral_form.models import ReferralDraft


async def _typed(request: Request) -> dict[str, list[str]]:
    form = await request.form()
    return {
        name: [one for one in form.getlist(name) if isinstance(one, str)]
        for name in form
    }


Typed = Annotated[dict[str, list[str]], Depends(_typed)]
"""Every field of the form that was sent; which of them are asked, the page knows."""


def ask_importance_of(
    draft_id: str, draft: ReferralDraft, otherwise: str = "tasks"
) -> Response:
    """Go to the first need nobody has said the importance of, if there is one."""
    waiting = [need for need in service.needs(draft) if need.open]
    return go(draft_id, f"needs/{waiting[0].asked.key}" if waiting else otherwise)


def go(draft_id: str, where: str) -> Response:
    """Go to a page of the draft."""
    return RedirectResponse(f"/referrals/{draft_id}/{where}", HTTPStatus.SEE_OTHER)
