"""The page with all that was said of a referral, to read and to print."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.core.clock import now
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.referral_form import service
from app.web.templates import render
from matching.criteria.words import listed

router = APIRouter(
    prefix="/referrals/{referral_id}/summary",
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    include_in_schema=False,
)


@router.get("")
def show(
    request: Request, session: PageSession, actor: PageActor, referral_id: str
) -> Response:
    """Show all that was said, their own words first."""
    return _page(request, service.on_one_page(session, actor, referral_id))


@router.post("/print")
def show_to_print(
    request: Request, session: PageSession, actor: PageActor, referral_id: str
) -> Response:
    """Show it once more, to be printed: that it is goes on record."""
    found = service.on_one_page(session, actor, referral_id, printed=True)
    return _page(request, found, printed=True)


def _page(
    request: Request, found: service.OnePage, *, printed: bool = False
) -> Response:
    return render(
        request,
        "referral_form/summary.html",
        referral=found.referral,
        people=found.people,
        names=listed(person.name for person in found.people),
        printed=printed,
        moment_now=now(),
    )
