"""The page of a home's profile: to write and release it, or to read it."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.clock import today
from app.core.errors import AppError, InvalidError, PreconditionFailedError
from app.core.permissions import Permission, may, requires
from app.households import service as households
from app.identity.dependencies import PageActor, PageSession
from app.releases import service
from app.releases.asking import asked, profile_page, release_page
from app.web.forms.asking import Answers, text_of
from app.web.forms.reading import typed_on
from app.web.forms.said import said
from app.web.refusals import said_by_field
from app.web.sent_form import Typed
from app.web.templates import render

router = APIRouter(
    prefix="/households/{household_id}/profile",
    include_in_schema=False,
)
READ = [requires(Permission.READ_HOUSEHOLDS)]
WRITE = [requires(Permission.WRITE_HOUSEHOLDS)]
RELEASE = [requires(Permission.RELEASE_PROFILES)]


@router.get("", dependencies=READ)
def show(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    saved: Annotated[bool, Query()] = False,
) -> Response:
    """Show the profile: the agency its own, to change; others what was released."""
    home = households.get(session, actor, household_id)
    if households.is_own(actor, home) and may(actor, Permission.WRITE_HOUSEHOLDS):
        return _own(request, session, actor, household_id, saved=saved)
    return render(
        request,
        "releases/read.html",
        home=home,
        name=households.name_for(actor, home),
        profile=service.read(session, actor, household_id),
        released=not households.is_whole(actor, home),
    )


@router.post("", dependencies=WRITE)
def keep(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    form: Typed,
) -> Response:
    """Keep what the profile says."""
    page = profile_page()
    answers = typed_on(page, form)
    given = (form.get("version") or ["0"])[-1]
    version = int(given) if given.isascii() and given.isdigit() else 0
    try:
        agreed_on = asked(page, answers, today())
        service.keep(
            session,
            actor,
            household_id,
            version,
            names=text_of(answers, "names"),
            about=text_of(answers, "about"),
            agreed_on=agreed_on,
        )
    except (InvalidError, PreconditionFailedError) as refused:
        session.rollback()
        return _own(request, session, actor, household_id, answers, refused, version)
    return _to(household_id)


@router.post("/release", dependencies=RELEASE)
def release(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    form: Typed,
) -> Response:
    """Let an authority read it."""
    page = release_page(service.kept(session, actor, household_id).offered)
    answers = typed_on(page, form)
    try:
        agreed_on = asked(page, answers, today())
        authority = text_of(answers, "authority")
        service.release(session, actor, household_id, authority, agreed_on)
    except AppError as refused:
        session.rollback()
        return _own(request, session, actor, household_id, answers, refused)
    return _to(household_id)


@router.post("/take-back", dependencies=WRITE)
def take_back(
    session: PageSession,
    actor: PageActor,
    household_id: str,
    authority: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Let an authority read it no more."""
    service.take_back(session, actor, household_id, authority)
    return _to(household_id)


def _to(household_id: str) -> Response:
    address = f"/households/{household_id}/profile?saved=true"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _own(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    answers: Answers | None = None,
    refused: AppError | None = None,
    version: int | None = None,
    *,
    saved: bool = False,
) -> Response:
    kept = service.kept(session, actor, household_id)
    page, recorded = profile_page(), _recorded(kept)
    typed = {**recorded, **(answers or {})}
    overtaken = isinstance(refused, PreconditionFailedError)
    return render(
        request,
        "releases/profile.html",
        status_code=refused.status if refused else 200,
        home=households.own(session, actor, household_id),
        kept=kept,
        page=page,
        release=release_page(kept.offered),
        may_release=may(actor, Permission.RELEASE_PROFILES),
        answers=typed,
        version=kept.version if version is None or overtaken else version,
        errors=[] if overtaken else said_by_field(refused),
        overtaken=overtaken,
        changed=[
            (one.label, said(one, recorded), said(one, typed)) for one in page.questions
        ],
        saved=saved,
    )


def _recorded(kept: service.Kept) -> dict[str, Any]:
    profile = kept.profile
    if profile is None:
        return {}
    when = profile.agreed_on
    return {
        "names": profile.names,
        "about": profile.about,
        "agreed-day": str(when.day),
        "agreed-month": str(when.month),
        "agreed-year": str(when.year),
    }
