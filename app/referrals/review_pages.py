"""The page on which an authority says when it looks again for a young person."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel

from app.core.errors import AppError, NotFoundError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.referrals import review
from app.referrals.models import YoungPerson
from app.web.refusals import said_by_field
from app.web.templates import render
from app.web.typed import Short

router = APIRouter(
    prefix="/young-people/{young_person_id}/review",
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    include_in_schema=False,
)


class Typed(BaseModel):
    """The day as it was typed."""

    day: Short = ""
    month: Short = ""
    year: Short = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed."""
        return not (self.day + self.month + self.year).strip()

    @property
    def on(self) -> date | None:
        """The day; None where it cannot be read."""
        try:
            return date(int(self.year), int(self.month), int(self.day))
        except (ValueError, OverflowError):
            return None


@router.get("")
def ask(
    request: Request, session: PageSession, actor: PageActor, young_person_id: str
) -> HTMLResponse:
    """Ask when somebody looks again."""
    person = review.to_review(session, actor, young_person_id)
    on = person.review_on
    typed = (
        Typed(day=str(on.day), month=str(on.month), year=str(on.year))
        if on
        else Typed()
    )
    return _form(request, person, typed)


@router.post("")
def keep(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    typed: Annotated[Typed, Form()],
) -> Response:
    """Keep the day, or take it away where nothing was typed."""
    on = typed.on
    unread = on is None and not typed.is_empty
    try:
        review.set_review(session, actor, young_person_id, on, unread=unread)
    except NotFoundError:
        raise
    except AppError as refused:
        person = review.to_review(session, actor, young_person_id)
        return _form(request, person, typed, refused)
    where = f"/young-people/{young_person_id}?saved=review"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _form(
    request: Request,
    person: YoungPerson,
    typed: Typed,
    refused: AppError | None = None,
) -> HTMLResponse:
    return render(
        request,
        "referrals/review.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        person=person,
        typed=typed,
        errors=said_by_field(refused, "day"),
    )
