"""Pages about how long what is kept is kept, and with which it is erased."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.closing.words import BECAUSE as CLOSED_BECAUSE
from app.core.actor import Actor, OrganisationKind
from app.core.clock import today
from app.core.db import open_system_session
from app.core.errors import AppError, InvalidError, NotFoundError
from app.core.permissions import Permission, requires
from app.erasure import choosing, homes, lists, service
from app.erasure.models import HOUSEHOLD, YOUNG_PERSON
from app.erasure.rules import BECAUSE
from app.households import service as households
from app.identity.dependencies import PageActor, PageSession
from app.web.refusals import said_by_field
from app.web.sent_form import Typed
from app.web.templates import render

router = APIRouter(
    dependencies=[requires(Permission.ERASE_RECORDS)], include_in_schema=False
)
HOMES = {"resigned": "Approval ended", "in assessment": "Not approved yet"}
BY_ITSELF = {
    "not_sent": "Referrals that were begun and not sent",
    "run_ended": "What match runs found, and what was tried with it",
}
WHEN = {**CLOSED_BECAUSE, **HOMES, **BY_ITSELF}
Because = Annotated[str, Form(max_length=20)]


@router.get("/retention")
def retention(
    request: Request,
    session: PageSession,
    actor: PageActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    erased: Annotated[str, Query(max_length=3)] = "",
    saved: Annotated[str, Query(max_length=3)] = "",
) -> HTMLResponse:
    """List what is kept and has its time, and from when each is to be erased."""
    of_homes = actor.organisation_kind is OrganisationKind.AGENCY
    return render(
        request,
        "erasure/homes.html" if of_homes else "erasure/retention.html",
        page=(homes.kept_homes if of_homes else service.kept)(session, actor, page),
        rules=choosing.rules_kept(session, actor),
        words=WHEN,
        erased=erased == "yes",
        saved=saved == "yes",
    )


@router.get("/retention/days")
def ask_days(request: Request, session: PageSession, actor: PageActor) -> HTMLResponse:
    """Ask for how long what is kept is kept."""
    return _days(request, session, actor)


@router.post("/retention/days")
def choose_days(
    request: Request, session: PageSession, actor: PageActor, form: Typed
) -> Response:
    """Keep what is kept for so long from now on."""
    typed = {name: given[-1].strip() for name, given in form.items() if given}
    try:
        choosing.choose(session, actor, typed)
    except InvalidError as refused:
        return _days(request, session, actor, typed, refused)
    return RedirectResponse("/retention?saved=yes", HTTPStatus.SEE_OTHER)


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
    because: Because = "",
) -> Response:
    """Erase everything about a young person."""
    try:
        service.may_be_erased(session, actor, young_person_id, because)
    except NotFoundError:
        raise
    except AppError as refused:
        return _form(request, session, actor, young_person_id, refused)
    return _erased(request, session, actor, YOUNG_PERSON, young_person_id, because)


@router.get("/households/{household_id}/erase")
def ask_home(
    request: Request, session: PageSession, actor: PageActor, household_id: str
) -> HTMLResponse:
    """Say what would go of a home, and ask why."""
    return _home_form(request, session, actor, household_id)


@router.post("/households/{household_id}/erase")
def erase_home(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    because: Because = "",
) -> Response:
    """Erase everything about a home and its carers."""
    try:
        homes.home_may_be_erased(session, actor, household_id, because)
    except NotFoundError:
        raise
    except AppError as refused:
        return _home_form(request, session, actor, household_id, refused)
    return _erased(request, session, actor, HOUSEHOLD, household_id, because)


def _erased(
    request: Request,
    session: PageSession,
    actor: Actor,
    what: str,
    key: str,
    because: str,
) -> Response:
    # SQLite lets one transaction write at a time: this one is done with first.
    session.commit()
    with open_system_session(request.app.state.engine) as system:
        row = service.erase(system, actor, what, key, because)
        # On the list first: somebody on it who is still there can be erased again.
        if path := request.app.state.settings.erased_list:
            lists.note(path, row)
        system.commit()
    return RedirectResponse("/retention?erased=yes", HTTPStatus.SEE_OTHER)


def _days(
    request: Request,
    session: PageSession,
    actor: Actor,
    typed: dict[str, str] | None = None,
    refused: AppError | None = None,
) -> HTMLResponse:
    rules = choosing.rules_kept(session, actor)
    return render(
        request,
        "erasure/days.html",
        status_code=refused.status if refused else 200,
        rules=rules,
        words=WHEN,
        typed={rule.code: str(rule.days) for rule in rules} | (typed or {}),
        errors=said_by_field(refused),
    )


def _home_form(
    request: Request,
    session: PageSession,
    actor: Actor,
    household_id: str,
    refused: AppError | None = None,
) -> HTMLResponse:
    home = households.own(session, actor, household_id)
    return render(
        request,
        "erasure/erase_home.html",
        status_code=refused.status if refused else 200,
        home=home,
        today=today(),
        not_now=homes.refused(session, home),
        due=homes.home_due(session, actor, home),
        reasons=BECAUSE,
        errors=said_by_field(refused, "because"),
    )


def _form(
    request: Request,
    session: PageSession,
    actor: Actor,
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
