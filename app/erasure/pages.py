"""Pages about how long what is kept is kept, and with which it is erased."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.closing.words import BECAUSE as CLOSED_BECAUSE
from app.core.clock import today
from app.core.db import open_system_session
from app.core.errors import AppError, NotFoundError
from app.core.permissions import Permission, requires
from app.erasure import lists, service
from app.erasure.rules import BECAUSE, rules
from app.identity.dependencies import PageActor, PageSession
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    dependencies=[requires(Permission.ERASE_RECORDS)], include_in_schema=False
)


@router.get("/retention")
def retention(
    request: Request,
    session: PageSession,
    actor: PageActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    erased: Annotated[str, Query(max_length=3)] = "",
) -> HTMLResponse:
    """List whom closed referrals were for, and from when each is to be erased."""
    return render(
        request,
        "erasure/retention.html",
        page=service.kept(session, actor, page),
        rules=list(dict.fromkeys(rules().values())),
        words=CLOSED_BECAUSE,
        erased=erased == "yes",
    )


@router.get("/young-people/{young_person_id}/erase")
def ask(
    request: Request, session: PageSession, actor: PageActor, young_person_id: str
) -> HTMLResponse:
    """Say what would go, and ask why."""
    return _form(request, session, actor, young_person_id)


@router.post("/young-people/{young_person_id}/erase")
def erase(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    because: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Erase everything about a young person."""
    try:
        service.may_be_erased(session, actor, young_person_id, because)
    except NotFoundError:
        raise
    except AppError as refused:
        return _form(request, session, actor, young_person_id, refused)
    # SQLite lets one transaction write at a time: this one is done with first.
    session.commit()
    with open_system_session(request.app.state.engine) as system:
        row = service.erase(system, actor, young_person_id, because)
        # On the list first: somebody on it who is still there can be erased again.
        if path := request.app.state.settings.erased_list:
            lists.note(path, row)
        system.commit()
    return RedirectResponse("/retention?erased=yes", HTTPStatus.SEE_OTHER)


def _form(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    refused: AppError | None = None,
) -> HTMLResponse:
    person = service.about(session, actor, young_person_id)
    return render(
        request,
        "erasure/erase.html",
        status_code=refused.status if refused else 200,
        person=person,
        today=today(),
        due=service.due(session, actor, person.referral_id),
        reasons=BECAUSE,
        errors=said_by_field(refused, "because"),
    )
